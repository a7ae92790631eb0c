#!/usr/bin/env node
import { resolve } from 'node:path'
import { Command } from 'commander'
import { painter } from '../../reports/text/paint.ts'
import { catalogue } from '../../suites/catalogue.ts'
import { languages } from '../adapters/languages.ts'
import { version } from '../version.ts'
import type { TypedCheckOptions } from './assignment-check-command.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { TypedBundleOptions } from './bundle-command.ts'
import { compareCommand } from './compare-command.ts'
import type { TypedCompareOptions } from './compare-options.ts'
import { explain } from './explain-command.ts'
import type { TypedGradeOneOptions } from './grade-one-command.ts'
import type { TypedGradeOptions } from './grade-options.ts'
import { faultOf } from './fault.ts'
import { formatsText } from './format-option.ts'
import { list, type ListOptions, listText } from './list-command.ts'
import { columnsOf, wantsColour } from './output.ts'
import { userFolder } from './package-root.ts'
import type { TypedReportOptions } from './report-command.ts'
import type { TypedMergeOptions } from './merge-command.ts'
import { runCommand } from './run-command.ts'
import type { TypedRunOptions } from './run-options.ts'
import { refuseUnwritable, writeWhole } from './write-file.ts'

// Whoever reads us may stop reading, as `head` does; what was to be written to a file is written all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
process.on('uncaughtException', (error) => {
  process.exit(end(error))
})

let exitCode: ExitCode = exitCodes.conforms

const page = () => ({
  columns: columnsOf(process.stdout),
  paint: painter(wantsColour(process.stdout, true)),
})

const collected = (value: string, before: readonly string[] = []): string[] => [...before, value]

/** commander says what to do next only where something like what was typed exists. */
const withNext = (text: string): string =>
  text.trimEnd().includes('\n') ? text : `${text}  See "wouldblock --help", or --help after the command.\n`

/** Stated here, not at the options, so that help does not print them. */
const unlessTyped = { only: [], quiet: false, debug: false }

const program = new Command('wouldblock')
  .description('Tells whether a socket wrapper keeps its promises about blocking.')
  .version(version)
  .exitOverride()
  .configureOutput({
    outputError: (text, write) => write(withNext(text.replace(/^error: /, 'wouldblock: '))),
  })
  .addHelpText(
    'after',
    `
A wrapper is a file (./my_socket.ts, ./my_socket.py#Class, or in ${languages
      .map(({ name }) => name)
      .toSorted()
      .join(', ')}),
python:module#Class, npm:package#Export, exec:command (an adapter) or program:command (a whole program). Without one
the bundled wrapper is run.

Exit codes: 0 conforms, 1 a must fails or is untested, 2 inconclusive, 64 wrong usage, 70 a bug of the suite.`,
  )

program
  .command('run', { isDefault: true })
  .description('run the catalogue over wrappers and report')
  .argument('[wrapper...]', 'what to test')
  .option('--only <glob>', 'behaviours whose id matches; may be repeated', collected)
  .option('--level <level>', 'behaviours of this level: must, should or note')
  .option('--profile <profile>', 'what a wrapper must declare: page, or declared for its own word')
  .option('--python <interpreter>', 'the interpreter for Python wrappers', 'python3')
  .option('--lanes <n>', 'how many processes of the wrapper run side by side')
  .option('--seed <n>', 'draw the same inputs as a run before')
  .option('--quick', 'every must, on the fewest inputs that tell something')
  .option('--trials <xN>', 'draw N times as many inputs where inputs are drawn')
  .option('--path <path>', 'replay one input of one behaviour; needs --seed and --only')
  .option('--json <file>', 'write the record too; - is standard output')
  .option('--format <format>', 'write a report too, of a format that report knows')
  .option('--out <file>', 'write that report there instead of to standard output')
  .option('--baseline <file>', 'known failures, which do not count; an entry that is not true does')
  .option('--update-baseline', 'make the baseline what the run shows')
  .option('--no-color', 'no colours')
  .option('--quiet', 'no progress, and nothing about what is green')
  .option('--debug', 'show stacks of bugs of the suite')
  .action(
    async (
      specs: string[],
      options: Partial<TypedRunOptions> & Pick<TypedRunOptions, 'python' | 'color'>,
    ) => {
      exitCode = await runCommand(catalogue, specs, { ...unlessTyped, ...options })
    },
  )

