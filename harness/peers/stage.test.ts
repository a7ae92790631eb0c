import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sleep } from '../clock.ts'
import { lingering, listening } from './inspect.ts'
import { type Peers, PeerError } from './peer.ts'
import { openStage, type Stage } from './stage.ts'
import { listen } from './target.ts'

let stage: Stage
let peers: Peers
let testimony: string[]

beforeEach(async () => {
  testimony = []
  stage = await openStage()
  peers = stage.peersOf((what) => testimony.push(what))
})

afterEach(async () => {
  await peers.dismiss()
  await stage.close()
})

const linux = process.platform === 'linux'
const dialled = async (port: number): Promise<Socket> => {
  const socket = connect({ host: '127.0.0.1', port }).on('error', () => {})
  await once(socket, 'connect')
  return socket
}

it('dials a listener of the wrapper from an ephemeral port', async () => {
  const listener = createServer()
  const address = await listen(listener)
  const [[accepted], connection] = await Promise.all([
    once(listener, 'connection') as Promise<[Socket]>,
    peers.dial(address),
  ])
  expect(connection.remote).toEqual(address)
  expect(connection.local.port).toBe(accepted.remotePort)
  await connection.send(Buffer.from('hello'))
  expect(String((await once(accepted, 'data'))[0])).toBe('hello')
  void peers.dismiss()
  const [error] = (await once(accepted, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNRESET')
  expect(connection.state).toBe('closed')
  expect(testimony).toEqual([`connected from port ${connection.local.port}`, 'sent 5 bytes'])
  listener.close()
})

it('rejects a dial that is refused, or dismissed on its way', async () => {
  await expect(peers.dial(await peers.refusing())).rejects.toThrow(/ECONNREFUSED/)
  if (!linux) return
  const pending = peers.dial(await peers.sharedBlackhole())
  await peers.dismiss()
  await expect(pending).rejects.toThrow(PeerError)
})

it('dismisses what is only made after the dismissal', async () => {
  const late = peers.target()
  await peers.dismiss()
  const { port } = (await late).address
  await expect(dialled(port)).rejects.toThrow(/ECONNREFUSED/)
})

it('has one refusing address and one shared blackhole for all trials', async () => {
  const others = stage.peersOf(() => {})
  expect(await others.refusing()).toEqual(await peers.refusing())
  if (!linux) return
  expect(await others.sharedBlackhole()).toEqual(await peers.sharedBlackhole())
  expect(await peers.blackhole()).not.toEqual(await peers.sharedBlackhole())
})

it('closes what the trials shared', async () => {
  const { port } = await peers.refusing()
  await stage.close()
  await expect(dialled(port)).rejects.toThrow(/ECONNREFUSED/)
})

it.runIf(linux)('leaves no TIME_WAIT and no listener after 50 trials, whoever closes first', async () => {
  const before = lingering()
  const ports: number[] = []
  for (let trial = 0; trial < 50; trial += 1) {
    const own = stage.peersOf(() => {})
    const target = await own.target()
    ports.push(target.address.port)
    const socket = await dialled(target.address.port)
    const connection = await target.next()
    await connection.send(Buffer.from('nonce'))
    if (trial % 3 === 0) socket.end()
    if (trial % 3 === 1) await connection.end()
    await sleep(1)
    await own.dismiss()
    socket.destroy()
  }
  await sleep(20)
  expect(lingering() - before).toBeLessThanOrEqual(0)
  for (const port of ports) expect(listening(port)).toBe(false)
})
