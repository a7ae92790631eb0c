import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type TLSSocket } from 'node:tls'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { Connection, TlsTarget } from './peer.ts'
import { openStage } from './stage.ts'

const patience = 5_000
const folder = mkdtempSync(join(tmpdir(), 'wouldblock-tls-'))
const stage = await openStage(folder)
let peers = stage.peersOf(() => {})

afterEach(async () => {
  await peers.dismiss()
  peers = stage.peersOf(() => {})
})
afterAll(() => rmSync(folder, { recursive: true }))

test('what is sent and received is what TLS carries', async () => {
  const { client, peer } = await connected()
  client.write('there')
  expect(await peer.receives(5, patience)).toBe(true)
  expect(peer.received().toString()).toBe('there')
  await peer.send(Buffer.from('back'))
  expect(String(await once(client, 'data'))).toBe('back')
})

test('of half a record nothing can be read before the rest', async () => {
  const { client, peer, target } = await connected()
  let read = ''
  client.on('data', (bytes: Buffer) => (read += bytes.toString()))
  const sendRest = await target.sendHalf(peer, Buffer.from('whole'))
  client.write('ping')
  await peer.receives(4, patience)
  expect(read).toBe('')
  await sendRest()
  await expect.poll(() => read).toBe('whole')
  await peer.send(Buffer.from(' again'))
  await expect.poll(() => read).toBe('whole again')
})

test('the end of the client’s stream, and a reset, are seen', async () => {
  const ended = await connected()
  ended.client.end()
  expect(await ended.peer.leavesOpen(patience)).toBe('ended')
  const { client, peer } = await connected()
  const gone = once(client, 'close')
  peer.reset()
  await gone
  expect(peer.state).toBe('closed')
})

test('a client that goes away in the handshake harms nobody', async () => {
  const target = await peers.tlsTarget()
  const client = connect({ ...target.address, servername: 'elsewhere' })
  client.on('error', () => {})
  const peer = await target.next()
  expect(await peer.leavesOpen(patience)).not.toBe('open')
})

test('the certificate is there for as long as the stage', async () => {
  const { caFile } = (await peers.tlsTarget()).identity
  expect(existsSync(caFile)).toBe(true)
  await stage.close()
  expect(existsSync(caFile)).toBe(false)
})

async function connected(): Promise<{ client: TLSSocket; peer: Connection; target: TlsTarget }> {
  const target = await peers.tlsTarget()
  const { serverName, caFile } = target.identity
  const client = connect({ ...target.address, servername: serverName, ca: readFileSync(caFile) })
  await once(client, 'secureConnect')
  // The target resets its connections when the trial is over.
  client.on('error', () => {})
  return { client, peer: await target.next(), target }
}
