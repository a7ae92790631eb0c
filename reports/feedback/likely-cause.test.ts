import { describe, expect, it } from 'vitest'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { sampleFailure, sampleResult } from '../sample.ts'
import { likelyCause, likelyCauses } from './likely-cause.ts'

const causeOf = (result: BehaviourResult, ...others: BehaviourResult[]) =>
  likelyCause(result, new Map([...others, result].map((each) => [each.id, each])))

/** Waits in seconds by their timeouts. */
const measured = (waits: Readonly<Record<string, number>>): BehaviourResult['samples'] =>
  Object.entries(waits).map(([timeout, seconds]) => ({
    kind: 'expiry',
    call: 'recv(16)',
    timeoutSeconds: Number(timeout),
    insideMicros: seconds * 1e6,
    outsideMicros: seconds * 1e6 + 3_000,
  }))

const late = (waits: Readonly<Record<string, number>>): BehaviourResult =>
  sampleFailure('timeout.recv.not-late', { cause: 'late', samples: measured(waits), trace: [] })

const unkept = (set: number, kept: string): BehaviourResult =>
  sampleFailure('mode.timeout-roundtrip', {
    expected: `gettimeout() answers ${set} after settimeout(${set})`,
    happened: `it answered ${kept}`,
    trace: [],
  })

/** A trial on one connected socket. A call that takes Infinity never returned. */
function trial(...calls: readonly (readonly [what: string, seconds?: number])[]): BehaviourResult['trace'] {
  let at = 100
  return [['open() → ok'] as const, ['connect(127.0.0.1:40001) → ok'] as const, ...calls].map(
    ([what, seconds = 0.001]) => {
      const event = { atMicros: at, who: 'wrapper' as const, what }
      at += seconds * 1e6
      return seconds === Infinity ? event : { ...event, untilMicros: at }
    },
  )
}

const unexpired = (answer: string, seconds: number, rest: Partial<BehaviourResult> = {}): BehaviourResult =>
  sampleFailure('timeout.recv.expires', {
    cause: 'wrong-result',
    expected: 'recv(16) answers timeout',
    happened: `recv(16) answered ${answer}`,
    trace: trial(['settimeout(0.5) → ok'], [`recv(16) → ${answer}`, seconds]),
    ...rest,
  })

const wouldBlock = 'would-block (BlockingIOError: [Errno 11] Resource temporarily unavailable)'

describe('a timeout that gettimeout tells otherwise', () => {
  it.each([
    [0.5, '0 s', 'settimeout(0.5) was rounded down to 0'],
    [1.5, '1 s', 'settimeout(1.5) was rounded down to 1'],
    [0.5, '1 s', 'settimeout(0.5) was rounded up to 1'],
    [0.5, '0.0005 s', 'settimeout(0.5) was taken for milliseconds'],
    [0.5, '500 s', 'settimeout(0.5) was turned into milliseconds'],
    [0.5, '0.45 s', 'settimeout(0.5) is changed before it is kept'],
    [0.5, 'no timeout', 'settimeout(0.5) was not kept'],
  ])('%f that is %s', (set, kept, text) => {
    expect(causeOf(unkept(set, kept))?.text).toContain(text)
  })

  it('explains the waits that are as long as it says, as one mistake', () => {
    const kept = unkept(0.5, '0 s')
    expect(causeOf(unexpired(wouldBlock, 0.03), kept)).toEqual(causeOf(kept))
    expect(causeOf(unexpired(wouldBlock, 0.03), unkept(0.001, '0 s'))?.text).toBe(
      'settimeout(0.5) was rounded down to 0: gettimeout() answers 0 after settimeout(0.001).',
    )
    expect(causeOf(unexpired(wouldBlock, 0.12), kept)?.key).toBe('rounded down')
    expect(causeOf(unexpired(wouldBlock, 0.5), kept)?.key).toBe('expiry as would-block')
  })

  it('is a mistake of gettimeout alone where the timeouts last as long as they should', () => {
    const right = ['expires', 'not-early', 'not-late'].map((claim) => sampleResult(`timeout.recv.${claim}`))
    expect(causeOf(unkept(0.5, '0 s'), ...right)?.key).toBe('gettimeout alone')
    expect(causeOf(unkept(0.5, '500 s'), ...right)?.text).toContain('is wrong: it is in milliseconds')
  })
})

