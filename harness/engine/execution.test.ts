import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sleep } from '../clock.ts'
import { LanePool } from '../lanes/pool.ts'
import { type Serve, twinLane } from '../lanes/twin.ts'
import { openStage, type Stage } from '../peers/stage.ts'
import { drawn } from '../trials/table.ts'
import { behaviour, behaviours, type Behaviour, type Scenario } from './behaviour.ts'
import { draw } from './draw.ts'
import { execute, type Outcome } from './execution.ts'
import { undescribed } from './fixture.ts'

const named = (id: string): Behaviour => ({ id, ...undescribed })
const hello = { name: 'twin', version: '1', language: 'none', features: undefined, variants: undefined }
const silence = { trialStarted() {}, trialEnded() {}, decided() {} }

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

/** Runs scenarios on in-process twins; `make` is asked for the behaviour of each new lane. */
async function outcomesOf(
  scenarios: readonly Scenario[],
  make: () => Serve,
  lanes = 4,
  options: { readonly seconds?: number } = {},
): Promise<ReadonlyMap<string, Outcome>> {
  const venue = () => {
    const pool = new LanePool(() => Promise.resolve({ kind: 'open', lane: twinLane(make()), hello }), lanes)
    return { pool, stage, launch: () => Promise.reject(new Error()) as never }
  }
  const subject = venue()
  const reference = venue()
  const planned = scenarios.map((scenario) => ({ scenario, inputs: draw(scenario, 1) }))
  const venues = { subject, references: { beside: () => Promise.resolve(reference) } }
  const outcomes = await execute(planned, 1, venues, silence, options)
  await Promise.all([subject.pool.close(), reference.pool.close()])
  return outcomes
}

/** Answers every call; `open` gives a handle. */
const obliging = (): Serve => {
  let handles = 0
  return (operation) =>
    Promise.resolve({ status: 'ok', words: operation === 'open' ? [`s${++handles}`] : [] })
}

const sizes = drawn(8, fc.record({ size: fc.integer({ min: 0, max: 100 }) }))
const verdictOf = (outcomes: ReadonlyMap<string, Outcome>, id: string) => outcomes.get(id)?.verdict

