import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../suites/catalogue.ts'
import { descendantsOf } from '../lanes/process-tree.ts'
import { openStage } from '../peers/stage.ts'
import { socketInodes, tcpSockets } from '../tcp-table.ts'
import { run } from './run.ts'
import { strangersDeed } from './strangers.ts'

const children: ChildProcess[] = []
const sockets: Socket[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  for (const socket of sockets) socket.destroy()
})

/** Listens, says where, dials every port that it is given, and says from which. */
const program = `
const { connect, createServer } = require('node:net')
const server = createServer((client) => client.on('error', () => {}))
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
require('node:readline').createInterface({ input: process.stdin }).on('line', (port) => {
  const client = connect(Number(port), '127.0.0.1', () => console.log(client.localPort))
  client.on('error', () => {})
})`

async function startProgram() {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const number = async (): Promise<number> => Number((await lines.next()).value)
  const port = await number()
  const dial = (to: number): Promise<number> => {
    child.stdin.write(`${to}\n`)
    return number()
  }
  return { pid: child.pid ?? 0, port, dial }
}

const nobodyElse = { dialled: [], came: [] }

describe.runIf(process.platform === 'linux')('strangersDeed', () => {
  test('a client that another process has made is a stranger’s, but not one of the trial’s own', async () => {
    const [wrapper, other] = await Promise.all([startProgram(), startProgram()])
    const from = await other.dial(wrapper.port)
    expect(strangersDeed([wrapper.pid], nobodyElse)).toBe(
      `a stranger's connection came from port ${from} to port ${wrapper.port}`,
    )
    const dialled = [{ from, to: wrapper.port }]
    expect(strangersDeed([wrapper.pid], { dialled, came: [] })).toBeUndefined()
  })

  test('a client that the wrapper has made itself is no stranger', async () => {
    const wrapper = await startProgram()
    await wrapper.dial(wrapper.port)
    expect(strangersDeed([wrapper.pid], nobodyElse)).toBeUndefined()
  })

  test('a target knows the wrapper’s connections from a stranger’s', async () => {
    const stage = await openStage()
    const peers = stage.peersOf(() => {})
    const [wrapper, other] = await Promise.all([startProgram(), startProgram()])
    const target = await peers.target()
    await wrapper.dial(target.address.port)
    await target.next()
    expect(strangersDeed([wrapper.pid], peers.encounters())).toBeUndefined()
    const from = await other.dial(target.address.port)
    await target.next()
    expect(strangersDeed([wrapper.pid], peers.encounters())).toContain(`came from port ${from} to port`)
    await peers.dismiss()
    await stage.close()
  })

  test('a port on which somebody else listens by now is told from the wrapper’s', async () => {
    const [wrapper, other] = await Promise.all([startProgram(), startProgram()])
    const dialled = (to: number) => ({ dialled: [{ from: 1, to }], came: [] })
    expect(strangersDeed([wrapper.pid], dialled(wrapper.port))).toBeUndefined()
    expect(strangersDeed([wrapper.pid], dialled(other.port))).toBe(
      `port ${other.port} is a stranger's by now`,
    )
  })

  test('nothing is said where it cannot be known who holds what', async () => {
    const other = await startProgram()
    const beyondAll = 2 ** 22 + 1
    expect(strangersDeed([beyondAll], { dialled: [{ from: 1, to: other.port }], came: [] })).toBeUndefined()
    expect(strangersDeed([], nobodyElse)).toBeUndefined()
    // What has ended and is not waited for has as little left as what is about to end.
    const ending = spawn('/bin/sh', ['-c', 'sleep 0 & exec sleep 60'], { stdio: 'ignore' })
    children.push(ending)
    const isEnded = (pid: number): boolean => readdirSync(`/proc/${pid}/fd`).length === 0
    await expect.poll(() => descendantsOf(ending.pid ?? 0).map(isEnded)).toEqual([true])
    expect(
      strangersDeed([ending.pid ?? 0], { dialled: [{ from: 1, to: other.port }], came: [] }),
    ).toBeUndefined()
  })

  test('a correct wrapper whose listeners are dialled by strangers has failed nothing', async () => {
    const dialled = new Set<number>()
    const stranger = setInterval(() => {
      const lanes = new Set(descendantsOf(process.pid).flatMap(held))
      for (const { state, localPort, inode } of tcpSockets()) {
        if (state !== 'listen' || !lanes.has(inode) || dialled.has(localPort)) continue
        dialled.add(localPort)
        sockets.push(connect(localPort, '127.0.0.1').on('error', () => {}))
      }
    }, 2)
    const result = await run({
      spec: 'fixtures/wrappers/posix.ts',
      catalogue,
      selection: { only: ['timeout.accept.expires'], level: undefined },
      python: 'python3',
      folder: process.cwd(),
      lanes: 2,
      seed: 1,
      progress: { planned() {}, trialStarted() {}, trialEnded() {}, decided() {} },
    })
    clearInterval(stranger)
    if (result.kind === 'refused') throw new Error(result.refusal.what)
    const [judged] = result.record.behaviours
    expect(dialled.size).toBeGreaterThan(0)
    expect([judged?.verdict, judged?.happened]).toEqual([
      'inconclusive',
      expect.stringContaining("a stranger's connection came from port"),
    ])
  })
})

function held(pid: number): string[] {
  try {
    return socketInodes(pid)
  } catch {
    return []
  }
}
