import type { CallOutcome, PendingCall, Reply } from '../lanes/lane.ts'
import type { Delays, TrialEnd } from '../judge/trial.ts'
import type { Status } from '../protocol/statuses.ts'
import { type Address, wordToBytes, wordToTimeout, wordsToAddress } from '../protocol/words.ts'

/** A call on the wrapper that is over, whatever it answered. Times are microseconds on the harness's clock. */
export interface Call {
  /** As a report shows it, such as `recv(16)`. */
  readonly name: string
  readonly operation: string
  readonly status: Status
  /** The native error, or what was wrong with the answer. */
  readonly text: string
  readonly insideMicros: number
  readonly outsideMicros: number
  readonly requestedAtMicros: number
  readonly repliedAtMicros: number
  /** How long a large request was on its way before the call was announced. */
  readonly transitMicros?: number
  /** Where timeouts are deadlines: how long before the request the one in force had been asked for, and had been set. */
  readonly deadlineAge?: { readonly askedMicros: number; readonly setMicros: number }
  /** For how long the wrapper's process and the harness were kept from running since some moment; in repeats only. */
  readonly delaysSince?: (atMicros: number) => Delays
  /** What the wrapper answered, by its kind; undefined where the status is not `ok`. */
  readonly bytes?: Uint8Array
  readonly count?: number
  readonly flag?: boolean
  readonly timeoutSeconds?: number | null
  readonly address?: Address
  readonly handle?: string
  /** The same call again on the same socket, for another number of bytes; of recv only. */
  readonly again?: (size: number) => Promise<Call>
}

/** A call that the wrapper has been asked to make and that may be blocked. */
export interface Pending {
  readonly name: string
  readonly requestedAtMicros: number
  /** The call if it is over. */
  settled(): CallOutcome | undefined
  /** Waits until the call is over: `expectedSeconds` from now, and the grace that a hang is given. */
  over(expectedSeconds?: number): Promise<Call>
}

/** Thrown to end a trial; caught by the engine alone. */
export class TrialOver extends Error {
  override name = 'TrialOver'
  readonly end: TrialEnd

  constructor(end: TrialEnd) {
    super(end.kind)
    this.end = end
  }
}

/** Reads the words of a reply; throws TrialOver where an adapter answered `ok` with words of another shape. */
export function readCall(name: string, reply: Reply, pending: PendingCall, isLarge: boolean): Call {
  const call: Call = {
    name,
    operation: pending.operation,
    status: reply.status,
    text: reply.text,
    insideMicros: reply.insideMicros,
    outsideMicros: reply.repliedAtMicros - reply.requestedAtMicros,
    requestedAtMicros: reply.requestedAtMicros,
    repliedAtMicros: reply.repliedAtMicros,
    ...(isLarge && reply.enteredAtMicros !== undefined
      ? { transitMicros: reply.enteredAtMicros - reply.requestedAtMicros }
      : {}),
  }
  if (reply.status !== 'ok') return call
  const answer = readWords(pending.operation, reply.words)
  if (answer === undefined) {
    const happened = `${name} was answered with "${reply.words.join(' ').slice(0, 100)}"`
    throw new TrialOver({ kind: 'protocol', call: name, happened })
  }
  return { ...call, ...answer }
}

function readWords(operation: string, words: readonly string[]): Partial<Call> | undefined {
  const [first, second, third] = words
  switch (operation) {
    case 'open':
    case 'dup':
    case 'wrap':
    case 'connecthelper':
      return first !== undefined && words.length === 1 ? { handle: first } : undefined
    case 'accept': {
      const address = wordsToAddress(second, third)
      return first !== undefined && address ? { handle: first, address } : undefined
    }
    case 'sockname':
    case 'peername': {
      const address = wordsToAddress(first, second)
      return address ? { address } : undefined
    }
    case 'recv':
    case 'peek':
    case 'readexact':
    case 'readline': {
      const bytes = first === undefined ? undefined : wordToBytes(first)
      return bytes ? { bytes } : undefined
    }
    case 'recvfrom': {
      const bytes = first === undefined ? undefined : wordToBytes(first)
      const address = wordsToAddress(second, third)
      return bytes && address ? { bytes, address } : undefined
    }
    case 'send':
    case 'sendto':
    case 'signals':
    case 'warnings':
      return first !== undefined && /^-?\d{1,15}$/.test(first) ? { count: Number(first) } : undefined
    case 'getblocking':
    case 'poll':
      return first === 'true' || first === 'false' ? { flag: first === 'true' } : undefined
    case 'gettimeout': {
      const timeoutSeconds = first === undefined ? undefined : wordToTimeout(first)
      return timeoutSeconds === undefined ? undefined : { timeoutSeconds }
    }
    default:
      return {}
  }
}

/** A call's answer in a few words: `4 bytes`, `timeout (TimeoutError: timed out)`. */
export function describeAnswer(call: Call): string {
  if (call.status !== 'ok')
    return call.text === '' ? call.status : `${call.status} (${call.text.slice(0, 160)})`
  if (call.operation === 'recvfrom' && call.bytes) return describeDatagram(call.bytes, call.address)
  if (call.bytes) return describeBytes(call.bytes)
  if (call.count !== undefined) return `${call.count} bytes taken`
  if (call.operation === 'accept' && call.address) return `a client from port ${call.address.port}`
  if (call.address) return describeAddress(call.address)
  if (call.flag !== undefined) return String(call.flag)
  if (call.timeoutSeconds !== undefined)
    return call.timeoutSeconds === null ? 'no timeout' : `${call.timeoutSeconds} s`
  return 'ok'
}

export function describeBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'no bytes (end of the stream)'
  const hex = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  return `${bytes.length} byte${bytes.length === 1 ? '' : 's'} (${hex}${bytes.length > 8 ? '…' : ''})`
}

/** A path stands alone; a Unix-domain socket without a name says so. */
export const describeAddress = ({ host, port }: Address): string =>
  host === '' ? 'no name' : host.startsWith('/') ? host : `${host}:${port}`

export function describeDatagram(bytes: Uint8Array, from: Address | undefined): string {
  const datagram = bytes.length === 0 ? 'an empty datagram' : `a datagram of ${describeBytes(bytes)}`
  return from === undefined ? datagram : `${datagram} from ${describeAddress(from)}`
}
