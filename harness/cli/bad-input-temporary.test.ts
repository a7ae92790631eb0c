import { expect, it, onTestFinished, vi } from 'vitest'
import { run } from '../engine/run.ts'
import { showNothing } from './progress.ts'

it('a run that can have no temporary folder is refused, and names TMPDIR', async () => {
  vi.stubEnv('TMPDIR', '/dev/null')
  onTestFinished(() => void vi.unstubAllEnvs())
  const result = await run({
    spec: 'exec:true',
    catalogue: [],
    selection: { only: [], level: undefined },
    python: 'python3',
    lanes: 1,
    seed: 1,
    folder: process.cwd(),
    progress: showNothing().progress,
  })
  expect(result).toEqual({
    kind: 'refused',
    refusal: {
      what: expect.stringMatching(/^No temporary folder can be made: ENOTDIR: .*\.$/) as string,
      next: 'Let TMPDIR name a folder that can be written to and has space left.',
    },
  })
})
