import { describe, expect, it } from 'vitest'
import { sleep } from '../clock.ts'
import type { Lane, OpenedLane } from './lane.ts'
import { LanePool, LaneRefused, type Lease } from './pool.ts'
import { twinLane, type Serve } from './twin.ts'

const hello = { name: 'twin', version: '1', language: 'ts', features: undefined, variants: undefined }

/** Makes twins, and counts them. */
function workshop(serve: Serve = async () => ({ status: 'ok' }), startMillis = 1) {
  const count = { made: 0, alive: 0, mostAlive: 0, starting: 0, mostStarting: 0 }
  const make = async (): Promise<OpenedLane> => {
    count.made += 1
    count.starting += 1
    count.alive += 1
    count.mostStarting = Math.max(count.mostStarting, count.starting)
    count.mostAlive = Math.max(count.mostAlive, count.alive)
    await sleep(startMillis)
    count.starting -= 1
    const twin = twinLane(serve)
    const close = twin.close.bind(twin)
    let closed = false
    twin.close = async () => {
      await sleep(1)
      await close()
      if (!closed) count.alive -= 1
      closed = true
    }
    return { kind: 'open', lane: twin, hello }
  }
  return { make, count }
}

const refuse = async (): Promise<OpenedLane> => ({ kind: 'refused', refusal: { what: 'no', next: 'yes' } })

