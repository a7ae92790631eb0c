import { resolutionSeconds } from '../../../harness/clock.ts'
import type { LikelyCause } from '../likely-cause.ts'
import { inStudentsWords } from '../words.ts'
import { isAtOnce, isCutShort, overdueSeconds } from './about.ts'
import type { DecisiveCall, Facts, Mode } from './facts.ts'
import { causeInKept, causeInKeptOf } from './kept.ts'

/** What the decisive call answered, in the mode that it was made in, beside what it should have. */
export function causeInAnswer(facts: Facts): LikelyCause | undefined {
  const { result, call, mode } = facts
  if (result.id === 'mode.timeout-roundtrip') return causeInKept(facts)
  if (!call) return undefined
  const kept = causeInKeptOf(facts)
  if (kept) return kept
  const wanted = wantedIn(result.expected ?? '')
  if (wanted === 'end') return endOverlooked(call)
  if (wanted === 'over' && call.answer === undefined && isEndedByPeer(result.trace))
    return endOverlooked(call)
  // Of several sockets a trace does not tell which was set to what.
  if (facts.isOneOfSeveral || wanted === 'refused') return answeredOtherwise(call, wanted)
  if (wanted === 'timeout' || (wanted === 'over' && mode?.kind === 'timeout'))
    return inTimeoutMode(facts, call)
  if (wanted === 'would-block' || (wanted !== 'waits' && mode?.kind === 'non-blocking'))
    return inNonBlockingMode(call, mode)
  if (wanted === 'waits') return inBlockingMode(facts, call)
  return answeredOtherwise(call, wanted)
}

type Wanted = 'timeout' | 'would-block' | 'end' | 'waits' | 'over' | 'refused' | 'reset' | undefined

function wantedIn(expected: string): Wanted {
  if (/ answers timeout$| times out after | ends in a timeout after /.test(expected)) return 'timeout'
  if (/ answers would-block$| answers no success while there is nothing | at once /.test(expected))
    return 'would-block'
  if (expected.endsWith(' answers no bytes (end of the stream)')) return 'end'
  if (/^\w+\([^)]*\) waits$/.test(expected)) return 'waits'
  if (/ answers ([\w-]+ or )*refused\b/.test(expected)) return 'refused'
  if (/ answers reset\b/.test(expected)) return 'reset'
  return /^\w+\([^)]*\) ends$/.test(expected) ? 'over' : undefined
}

const isEnd = (answer: string | undefined): boolean => answer?.startsWith('no bytes') === true
const isWouldBlock = (answer: string | undefined): boolean => answer?.startsWith('would-block') === true
const isTimeout = (answer: string | undefined): boolean => answer?.startsWith('timeout') === true

/** `TimeoutError: timed out` of `timeout (TimeoutError: timed out)`. */
const errorIn = (answer: string): string => inStudentsWords(/\((.*)\)$/s.exec(answer)?.[1] ?? answer)

const millis = (seconds: number): string => `${Math.round(seconds * 1000)} ms`

const isEndedByPeer = (trace: Facts['result']['trace']): boolean =>
  trace.some(({ who, what }) => who === 'peer' && what === 'sent FIN')

function endOverlooked({ operation, answer }: DecisiveCall): LikelyCause | undefined {
  if (!isWouldBlock(answer) && !isTimeout(answer) && answer !== undefined) return undefined
  return {
    key: 'end overlooked',
    text: `the other side has ended the connection, and the empty read that tells so is taken for "nothing there yet": ${operation} tries again instead of answering no bytes.`,
  }
}

function inTimeoutMode({ mode, others, result }: Facts, call: DecisiveCall): LikelyCause | undefined {
  if (mode?.kind !== 'timeout') return undefined
  const { operation, answer, tookSeconds } = call
  if (answer === undefined || tookSeconds === undefined)
    return isOverdue(result.happened ?? '', mode.seconds)
      ? timeoutUnused(operation, mode.set, others)
      : undefined
  const waited = !isCutShort(tookSeconds, mode.seconds) && !call.isBlurred
  const atOnce = isAtOnce(tookSeconds, mode.seconds)
  if (isWouldBlock(answer)) {
    if (mode.seconds < resolutionSeconds)
      return {
        key: 'rounded to zero',
        text: `so short a timeout as that of ${mode.set} was rounded to 0, which means not to wait at all; the shortest wait that there is would be right.`,
      }
    if (waited)
      return {
        key: 'expiry as would-block',
        text: `${operation} waits as long as it should, but when the time is over it passes on the error of a call that may not wait (${errorIn(answer)}). A timeout that has expired has an error of its own.`,
      }
    if (!atOnce) return undefined
    return {
      key: 'not waited for',
      text: `with ${mode.set} the socket underneath does not block, and nothing waits for it before ${operation} is tried: it answered after ${millis(tookSeconds)}.`,
    }
  }
  if (isEnd(answer))
    return waited
      ? {
          key: 'expiry as end',
          text: `${operation} waits as long as it should, but then returns nothing, as if the other side had ended the connection. It has to raise the timeout error.`,
        }
      : atOnce
        ? { key: 'empty at once', text: `${operation} returns nothing at once instead of waiting.` }
        : undefined
  if (answer.startsWith('error') && waited)
    return {
      key: 'expiry as another error',
      text: `${operation} waits as long as it should, but then raises something that is not the timeout error: ${errorIn(answer)}.`,
    }
  return undefined
}

