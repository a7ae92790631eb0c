import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readShard } from '../grade/shard.ts'

const page = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const block = (fence: string, holding: string): string =>
  page
    .split(`\`\`\`${fence}\n`)
    .slice(1)
    .map((text) => text.slice(0, text.indexOf('```')))
    .find((text) => text.includes(holding)) ?? ''

test('the manifest tells its pods how many they are', () => {
  const job = parse(block('yaml', 'kind: Job')) as {
    spec: {
      completionMode: string
      completions: number
      template: { spec: { containers: { env: { name: string; value: string }[]; command: string[] }[] } }
    }
  }
  const { completions, completionMode, template } = job.spec
  const [container] = template.spec.containers
  expect(completionMode).toBe('Indexed')
  // What Kubernetes itself sets, beside what the manifest does.
  const environment = Object.fromEntries(container!.env.map(({ name, value }) => [name, value]))
  const last = { ...environment, JOB_COMPLETION_INDEX: String(completions - 1) }
  expect(readShard(undefined, last)).toEqual({ index: completions, of: completions })
  expect(spawnSync('sh', ['-n', ...container!.command.slice(1)], { encoding: 'utf8' }).stderr).toBe('')
})

test('the script for Slurm is one, and .ci/slurm finds it', () => {
  const script = block('sh', '#SBATCH')
  expect(script).toMatch(/^#!\/bin\/sh\n(#SBATCH --[a-z-]+(=\S+)?\n)+\nwouldblock grade /)
  expect(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' }).stderr).toBe('')
})
