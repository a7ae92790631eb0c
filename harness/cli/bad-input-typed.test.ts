import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { knownEndings } from '../wrappers/spec.ts'
import { attempt, type Circumstances } from './attempt.ts'

type Case = readonly [name: string, words: readonly string[], said: string, rest?: Circumstances]

const pathNext = 'Check the path of the wrapper.'
const socket = 'python:socket#socket'

const wrappers: readonly Case[] = [
  [
    'a path below a file',
    ['a.py/b.py'],
    `a.py/b.py: there is no such file.\n  ${pathNext}`,
    { files: { 'a.py': '' } },
  ],
  [
    'a name too long',
    [`${'x'.repeat(300)}.ts`],
    `${'x'.repeat(300)}.ts: there is no such file.\n  ${pathNext}`,
  ],
  [
    'a folder',
    ['./lib'],
    './lib is a folder.\n  Name the file in it that holds the socket class.',
    { files: { lib: null } },
  ],
  [
    'a folder named like a file',
    ['lib.ts'],
    'lib.ts is a folder.\n  Name the file in it that holds the socket class.',
    { files: { 'lib.ts': null } },
  ],
  [
    'what is no file',
    ['nil.ts'],
    `nil.ts is no file.\n  ${pathNext}`,
    { files: { 'nil.ts': '-> /dev/null' } },
  ],
  [
    'another language',
    ['wrapper.cob'],
    `"wrapper.cob" is no kind of wrapper that is known here: files end in ${knownEndings}.\n` +
      '  For another language write exec:command, with a program that speaks harness/adapters/PROTOCOL.md.',
    { files: { 'wrapper.cob': '' } },
  ],
  [
    'a module that Python does not find',
    ['python:no_such_module#socket'],
    '"python3" finds no module no_such_module.\n' +
      '  Check its name, install it for this interpreter, or name another one with --python.',
  ],
  [
    'a package that npm has not installed',
    ['npm:@no-such/package'],
    'package @no-such/package is not installed here\n' +
      '  Install it where you work: npm install @no-such/package',
  ],
  [
    'an adapter that is not on the PATH',
    ['exec:no-such-adapter --flag'],
    'The adapter could not be started: no-such-adapter: no such program on the PATH.\n' +
      '  Check the name, that it is installed or on the PATH, and that it may be executed.',
  ],
  [
    'an adapter that may not be executed',
    ['exec:./adapter'],
    'The adapter could not be started: ./adapter: is not executable.\n' +
      '  Check the name, that it is installed or on the PATH, and that it may be executed.',
    { files: { adapter: '' } },
  ],
  [
    'a program that is not there',
    ['program:./server', '--only', 'program.*'],
    './server: no such file.\n  Check the command after program:.',
  ],
  [
    'an interpreter that is not installed',
    [socket, '--python', 'no-such-python'],
    'There is no Python interpreter "no-such-python" on this machine.\n' +
      '  Install Python 3.8 or newer, or name another interpreter with --python.',
  ],
  [
    'an interpreter without a name',
    [socket, '--python', ''],
    'There is no Python interpreter "" on this machine.\n' +
      '  Install Python 3.8 or newer, or name another interpreter with --python.',
  ],
  [
    'an interpreter that is none',
    [socket, '--python', './true'],
    '"./true" does not answer as a Python interpreter: it printed nothing.\n' +
      '  See what `./true --version` prints, or name another interpreter with --python.',
    { files: { true: '#!/bin/sh\n' } },
  ],
  [
    'an interpreter that is too old',
    [socket, '--python', './old'],
    '"./old" is Python 3.7; the adapter needs 3.8.\n  Name a newer interpreter with --python.',
    { files: { old: '#!/bin/sh\necho /opt/old/python; echo 3 7\n' } },
  ],
]

