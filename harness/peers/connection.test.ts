import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nowMicros, sleep } from '../clock.ts'
import { type Connection, PeerError, type TargetOptions } from './peer.ts'
import { PeerConnection } from './connection.ts'
import { openTarget, type OwnTarget } from './target.ts'

let testimony: string[]
let target: OwnTarget
/** The wrapper's end. */
let client: Socket
let connection: Connection

async function meet(options: TargetOptions = {}): Promise<void> {
  target = await openTarget(options, (what) => testimony.push(what))
  client = connect({ ...target.address, allowHalfOpen: true, noDelay: true })
  client.on('error', () => {})
  await once(client, 'connect')
  connection = await target.next()
}

beforeEach(() => {
  testimony = []
})

afterEach(() => {
  client.destroy()
  target.dismiss()
})

describe('a connection that closes', () => {
  it('lets the other side read the end, and resets what that still sends', async () => {
    await meet()
    const failed = once(client, 'error')
    connection.close()
    expect(connection.state).toBe('closed')
    client.resume()
    await once(client, 'end')
    while (client.writable) {
      client.write('more')
      await sleep(10)
    }
    expect((await failed)[0]).toMatchObject({ code: expect.stringMatching(/^(EPIPE|ECONNRESET)$/) as string })
  })
})

describe('a connection that sends', () => {
  it('resolves to the microsecond at which the kernel had it all', async () => {
    await meet()
    const before = nowMicros()
    const at = await connection.send(Buffer.from('nonce'))
    expect(at).toBeGreaterThanOrEqual(before)
    expect(at).toBeLessThanOrEqual(nowMicros())
    const [bytes] = (await once(client, 'data')) as [Buffer]
    expect(bytes.toString()).toBe('nonce')
    expect(testimony).toContain('sent 5 bytes')
  })

  it('does not resolve while the pipe is full, and rejects once it is cut', async () => {
    await meet()
    client.pause()
    const sent = connection.send(Buffer.alloc(32_000_000))
    expect(await Promise.race([sent, sleep(300)])).toBeUndefined()
    connection.reset()
    await expect(sent).rejects.toThrow(PeerError)
  })

  it('rejects after a reset from the other side', async () => {
    await meet()
    client.resetAndDestroy()
    expect(await connection.leavesOpen(1_000)).toBe('reset')
    await expect(connection.send(Buffer.from('late'))).rejects.toThrow(/could not send 4 bytes: .*reset/)
    await expect(connection.end()).rejects.toThrow(PeerError)
  })

  it('rejects after its own end, and the other side still has its answer heard', async () => {
    await meet()
    client.resume()
    await connection.end()
    await expect(connection.send(Buffer.from('late'))).rejects.toThrow(/the connection is ended/)
    await once(client, 'end')
    client.write('answer')
    expect(await connection.receives(6, 1_000)).toBe(true)
    expect(testimony).toContain('sent FIN')
  })

  it('raises no unhandled rejection when nobody looks at the outcome', async () => {
    await meet()
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    connection.reset()
    void connection.send(Buffer.from('never'))
    void connection.end()
    await sleep(10)
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })
})

describe('a connection that receives', () => {
  it('keeps every byte in order', async () => {
    await meet()
    const payload = randomBytes(3_000_000)
    client.write(payload)
    expect(await connection.receives(payload.length, 5_000)).toBe(true)
    expect(connection.received().equals(payload)).toBe(true)
    client.write('more')
    await connection.receives(payload.length + 4, 1_000)
    expect(connection.received().subarray(-4).toString()).toBe('more')
  })

  it('testifies to the first bytes and to totals, not to each chunk', async () => {
    await meet()
    client.write('first')
    await connection.receives(5, 1_000)
    client.write(randomBytes(3_000_000))
    client.end()
    await connection.leavesOpen(5_000)
    expect(testimony.filter((what) => what.startsWith('received'))).toEqual([
      'received 5 bytes',
      'received 3000005 bytes in all',
    ])
  })

  it('says false after the time, or as soon as the stream has ended', async () => {
    await meet()
    expect(await connection.receives(1, 30)).toBe(false)
    client.end()
    expect(await connection.receives(1, 60_000)).toBe(false)
    expect(connection.state).toBe('ended')
  })

  it('echoes from the moment it is told to', async () => {
    await meet()
    client.write('before')
    await connection.receives(6, 1_000)
    connection.echo()
    client.write('after')
    const [bytes] = (await once(client, 'data')) as [Buffer]
    expect(bytes.toString()).toBe('after')
  })
})

