import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { prepareNode, type NodeTarget } from './prepare.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wouldblock-')))
const scratch = join(folder, 'scratch')
const work = join(folder, 'work')

beforeEach(() => rmSync(work, { recursive: true, force: true }))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a wrapper that is ready', () => {
  test('is started by a shell that moves the descriptors, in the folder of the user', async () => {
    write({ 'my socket.ts': 'export class Socket {}' })
    const prepared = await prepareNode({ file: './my socket.ts', exportName: 'Socket' }, scratch, work, true)
    if (prepared.kind !== 'prepared') throw new Error(prepared.refusal.what)
    const { argv, folder: started, environment } = prepared.command
    expect(argv.slice(0, 2)).toEqual(['/bin/sh', '-c'])
    expect(argv[3]).toBe(process.execPath)
    expect(argv[5]).toMatch(/^file:\/\/.*\/my%20socket-\d+\.mjs$/)
    expect(argv.slice(6)).toEqual(['Socket', '--guarded'])
    expect(started).toBe(work)
    expect(environment).toEqual({ NODE_EXTRA_CA_CERTS: '' })
  })

  test('has its TypeScript erased, its other files built in, and the names of its classes kept', async () => {
    const seen = await load({
      'wrapper.ts': `
        import type { Gone } from './never-there.ts'
        import { Base } from './base.js'
        import data from './data.json' with { type: 'json' }
        import { later } from './later.mts'
        import legacy from './legacy.cjs'
        enum Mode { Blocking = 7 }
        export class Socket extends Base<Gone> { declare x: number; say = [Mode.Blocking, data.n, later, legacy.net, Socket.name] }`,
      'base.ts': 'export abstract class Base<T> { readonly t?: T }',
      'data.json': '{ "n": 8 }',
      'later.mts': 'export const later = await Promise.resolve(9 as number)',
      'legacy.cjs': 'module.exports = { net: typeof require("net").connect }',
    })
    expect(seen).toEqual([7, 8, 9, 'function', 'Socket'])
  })

  test('knows where each of its files lies', async () => {
    const seen = await load({
      'wrapper.ts': `#!/usr/bin/env node
        import { createRequire } from 'node:module'
        import { dirname } from 'node:path'
        import { fileURLToPath } from 'node:url'
        import inner from './deep/inner.mjs'
        import legacy from './deep/legacy.cjs'
        const require = createRequire(import.meta.url)
        const __dirname = dirname(fileURLToPath(import.meta.url))
        export class Socket { say = [import.meta.url, __dirname, require('./data.json'), inner, legacy] }`,
      'data.json': '1',
      'deep/inner.mjs': 'export default [import.meta.dirname, import.meta.filename]',
      'deep/legacy.cjs': 'module.exports = [__dirname, __filename, require("../data.json")]',
    })
    const deep = join(work, 'deep')
    expect(seen).toEqual([
      pathToFileURL(join(work, 'wrapper.ts')).href,
      work,
      1,
      [deep, join(deep, 'inner.mjs')],
      [deep, join(deep, 'legacy.cjs'), 1],
    ])
  })

  test('finds what is installed from the file that imports it, as Node would', async () => {
    const installed = (name: string, value: string) => ({
      [`${name}/package.json`]: JSON.stringify({
        exports: { import: './es.mjs', require: './common.cjs' },
      }),
      [`${name}/es.mjs`]: `export default [${value}, 'import', import.meta.url]`,
      [`${name}/common.cjs`]: `module.exports = [${value}, 'require', __filename]`,
    })
    const seen = await load({
      'wrapper.ts': `
        import near from 'kit'
        import far from './part/far.ts'
        import legacy from './legacy.cjs'
        const lazy = await import('@scope/kit')
        export class Socket { say = [near, far, legacy, lazy.default] }`,
      'part/far.ts': 'export { default } from "kit"',
      'legacy.cjs': 'module.exports = require("kit")',
      ...installed('node_modules/kit', '1'),
      ...installed('part/node_modules/kit', '2'),
      ...installed('node_modules/@scope/kit', '3'),
    })
    const at = (path: string) => pathToFileURL(join(work, path)).href
    expect(seen).toEqual([
      [1, 'import', at('node_modules/kit/es.mjs')],
      [2, 'import', at('part/node_modules/kit/es.mjs')],
      [1, 'require', join(work, 'node_modules/kit/common.cjs')],
      [3, 'import', at('node_modules/@scope/kit/es.mjs')],
    ])
  })

  test('may itself be installed, in several files', async () => {
    const files = {
      'node_modules/kit/package.json': '{ "exports": "./wrapper.ts" }',
      'node_modules/kit/wrapper.ts':
        'import { n } from "./n.ts"; export class Socket { say: number[] = [n] }',
      'node_modules/kit/n.ts': 'export const n: number = 5',
    }
    expect(await load(files, { file: 'node_modules/kit/wrapper.ts' })).toEqual([5])
  })

  test.each([
    [
      'an ES module',
      { 'kit/package.json': '{ "type": "module" }', 'kit/index.js': 'export class Socket { say = 6 }' },
    ],
    ['CommonJS', { 'kit/package.json': '{}', 'kit/index.js': 'exports.Socket = class { say = 6 }' }],
  ])('may be a package that is %s', async (_, files) => {
    const placed = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`node_modules/${name}`, text]),
    )
    expect(await load(placed, { package: 'kit' })).toBe(6)
  })
})