const options: readonly Case[] = [
  [
    'an option that is like no other',
    ['--nope'],
    'unknown option \'--nope\'\n  See "wouldblock --help", or --help after the command.\n',
  ],
  [
    'a seed in words',
    ['--seed', 'x'],
    '--seed x: not a seed.\n  Give a whole number, such as the one that a report ends with.',
  ],
  [
    'a path in words',
    ['--seed', '1', '--path', 'x'],
    '--path x: not a path.\n  A path is whole numbers with colons between, such as 0:3. Copy it from a report.',
  ],
  [
    'a path without its seed',
    ['--path', '0:1'],
    '--path needs the --seed that it was found with.\n  Copy both from the report.',
  ],
  [
    'a path that leads nowhere',
    ['--seed', '1', '--path', '9:9'],
    '--path 9:9 leads to no input of mode.default-blocking.\n' +
      '  Copy the replay command of a report, from the same version of wouldblock.',
  ],
  ['no lanes', ['--lanes', '0'], '--lanes 0: not a number of lanes.\n  Give a whole number from 1 to 256.'],
  [
    'a level that there is not',
    ['--level', 'may'],
    '--level may: there is no such level.\n  Levels are must, should, note.',
  ],
  [
    'a profile that there is not',
    ['--profile', 'strict'],
    '--profile strict: there is no such profile.\n  Profiles are page, declared.',
  ],
  [
    'a glob that matches nothing',
    ['--only', 'timeout.recv.expire'],
    '--only timeout.recv.expire matches no behaviour.\n  Did you mean timeout.recv.expires',
  ],
  [
    'an output that is a folder',
    ['--json', 'out'],
    '/out is a folder.\n  Name a file in it.',
    { files: { out: null } },
  ],
  [
    'an output below a file',
    ['--json', 'out/r.json'],
    'out/r.json cannot be written: its folder does not exist.\n  Name another file.',
    { files: { out: '' } },
  ],
]

/** Root may read everything, unless it has been told not to. */
const mortal =
  process.getuid?.() === 0 ? ['setpriv', '--bounding-set', '-dac_override,-dac_read_search', '--'] : []
const canBeMortal = spawnSync('env', [...mortal, 'true']).status === 0

const closed: readonly Case[] = [
  [
    'a wrapper that may not be read',
    ['mine.py'],
    'mine.py cannot be read.\n  Check its permissions (chmod u+r).\n',
    { files: { 'mine.py': '' }, modes: { 'mine.py': 0 }, before: mortal },
  ],
  [
    'a wrapper in a folder that may not be searched',
    ['in/mine.ts'],
    'in/mine.ts cannot be reached.\n  Check the permissions of its folder (chmod u+x).\n',
    { files: { 'in/mine.ts': '' }, modes: { in: 0o600 }, before: mortal },
  ],
  [
    'an interpreter that may not be executed',
    [socket, '--python', './mine'],
    '"./mine" does not answer as a Python interpreter: it may not be executed.\n',
    { files: { mine: '#!/bin/sh' }, modes: { mine: 0o600 }, before: mortal },
  ],
  [
    'an output file that may not be written',
    ['--json', 'old.json'],
    'old.json cannot be written: permission denied.\n  Name another file.\n',
    { files: { 'old.json': 'before' }, modes: { 'old.json': 0o444 }, before: mortal },
  ],
]

const cases = [...wrappers, ...options, ...closed.filter(() => canBeMortal)]

describe.concurrent('what was typed and cannot be carried out ends with 64 and two lines', () => {
  it.each(cases.map(([name, words, said, rest = {}]) => [name, words, said, rest] as const))(
    '%s',
    async (_name, words, said, circumstances) => {
      const { stderr, ...others } = await attempt(words, circumstances)
      expect(stderr).toMatch(/^wouldblock: .*\n {2}.*\n$/)
      expect(stderr).toContain(said)
      expect(others).toEqual({ code: 64, stdout: '', record: undefined, left: [] })
    },
  )
})