describe('waits that were measured', () => {
  it.each([
    [
      'expires at once',
      { 0.02: 0.002, 0.123: 0.0024, 0.5: 0.003, 0.799: 0.0022 },
      'cut to whole seconds, or seconds are taken for milliseconds',
    ],
    ['expires at once', { 0.02: 0.002, 0.5: 0.003, 1.5: 0.0025 }, 'as if it were milliseconds'],
    ['rounded down', { 0.02: 0.001, 0.5: 0.002, 1.5: 1.003 }, 'rounded down to whole seconds'],
    ['rounded up', { 0.02: 1.001, 0.5: 1.002, 1.5: 2.003 }, 'rounded up to whole seconds'],
    ['rounded', { 0.02: 0.001, 0.12: 0.002, 0.5: 1.003, 0.8: 1.002 }, 'rounded to whole seconds'],
    ['rounded', { 0.02: 0.001, 0.5: 0.002, 0.8: 1.003, 1.5: 2.003 }, 'rounded to whole seconds'],
    ['lasts 2 times', { 0.02: 0.041, 0.123: 0.246, 0.5: 1.007, 0.799: 1.6 }, 'recv waits twice'],
    ['lasts 0.9 times', { 0.02: 0.0191, 0.123: 0.1116, 0.5: 0.451, 0.799: 0.724 }, '0.9 of what was set'],
    ['slices', { 0.02: 0.25, 0.123: 0.251, 0.5: 0.502, 0.799: 1.004 }, 'multiples of 250 ms'],
    [
      'late by a constant',
      { 0.02: 0.171, 0.123: 0.274, 0.5: 0.652, 0.799: 0.951 },
      'about 152 ms late, whatever the timeout is',
    ],
    [
      'at least',
      { 0.02: 0.3, 0.123: 0.301, 0.5: 0.502, 0.799: 0.8 },
      'no timeout is shorter than about 300 ms',
    ],
    [
      'at most',
      { 0.02: 0.021, 0.123: 0.124, 0.5: 0.202, 0.799: 0.201 },
      'no timeout is longer than about 201 ms',
    ],
  ])('%s', (key, waits, text) => {
    const cause = causeOf(late(waits))
    expect(cause?.key).toBe(key)
    expect(cause?.text.replaceAll('the call', 'recv')).toContain(text)
  })

  it('that no rule explains are left unexplained', () => {
    expect(causeOf(late({ 0.02: 0.3, 0.123: 0.13, 0.5: 1.9, 0.799: 0.9 }))).toBeUndefined()
  })

  it('that are as they should be, but for a busy machine, are left unexplained', () => {
    expect(causeOf(late({ 0.02: 0.04, 0.123: 0.14, 0.5: 0.52, 0.799: 0.9 }))).toBeUndefined()
  })

  it('that are few, or of much the same timeout, are left unexplained', () => {
    expect(causeOf(late({ 0.1: 0.2, 0.5: 1 }))).toBeUndefined()
    expect(causeOf(late({ 0.4: 0.8, 0.5: 1, 0.6: 1.2 }))).toBeUndefined()
  })
})

describe('a timeout that ended in another answer', () => {
  it.each([
    [wouldBlock, 0.52, 'expiry as would-block'],
    [wouldBlock, 0.01, 'not waited for'],
    ['no bytes (end of the stream)', 0.52, 'expiry as end'],
    ['no bytes (end of the stream)', 0.01, 'empty at once'],
    ['error (MyTimeout: over)', 0.52, 'expiry as another error'],
    ['error (wrong-type: None)', 0.52, 'returns None'],
    ["error (AttributeError: 'Socket' object has no attribute '_sock')", 0.01, 'missing _sock'],
    ['error (NotImplementedError:)', 0.01, 'not written'],
    ['error (NameError: name x is not defined)', 0.01, 'NameError name x is not defined'],
    // Neither at once nor when it should: no rule tells why.
    [wouldBlock, 0.25, undefined],
  ])('%s after %f s', (answer, seconds, key) => {
    expect(causeOf(unexpired(answer, seconds))?.key).toBe(key)
  })

  it('after about as long as it should, on a machine that made every call slow, says nothing', () => {
    const slow = unexpired(wouldBlock, 0.11, {
      trace: trial(['settimeout(0.1) → ok', 0.09], [`recv(16) → ${wouldBlock}`, 0.11]),
    })
    expect(causeOf(slow)).toBeUndefined()
  })

  it('and never came, while others keep theirs', () => {
    const never = unexpired('', Infinity, {
      cause: 'hang',
      expected: 'recv(16) ends',
      happened: 'recv(16) was still not over after 10.5 s; the process was killed',
      trace: trial(['settimeout(0.5) → ok'], ['recv(16) → never', Infinity]),
    })
    expect(causeOf(never, sampleResult('timeout.accept.expires'))?.text).toBe(
      'recv does not use the timeout that settimeout(0.5) has set (accept does): it waits as if there were none.',
    )
  })
})