describe('a wrapper that is refused', () => {
  test.each([
    [
      'does not parse',
      'export class Socket {\n  x = = 1\n}',
      'wrapper.ts:2:7: Unexpected "="',
      /^Mend the file/,
    ],
    [
      'does not parse on a line that asks where it lies',
      'export const u = import.meta.url +* 1',
      'wrapper.ts:1:35: Unexpected "*"',
      /^Mend the file/,
    ],
    [
      'imports a file that is not there',
      'import x from "./gone.ts"\nexport class Socket { x = x }',
      'wrapper.ts:1:15: "./gone.ts" cannot be found',
      /^Check the path/,
    ],
    [
      'imports a package that is not installed',
      '\nimport x from "@scope/gone/part"\nexport class Socket { x = x }',
      'wrapper.ts:2:15: "@scope/gone/part" cannot be found',
      /: npm install @scope\/gone$/,
    ],
  ])('%s', async (_, source, what, next) => {
    write({ 'wrapper.ts': source })
    const prepared = await prepareNode({ file: 'wrapper.ts' }, scratch, work, true)
    expect(prepared).toEqual({
      kind: 'refused',
      refusal: { what, next: expect.stringMatching(next) as string },
    })
  })

  test('makes a device without an end part of itself', async () => {
    write({ 'wrapper.ts': 'import "/dev/zero"\nexport class Socket {}' })
    const prepared = await prepareNode({ file: 'wrapper.ts' }, scratch, work, true)
    expect(prepared).toMatchObject({ refusal: { what: 'wrapper.ts:1:8: "/dev/zero" is no file' } })
  })

  test('is trusted by nobody, and would read what lies outside its folder', async () => {
    write({
      'inside/wrapper.ts': 'import secret from "../secret.json"\nexport class Socket { say = secret }',
      'inside/tsconfig.json': '{ "extends": "../secret.json" }',
      'secret.json': '"hidden"',
    })
    const inside = join(work, 'inside')
    const target = { file: join(inside, 'wrapper.ts') }
    const prepared = await prepareNode(target, scratch, inside, true, { within: inside })
    expect(prepared).toMatchObject({
      refusal: { what: expect.stringContaining('lies outside the folder of the wrapper') as string },
    })
    expect(await prepareNode(target, scratch, inside, true)).toMatchObject({ kind: 'prepared' })
  })

  test('is not there', async () => {
    write({})
    const prepared = await prepareNode({ file: 'gone.ts' }, scratch, work, true)
    expect(prepared).toMatchObject({ kind: 'refused', refusal: { what: 'gone.ts: there is no such file' } })
  })

  test('is a package that is not installed', async () => {
    write({})
    const prepared = await prepareNode({ package: 'gone-for-good' }, scratch, work, true)
    expect(prepared).toMatchObject({
      kind: 'refused',
      refusal: {
        what: 'package gone-for-good is not installed here',
        next: expect.stringContaining('npm install') as string,
      },
    })
  })
})

function write(files: Readonly<Record<string, string>>): void {
  mkdirSync(work, { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name)), { recursive: true })
    writeFileSync(join(work, name), text)
  }
}

/** What the member `say` of the wrapper's class is, in a process that is given its bundle as the host would be. */
async function load(
  files: Readonly<Record<string, string>>,
  target: NodeTarget = { file: 'wrapper.ts' },
): Promise<unknown> {
  write(files)
  const prepared = await prepareNode(target, scratch, work, true)
  if (prepared.kind === 'refused') throw new Error(prepared.refusal.what)
  const program =
    'const { Socket } = await import(process.argv[1]); console.log(JSON.stringify(new Socket().say))'
  const words = ['--input-type=module', '-e', program, prepared.command.argv[5] ?? '']
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }))
}
