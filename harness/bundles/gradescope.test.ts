import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { withTool } from '../../fixtures/tools.ts'
import { problemsBy } from '../../reports/platforms/validated.ts'
import { packageRoot } from '../cli/package-root.ts'

/** The autograder as Gradescope runs it, in a folder that is laid out as its container. */

let root: string
const place = (...names: string[]): string => join(root, 'autograder', ...names)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wouldblock-gradescope-'))
  // Submissions run as another user.
  await chmod(root, 0o755)
  for (const folder of ['source', 'results', 'submission']) await mkdir(place(folder), { recursive: true })
  await writeFile(join(root, 'assignment.yaml'), assignment)
  const zip = join(root, 'autograder.zip')
  const made = join(root, 'assignment.yaml')
  const steps = [
    [root, process.execPath, inject('command'), 'bundle', 'gradescope', '--assignment', made, '--out', zip],
    [place('source'), 'python3', '-m', 'zipfile', '-e', zip, '.'],
    // What setup.sh does, but for the packages, which it fetches.
    [place(), 'install', '-m', '755', place('source/run_autograder'), '.'],
    [root, 'cp', '-R', place('source/suite'), 'wouldblock'],
  ] as const
  for (const [cwd, command, ...words] of steps) await promisify(execFile)(command, words, { cwd })
  await symlink(join(packageRoot, 'node_modules'), join(root, 'wouldblock/node_modules'))
})

afterAll(() => rm(root, { recursive: true, force: true }))

const assignment = `
wouldblock: 1
title: A socket that knows when to wait
wrapper: {file: my_socket.py}
seeds: {visible: 11, hidden: 12}
quick: true
points:
  - {title: Waiting, behaviours: block.recv.waits, points: 10}
  - {title: Timeouts, behaviours: timeout.recv.*, points: 3}
  - {title: secret, behaviours: nb.recv.*, points: 5, hidden: true}
`

interface Results {
  readonly score: number
  readonly output: string
  readonly tests: readonly { name: string; score: number; max_score: number }[]
}

/** Gradescope's own part of a submission: resolves when the container would be gone. */
async function runAutograder(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  await promisify(execFile)(place('run_autograder'), {
    cwd: place(),
    env: {
      // A Python that other users may run, first: version managers keep theirs at home.
      PATH: `/usr/bin:/bin:${process.env['PATH']}`,
      AUTOGRADER: place(),
      WOULDBLOCK: join(root, 'wouldblock'),
      WOULDBLOCK_LANES: '4',
      ...environment,
    },
  })
}

const results = async (): Promise<Results> =>
  JSON.parse(await readFile(place('results/results.json'), 'utf8')) as Results

withTool('python3', () => {
  test('a submission gets its points, and what is hidden stays so', async () => {
    // Its recv answers nothing where it should raise a timeout.
    await writeFile(
      place('submission/my_socket.py'),
      `import socket

class Socket(socket.socket):
    def recv(self, size):
        try:
            return super().recv(size)
        except TimeoutError:
            return b''
`,
    )
    await runAutograder()
    const document = await results()
    expect(problemsBy('gradescope', document)).toEqual([])
    expect(document.score).toBe(15)
    expect(document.output).toBe('10 of 13 points.')
    expect(document.tests.map(({ name, score }) => [name, score])).toEqual([
      ['block.recv.waits', 10],
      ['timeout.recv.expires', 0],
      ['timeout.recv.not-early', 0],
      ['timeout.recv.not-late', 0],
      ['Hidden tests', 5],
    ])
  })

  test('a container that is cut off reports what there is', async () => {
    await writeFile(place('submission/my_socket.py'), 'import time\ntime.sleep(60)\n')
    // A machine that is busy enough is cut off before anything of ours has begun.
    for (const seconds of ['3', '6', '9', '12']) {
      await rm(place('results/results.json'), { force: true })
      await runAutograder({ WOULDBLOCK_SECONDS: seconds })
      if (existsSync(place('results/results.json'))) break
    }
    const document = await results()
    expect(problemsBy('gradescope', document)).toEqual([])
    expect(document.score).toBe(0)
    expect(document.output).toMatch(
      /^0 of 13 points\.\n13 more are not decided yet\.\nThe grading was cut off/,
    )
  })
})