describe('other modes', () => {
  const inMode = (set: string, answer: string, expected: string, seconds = 0.001) =>
    sampleFailure('x.recv', {
      cause: seconds === Infinity ? 'hang' : 'wrong-result',
      expected,
      happened: `recv(16) answered ${answer}`,
      trace: trial([`${set} → ok`], [`recv(16) → ${answer}`, seconds]),
    })

  it.each([
    [
      'setblocking(false)',
      'timeout (TimeoutError: timed out)',
      'recv(16) answers would-block',
      0.001,
      'would-block as timeout',
    ],
    [
      'setblocking(false)',
      'no bytes (end of the stream)',
      'recv(16) answers would-block',
      0.001,
      'would-block as end',
    ],
    ['setblocking(false)', 'never', 'recv(16) ends', Infinity, 'non-blocking unused'],
    ['settimeout(0)', 'never', 'recv(16) ends', Infinity, 'zero is none'],
    ['settimeout(5)', wouldBlock, 'recv(16) answers no bytes (end of the stream)', 0.3, 'end overlooked'],
    ['setblocking(true)', 'no bytes (end of the stream)', 'recv(16) answers reset', 0.3, 'reset as end'],
    ['settimeout(1e-9)', wouldBlock, 'recv(16) answers timeout', 0.001, 'rounded to zero'],
  ])('%s, %s', (set, answer, expected, seconds, key) => {
    expect(causeOf(inMode(set, answer, expected, seconds))?.key).toBe(key)
  })

  const unwaiting = (answer: string, ...calls: readonly (readonly [string])[]) =>
    sampleFailure('x.waits', {
      cause: 'wrong-result',
      expected: 'recv(16) waits',
      happened: `it answered ${answer} while nothing had happened`,
      trace: trial(...calls),
    })

  it('blocking that was set after a timeout, and is not there', () => {
    const cause = causeOf(unwaiting(wouldBlock, ['settimeout(0.2) → ok'], ['settimeout(none) → ok']))
    expect(cause?.text).toContain(
      'the socket after settimeout(none) is in non-blocking mode, which settimeout(0.2)',
    )
  })

  it('a timeout that nobody set, and one that was not cleared', () => {
    const timeout = 'timeout (TimeoutError: timed out)'
    expect(causeOf(unwaiting(timeout))?.text).toContain('a timeout that nobody set')
    expect(causeOf(unwaiting(timeout, ['settimeout(0.2) → ok'], ['setblocking(true) → ok']))?.text).toContain(
      'the timeout of settimeout(0.2) is still there after setblocking(true)',
    )
  })

  it('an accepted socket that has its listener’s mode', () => {
    const accepted = sampleFailure('trans.accepted-independent', {
      expected: 'recv(16) waits',
      happened: `it answered ${wouldBlock} while nothing had happened`,
      trace: [
        'open() → ok',
        'listen() → ok',
        'setblocking(false) → ok',
        'accept() → a client from port 9',
      ].map((what, at) => ({ atMicros: at, untilMicros: at + 1, who: 'wrapper', what })),
    })
    expect(causeOf(accepted)?.key).toBe('accepted inherits')
  })

  it('on one of several sockets says nothing, since nobody knows which was set', () => {
    const result = inMode('setblocking(false)', 'timeout (TimeoutError)', 'recv(16) answers would-block')
    const trace = [
      { atMicros: 1, untilMicros: 2, who: 'wrapper' as const, what: 'open() → ok' },
      ...result.trace,
    ]
    expect(causeOf({ ...result, trace })).toBeUndefined()
  })
})

