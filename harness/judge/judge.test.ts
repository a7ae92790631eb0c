import { describe, expect, test } from 'vitest'
import { lateMicros } from '../clock.ts'
import { isForLater, type Evidence, type Judgement, type Round } from './evidence.ts'
import { judge } from './judge.ts'
import type { Claim, Expiry, Trial, TrialEnd } from './trial.ts'
import { unmadeTrial } from './unmade-trial.ts'

const id = 'timeout.recv.expires'
const other = 'timeout.recv.not-late'

/** Made-up trials: no socket, and no real second. */
function trial(claims: readonly Claim[], more: Partial<Trial> = {}): Trial {
  return unmadeTrial({ kind: 'complete' }, { input: { seconds: 0.5 }, claims, ...more })
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
  of: id,
  ...(kind === 'late' || kind === 'rate' || kind === 'hidden' ? { at: 0 } : {}),
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
    expect(judged([refuted])).toEqual({ kind: 'demand', demand: { kind: 'fresh', key: '0:0', of: id } })
  })

  test('what only a used lane shows is said to be carried over', () => {
    const refuted = trial([fact(false)], { end: { kind: 'refuted' }, served: 3 })
    const again = [
      ...times(3, fact(true)).map((claim) => trial([claim])),
      ...times(3, fact(false)).map((claim) => trial([claim], { served: 2 })),
    ]
    const fresh: Round = { kind: 'fresh', key: '0:0', of: id, trials: again, reference: [] }
    expect(verdictOf(judged([refuted], fresh))).toMatchObject({ verdict: 'fail', carriedOver: true })
  })

  test('what is early by the figure beside the call is no sign that a fresh lane is innocent', () => {
    const early = trial([expiry(-125_000, -100_000)], { served: 3 })
    const hidden = expiry(-125_000, 20_000)
    const again = [
      ...times(3, hidden).map((claim) => trial([claim])),
      ...times(3, expiry(-125_000, -100_000)).map((claim) => trial([claim], { served: 2 })),
    ]
    const fresh: Round = { kind: 'fresh', key: '0:0', of: id, trials: again, reference: [] }
    const verdict = verdictOf(judged([early], fresh))
    expect(verdict).toMatchObject({ verdict: 'fail', cause: 'early' })
    expect(verdict).not.toHaveProperty('carriedOver')
  })

  test('what no other lane shows again is wrong sometimes, and nothing is said of where it came from', () => {
    const refuted = trial([fact(false)], { end: { kind: 'refuted' }, served: 3 })
    const verdict = verdictOf(judged([refuted], round('fresh', times(6, fact(true)))))
    expect(verdict).toMatchObject({ verdict: 'fail', rate: { failed: 1, of: 7 } })
    expect(verdict).not.toHaveProperty('carriedOver')
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

  test('early inside but not outside is no proof: it is repeated', () => {
    const inside = trial([expiry(-20_000, 100)])
    expect(judged([inside])).toMatchObject({ demand: { kind: 'early' } })
    expect(verdictOf(judged([inside], round('early', times(5, onTime)))).verdict).toBe('pass')
  })

  test('up to 3 ms early is forgiven', () => {
    expect(verdictOf(judged([trial([expiry(-2_900, -2_900)])])).verdict).toBe('pass')
  })

  test('5 ms early is repeated', () => {
    expect(judged([trial([expiry(-5_200, -5_000)])])).toEqual({
      kind: 'demand',
      demand: { kind: 'early', key: '0:0', of: id },
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

/** One repeat of ten was late. */
const onceOfTen = round('late', [...times(9, onTime), late], times(10, onTime))
const sometimes = (lateOnes: number, of: number, reference: number): Round =>
  round(
    'rate',
    [...times(of - lateOnes, onTime), ...times(lateOnes, late)],
    [...times(of - reference, onTime), ...times(reference, late)],
  )

describe('late', () => {
  test('within 40 ms + T/8 passes', () => {
    expect(verdictOf(judged([trial([expiry(lateMicros(0.5))])])).verdict).toBe('pass')
  })

  test('one that is later is repeated beside the reference', () => {
    expect(judged([trial([late])])).toEqual({
      kind: 'demand',
      demand: { kind: 'late', key: '0:0', of: id, at: 0 },
    })
  })

  test('each input is judged alone: one late among many on time is still repeated', () => {
    const judgement = judged([
      ...times(9, onTime).map((claim) => trial([claim])),
      trial([late], { key: '0:9' }),
    ])
    expect(judgement).toEqual({ kind: 'demand', demand: { kind: 'late', key: '0:9', of: id, at: 0 } })
  })

  test('no late repeat of ten: it was noise', () => {
    expect(
      verdictOf(judged([trial([late])], round('late', times(10, onTime), times(10, onTime)))).verdict,
    ).toBe('pass')
  })

  test('every repeat late and the reference never: late', () => {
    expect(verdictOf(judged([trial([late])], round('late', times(5, late), times(5, onTime))))).toMatchObject(
      { verdict: 'fail', cause: 'late' },
    )
  })

  test('what was late only because its process had to wait for a core is in time', () => {
    const heldUp: Claim = {
      ...(late as Expiry),
      delays: { laneMicros: 5_000, harnessMicros: 0 },
    }
    expect(verdictOf(judged([trial([heldUp])])).verdict).toBe('pass')
  })

  test('late in some of ten: its rate is looked at, when nothing else runs', () => {
    const judgement = judged([trial([late])], onceOfTen)
    expect(judgement).toEqual({ kind: 'demand', demand: { kind: 'rate', key: '0:0', of: id, at: 0 } })
    expect(judgement.kind === 'demand' && isForLater(judgement.demand)).toBe(true)
  })

  test.each([
    [5, 20, 0, 'fail'],
    [12, 60, 3, 'fail'],
    // Fewer than that come about by chance.
    [4, 60, 0, 'pass'],
    [0, 24, 0, 'pass'],
    [5, 30, 1, 'inconclusive'],
    [30, 60, 25, 'inconclusive'],
  ] as const)('%i late of %i beside a reference late in %i: %s', (lateOnes, of, reference, wanted) => {
    const verdict = verdictOf(judged([trial([late])], onceOfTen, sometimes(lateOnes, of, reference)))
    expect(verdict.verdict).toBe(wanted)
  })

  test('what is late sometimes is told with its rate', () => {
    expect(verdictOf(judged([trial([late])], onceOfTen, sometimes(12, 60, 0)))).toMatchObject({
      rate: { failed: 12, of: 60 },
    })
  })

  test('of a wrapper that is late elsewhere, three of ten are enough', () => {
    const first = round('late', [...times(7, onTime), ...times(3, late)], times(10, onTime))
    const evidence = { trials: [trial([late])], rounds: [first], isLateElsewhere: true }
    expect(verdictOf(judge(id, evidence))).toMatchObject({ verdict: 'fail', rate: { failed: 3, of: 10 } })
  })

  test('without a reference only what is nearly always late is late', () => {
    const first = round('late', times(10, late))
    expect(verdictOf(judged([trial([late])], first, round('rate', times(60, late)))).verdict).toBe('fail')
    const half = round('rate', [...times(30, late), ...times(30, onTime)])
    expect(verdictOf(judged([trial([late])], first, half)).verdict).toBe('inconclusive')
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

describe('what the adapter says of its own time', () => {
  test('of several calls each is judged by itself: another that is held up says nothing of it', () => {
    const slow = expiry(30_000, 120_000)
    const suspect = trial([onTime, slow])
    const others = times(10, onTime).map((each) => trial([slow, each]))
    const hidden: Round = { kind: 'hidden', key: '0:0', of: id, at: 1, trials: others, reference: others }
    expect(judged([suspect])).toMatchObject({ demand: { kind: 'hidden', at: 1 } })
    expect(verdictOf(judged([suspect], hidden)).verdict).toBe('pass')
  })

  test('the way of a large request is not the wrapper’s lateness', () => {
    const large: Claim = { ...(expiry(100, 400_000) as Expiry), transitMicros: 380_000 }
    expect(verdictOf(judged([trial([large])])).verdict).toBe('pass')
  })

  test('late outside and not inside is repeated, and is late if it is so at its best', () => {
    const hidden = expiry(30_000, 120_000)
    expect(judged([trial([hidden])])).toMatchObject({ demand: { kind: 'hidden' } })
    const always = round('hidden', times(10, hidden), times(10, onTime))
    expect(verdictOf(judged([trial([hidden])], always))).toMatchObject({ verdict: 'fail', cause: 'late' })
    const atBest = round('hidden', [...times(9, hidden), onTime], times(10, onTime))
    expect(verdictOf(judged([trial([hidden])], atBest)).verdict).toBe('pass')
    const everyone = round('hidden', times(10, hidden), times(10, hidden))
    expect(verdictOf(judged([trial([hidden])], everyone)).verdict).toBe('inconclusive')
  })

  test('what is in time only by allowance has to be seen in time once, or to be beside a reference that always is', () => {
    const delays = { laneMicros: 0, harnessMicros: 70_000 }
    const excused: Claim = { ...(expiry(30_000, 120_000) as Expiry), delays }
    const hidden = expiry(30_000, 120_000)
    const beside = (reference: Claim) =>
      verdictOf(judged([trial([hidden])], round('hidden', times(10, excused), times(10, reference))))
    expect(beside(onTime)).toMatchObject({ verdict: 'fail', cause: 'late' })
    expect(beside(excused).verdict).toBe('inconclusive')
    const once = round('hidden', [...times(9, excused), onTime], times(10, onTime))
    expect(verdictOf(judged([trial([hidden])], once)).verdict).toBe('pass')
  })

  test('a figure that is short of a deadline is none: a deadline counts from before the call', () => {
    const short = { ...expiry(-500_000, 90_000), deadline: true as const }
    expect(judged([trial([short])])).toMatchObject({ verdict: { verdict: 'pass' } })
  })

  test('what load hides from outside is early by the figure beside the call, if every repeat has it so', () => {
    const short = expiry(-5_000, 20_000)
    expect(judged([trial([short])])).toMatchObject({ demand: { kind: 'early' } })
    expect(verdictOf(judged([trial([short])], round('early', times(5, short))))).toMatchObject({
      verdict: 'fail',
      cause: 'early',
      happened: 'it timed out after 495 ms, measured beside the call in every repeat, 5.00 ms too early',
    })
    const once = round('early', [onTime, ...times(4, short)])
    expect(verdictOf(judged([trial([short])], once)).verdict).toBe('pass')
  })

  test('what load hides once is early if it is seen so from outside in two of the repeats', () => {
    const short = expiry(-5_000, 20_000)
    const seen = expiry(-5_000, -4_000)
    const twice = round('early', [short, seen, onTime, onTime, seen])
    expect(verdictOf(judged([trial([short])], twice))).toMatchObject({
      verdict: 'fail',
      cause: 'early',
      happened: 'it timed out after 496 ms, 4.00 ms too early',
      rate: { failed: 2, of: 6 },
    })
    const once = round('early', [short, seen, onTime, onTime, onTime])
    expect(verdictOf(judged([trial([short])], once)).verdict).toBe('pass')
  })

  test('one that is seen early from outside, among repeats that are all early, is the one to tell of', () => {
    const short = expiry(-5_000, 20_000)
    const among = round('early', [short, short, expiry(-5_000, -4_000), short, short])
    expect(verdictOf(judged([trial([short])], among))).toMatchObject({
      cause: 'early',
      happened: 'it timed out after 496 ms, 4.00 ms too early',
    })
  })

  test('what is early from outside once, and by the figure beside the call in every repeat, is early', () => {
    const seen = expiry(-5_000, -4_000)
    const hidden = round('early', times(5, expiry(-5_000, 20_000)))
    expect(verdictOf(judged([trial([seen])], hidden))).toMatchObject({ verdict: 'fail', cause: 'early' })
  })

  test('a figure that is short, though not always, is no excuse for a call that is late from outside', () => {
    const short = expiry(-20_000, 900_000)
    expect(judged([trial([short])])).toMatchObject({ demand: { kind: 'late' } })
  })

  test('a figure that is short of the timeout, time and again, is a fault of the adapter', () => {
    const short = expiry(-500_000, 90_000)
    expect(judged([trial([short])])).toMatchObject({ demand: { kind: 'early' } })
    expect(verdictOf(judged([trial([short])], round('early', times(5, short))))).toMatchObject({
      verdict: 'fail',
      cause: 'protocol',
    })
    expect(verdictOf(judged([trial([short])], round('early', [onTime, ...times(4, short)]))).verdict).toBe(
      'pass',
    )
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