describe('LanePool', () => {
  it('opens nothing before a lane is wanted, and one lane for one trial after another', async () => {
    const { make, count } = workshop()
    const pool = new LanePool(make, 8)
    await sleep(5)
    expect(count.made).toBe(0)
    const lanes = new Set<Lane>()
    for (let trial = 0; trial < 5; trial += 1) {
      const lease = await pool.acquire()
      expect(lease.served).toBe(trial)
      expect(lease.hello).toBe(hello)
      lanes.add(lease.lane)
      await pool.release(lease)
    }
    expect(lanes.size).toBe(1)
  })

  it('never has more than its limit alive, and serves in order', async () => {
    const { make, count } = workshop()
    const pool = new LanePool(make, 6)
    const served: number[] = []
    const freshServed: number[] = []
    await Promise.all(
      Array.from({ length: 60 }, async (_, trial) => {
        const lease = await pool.acquire({ fresh: trial % 4 === 3 })
        served.push(trial)
        if (trial % 4 === 3) freshServed.push(lease.served)
        await sleep(trial % 3)
        await (trial % 10 === 9 ? pool.retire(lease) : pool.release(lease))
      }),
    )
    expect(served).toHaveLength(60)
    expect(freshServed).toEqual(Array.from({ length: 15 }, () => 0))
    expect(served.slice(0, 3)).toEqual([0, 1, 2])
    expect(count.mostAlive).toBe(6)
    await pool.close()
    expect(count.alive).toBe(0)
  })

  it('starts at most four at once', async () => {
    const { make, count } = workshop(undefined, 10)
    const pool = new LanePool(make, 12)
    await Promise.all(Array.from({ length: 12 }, () => pool.acquire()))
    expect(count.made).toBe(12)
    expect(count.mostStarting).toBe(4)
  })

  it('resets a lane between two trials', async () => {
    const asked: string[] = []
    const { make } = workshop(async (operation) => {
      asked.push(operation)
      return { status: 'ok' }
    })
    const pool = new LanePool(make, 1)
    await pool.release(await pool.acquire())
    expect(asked).toEqual(['reset'])
  })

  it('replaces a lane that cannot be reset, and one that is of no more use', async () => {
    const broken = workshop(async () => ({ status: 'error' }))
    const pool = new LanePool(broken.make, 1)
    await pool.release(await pool.acquire())
    expect((await pool.acquire()).served).toBe(0)
    expect(broken.count.made).toBe(2)

    const silent = workshop(() => new Promise(() => {}))
    const other = new LanePool(silent.make, 1)
    const lease = await other.acquire()
    const call = lease.lane.call('recv', ['s1'])
    call.arm(5)
    await call.outcome
    await other.release(lease)
    expect((await other.acquire()).lane).not.toBe(lease.lane)
  })

  it('replaces a lane that a trial gives back with a call in flight', async () => {
    const { make } = workshop(() => new Promise(() => {}))
    const pool = new LanePool(make, 1)
    const lease = await pool.acquire()
    const call = lease.lane.call('accept', ['s1'])
    await pool.release(lease)
    expect(call.settled()).toMatchObject({ kind: 'crash' })
    expect((await pool.acquire()).lane).not.toBe(lease.lane)
  })

  it('does not lend a lane that died while it lay idle', async () => {
    const { make } = workshop()
    const pool = new LanePool(make, 1)
    const lease = await pool.acquire()
    await pool.release(lease)
    await lease.lane.close()
    const next = await pool.acquire()
    expect(next.lane.usable).toBe(true)
    expect(next.served).toBe(0)
  })

  it('lends a lane again whose calls on other threads end when it is reset', async () => {
    const ends: (() => void)[] = []
    const { make, count } = workshop(async (operation, _words, entered) => {
      entered()
      if (operation === 'recv') await new Promise<void>((resolve) => ends.push(resolve))
      else for (const end of ends.splice(0)) setTimeout(end, 5)
      return { status: 'ok' }
    })
    const pool = new LanePool(make, 1)
    const lease = await pool.acquire()
    lease.lane.call('&recv', ['s1', '1'])
    await sleep(1)
    await pool.release(lease)
    expect((await pool.acquire()).served).toBe(1)
    expect(count.made).toBe(1)
  })

  it.each(['recv', 'reset'])(
    'gives up a lane with a call on another thread that stays blocked, if %s waits',
    async (blocked) => {
      const { make, count } = workshop(async (operation, _words, entered) => {
        entered()
        if (operation === 'recv' || operation === blocked) await new Promise(() => {})
        return { status: 'ok' }
      })
      const pool = new LanePool(make, 1)
      const lease = await pool.acquire()
      const left = lease.lane.call('&recv', ['s1', '1'])
      await pool.release(lease)
      expect((await left.outcome).kind).not.toBe('reply')
      expect((await pool.acquire()).served).toBe(0)
      expect(count).toMatchObject({ made: 2, alive: 1 })
    },
  )

  it('gives a fresh lane to who wants one, at the price of an idle one', async () => {
    const { make, count } = workshop()
    const pool = new LanePool(make, 2)
    const [one, two] = await Promise.all([pool.acquire(), pool.acquire()])
    await pool.release(one)
    await pool.release(two)
    const fresh = await pool.acquire({ fresh: true })
    expect(fresh.served).toBe(0)
    expect(count).toMatchObject({ made: 3, alive: 2, mostAlive: 2 })
    expect((await pool.acquire()).served).toBe(1)
  })

  it('keeps a fresh lane for who needs it while a used one will do', async () => {
    const { make } = workshop()
    const pool = new LanePool(make, 2)
    const used = await pool.acquire()
    // Another lane starts for the second, who is served by the first that comes back; the new one stays idle.
    const second = pool.acquire()
    await pool.release(used)
    await sleep(10)
    await pool.release(await second)
    expect((await pool.acquire()).served).toBeGreaterThan(0)
    expect((await pool.acquire()).served).toBe(0)
  })

  it('rejects with the refusal after one more try, and recovers', async () => {
    let tries = 0
    const { make } = workshop()
    const pool = new LanePool(async () => ((tries += 1) <= 2 ? refuse() : make()), 4)
    const error = await pool.acquire().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(LaneRefused)
    expect(error).toMatchObject({ refusal: { what: 'no', next: 'yes' } })
    expect(tries).toBe(2)
    expect((await pool.acquire()).served).toBe(0)
  })

  it('forgives one refusal', async () => {
    let tries = 0
    const { make } = workshop()
    const pool = new LanePool(async () => ((tries += 1) === 1 ? refuse() : make()), 4)
    expect((await pool.acquire()).served).toBe(0)
  })

  it('hands on what a maker throws', async () => {
    const pool = new LanePool(() => Promise.reject(new Error('bug')), 1)
    await expect(pool.acquire()).rejects.toThrow('bug')
  })

  it('runs with fewer lanes from when it is told to', async () => {
    const { make, count } = workshop()
    const pool = new LanePool(make, 4)
    const leases = await Promise.all(Array.from({ length: 4 }, () => pool.acquire()))
    await pool.release(leases[0]!)
    pool.setLimit(1)
    await sleep(10)
    expect(count.alive).toBe(3)
    const waiting = pool.acquire()
    await Promise.all(leases.slice(1, 3).map((lease) => pool.release(lease)))
    expect(count.alive).toBe(1)
    await pool.release(leases[3]!)
    expect((await waiting).lane).toBe(leases[3]!.lane)
    pool.setLimit(2)
    expect((await pool.acquire()).served).toBe(0)
  })

  it('closes every lane, on loan, idle or opening, and refuses who waits', async () => {
    const { make, count } = workshop(undefined, 10)
    const pool = new LanePool(make, 2)
    const lease: Lease = await pool.acquire()
    const opening = pool.acquire().catch((error: unknown) => error)
    const waiting = pool.acquire().catch((error: unknown) => error)
    await Promise.all([pool.close(), pool.close()])
    expect(count.alive).toBe(0)
    expect(await opening).toBeInstanceOf(LaneRefused)
    expect(await waiting).toBeInstanceOf(LaneRefused)
    expect(lease.lane.usable).toBe(false)
    await expect(pool.acquire()).rejects.toBeInstanceOf(LaneRefused)
    await pool.release(lease)
  })

  it('ignores a lease that is given back twice', async () => {
    const { make } = workshop()
    const pool = new LanePool(make, 2)
    const lease = await pool.acquire()
    await pool.release(lease)
    await pool.release(lease)
    await pool.retire(lease)
    const [one, two] = await Promise.all([pool.acquire(), pool.acquire()])
    expect(one.lane).not.toBe(two.lane)
  })
})
