import { describe, expect, it } from 'vitest'
import { sleep } from '../clock.ts'
import { twinLane } from './twin.ts'

describe('a twin', () => {
  it('answers like an adapter', async () => {
    const lane = twinLane(async (_operation, words, entered) => {
      entered()
      await sleep(20)
      return { status: 'ok', words: [...words] }
    })
    const call = lane.call('recv', ['s1', '16'])
    await call.entered
    expect(call.settled()).toBeUndefined()
    const outcome = await call.outcome
    expect(outcome).toMatchObject({ kind: 'reply', status: 'ok', words: ['s1', '16'], text: '' })
    if (outcome.kind !== 'reply') return
    expect(outcome.insideMicros).toBeGreaterThan(15_000)
    expect(outcome.insideMicros).toBeLessThanOrEqual(outcome.repliedAtMicros - outcome.requestedAtMicros)
  })

  it('hangs when armed, and is of no more use', async () => {
    const lane = twinLane(() => new Promise(() => {}))
    const call = lane.call('accept', ['s1'])
    call.arm(10)
    expect(await call.outcome).toMatchObject({ kind: 'hang', entered: false })
    expect(lane.usable).toBe(false)
    expect(lane.call('open', []).settled()).toMatchObject({ kind: 'hang' })
  })

  it('crashes when its server throws, now or later', async () => {
    const later = twinLane(() => Promise.reject(new Error('boom')))
    expect(await later.call('open', []).outcome).toMatchObject({
      kind: 'crash',
      standardError: 'Error: boom',
    })
    const now = twinLane(() => {
      throw new Error('boom')
    })
    expect(await now.call('open', []).outcome).toMatchObject({ kind: 'crash', standardError: 'Error: boom' })
  })

  it('breaks the protocol without an announcement, or with two', async () => {
    const none = twinLane(async () => ({ status: 'ok' }))
    expect(await none.call('recv', ['s1', '1']).outcome).toMatchObject({ kind: 'protocol' })
    const two = twinLane(async (_operation, _words, entered) => {
      entered()
      entered()
      return { status: 'ok' }
    })
    expect(await two.call('recv', ['s1', '1']).outcome).toMatchObject({ kind: 'protocol' })
  })

  it('ends the call in flight when it is closed', async () => {
    const lane = twinLane(() => new Promise(() => {}))
    const call = lane.call('accept', ['s1'])
    await lane.close()
    expect(await call.outcome).toMatchObject({ kind: 'crash', signal: 'SIGKILL' })
    expect(lane.usable).toBe(false)
  })

  it('serves one call at a time', () => {
    const lane = twinLane(() => new Promise(() => {}))
    lane.call('accept', ['s1'])
    expect(() => lane.call('open', [])).toThrow('accept is in flight')
  })
})
