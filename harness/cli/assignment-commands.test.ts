import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, test } from 'vitest'
import { withTool } from '../../fixtures/tools.ts'
import { type Ended, runCommandLine } from './spawned.ts'

const folder = mkdtempSync(join(tmpdir(), 'assignment-commands-'))
afterAll(() => rmSync(folder, { recursive: true }))

const assignment = (...words: readonly string[]): Promise<Ended> => runCommandLine(['assignment', ...words])

/** The class that Python has, in a file as students hand it in. */
const model = join(folder, 'my_socket.py')
writeFileSync(model, 'import socket\n\n\nclass Socket(socket.socket):\n    pass\n')

const written = (name: string, points: string): string => {
  const file = join(folder, name)
  writeFileSync(
    file,
    `wouldblock: 1\ntitle: Few\nwrapper: { file: my_socket.py }\nseeds: { visible: 1, hidden: 2 }\nquick: true\npoints:\n${points}`,
  )
  return file
}

describe.concurrent('assignment', () => {
  test('init writes an assignment with seeds of its own, once', async ({ expect }) => {
    const [first, second] = [join(folder, 'first.yaml'), join(folder, 'second.yaml')]
    const ended = await assignment('init', first)
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(ended.stdout).toContain(`wouldblock assignment check ${first} --model SOLUTION`)
    const text = readFileSync(first, 'utf8')
    expect(await assignment('init', first)).toMatchObject({
      code: 64,
      stderr: `wouldblock: ${first} exists, and is not overwritten.\n  Name another file, or remove it.\n`,
    })
    expect(readFileSync(first, 'utf8')).toBe(text)
    await assignment('init', second)
    const seeds = (all: string) => /visible: (\d+)\n +hidden: (\d+)/.exec(all)!.slice(1)
    expect(new Set([...seeds(text), ...seeds(readFileSync(second, 'utf8'))]).size).toBe(4)
  })

  test('every problem of an assignment is told with its place, before anything runs', async ({ expect }) => {
    const file = written(
      'wrong.yaml',
      '  - { behaviours: nb.recvv.*, points: 1 }\n  - { group: eror, points: 1 }\n',
    )
    const { code, stdout, stderr } = await assignment('check', file, '--model', model)
    expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
    expect(stderr.split('\n')).toMatchObject([
      `wouldblock: ${file}:7:19: "nb.recvv.*" matches no behaviour.`,
      expect.stringMatching(/^ {2}Did you mean nb\.recv/),
      `wouldblock: ${file}:8:14: There is no group "eror".`,
      expect.stringMatching(/^ {2}Did you mean err\?/),
      '',
    ])
  })

  test('a model that is not there or cannot be handed in is told of', async ({ expect }) => {
    const file = written('few.yaml', '  - { behaviours: nb.recv.*, points: 1 }\n')
    const missing = await assignment('check', file, '--model', join(folder, 'nobody.py'))
    expect(missing.code).toBe(64)
    expect(missing.stderr).toContain('nobody.py cannot be read: it is not there.\n')
    expect((await assignment('check', file)).code).toBe(64)
  })

  withTool('python3', () => {
    test('check grades a model solution and one without methods', async ({ expect }) => {
      const file = written(
        'right.yaml',
        '  - { behaviours: nb.recv.*, points: 3 }\n  - { behaviours: mode.default-blocking, points: 1, hidden: true }\n',
      )
      const { code, stdout } = await assignment(
        'check',
        file,
        '--model',
        model,
        '--sandbox',
        'plain',
        '--quiet',
      )
      expect(stdout).toMatch(
        /The model solution, in .* s of 5 min 0 s: 4 of 4\n\nA solution without methods: 0 of 4\n/,
      )
      expect(code).toBe(0)
    })
  })
})
