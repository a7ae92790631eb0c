import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { withTool } from '../../fixtures/tools.ts'
import type { Listed } from '../cli/list-command.ts'
import { type Consumer, makeConsumer, root } from './consumer.ts'

/** What somebody else gets who installs this package: in a project of his own, with a class of his own. */

let project: Consumer
let ids: readonly string[]

const globs = ['block.recv.*', 'timeout.recv.*', 'timeout.usable-after.*', 'err.timeout-*']
const only = globs.flatMap((glob) => ['--only', glob])

beforeAll(async () => {
  project = await makeConsumer(['vitest', 'typescript', '@types/node'])
  const wrappers = join(root, 'fixtures/wrappers')
  for (const name of await readdir(wrappers)) {
    if (!/^promises.*\.ts$/.test(name)) continue
    const source = await readFile(join(wrappers, name), 'utf8')
    await project.write(name, source.replace('../../harness/adapters/node/wrapper.ts', 'wouldblock'))
  }
  await project.write('my_socket.ts', `export { Socket } from './promises.ts'\n`)
  await project.write('right.test.ts', testFile('./my_socket.ts', globs))
  await project.write('tardy.ts', tardy)
  await project.write('tardy.test.ts', testFile('./tardy.ts', ['timeout.recv.*']))
  return () => project.remove()
})

/** Waits 0.3 s too long, so that the judge asks the bundled wrapper whether this machine is to blame. */
const tardy = `import { Socket as Right } from './my_socket.ts'

export class Socket extends Right {
  override setTimeout(seconds: number | null): void {
    super.setTimeout(seconds === null || seconds === 0 ? seconds : seconds + 0.3)
  }
}
`

const testFile = (
  wrapper: string,
  wanted: readonly string[],
): string => `import { conformance } from 'wouldblock/vitest'

conformance({ wrapper: '${wrapper}', only: ${JSON.stringify(wanted)} })
`

describe('the command', () => {
  test('lists the behaviours', async () => {
    const { code, stdout } = await project.npx('wouldblock', 'list', ...only, '--json', '-')
    expect(code).toBe(0)
    ids = (JSON.parse(stdout) as Listed[]).map(({ id }) => id)
    expect(ids).toContain('timeout.recv.expires')
  })

  test('runs a class of the project', async () => {
    const finished = await project.bin('wouldblock', 'run', './my_socket.ts', ...only, '--json', 'r.json')
    expect(finished).toMatchObject({ code: 0 })
    const record = JSON.parse(await readFile(join(project.folder, 'r.json'), 'utf8')) as object
    expect(record).toMatchObject({ totals: { planned: ids.length, pass: ids.length } })
  })

  test('runs the bundled wrapper without being told of one', async () => {
    const finished = await project.bin('wouldblock', ...only, '--json', '-')
    expect(finished).toMatchObject({ code: 0 })
    expect(JSON.parse(finished.stdout)).toMatchObject({
      wrapper: { name: 'Socket' },
      totals: { pass: ids.length },
    })
  })

  withTool('cc', () => {
    test('runs a file in C, which it compiles beside the adapter that it brings', async () => {
      await project.write(
        'mine.c',
        await readFile(join(root, 'fixtures/wrappers/libraries/c-poll.c'), 'utf8'),
      )
      const finished = await project.bin('wouldblock', 'run', './mine.c', ...only)
      expect(finished).toMatchObject({ code: 0 })
    })
  })

  withTool('python3', () => {
    test('runs a class in Python', async () => {
      const finished = await project.bin('wouldblock', 'run', 'python:socket#socket', ...only)
      expect(finished).toMatchObject({ code: 0 })
    })
  })
})

describe('the vitest binding', () => {
  test('has one test for each behaviour, and they pass', async () => {
    const { code, report } = await vitest('right.test.ts')
    expect(report.testResults.flatMap(({ assertionResults }) => assertionResults)).toEqual(
      ids.map((id) =>
        expect.objectContaining({ title: expect.stringMatching(`^${id}: `), status: 'passed' }),
      ),
    )
    expect(code).toBe(0)
  })

  test('explains why a broken class fails', async () => {
    const { code, report } = await vitest('tardy.test.ts')
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults)
    const late = results.find(({ title }) => title.startsWith('timeout.recv.not-late: '))
    expect(late?.status).toBe('failed')
    expect(late?.failureMessages.join('\n')).toMatch(
      /timeout\.recv\.not-late: fail \(late\)[^]*expected: [^]*happened: [^]*hint: [^]*replay: /,
    )
    expect(code).toBe(1)
  })

  interface Report {
    readonly testResults: readonly {
      readonly assertionResults: readonly {
        readonly title: string
        readonly status: string
        readonly failureMessages: readonly string[]
      }[]
    }[]
  }

  async function vitest(file: string): Promise<{ code: number; report: Report }> {
    const { code, stdout } = await project.bin('vitest', 'run', file, '--reporter=json')
    return { code, report: JSON.parse(stdout) as Report }
  }
})

describe('the types', () => {
  const settings = {
    target: 'es2023',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  }

  test.each([
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ])('hold in a strict project ($moduleResolution)', async (kind) => {
    const config = { compilerOptions: { ...settings, ...kind }, include: ['*.ts'] }
    await project.write('tsconfig.json', JSON.stringify(config))
    expect(await project.bin('tsc')).toMatchObject({ stdout: '', code: 0 })
  })

  test('tell a class that lacks a method', async () => {
    const source = `import type { StreamSocket } from 'wouldblock'\nexport class Socket implements StreamSocket {}\n`
    await project.write('lacking.ts', source)
    expect((await project.bin('tsc')).stdout).toContain('setBlocking')
  })
})

describe('the package', () => {
  let files: readonly { readonly path: string; readonly text: string }[]

  beforeAll(async () => {
    const installed = join(project.folder, 'node_modules/wouldblock')
    const entries = await readdir(installed, { recursive: true, withFileTypes: true })
    const paths = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
    files = await Promise.all(
      paths.map(async (path) => ({ path: relative(installed, path), text: await readFile(path, 'utf8') })),
    )
  })

  test('holds what its users run and read, and no source', () => {
    const paths = files.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'dist/adapter.py',
        'harness/adapters/PROTOCOL.md',
        'harness/adapters/c/README.md',
        'harness/adapters/c/adapter.c',
        'harness/adapters/c/wrapper.h',
        'harness/adapters/ruby/adapter.rb',
      ]),
    )
    expect(paths.filter((path) => /(?<!\.d)\.ts$/.test(path))).toEqual([])
  })

  test('names this repository nowhere', () => {
    expect(files.filter(({ text }) => text.includes(root))).toEqual([])
  })
})
