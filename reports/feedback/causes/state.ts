import type { LikelyCause } from '../likely-cause.ts'
import { isAbout, isAtOnce, isCutShort, oneLateSeconds, tellingSeconds } from './about.ts'
import type { Facts } from './facts.ts'

/** What a call before this one, or another socket, left behind. */
export function causeInState(facts: Facts): LikelyCause | undefined {
  for (const cause of [
    told,
    waitsForAll,
    delayed,
    remembered,
    inherited,
    closedAtExpiry,
    lostAtExpiry,
    neverAskedAgain,
  ]) {
    const found = cause(facts)
    if (found) return found
  }
  return undefined
}

/** What the behaviour itself has found out, by leaving no other explanation. */
function told({ result: { id, happened, cause } }: Facts): LikelyCause | undefined {
  if (id === 'mode.per-socket' && cause === 'wrong-result')
    return {
      key: 'shared state',
      text: 'a setting that was made on one socket has reached another: it is kept in a class attribute or a global variable, and belongs to each socket.',
      toDo: 'Keep it on the instance: make it in the constructor, not in the class and not in the module.',
    }
  const both = /^it reported (timeout|would-block) for both$/.exec(happened ?? '')?.[1]
  if (both === undefined) return undefined
  return both === 'timeout'
    ? {
        key: 'would-block as timeout',
        text: 'a call that may not wait raises the error of a timeout that has expired.',
      }
    : {
        key: 'expiry as would-block',
        text: 'a timeout that has expired raises the error of a call that may not wait.',
      }
}

function inherited({
  inherited: mode,
  call,
  result: { expected, happened },
}: Facts): LikelyCause | undefined {
  if (!mode || !call || expected?.endsWith(' waits') !== true) return undefined
  const isSame =
    (mode.kind === 'non-blocking' && happened?.startsWith('it answered would-block') === true) ||
    (mode.kind === 'timeout' && /^it answered (timeout|would-block)/.test(happened ?? ''))
  if (!isSame) return undefined
  return {
    key: 'accepted inherits',
    text: `the accepted socket has taken over what its listener was set to (${mode.set}); it begins in blocking mode.`,
  }
}