/** It had been waited for a good while after its time. */
const isOverdue = (happened: string, seconds: number): boolean =>
  Number(/ was still not over after ([\d.]+) s/.exec(happened)?.[1] ?? Infinity) > seconds + overdueSeconds

function timeoutUnused(operation: string, set: string, others: Facts['others']): LikelyCause {
  const keeping = ['recv', 'accept', 'connect', 'send'].filter(
    (each) => each !== operation && others.get(`timeout.${each}.expires`)?.verdict === 'pass',
  )
  const beside =
    keeping.length === 0 ? '' : ` (${keeping.join(' and ')} ${keeping.length === 1 ? 'does' : 'do'})`
  return {
    key: `timeout unused in ${operation}`,
    text: `${operation} does not use the timeout that ${set} has set${beside}: it waits as if there were none.`,
  }
}

function inNonBlockingMode(call: DecisiveCall, mode: Mode | undefined): LikelyCause | undefined {
  const { operation, answer } = call
  if (answer === undefined)
    return mode?.set.startsWith('settimeout')
      ? {
          key: 'zero is none',
          text: `settimeout(0) is taken for "no timeout", and so ${operation} waits for ever. A test such as "if timeout" does not tell 0 from none.`,
        }
      : mode && {
          key: 'non-blocking unused',
          text: `${mode.set} does not reach ${operation}, which waits all the same. If it is kept as a timeout of 0: a test such as "if timeout" does not tell 0 from none.`,
        }
  if (isTimeout(answer))
    return {
      key: 'would-block as timeout',
      text: `where a call in non-blocking mode would have to wait, ${operation} raises the timeout error (${errorIn(answer)}). Nothing has expired: the error is that of a call that would block.`,
    }
  if (isEnd(answer))
    return {
      key: 'would-block as end',
      text: `where ${operation} would have to wait, it returns nothing, which says that the other side has ended the connection.`,
    }
  return undefined
}

function inBlockingMode(
  { mode, before, result }: Facts,
  { operation }: DecisiveCall,
): LikelyCause | undefined {
  const { happened } = result
  if (mode?.kind === 'timeout') return longTimeoutCutShort(mode, result.happened ?? '', operation)
  const where = mode === undefined ? 'a socket that nothing was set on' : `the socket after ${mode.set}`
  if (happened?.startsWith('it answered would-block') === true)
    return {
      key: `left non-blocking ${mode?.set ?? ''}`,
      text: `${where} is in non-blocking mode${before?.kind === 'timeout' ? `, which ${before.set} had needed underneath and nobody took back` : ''}: ${operation} answers at once instead of waiting.`,
    }
  if (happened?.startsWith('it answered timeout') === true)
    return {
      key: 'hidden timeout',
      text:
        before?.kind === 'timeout'
          ? `the timeout of ${before.set} is still there after ${mode?.set}, which has to clear it.`
          : `${where} has a timeout that nobody set: blocking mode has to wait for as long as it takes.`,
    }
  return undefined
}

/** Nobody waits for so long in a test: it ended long before its time. */
function longTimeoutCutShort(
  { set, seconds }: Extract<Mode, { kind: 'timeout' }>,
  happened: string,
  operation: string,
): LikelyCause | undefined {
  if (seconds < longSeconds) return undefined
  return happened.startsWith('it answered timeout')
    ? {
        key: 'long timeout cut short',
        text: `the timeout of ${set} is cut off at a shorter one on its way to the wait, and ${operation} times out long before it should.`,
      }
    : {
        key: 'long timeout overflows',
        text: `so long a timeout as that of ${set} does not fit into the number that it is turned into on its way to the wait. Cap it before it is converted.`,
      }
}

const longSeconds = 1_000

function answeredOtherwise({ operation, answer }: DecisiveCall, wanted: Wanted): LikelyCause | undefined {
  if (wanted === 'reset' && isEnd(answer))
    return {
      key: 'reset as end',
      text: `the error of a connection that was reset is swallowed, and ${operation} returns no bytes, as at an orderly end.`,
    }
  if (wanted === 'refused' && (isTimeout(answer) || isWouldBlock(answer)))
    return {
      key: 'refusal overlooked',
      text: `that the connection was refused is not looked at: ${operation} answers ${errorIn(answer ?? '')} instead.`,
    }
  return undefined
}
