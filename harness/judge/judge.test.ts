import { describe, expect, test } from 'vitest'
import { lateMicros } from '../clock.ts'
import { judge, type Evidence, type Judgement, type Round } from './judge.ts'
import type { Claim, Trial, TrialEnd } from './trial.ts'

const id = 'timeout.recv.expires'
const other = 'timeout.recv.not-late'

/** Made-up trials: no socket, and no real second. */
function trial(claims: readonly Claim[], more: Partial<Trial> = {}): Trial {
  return {
    key: '0:0',
    input: { seconds: 0.5 },
    end: { kind: 'complete' },
    chargedTo: undefined,
    claims,
    trace: [],
    served: 0,
    tookMicros: 0,
    ...more,
  }
}

const fact = (holds: boolean, of = id): Claim => ({
  kind: 'fact',
  of,
  holds,
  expected: 'it waits',
  happened: 'it did not',
  cause: 'wrong-result',
})

/** A wait of 0.5 s that ended so many microseconds after its expiry, inside and outside. */
const expiry = (inside: number, outside = inside + 200): Claim => ({
  kind: 'expiry',
  of: id,
  weigh: 'both',
  call: 'recv(1)',
  timeoutSeconds: 0.5,
  insideMicros: 500_000 + inside,
  outsideMicros: 500_000 + outside,
})

const onTime = expiry(600)
const late = expiry(lateMicros(0.5) + 1)

const judged = (trials: readonly Trial[], ...rounds: readonly Round[]): Judgement =>
  judge(id, { trials, rounds } satisfies Evidence)
const verdictOf = (judgement: Judgement) => {
  if (judgement.kind === 'demand') throw new Error(`demands ${judgement.demand.kind}`)
  return judgement.verdict
}
const round = (kind: Round['kind'], claims: readonly Claim[], reference: readonly Claim[] = []): Round => ({
  kind,
  key: '0:0',
  trials: claims.map((claim) => trial([claim])),
  reference: reference.map((claim) => trial([claim])),
})
const times = (count: number, claim: Claim): Claim[] => Array.from({ length: count }, () => claim)

describe('facts', () => {
  test('a claim that holds in every trial passes', () => {
    expect(verdictOf(judged([trial([fact(true)]), trial([fact(true)])])).verdict).toBe('pass')
  })

  test('one fact that does not hold is proof', () => {
    const refuted = trial([fact(false)], { end: { kind: 'refuted' } })
    expect(verdictOf(judged([trial([fact(true)]), refuted]))).toMatchObject({
      verdict: 'fail',
      cause: 'wrong-result',
      happened: 'it did not',
    })
  })

  test('a failure on a lane that has served before is tried on a fresh one', () => {
    const refuted = trial([fact(false)], { end: { kind: 'refuted' }, served: 3 })
    expect(judged([refuted])).toEqual({ kind: 'demand', demand: { kind: 'fresh', key: '0:0' } })
  })

  test('what only a used lane shows is said to be carried over', () => {
    const refuted = trial([fact(false)], { end: { kind: 'refuted' }, served: 3 })
    expect(verdictOf(judged([refuted], round('fresh', times(3, fact(true)))))).toMatchObject({
      verdict: 'fail',
      carriedOver: true,
    })
  })

  test('what fails only sometimes is told with its rate', () => {
    const refuted = trial([fact(false)], { end: { kind: 'refuted' }, served: 3 })
    const again = round('fresh', [fact(true), fact(false), fact(true)])
    expect(verdictOf(judged([refuted], again))).toMatchObject({ verdict: 'fail', rate: { failed: 2, of: 4 } })
  })

  test('a behaviour that was never reached is untested, because of the one that stopped the trial', () => {
    const stopped = trial([fact(false, other)], { end: { kind: 'refuted' } })
    expect(verdictOf(judged([stopped]))).toMatchObject({ verdict: 'untested', because: other })
  })

  test('a check that claims nothing is a bug of the suite, not a pass', () => {
    expect(verdictOf(judged([trial([])]))).toMatchObject({ verdict: 'inconclusive', cause: 'bug' })
  })
})