describe('other kinds of failure', () => {
  it.each([
    ['shared state', { carriedOver: true }],
    ['leak', { cause: 'leak' }],
    ['SIGPIPE', { cause: 'crash', happened: 'the process ended during send(9) (SIGPIPE)' }],
    [
      'busy wait',
      {
        expected: 'recv(16) sleeps while it waits',
        samples: [{ kind: 'busy', call: 'recv(16)', share: 0.97 }],
      },
    ],
  ] satisfies [string, Partial<BehaviourResult>][])('%s', (key, rest) => {
    expect(causeOf(sampleFailure('x.y', { trace: [], ...rest }))?.key).toBe(key)
  })

  it.each([
    ['connect(127.0.0.1:9) answered unsupported (the wrapper has no method connect)', 'missing connect'],
    ['recv(16) answered error (RuntimeError: not done)', 'raises RuntimeError: not done'],
    ['send(4 bytes) answered invalid (TypeError: a str is needed)', 'raises TypeError: a str is needed'],
  ])('%s', (happened, key) => {
    const result = sampleFailure('x.y', { expected: 'it succeeds', happened, trace: [] })
    expect(causeOf(result)?.key).toBe(key)
    expect(causeOf(result)?.toDo).not.toBe('')
    expect(causeOf({ ...result, trials: 0 })).toBeUndefined()
  })

  const peer = (what: string, atMicros: number) => ({ atMicros, who: 'peer' as const, what })

  it('a timeout that is used as a delay', () => {
    const slow = sampleFailure('timeout.data-before-deadline', {
      cause: 'late',
      expected: 'recv(64) returns within 50.0 ms of what it waits for',
      happened: 'it returned 4807 ms after it',
      trace: [
        ...trial(['settimeout(5) → ok'], ['recv(64) → 9 bytes (00)', 5.01]),
        peer('sent 9 bytes', 300_000),
      ],
    })
    const hung = sampleFailure('mode.huge-timeout', {
      cause: 'hang',
      expected: 'recv(16) ends',
      happened: 'recv(16) was still not over after 10.4 s; the process was killed',
      trace: [
        ...trial(['settimeout(2147.484) → ok'], ['recv(16) → never', Infinity]),
        peer('sent 9 bytes', 300_000),
      ],
    })
    expect([causeOf(slow)?.key, causeOf(hung)?.key]).toEqual(['timeout as delay', 'timeout as delay'])
    // Nothing came, and its time was not over: nobody knows.
    expect(causeOf({ ...hung, trace: hung.trace.filter(({ who }) => who !== 'peer') })).toBeUndefined()
  })

  it('a recv that waits for as many bytes as it has room for', () => {
    const partial = sampleFailure('block.recv.partial', {
      cause: 'hang',
      expected: 'recv(563) ends',
      happened: 'recv(563) was still not over after 10.0 s; the process was killed',
      trace: [...trial(['recv(563) → never', Infinity]), peer('sent 40 bytes', 300_000)],
    })
    expect(causeOf(partial, sampleResult('block.recv.waits'))?.text).toContain('asked for (563), although 40')
    // It may as well notice nothing at all.
    expect(causeOf(partial)).toBeUndefined()
    const exact = [...trial(['recv(563) → never', Infinity]), peer('sent 563 bytes', 300_000)]
    expect(causeOf({ ...partial, trace: exact }, sampleResult('block.recv.waits'))).toBeUndefined()
  })

  it('an expiry that the calls after it inherit', () => {
    const again = ['send(9 bytes) → timeout (TimeoutError: timed out)', 0.001] as const
    const remembered = sampleFailure('timeout.usable-after.recv', {
      cause: 'wrong-result',
      expected: 'send(9 bytes) answers how many bytes it took, one at least',
      happened: 'send(9 bytes) answered timeout (TimeoutError: timed out)',
      trace: trial(
        ['settimeout(0.5) → ok'],
        ['recv(16) → timeout (TimeoutError: timed out)', 0.5],
        again,
        again,
        again,
      ),
    })
    expect(causeOf(remembered)?.key).toBe('expiry remembered')
  })

  it('close that leaves open, and what is never closed', () => {
    const leak = (happened: string) =>
      sampleFailure('x.y', { cause: 'leak', expected: 'none is open', happened, trace: [] })
    expect(causeOf(leak('5 s after close() it was still open'))?.key).toBe('close leaves it open')
    expect(causeOf(leak('after 400 of them it had 400 more than before'))?.key).toBe('leak')
  })

  it.each([
    ['timeout (TimeoutError: timed out)', 'long timeout cut short'],
    [wouldBlock, 'long timeout overflows'],
  ])('a long timeout that ends in %s', (answer, key) => {
    const long = sampleFailure('mode.huge-timeout', {
      expected: 'recv(16) waits',
      happened: `it answered ${answer} while nothing had happened`,
      trace: trial(['settimeout(100000) → ok']),
    })
    expect(causeOf(long)?.key).toBe(key)
  })

  it('a socket that is closed by the expiry of its timeout', () => {
    const closed = sampleFailure('timeout.usable-after.recv', {
      cause: 'wrong-result',
      expected: 'send(9 bytes) answers how many bytes it took, one at least',
      happened: 'send(9 bytes) answered closed (OSError: [Errno 9] Bad file descriptor)',
      trace: trial(
        ['settimeout(0.5) → ok'],
        ['recv(16) → timeout (TimeoutError: timed out)', 0.5],
        ['send(9 bytes) → closed (OSError: [Errno 9] Bad file descriptor)'],
      ),
    })
    expect(causeOf(closed)?.key).toBe('closed at expiry')
  })

  it('calls that sleep before they look', () => {
    const samples = [20_200, 20_400, 31_000].map((insideMicros) => ({
      kind: 'immediate' as const,
      call: 'recv(16)',
      insideMicros,
      outsideMicros: insideMicros + 9_000,
    }))
    const slow = sampleFailure('nb.immediate-latency', {
      cause: 'late',
      expected: 'recv(16) answers at once (within 10.0 ms)',
      happened: 'it took 20.2 ms',
      samples,
      trace: trial(['setblocking(false) → ok'], [`recv(16) → ${wouldBlock}`]),
    })
    expect(causeOf(slow)?.text).toContain('recv takes 20 ms and more')
    expect(
      causeOf({ ...slow, samples: samples.with(0, { ...samples[0]!, insideMicros: 300 }) }),
    ).toBeUndefined()
    const set = (timeout: string) => trial([`settimeout(${timeout}) → ok`], ['recv(16) → 1 byte (00)'])
    expect(causeOf({ ...slow, trace: set('0.02') })?.key).toBe('timeout as delay')
    expect(causeOf({ ...slow, trace: set('0') })?.key).toBe('sleeps first')
    expect(causeOf({ ...slow, trace: set('0.5') })?.key).toBe('sleeps first')
  })

  it('says nothing of what did not fail', () => {
    expect(causeOf(sampleResult('a.b', { verdict: 'untested', because: 'a.c' }))).toBeUndefined()
  })
})

