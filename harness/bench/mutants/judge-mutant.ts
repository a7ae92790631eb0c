import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from '../../../fixtures/mutants/read.ts'
import { recordSchema } from '../../record/schema.ts'
import { type Finding, findingOf, refused } from './finding.ts'

export interface Means {
  /** What node is given to run this program. */
  readonly program: readonly string[]
  /** A folder for records. */
  readonly scratch: string
  readonly seed: number
}

/**
 * Runs the whole catalogue over one mutant, in a process of its own: what it measures is then not held up by the runs
 * beside it. Never rejects.
 */
export async function judgeMutant(mutant: Mutant, { program, scratch, seed }: Means): Promise<Finding> {
  const file = join(scratch, `${mutant.name}.json`)
  const words = [...program, 'run', mutant.spec, '--json', file, '--quiet', '--seed', String(seed)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-500)))
  await new Promise((resolve) => child.on('close', resolve).on('error', resolve))
  try {
    return findingOf(mutant, recordSchema.parse(JSON.parse(readFileSync(file, 'utf8'))))
  } catch {
    const [first = ''] = complaint.trim().split('\n')
    return refused(mutant, first === '' ? 'it left no record' : first)
  } finally {
    rmSync(file, { force: true })
  }
}