describe('trials cut short', () => {
  const ends: [TrialEnd, string][] = [
    [{ kind: 'hang', call: 'recv(1)', waitedMicros: 10_500_000 }, 'hang'],
    [{ kind: 'crash', call: 'recv(1)', happened: 'the process ended' }, 'crash'],
    [{ kind: 'protocol', call: 'recv(1)', happened: 'a stray line' }, 'protocol'],
    [{ kind: 'step', step: 'open()', happened: 'open() answered error' }, 'wrong-result'],
  ]
  test.each(ends)('%o fails the behaviour that it is charged to', (end, cause) => {
    expect(verdictOf(judged([trial([], { end, chargedTo: id })]))).toMatchObject({ verdict: 'fail', cause })
  })

  test.each(ends)('%o leaves another behaviour of the scenario untested', (end) => {
    expect(verdictOf(judged([trial([], { end, chargedTo: other })]))).toMatchObject({
      verdict: 'untested',
      because: other,
    })
  })

  test('a check that throws is the suite’s own fault', () => {
    const bug = trial([fact(true)], { end: { kind: 'bug', error: 'TypeError: x' } })
    expect(verdictOf(judged([bug]))).toMatchObject({ verdict: 'inconclusive', cause: 'bug' })
  })

  test('a void trial says nothing, and so nothing passes', () => {
    const voided = trial([], { end: { kind: 'void', why: 'the peer was late' } })
    expect(verdictOf(judged([trial([fact(true)]), voided]))).toMatchObject({
      verdict: 'inconclusive',
      cause: 'void',
    })
  })

  test('proof against the wrapper outranks a void trial and a bug', () => {
    const voided = trial([], { end: { kind: 'void', why: 'the peer was late' } })
    const bug = trial([], { end: { kind: 'bug', error: 'x' } })
    const refuted = trial([fact(false)], { end: { kind: 'refuted' } })
    expect(verdictOf(judged([voided, bug, refuted])).verdict).toBe('fail')
  })

  const undeclared = trial([], { end: { kind: 'undeclared', why: 'no mode nonblocking' } })

  test('what needs a mode that the wrapper declares it lacks is unsupported', () => {
    expect(verdictOf(judged([undeclared]))).toMatchObject({ verdict: 'unsupported', cause: 'wrapper' })
  })

  test('where only some inputs need it, the others decide', () => {
    expect(verdictOf(judged([undeclared, trial([fact(true)])]))).toEqual({ verdict: 'pass' })
    const refuted = trial([fact(false)], { end: { kind: 'refuted' } })
    expect(verdictOf(judged([undeclared, refuted])).verdict).toBe('fail')
  })

  test('what this host cannot stage is unsupported', () => {
    expect(verdictOf(judged([trial([], { end: { kind: 'host', why: 'no queue' } })]))).toMatchObject({
      verdict: 'unsupported',
      cause: 'host',
    })
  })
})

describe('early', () => {
  test('more than 15 ms early, seen from outside, fails at once', () => {
    expect(verdictOf(judged([trial([expiry(-15_300, -15_100)])]))).toMatchObject({
      verdict: 'fail',
      cause: 'early',
    })
  })

  test('early inside but not outside is no proof', () => {
    expect(verdictOf(judged([trial([expiry(-20_000, 100)])])).verdict).toBe('pass')
  })

  test('up to 3 ms early is forgiven', () => {
    expect(verdictOf(judged([trial([expiry(-2_900, -2_900)])])).verdict).toBe('pass')
  })

  test('5 ms early is repeated', () => {
    expect(judged([trial([expiry(-5_200, -5_000)])])).toEqual({
      kind: 'demand',
      demand: { kind: 'early', key: '0:0' },
    })
  })

  test('5 ms early once in six is a stale tick', () => {
    expect(
      verdictOf(judged([trial([expiry(-5_200, -5_000)])], round('early', times(5, onTime)))).verdict,
    ).toBe('pass')
  })

  test('5 ms early twice fails', () => {
    const again = round('early', [...times(4, onTime), expiry(-5_200, -5_000)])
    expect(verdictOf(judged([trial([expiry(-5_200, -5_000)])], again))).toMatchObject({
      verdict: 'fail',
      cause: 'early',
    })
  })
})