describe('a failure that shows no cause of its own', () => {
  const causesOf = (...results: BehaviourResult[]) =>
    likelyCauses(results, new Map(results.map((each) => [each.id, each])))

  it('shares that of one that was asked and answered the same', () => {
    const shown = unexpired(wouldBlock, 0.52)
    const silent = { ...unexpired(wouldBlock, 0.52), id: 'err.timeout-idiom', trace: [] }
    const other = { ...silent, id: 'err.other', happened: 'recv(16) answered reset' }
    const causes = causesOf(silent, other, shown)
    expect([...causes].map(([id, { key }]) => `${id} ${key}`)).toEqual([
      'err.timeout-idiom expiry as would-block',
      'timeout.recv.expires expiry as would-block',
    ])
  })

  it('shares that of one whose waits follow a rule that explains its own', () => {
    const shown = late({ 0.02: 0.322, 0.123: 0.424, 0.5: 0.802, 0.8: 1.101 })
    const few = { ...late({ 1.3: 1.603 }), id: 'timeout.sendall.total' }
    const others = { ...late({ 1.3: 2.6 }), id: 'timeout.send.not-late', happened: 'it did otherwise' }
    expect([...causesOf(few, others, shown).keys()]).toEqual([
      'timeout.sendall.total',
      'timeout.recv.not-late',
    ])
  })
})