describe('the state of a connection', () => {
  it('is open at first, and still after the time', async () => {
    await meet()
    expect(await connection.leavesOpen(30)).toBe('open')
  })

  it('is ended after FIN, and this side can still send', async () => {
    await meet()
    client.end()
    expect(await connection.leavesOpen(1_000)).toBe('ended')
    await connection.send(Buffer.from('still'))
    const [bytes] = (await once(client, 'data')) as [Buffer]
    expect(bytes.toString()).toBe('still')
    expect(testimony).toContain('ended')
  })

  it('is reset after RST, even after an end', async () => {
    await meet()
    client.end()
    expect(await connection.leavesOpen(1_000)).toBe('ended')
    client.resetAndDestroy()
    await connection.send(Buffer.from('finds out')).catch(() => {})
    await sleep(20)
    expect(connection.state).toBe('reset')
    expect(testimony).toContain('was reset')
  })

  it('is closed after its own reset, which the other side sees as ECONNRESET and never as an end', async () => {
    await meet()
    const seen: string[] = []
    client.on('end', () => seen.push('end'))
    client.on('error', (error: NodeJS.ErrnoException) => seen.push(error.code ?? ''))
    client.resume()
    expect(connection.reset()).toBeLessThanOrEqual(nowMicros())
    await new Promise((resolve) => {
      client.on('close', resolve)
    })
    expect(seen).toEqual(['ECONNRESET'])
    expect(connection.state).toBe('closed')
    expect(testimony).toContain('sent RST')
  })

  it('is reset at once even while an end waits behind unsent bytes', async () => {
    await meet()
    const far = new PeerConnection(client, connection.remote, connection.local, () => {})
    far.stall()
    void connection.send(Buffer.alloc(32_000_000))
    void connection.end()
    await sleep(50)
    connection.reset()
    far.read()
    expect(await far.leavesOpen(1_000)).toBe('reset')
  })

  it('is reset, not ended, when RST comes close behind bytes', async () => {
    await meet({ stalled: true })
    client.write('last words')
    client.resetAndDestroy()
    connection.read()
    expect(await connection.leavesOpen(1_000)).toBe('reset')
    expect(connection.received().toString()).toBe('last words')
  })
})

describe('reading on demand', () => {
  it('reads nothing while stalled', async () => {
    await meet({ stalled: true })
    client.write('wait')
    await sleep(50)
    expect(connection.receivedCount).toBe(0)
    connection.read()
    expect(await connection.receives(4, 1_000)).toBe(true)
  })

  it('stalls again, and nothing is lost', async () => {
    await meet()
    connection.stall()
    const payload = randomBytes(500_000)
    client.write(payload)
    await sleep(50)
    expect(connection.receivedCount).toBe(0)
    connection.read()
    expect(await connection.receives(payload.length, 2_000)).toBe(true)
    expect(connection.received().equals(payload)).toBe(true)
  })

  it('keeps to its pace, and the writer feels it', async () => {
    await meet({ stalled: true, pipe: 'small' })
    const taken = writeSteadily(client)
    await sleep(200)
    const before = { received: connection.receivedCount, taken: taken(), atMicros: nowMicros() }
    connection.read(50_000)
    await sleep(1_000)
    const received = connection.receivedCount - before.received
    const seconds = (nowMicros() - before.atMicros) / 1e6
    expect(received).toBeGreaterThan(25_000)
    expect(received).toBeLessThanOrEqual(50_000 * seconds + 5_000)
    // The kernel lets a blocked writer go on only when a third of its buffer is free: it moves in gulps of some 45 KB.
    expect(taken() - before.taken).toBeLessThan(received + 60_000)
    expect(taken() - before.taken).toBeGreaterThan(0)
  })

  it('paces over a pipe of default size too, and sees the end of the stream', async () => {
    await meet({ stalled: true })
    client.end(randomBytes(60_000))
    connection.read(200_000)
    await sleep(100)
    expect(connection.receivedCount).toBeGreaterThan(5_000)
    expect(connection.receivedCount).toBeLessThan(40_000)
    expect(await connection.leavesOpen(2_000)).toBe('ended')
    expect(connection.receivedCount).toBe(60_000)
  })

  it('sees a reset while it paces', async () => {
    await meet({ stalled: true })
    connection.read(1_000)
    client.resetAndDestroy()
    expect(await connection.leavesOpen(1_000)).toBe('reset')
  })
})

describe('a small pipe', () => {
  it('is full at about 69 KB and stays so', async () => {
    await meet({ stalled: true, pipe: 'small' })
    const taken = writeSteadily(client)
    let last = -1
    let sameSinceMicros = nowMicros()
    while (nowMicros() - sameSinceMicros < 400_000) {
      if (taken() !== last) sameSinceMicros = nowMicros()
      last = taken()
      await sleep(5)
    }
    expect(last).toBeGreaterThan(50_000)
    expect(last).toBeLessThan(100_000)
  })
})

/** Writes for ever, 1,000 bytes at a time; returns how many the kernel has taken so far. */
function writeSteadily(socket: Socket): () => number {
  let taken = 0
  const chunk = Buffer.alloc(1_000)
  const more = (): void => {
    socket.write(chunk, (error) => {
      if (error) return
      taken += chunk.length
      more()
    })
  }
  more()
  return () => taken
}
