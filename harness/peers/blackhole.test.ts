import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { heldPortMillis, nowMicros, sleep } from '../clock.ts'
import { type FullQueue, openBlackhole } from './blackhole.ts'
import { listening, openDescriptors } from './inspect.ts'
import { holdPort } from './libc.ts'
import { PeerError } from './peer.ts'

let queue: FullQueue
let clients: Socket[] = []

afterEach(() => {
  queue.dismiss()
  for (const client of clients) client.destroy()
  clients = []
})

function dial(): Socket {
  const client = connect(queue.address).on('error', () => {})
  clients.push(client)
  return client
}

it.runIf(process.platform === 'linux')('is proven to keep a third client outside', async () => {
  queue = await openBlackhole(() => {})
  await expect(queue.prove()).resolves.toBeUndefined()
})

it.runIf(process.platform === 'linux')('lets none of 30 in through three rounds of retries', async () => {
  queue = await openBlackhole(() => {})
  let inside = 0
  for (let round = 0; round < 30; round += 1) dial().on('connect', () => (inside += 1))
  await sleep(3_300)
  expect(inside).toBe(0)
  // And when those are gone, the next is no better off.
  for (const client of clients) client.destroy()
  dial().on('connect', () => (inside += 1))
  await sleep(1_200)
  expect(inside).toBe(0)
})

it.runIf(process.platform === 'linux')(
  'completes a pending connect 1.0 to 1.1 s after its first SYN',
  async () => {
    const testimony: string[] = []
    queue = await openBlackhole((what) => testimony.push(what))
    const startedMicros = nowMicros()
    const client = dial()
    await sleep(300)
    await queue.release()
    expect(queue.accepted).toHaveLength(0)
    await once(client, 'connect')
    const tookMillis = (nowMicros() - startedMicros) / 1_000
    expect(tookMillis).toBeGreaterThan(950)
    expect(tookMillis).toBeLessThan(1_250)
    const connection = await queue.next(1_000)
    expect(connection.remote.port).toBe(client.localPort)
    // The fillers are the harness's own business.
    expect(queue.accepted).toEqual([connection])
    expect(testimony).toEqual([`accepted from port ${client.localPort}`])
    // It works like any other.
    client.write('nonce')
    expect(await connection.receives(5, 1_000)).toBe(true)
  },
)

it.runIf(process.platform === 'linux')('accepts at once whoever comes after the release', async () => {
  queue = await openBlackhole(() => {})
  await queue.release()
  await expect(queue.release()).rejects.toThrow(PeerError)
  const client = dial()
  const connection = await queue.next(500)
  expect(connection.remote.port).toBe(client.localPort)
})

it.runIf(process.platform === 'linux')(
  'refuses, once it is dismissed, whoever is still trying, and leaves the port to nobody else meanwhile',
  async () => {
    queue = await openBlackhole(() => {})
    const client = dial()
    const refusal = new Promise((resolve) => {
      client.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code))
    })
    await sleep(20)
    queue.dismiss()
    expect(() => holdPort(queue.address.port)).toThrow(PeerError)
    expect(await refusal).toBe('ECONNREFUSED')
  },
)

it.runIf(process.platform === 'linux')(
  'leaves no listener behind, released or not, and no descriptor for longer than it keeps the port',
  async () => {
    const before = await openDescriptors()
    for (let round = 0; round < 20; round += 1) {
      queue = await openBlackhole(() => {})
      if (round % 2 === 0) await queue.release()
      queue.dismiss()
      queue.dismiss()
      await sleep(2)
      expect(listening(queue.address.port)).toBe(false)
    }
    await sleep(heldPortMillis + 100)
    expect(await openDescriptors()).toBeLessThanOrEqual(before)
  },
)