program
  .command('compare')
  .description('run the catalogue over several wrappers, and lay them side by side')
  .argument('[wrapper...]', 'what to compare')
  .option('--all', 'every library that the project knows')
  .option('--complete', 'with --all: a library that cannot be run is an error')
  .option('--only <glob>', 'behaviours whose id matches; may be repeated', collected)
  .option('--level <level>', 'behaviours of this level: must, should or note')
  .option(
    '--profile <profile>',
    'what a wrapper must declare: declared for its own word, or page',
    'declared',
  )
  .option('--python <interpreter>', 'the interpreter for Python wrappers', 'python3')
  .option('--at-once <n>', 'how many wrappers run at a time')
  .option('--lanes <n>', 'how many processes of each wrapper run side by side')
  .option('--seed <n>', 'draw the same inputs as a run before')
  .option('--quick', 'every must, on the fewest inputs that tell something')
  .option('--trials <xN>', 'draw N times as many inputs where inputs are drawn')
  .option('--json <file>', 'write the records too; - is standard output')
  .option('--markdown <file>', 'write the comparison as Markdown too')
  .option('--html <file>', 'write a page for browsers too')
  .option('--no-color', 'no colours')
  .option('--quiet', 'no progress')
  .action(
    async (
      specs: string[],
      options: Partial<TypedCompareOptions> & Pick<TypedCompareOptions, 'python' | 'color'>,
    ) => {
      exitCode = await compareCommand(catalogue, specs, { ...unlessTyped, ...options })
    },
  )

program
  .command('grade')
  .description('grade a folder of submissions by an assignment, and write points and feedback')
  .argument('<folder>', 'holds a folder, a file or an archive for each student')
  .requiredOption('--assignment <file>', 'what earns points; "assignment init" writes one')
  .requiredOption('--out <folder>', 'where the results go; what is finished there is kept')
  .option('--sandbox <tier>', 'how submissions are held: plain, user or bwrap; default: the best there is')
  .option('--require-sandbox [tier]', 'refuse to hold them by less; bwrap, unless another is named')
  .option('--format <format>', 'write a file for a platform too; may be repeated', collected)
  .option('--shard <i/n>', 'grade the i-th of n parts of the class')
  .option('--at-once <n>', 'how many run at a time; default: as the machine permits')
  .option('--lanes <n>', 'how many processes of each submission run side by side')
  .option('--python <interpreter>', 'the interpreter for Python submissions', 'python3')
  .option('--no-color', 'no colours')
  .option('--quiet', 'no progress')
  .action(
    async (
      folder: string,
      options: Partial<TypedGradeOptions> &
        Pick<TypedGradeOptions, 'assignment' | 'out' | 'python' | 'color'>,
    ) => {
      // What grades loads much that a run has no need of.
      const { gradeCommand } = await import('./grade-command.ts')
      exitCode = await gradeCommand(catalogue, folder, { ...unlessTyped, format: [], ...options })
    },
  )

program
  .command('merge')
  .description('join the shards of a class to what grading it whole would have made')
  .argument('<folder...>', 'what grade was told by --out, of each shard')
  .requiredOption('--out <folder>', 'where the results go')
  .option('--no-color', 'no colours')
  .action(async (folders: string[], options: TypedMergeOptions) => {
    const { mergeCommand } = await import('./merge-command.ts')
    exitCode = mergeCommand(catalogue, folders, options)
  })

program
  .command('list')
  .description('list the behaviours')
  .option('--only <glob>', 'behaviours whose id matches; may be repeated', collected)
  .option('--level <level>', 'behaviours of this level: must, should or note')
  .option('--group <group>', 'behaviours of one group')
  .option('--json <file>', 'write them as JSON instead; - is standard output')
  .action((options: Partial<ListOptions>) => {
    const found = list(catalogue, { ...unlessTyped, ...options })
    if (options.json === undefined) {
      // For grep, sentences are whole.
      const columns = process.stdout.isTTY ? columnsOf(process.stdout) : Infinity
      process.stdout.write(listText(found, { ...page(), columns }))
      return
    }
    const text = `${JSON.stringify(found, null, 2)}\n`
    if (options.json === '-') {
      process.stdout.write(text)
      return
    }
    const file = resolve(userFolder(), options.json)
    refuseUnwritable(file)
    writeWhole(file, text)
  })

