import { readFileSync } from 'node:fs'
import { tally, type VitestReport } from './tally.ts'

/**
 * Prints how many tests passed, failed and were skipped, as three words, and fails if one was skipped that should not be. On
 * standard error it names those, and those that failed.
 */

const [file = ''] = process.argv.slice(2)
const { passed, failed, skipped, unexcused } = tally(JSON.parse(readFileSync(file, 'utf8')) as VitestReport)
for (const name of failed) console.error(`failed: ${name}`)
for (const name of unexcused) console.error(`skipped: ${name}`)
console.log(passed, failed.length, skipped)
process.exitCode = unexcused.length === 0 ? 0 : 1