describe('execute', () => {
  test('what is not decided when the time is over is inconclusive, and what has failed by then has failed', async () => {
    const waits = (id: string, millis: number, holds: boolean): Scenario =>
      behaviour<{ size: number }>({
        ...named(id),
        given: sizes,
        async check({ expect: claim }) {
          await sleep(millis)
          claim.that(holds, { expected: 'it holds', happened: 'it does not' })
        },
      })
    const outcomes = await outcomesOf([waits('b', 1, false), waits('a', 300, true)], obliging, 2, {
      seconds: 0.5,
    })
    expect(verdictOf(outcomes, 'a')).toMatchObject({ verdict: 'inconclusive', cause: 'time' })
    expect(verdictOf(outcomes, 'b')).toMatchObject({ verdict: 'fail' })
  })

  test('every input is tried, and a check whose facts hold passes', async () => {
    const seen: number[] = []
    const scenario = behaviour<{ size: number }>({
      ...named('a'),
      given: sizes,
      async check({ open, expect: claim }, { size }) {
        await open.socket()
        seen.push(size)
        claim.that(true, { expected: '', happened: '' })
      },
    })
    const outcomes = await outcomesOf([scenario], obliging)
    expect(verdictOf(outcomes, 'a')).toEqual({ verdict: 'pass' })
    expect(seen.toSorted((a, b) => a - b)).toEqual(
      draw(scenario, 1)
        .map(({ input }) => (input as { size: number }).size)
        .toSorted((a, b) => a - b),
    )
  })

  test('a failure is shrunk to the smallest input, with the path that leads to it', async () => {
    const scenario = behaviour<{ size: number }>({
      ...named('a'),
      given: sizes,
      check: async ({ expect: claim }, { size }) =>
        claim.that(size < 7, { expected: 'less than 7', happened: `${size}` }),
    })
    const outcome = (await outcomesOf([scenario], obliging)).get('a')
    expect(outcome?.verdict).toMatchObject({
      verdict: 'fail',
      happened: '7',
      decisive: { input: { size: 7 } },
    })
    expect(outcome?.path).toMatch(/^0:\d+/)
  })

  test('what only a lane that has served before shows is carried over', async () => {
    const leaky = (): Serve => {
      let served = 0
      return (operation) => {
        if (operation === 'reset') served++
        return Promise.resolve(
          operation === 'getblocking' && served > 0 ? { status: 'error' } : { status: 'ok', words: ['true'] },
        )
      }
    }
    const scenario = behaviour<{ size: number }>({
      ...named('a'),
      given: sizes,
      async check({ open, expect: claim }) {
        const socket = await open.socket()
        claim(await socket.attempt.getBlocking()).is('ok')
      },
    })
    const outcomes = await outcomesOf([scenario], leaky, 1)
    expect(verdictOf(outcomes, 'a')).toMatchObject({ verdict: 'fail', carriedOver: true })
  })

  test('what a trial in a process of its own leaves there is found by nobody', async () => {
    const poisoned = (): Serve => {
      let status: 'ok' | 'error' = 'ok'
      return (operation) => {
        const answer = status
        if (operation === 'setblocking') status = 'error'
        return Promise.resolve(operation === 'reset' ? { status: 'ok' } : { status: answer, words: ['true'] })
      }
    }
    const poisoning = behaviour<{ size: number }>({
      ...named('a'),
      ownProcess: true,
      given: sizes,
      async check({ open, expect: claim }) {
        const socket = await open.socket()
        claim(await socket.attempt.setBlocking(true)).is('ok')
      },
    })
    const finding = behaviour<{ size: number }>({
      ...named('b'),
      given: sizes,
      async check({ open, expect: claim }) {
        const socket = await open.socket()
        claim(await socket.attempt.getBlocking()).is('ok')
      },
    })
    const outcomes = await outcomesOf([poisoning, finding], poisoned, 2)
    expect(verdictOf(outcomes, 'a')).toEqual({ verdict: 'pass' })
    expect(verdictOf(outcomes, 'b')).toEqual({ verdict: 'pass' })
  })

  test('a check that throws is the suite’s bug and not the wrapper’s', async () => {
    const scenario = behaviour({ ...named('a'), check: () => Promise.reject(new TypeError('oops')) })
    expect(verdictOf(await outcomesOf([scenario], obliging), 'a')).toMatchObject({
      verdict: 'inconclusive',
      cause: 'bug',
    })
  })

  test('a crash is charged to the behaviour under way; what comes after is untested', async () => {
    const crashing = (): Serve => (operation) =>
      operation === 'recv' ? Promise.reject(new Error('gone')) : obliging()(operation, [], () => {})
    const scenario = behaviours([named('first'), named('second'), named('third')], {
      async check({ open, expect: claim }) {
        const socket = await open.socket()
        claim.of('first').that(true, { expected: '', happened: '' })
        claim
          .of('second')(await socket.recv(1))
          .is('ok')
        claim.of('third').that(true, { expected: '', happened: '' })
      },
    })
    const outcomes = await outcomesOf([scenario], crashing)
    expect(verdictOf(outcomes, 'first')).toEqual({ verdict: 'pass' })
    expect(verdictOf(outcomes, 'second')).toMatchObject({ verdict: 'fail', cause: 'crash' })
    expect(verdictOf(outcomes, 'third')).toMatchObject({ verdict: 'untested', because: 'second' })
  })

  test('an answer that took longer inside than outside is a lie', async () => {
    const lying = (): Serve => (operation) =>
      Promise.resolve({
        status: 'ok',
        words: operation === 'open' ? ['s1'] : ['true'],
        insideMicros: 9_000_000,
      })
    const scenario = behaviour({
      ...named('a'),
      check: async ({ open, expect: claim }) =>
        claim(await (await open.socket()).attempt.getBlocking()).is('ok'),
    })
    expect(verdictOf(await outcomesOf([scenario], lying), 'a')).toMatchObject({
      verdict: 'fail',
      cause: 'protocol',
    })
  })

  test('a call that is never announced and never over ends in a hang, and not never', async () => {
    const mute = (): Serve => (operation) =>
      operation === 'recv' ? new Promise(() => {}) : obliging()(operation, [], () => {})
    const scenario = behaviour({
      ...named('a'),
      async check({ open, expect: claim }) {
        const call = await (await open.socket()).begin.recv(1)
        claim.stillPending(call)
        claim(await call.over()).is('ok')
      },
    })
    expect(verdictOf(await outcomesOf([scenario], mute), 'a')).toMatchObject({
      verdict: 'fail',
      cause: 'hang',
    })
  })

  test('what is held for the whole run ends after everything else', async () => {
    const order: string[] = []
    const held = behaviour({
      ...named('held'),
      wholeRun: true,
      async check({ runEnds, expect: claim }) {
        await runEnds()
        order.push('held')
        claim.that(true, { expected: '', happened: '' })
      },
    })
    const other = behaviour({
      ...named('other'),
      async check({ expect: claim }) {
        order.push('other')
        claim.that(true, { expected: '', happened: '' })
      },
    })
    await outcomesOf([held, other], obliging, 1 + 1)
    expect(order).toEqual(['other', 'held'])
  })
})
