import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Prepared } from '../../wrappers/prepared.ts'
import { preparePython } from './prepare.ts'

const folder = mkdtempSync(join(tmpdir(), 'wouldblock-'))
const target = { file: 'my_socket.py' }
const missing = spawnSync('python3', ['--version']).status !== 0

afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(({ skip }) => {
  if (missing && process.env['CI'] !== undefined) throw new Error('CI has to have python3')
  skip(missing, 'there is no python3 on this machine')
})

test('A file is hosted by its absolute path, under the interpreter itself and without site', async () => {
  const { argv, folder: at } = commandOf(await preparePython(target, 'python3', folder))
  expect(argv).toEqual([
    realPython(),
    '-S',
    expect.stringMatching(/\/adapter\.py$/),
    `file:${folder}/my_socket.py`,
  ])
  expect(at).toBe(folder)
})

test('A class name follows a #', async () => {
  const inFile = commandOf(await preparePython({ ...target, className: 'Mine' }, 'python3', folder))
  expect(inFile.argv[3]).toBe(`file:${folder}/my_socket.py#Mine`)
  const inModule = commandOf(await preparePython({ module: 'json.b', className: 'Mine' }, 'python3', folder))
  expect(inModule.argv[3]).toBe('module:json.b#Mine')
})

test("A script in front of the interpreter is found from the user's folder and left out of the command", async () => {
  script('shim', `exec ${realPython()} "$@"`)
  expect(commandOf(await preparePython(target, './shim', folder)).argv[0]).toBe(realPython())
})

test('An interpreter that is not there is refused with what to do', async () => {
  expect(await preparePython(target, 'python-that-never-was', folder)).toEqual({
    kind: 'refused',
    refusal: {
      what: 'There is no Python interpreter "python-that-never-was" on this machine.',
      next: 'Install Python 3.8 or newer, or name another interpreter with --python.',
    },
  })
})

test("A module is looked for where lanes will, in the user's folder too", async () => {
  writeFileSync(join(folder, 'near.py'), 'raise Exception("imported")')
  for (const module of ['near', 'near.part', '__main__'])
    expect(await preparePython({ module }, 'python3', folder)).toMatchObject({ kind: 'prepared' })
  expect(await preparePython({ module: 'far.part' }, 'python3', folder)).toEqual({
    kind: 'refused',
    refusal: {
      what: '"python3" finds no module far.part.',
      next: 'Check its name, install it for this interpreter, or name another one with --python.',
    },
  })
})

test('An interpreter that is too old is refused by its version', async () => {
  script('old', 'echo /opt/old/python; echo 3 7')
  expect(await preparePython(target, './old', folder)).toMatchObject({
    refusal: { what: '"./old" is Python 3.7; the adapter needs 3.8.' },
  })
})

test.each([
  ['exits with a code', 'exit 3', 'it exited with code 3'],
  ['prints something else', 'echo hello', 'it printed something else'],
  ['prints nothing', ':', 'it printed nothing'],
])('A program that %s is no interpreter', async (_, body, why) => {
  script('other', body)
  expect(await preparePython(target, './other', folder)).toMatchObject({
    refusal: { what: `"./other" does not answer as a Python interpreter: ${why}.` },
  })
})

function script(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`)
  chmodSync(join(folder, name), 0o755)
}

function realPython(): string {
  return spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).stdout.trim()
}

function commandOf(prepared: Prepared) {
  if (prepared.kind === 'refused') throw new Error(prepared.refusal.what)
  return prepared.command
}
