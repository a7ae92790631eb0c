import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, expect, test } from 'vitest'
import { prepareNode } from './prepare.ts'

const folder = mkdtempSync(join(tmpdir(), 'wouldblock-host-'))
const posix = fileURLToPath(new URL('../../../fixtures/wrappers/posix.ts', import.meta.url))
const running = new Set<ChildProcess>()

afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts the host with a class of this source, or with the wrapper in a file. */
async function start(wrapper: { source: string } | { file: string }, guarded = true) {
  let file = 'file' in wrapper ? wrapper.file : join(folder, `wrapper-${running.size}.ts`)
  if ('source' in wrapper) writeFileSync(file, wrapper.source)
  const prepared = await prepareNode({ file }, join(folder, 'scratch'), folder, guarded)
  if (prepared.kind === 'refused') throw new Error(prepared.refusal.what)
  const { argv, environment } = prepared.command
  const child = spawn(argv[0], argv.slice(1), { cwd: folder, env: { ...process.env, ...environment } })
  running.add(child)
  let standardError = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (standardError += text))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  const line = async (): Promise<string> => {
    const next = await lines.next()
    return next.done === true ? 'end of output' : next.value
  }
  /** Answers without its elapsed time. */
  const ask = async (request: string): Promise<string> => {
    child.stdin.write(`7f3a ${request}\n`)
    let reply = await line()
    while (reply === '7f3a entered 0') reply = await line()
    return reply.replace(/^7f3a (\S+) \d+/, '$1')
  }
  return { child, line, ask, exited, standardError: () => standardError }
}