program
  .command('explain')
  .description('tell everything about one behaviour')
  .argument('<id>', 'its id')
  .action((id: string) => {
    process.stdout.write(explain(catalogue, id, page()))
  })

program
  .command('report')
  .description('make a report of stored records')
  .argument('<record...>', 'what --json wrote; - is standard input')
  .requiredOption('--format <format>', 'what is to be made; see below')
  .option('--out <file>', 'write it there instead of to standard output')
  .addHelpText('after', formatsText)
  .action(async (records: string[], options: TypedReportOptions) => {
    // It alone reads records: a run need not load what validates them.
    const { reportCommand } = await import('./report-command.ts')
    reportCommand(records, options)
  })

const assignment = program
  .command('assignment')
  .description('write the file that a class is graded by, and try it')

assignment
  .command('init')
  .description('write an assignment to begin with')
  .argument('[file]', 'where; nothing is overwritten', 'assignment.yaml')
  .action(async (file: string) => {
    const { assignmentInit } = await import('./assignment-init-command.ts')
    process.stdout.write(assignmentInit(file))
  })

assignment
  .command('check')
  .description('try an assignment: a model solution has to earn all points, an empty one none')
  .argument('<file>', 'the assignment')
  .requiredOption(
    '--model <path>',
    'a right solution: a folder, a file or an archive, as a student hands it in',
  )
  .option('--sandbox <tier>', 'hold them like this: plain, user or bwrap')
  .option('--python <interpreter>', 'the interpreter for Python wrappers', 'python3')
  .option('--no-color', 'no colours')
  .option('--quiet', 'no progress')
  .action(async (file: string, options: Omit<TypedCheckOptions, 'quiet'> & { quiet?: boolean }) => {
    const { assignmentCheck } = await import('./assignment-check-command.ts')
    exitCode = await assignmentCheck(catalogue, file, { ...unlessTyped, ...options })
  })

program
  .command('grade-one')
  .description('grade one submission where a platform runs it, with results from the first moment on')
  .argument('<submission>', 'the folder, file or archive that was handed in')
  .requiredOption('--assignment <file>', 'what earns points')
  .requiredOption('--format <format>', 'the platform that reads the results')
  .requiredOption('--live-results <file>', 'where they are, and grow while behaviours are decided')
  .option('--remarks', 'say what is for the instructor alone too')
  .option('--sandbox <tier>', 'how it is held: plain, user or bwrap; default: the best there is')
  .option('--require-sandbox [tier]', 'refuse to hold it by less; bwrap, unless another is named')
  .option('--lanes <n>', 'how many of its processes run side by side')
  .option('--python <interpreter>', 'the interpreter for Python submissions', 'python3')
  .option('--quiet', 'say nothing but the points')
  .action(
    async (
      submission: string,
      options: Partial<TypedGradeOneOptions> &
        Pick<TypedGradeOneOptions, 'assignment' | 'format' | 'liveResults' | 'python'>,
    ) => {
      const { gradeOneCommand } = await import('./grade-one-command.ts')
      exitCode = await gradeOneCommand(catalogue, submission, {
        ...unlessTyped,
        remarks: false,
        ...options,
      })
    },
  )

program
  .command('bundle')
  .description('write all that a platform needs to grade an assignment by itself')
  .argument('<platform>', 'gradescope, prairielearn, github-classroom or moodle')
  .requiredOption('--assignment <file>', 'what earns points')
  .requiredOption('--out <path>', 'the zip or the folder to be made')
  .action(async (platform: string, options: TypedBundleOptions) => {
    const { bundleCommand } = await import('./bundle-command.ts')
    process.stdout.write(await bundleCommand(catalogue, platform, options))
  })

function end(error: unknown): ExitCode {
  const { code, text } = faultOf(error, process.argv.includes('--debug'))
  process.stderr.write(text)
  return code
}

try {
  await program.parseAsync()
} catch (error) {
  exitCode = end(error)
}
// A run has closed everything; should something linger all the same, the command ends none the less.
process.stdout.write('', () => process.exit(exitCode))