/** Some of the bytes were there, and fewer than recv had room for: it may answer those. */
function waitsForAll({
  call,
  mode,
  isOneOfSeveral,
  result: { trace },
  others,
}: Facts): LikelyCause | undefined {
  const room = Number(/^recv\((\d+)\)$/.exec(call?.name ?? '')?.[1] ?? 0)
  const isWaiting = call?.answer === undefined || call.answer.startsWith('timeout')
  // That it notices bytes at all is shown where there are as many as it has room for.
  if (others.get('block.recv.waits')?.verdict !== 'pass' || isOneOfSeveral || mode?.kind === 'non-blocking')
    return undefined
  const count = (who: string, pattern: RegExp): number =>
    trace.reduce((sum, each) => sum + (each.who === who ? Number(pattern.exec(each.what)?.[1] ?? 0) : 0), 0)
  const there = count('peer', /^sent (\d+) bytes?$/) - count('wrapper', /^recv\(.* → (\d+) bytes?\b/)
  if (!isWaiting || there <= 0 || there >= room) return undefined
  return {
    key: 'waits for all',
    text: `recv waits until it has as many bytes as it was asked for (${room}), although ${there} had arrived. It returns what there is, as soon as there is any.`,
  }
}

/** What the call waits for was there long before its time was over, and it went on waiting. */
function delayed({ mode, call, result: { trace, happened, cause } }: Facts): LikelyCause | undefined {
  if (mode?.kind !== 'timeout' || !call || !/^(recv|accept|connect)$/.test(call.operation)) return undefined
  const isTold = (event: (typeof trace)[number]): boolean =>
    event.who === 'peer' && /^(sent \d+ byte|connected )/.test(event.what)
  const isLate =
    cause === 'late' &&
    call.tookSeconds !== undefined &&
    mode.seconds >= tellingSeconds &&
    isAbout(call.tookSeconds, mode.seconds, oneLateSeconds) &&
    call.answer?.startsWith('timeout') === false
  const patience = Number(/ was still not over after ([\d.]+) s/.exec(happened ?? '')?.[1] ?? Infinity)
  const isHung = cause === 'hang' && call.answer === undefined && isCutShort(patience, mode.seconds)
  if (!trace.some(isTold) || (!isLate && !isHung)) return undefined
  return {
    key: 'timeout as delay',
    text: `the timeout is used as a delay: ${call.operation} waits until all of it is over, although what it waits for is there before.`,
  }
}

/** A timeout that has expired is over; the next call has all of its own. */
function remembered({ call, mode, result: { trace, expected } }: Facts): LikelyCause | undefined {
  if (!call || mode?.kind !== 'timeout' || / timeout$| times out /.test(expected ?? '')) return undefined
  const ofIt = trace.filter(({ who, what }) => who === 'wrapper' && what.includes(' → timeout'))
  const atOnce = ofIt.filter(({ atMicros, untilMicros = Infinity }) =>
    isAtOnce((untilMicros - atMicros) / 1e6, mode.seconds),
  )
  const isAfterOne = ofIt.length > atOnce.length
  if (!isAfterOne || atOnce.length < 3 || call.answer?.startsWith('timeout') !== true) return undefined
  return {
    key: 'expiry remembered',
    text: `once a timeout has expired, ${call.operation} and whatever comes after it time out at once: that it has expired is remembered, or the deadline is not set anew.`,
  }
}

/** Whatever came before a socket that is closed, nobody called close. */
function closedAtExpiry({ result: { trace, happened }, call }: Facts): LikelyCause | undefined {
  const calls = trace.filter(({ who }) => who === 'wrapper').map(({ what }) => what)
  const expired = calls.findLast((what) => what.includes(' → timeout'))
  if (expired === undefined || calls.some((what) => what.startsWith('close('))) return undefined
  const isClosed = call?.answer?.startsWith('closed') === true || /\banswered closed\b/.test(happened ?? '')
  const isRefused = /^could not dial .*ECONNREFUSED/.test(happened ?? '')
  if (!isClosed && !isRefused) return undefined
  return {
    key: 'closed at expiry',
    text: `the socket is closed when the timeout of ${expired.replace(/\(.*/s, '')} has expired. An expiry ends the call alone, and the socket can be used as before.`,
  }
}

function lostAtExpiry({ result: { cause, trace }, call }: Facts): LikelyCause | undefined {
  const isExpired = trace.some(({ who, what }) => who === 'wrapper' && what.includes(' → timeout'))
  const sent = trace.some(({ who, what }) => who === 'peer' && what.startsWith('sent '))
  if (cause !== 'lost-data' || !isExpired || !sent || call?.operation !== 'recv') return undefined
  return {
    key: 'lost at expiry',
    text: 'bytes that arrive just as the time runs out are read and then thrown away, because the call ends in a timeout all the same.',
  }
}

/** Asked often, for as long as a second, and never told what is there. */
function neverAskedAgain({ result: { expected, trace }, call }: Facts): LikelyCause | undefined {
  if (!call || !/ answers (the \d+ bytes|a client|ok or already-connected|a datagram)/.test(expected ?? ''))
    return undefined
  const vain = trace.filter(
    ({ who, what }) =>
      who === 'wrapper' && what.startsWith(`${call.name} → `) && / → (would-block|in-progress)\b/.test(what),
  )
  if (vain.length < mostInVain || !/^(would-block|in-progress)/.test(call.answer ?? '')) return undefined
  return {
    key: `never asked again`,
    text: `in non-blocking mode ${call.operation} goes on answering that it would have to wait when what it waits for is there: it does not ask the socket underneath again.`,
  }
}

const mostInVain = 10
