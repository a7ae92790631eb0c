import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FullBacklog, openFullBacklog } from './full-backlog.ts'
import { openDescriptors } from './inspect.ts'
import { PeerError } from './peer.ts'
import { freshPath, removePath } from './paths.ts'

const folder = mkdtempSync(join(tmpdir(), 'wouldblock-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.runIf(process.platform === 'linux')('a full backlog', () => {
  let queue: FullBacklog
  let clients: Socket[]

  beforeEach(async () => {
    clients = []
    queue = await openFullBacklog(freshPath(folder), () => {})
  })

  afterEach(() => {
    queue.dismiss()
    for (const client of clients) client.destroy()
    removePath(queue.address)
  })

  function dial(): Socket {
    const client = connect({ path: queue.address.host }).on('error', () => {})
    clients.push(client)
    return client
  }

  it('turns every client away with EAGAIN, since those of Node never block', async () => {
    for (let tries = 0; tries < 20; tries += 1) {
      const [error] = (await once(dial(), 'error')) as [NodeJS.ErrnoException]
      expect(error.code).toBe('EAGAIN')
    }
    expect(queue.accepted).toEqual([])
  })

  it('accepts after its release whoever comes, but not those who filled it', async () => {
    await queue.release()
    await expect(queue.release()).rejects.toThrow(PeerError)
    const client = dial()
    const connection = await queue.next(1_000)
    expect(queue.accepted).toEqual([connection])
    expect(connection.remote).toEqual({ host: '', port: 0 })
    client.write('nonce')
    expect(await connection.receives(5, 1_000)).toBe(true)
  })

  it('leaves no descriptor behind, released or not', async () => {
    const before = await openDescriptors()
    for (let round = 0; round < 10; round += 1) {
      const another = await openFullBacklog(freshPath(folder), () => {})
      if (round % 2 === 0) await another.release()
      another.dismiss()
      another.dismiss()
      removePath(another.address)
      expect(existsSync(another.address.host)).toBe(false)
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
    expect(await openDescriptors()).toBeLessThanOrEqual(before)
  })
})
