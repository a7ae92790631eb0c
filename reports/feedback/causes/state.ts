import type { LikelyCause } from '../likely-cause.ts'
import type { Facts } from './facts.ts'

/** What a call before this one, or another socket, left behind. */
export function causeInState(facts: Facts): LikelyCause | undefined {
  return (
    told(facts) ?? inherited(facts) ?? closedAtExpiry(facts) ?? lostAtExpiry(facts) ?? neverAskedAgain(facts)
  )
}

/** What the behaviour itself has found out, by leaving no other explanation. */
function told({ result: { id, happened, cause } }: Facts): LikelyCause | undefined {
  if (id === 'mode.per-socket' && cause === 'wrong-result')
    return {
      key: 'shared state',
      text: 'a setting that was made on one socket has reached another: it is kept in a class attribute or a global variable, and belongs to each socket.',
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
