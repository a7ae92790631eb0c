import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import { HostCannot, PeerError, type Peers } from './peer.ts'
import { freshPath } from './paths.ts'
import { openStage, type Stage } from './stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'wouldblock-'))
const linux = process.platform === 'linux'
let stage: Stage
let peers: Peers
let testimony: string[]

beforeEach(async () => {
  testimony = []
  stage = await openStage(folder)
  peers = stage.peersOf((what) => testimony.push(what))
})

afterEach(async () => {
  await peers.dismiss()
  await stage.close()
})

afterAll(() => rmSync(folder, { recursive: true }))

const dialled = async (to: object): Promise<Socket> => {
  const socket = connect({ ...to } as { path: string }).on('error', () => {})
  await once(socket, 'connect')
  return socket
}

it('targets at a Unix-domain address work like others, and leave no file behind', async () => {
  const target = await peers.target({ family: 'unix' })
  const client = await dialled({ path: target.address.host })
  const connection = await target.next()
  client.write('there')
  expect(await connection.receives(5, 1_000)).toBe(true)
  await connection.send(Buffer.from('back'))
  expect(String((await once(client, 'data'))[0])).toBe('back')
  expect(testimony).toEqual(['accepted a client', 'received 5 bytes', 'sent 4 bytes'])
  connection.reset()
  await once(client, 'close')
  await peers.dismiss()
  expect(readdirSync(folder)).toEqual([])
})

it('dials a Unix-domain address', async () => {
  const path = peers.path()
  const listener = createServer().listen(path.host)
  await once(listener, 'listening')
  const connection = await peers.dial(path)
  expect([connection.local, connection.remote]).toEqual([{ host: '', port: 0 }, path])
  listener.close()
})

it.runIf(linux)('a path where nobody listens refuses', async () => {
  await expect(peers.dial(await peers.deafPath())).rejects.toThrow(/ECONNREFUSED/)
})

it('a path that an address has no room for, or that has a space, is the fault of the host', () => {
  expect(() => freshPath(`/tmp/${'long'.repeat(30)}`)).toThrow(HostCannot)
  expect(() => freshPath('/tmp/my folder')).toThrow(HostCannot)
  expect(existsSync(peers.path().host)).toBe(false)
})

it('targets elsewhere on the loopback network listen there, or on 127.0.0.1 where there is no such address', async () => {
  const elsewhere = await peers.target({ host: '127.83.4.201' })
  expect(elsewhere.address.host).toBe(linux ? '127.83.4.201' : '127.0.0.1')
  await dialled(elsewhere.address)
  expect((await elsewhere.next()).local).toEqual(elsewhere.address)
  expect((await peers.target({ host: '192.0.2.1' })).address.host).toBe('127.0.0.1')
})

it('datagrams keep apart, and tell who sent them', async () => {
  const [one, other] = [await peers.datagrams(), await peers.datagrams()]
  for (const text of ['first', '', 'third']) await one.sendTo(Buffer.from(text), other.address)
  expect(await other.receives(3, 1_000)).toBe(true)
  expect(other.received.map(({ bytes }) => String(bytes))).toEqual(['first', '', 'third'])
  expect(other.received[0]?.from).toEqual(one.address)
  await peers.dismiss()
  await expect(one.sendTo(Buffer.from('late'), other.address)).rejects.toThrow(PeerError)
  expect(await other.receives(4, 10)).toBe(false)
})

it.runIf(linux)('the sender of a datagram to nobody is told so, if it is connected', async () => {
  const { host, port } = await peers.nobody()
  const sender = createSocket('udp4')
  sender.connect(port, host, () => sender.send('hello'))
  const [error] = (await once(sender, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
  sender.close()
})
