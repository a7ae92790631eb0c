import { type Answer, type Connection, surelyRoomBytes } from './connection.ts'
import { bytesInWords, type SocketStep } from './steps.ts'
import type { Mode } from './mode.ts'

/** What a call must answer: one of these. */
export interface Demand {
  readonly answers: readonly Answer[]
  /** May come first, for a while: what has happened elsewhere still has to arrive here. */
  readonly notYet?: 'would-block' | 'timeout'
}

/**
 * What a call must answer on a connection. Where the system may legitimately do either, or nobody can tell, there are
 * several answers; nothing is demanded that TCP does not promise.
 */
export function demandOn(is: Connection, step: SocketStep): Demand {
  if (is.closed) return { answers: ['failure'] }
  switch (step.act) {
    case 'set':
      return { answers: ['done'] }
    case 'close':
      return { answers: is.peer === 'reset' ? ['done', 'failure'] : ['done'] }
    case 'shutdown': {
      const shut = !is.writes || (!is.reads && step.how === 'read')
      return { answers: shut || is.peer === 'reset' ? ['done', 'failure'] : ['done'] }
    }
    case 'recv':
      return onRecv(is)
    case 'send':
      return onSend(is, step.bytes)
    case 'sendall':
      return onSendAll(is, step.bytes)
  }
}

function onRecv(is: Connection): Demand {
  const bytes: Answer[] = is.unread.length > 0 ? ['bytes'] : []
  if (is.peer === 'reset') {
    // A reset is told once; after that, the stream has ended.
    const end: Answer[] = is.blurred || is.told.length > 0 ? ['end'] : []
    return { answers: [...bytes, 'failure', ...end], ...notYetIn(is.mode) }
  }
  if (!is.reads) return { answers: [...bytes, 'end', 'failure', idleAnswer(is.mode)] }
  if (is.unread.length > 0) return { answers: ['bytes'], ...notYetIn(is.mode) }
  if (is.peer === 'open') return { answers: [idleAnswer(is.mode)] }
  // The end stays: a non-blocking call that has seen it sees it at once.
  return { answers: ['end'], ...(is.endSeen && is.mode === 0 ? {} : notYetIn(is.mode)) }
}

function onSend(is: Connection, bytes: number): Demand {
  if (!is.writes) return { answers: ['failure'] }
  if (is.peer === 'reset')
    return is.told.includes('send')
      ? { answers: ['failure'] }
      : { answers: ['taken', 'failure'], ...notYetIn(is.mode) }
  // In blocking mode the system waits until there is room for all; otherwise it takes what there is room for.
  const fits = is.inFlight + (is.mode === null ? bytes : 0) <= surelyRoomBytes
  if (fits) return { answers: ['taken'], ...notYetIn(is.mode) }
  // A peer that reads makes room sooner or later.
  if (is.mode === null && is.peerReads) return { answers: ['taken'] }
  return { answers: ['taken', idleAnswer(is.mode)] }
}

function onSendAll(is: Connection, bytes: number): Demand {
  if (!is.writes) return { answers: ['failure'] }
  if (is.peer === 'reset')
    return { answers: ['done', 'failure', ...(is.mode === null ? [] : [idleAnswer(is.mode)])] }
  const fits = is.inFlight + bytes <= surelyRoomBytes
  if (is.mode === null && (is.peerReads || fits)) return { answers: ['done'] }
  // How far it came before its time was up, nobody knows. In non-blocking mode some refuse to try.
  return { answers: ['done', idleAnswer(is.mode), ...(is.mode === 0 ? (['failure'] as const) : [])] }
}

/** What a call does that finds nothing to do. */
export const idleAnswer = (mode: Mode): 'waits' | 'would-block' | 'timeout' =>
  mode === null ? 'waits' : mode === 0 ? 'would-block' : 'timeout'

/** Spread into a demand: in blocking mode a call waits by itself for what has to arrive. */
export function notYetIn(mode: Mode): Pick<Demand, 'notYet'> {
  const idle = idleAnswer(mode)
  return idle === 'waits' ? {} : { notYet: idle }
}

/** `answers the next of the 3 bytes that are to be read, or an error`. `unread`: how many are. */
export const demandInWords = ({ answers }: Demand, unread = 0): string =>
  `answers ${answers
    .filter((answer) => answer !== 'waits')
    .map((answer) => answerInWords(answer, unread))
    .join(', or ')}`

function answerInWords(answer: Answer, unread: number): string {
  switch (answer) {
    case 'bytes':
      return `the next of the ${bytesInWords(unread)} that are to be read`
    case 'end':
      return 'no bytes (end of the stream)'
    case 'taken':
      return 'how many bytes it took, one at least'
    case 'done':
      return 'ok'
    case 'failure':
      return 'an error that is neither would-block nor timeout'
    case 'waits':
    case 'would-block':
    case 'timeout':
    case 'nonsense':
      return answer
  }
}
