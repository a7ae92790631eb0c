import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { commandsIn } from './fences.ts'

/** Runs what README.md promises to work, in this folder, and fails if one of its blocks does. For .ci/run. */

const root = fileURLToPath(new URL('../../', import.meta.url))
const blocks = commandsIn(readFileSync(`${root}/README.md`, 'utf8'))

const failed = blocks.filter(({ line, text }) => {
  console.log(`\nREADME.md:${line}`)
  const { status } = spawnSync('sh', ['-exc', text], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  return status !== 0
})

for (const { line } of failed) console.log(`README.md:${line} does not work`)
console.log(`README.md: ${blocks.length - failed.length} of ${blocks.length} blocks work`)
// A page without a block has lost its marks.
process.exitCode = blocks.length > 0 && failed.length === 0 ? 0 : 1