describe('late', () => {
  test('within 40 ms + T/8 passes', () => {
    expect(verdictOf(judged([trial([expiry(lateMicros(0.5))])])).verdict).toBe('pass')
  })

  test('one that is later is repeated beside the reference', () => {
    expect(judged([trial([late])])).toEqual({ kind: 'demand', demand: { kind: 'late', key: '0:0' } })
  })

  test('each input is judged alone: one late among many on time is still repeated', () => {
    const judgement = judged([
      ...times(9, onTime).map((claim) => trial([claim])),
      trial([late], { key: '0:9' }),
    ])
    expect(judgement).toEqual({ kind: 'demand', demand: { kind: 'late', key: '0:9' } })
  })

  test('two late repeats of ten are noise', () => {
    expect(
      verdictOf(judged([trial([late])], round('late', [...times(8, onTime), late, late], times(10, onTime))))
        .verdict,
    ).toBe('pass')
  })

  test('every repeat late and the reference never: late', () => {
    expect(verdictOf(judged([trial([late])], round('late', times(5, late), times(5, onTime))))).toMatchObject(
      { verdict: 'fail', cause: 'late' },
    )
  })

  test('three of ten late and the reference never: looked at once more, alone', () => {
    const first = round('late', [...times(7, onTime), ...times(3, late)], times(10, onTime))
    expect(judged([trial([late])], first)).toEqual({
      kind: 'demand',
      demand: { kind: 'late-alone', key: '0:0' },
    })
    const alone = round('late-alone', [...times(6, onTime), ...times(4, late)], times(10, onTime))
    expect(verdictOf(judged([trial([late])], first, alone))).toMatchObject({
      verdict: 'fail',
      cause: 'late',
      rate: { failed: 4, of: 10 },
    })
  })

  test('the reference late as well, also alone: this machine cannot tell', () => {
    const first = round('late', times(10, late), [late, ...times(9, onTime)])
    expect(judged([trial([late])], first)).toMatchObject({ kind: 'demand', demand: { kind: 'late-alone' } })
    const alone = round('late-alone', times(10, late), [late, ...times(9, onTime)])
    expect(verdictOf(judged([trial([late])], first, alone))).toMatchObject({
      verdict: 'inconclusive',
      cause: 'noise',
    })
  })

  test('without a reference nothing is late for certain', () => {
    const first = round('late', times(10, late))
    expect(verdictOf(judged([trial([late])], first, round('late-alone', times(10, late))))).toMatchObject({
      verdict: 'inconclusive',
    })
  })

  test('an adapter cannot hide lateness behind a small figure of its own', () => {
    expect(judged([trial([expiry(100, 400_000)])])).toMatchObject({
      kind: 'demand',
      demand: { kind: 'late' },
    })
  })

  test('a wake-up beyond 50 ms and an immediate answer beyond 10 ms are suspect', () => {
    const wakeUp: Claim = { kind: 'wake-up', of: id, call: 'recv(1)', outsideMicros: 50_001 }
    const slow: Claim = {
      kind: 'immediate',
      of: id,
      call: 'recv(1)',
      insideMicros: 10_001,
      outsideMicros: 10_200,
    }
    expect(judged([trial([wakeUp])])).toMatchObject({ demand: { kind: 'late' } })
    expect(judged([trial([slow])])).toMatchObject({ demand: { kind: 'late' } })
  })
})

describe('busy', () => {
  const spinning: Claim = { kind: 'busy', of: id, call: 'recv(1)', share: 0.97 }
  const idle: Claim = { kind: 'busy', of: id, call: 'recv(1)', share: 0.02 }

  test('a spin is confirmed by its least share', () => {
    expect(judged([trial([spinning])])).toMatchObject({ demand: { kind: 'busy' } })
    expect(verdictOf(judged([trial([spinning])], round('busy', times(3, spinning)))).verdict).toBe('fail')
    expect(verdictOf(judged([trial([spinning])], round('busy', [spinning, idle, spinning]))).verdict).toBe(
      'pass',
    )
  })
})
