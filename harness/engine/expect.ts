import type { Cause, Delays } from '../judge/trial.ts'
import type { Address } from '../protocol/words.ts'
import type { Status } from '../protocol/statuses.ts'
import {
  type Call,
  describeAddress,
  describeAnswer,
  describeBytes,
  describeDatagram,
  type Pending,
  TrialOver,
} from './calls.ts'
import type { TrialLog } from './log.ts'
import { askAgain } from './repeat.ts'

/** Claims about a call that is over. A fact that does not hold ends the trial; a measurement is left to the judge. */
export interface CallClaims {
  is(...statuses: readonly Status[]): void
  /** Ended in a timeout, neither before `seconds` had passed nor much later. */
  expiredAfter(seconds: number, how?: { weigh?: 'early' | 'late' | 'both'; mostLateSeconds?: number }): void
  /** Measured only: the claim that it was a timeout is another behaviour's. */
  expiryMeasured(seconds: number, weigh: 'early' | 'late'): void
  /** Answered these bytes; where it answered only the first of them, which recv may, the next recvs answer the rest. */
  isBytes(expected: Uint8Array, cause?: Cause): Promise<void>
  /** Answered this datagram, whole and nothing else; where it is known, from this sender. */
  isDatagram(expected: Uint8Array, from?: Address): void
  isEndOfStream(): void
  isFlag(flag: boolean): void
  /** A send that handed over at least one byte, and says how many. */
  tookSome(): void
  /** Answered this address. */
  isAddress(expected: Address): void
  /** Accepted the client whose end is `local`, and no other. */
  isClient(client: { readonly local: Address }): void
  /** Returned soon after its cause, which came at `atMicros`. */
  wokeAfter(atMicros: number): void
  wasImmediate(): void
  wasOverBefore(atMicros: number, what: string): void
}

export interface Expect {
  (call: Call): CallClaims
  /** The call has not ended although its cause is still withheld. */
  stillPending(pending: Pending): void
  /** Anything else that holds or does not. */
  that(holds: boolean, said: { expected: string; happened: string; cause?: Cause }): void
  /** Share of the wait for which the process ran or was ready to run. */
  idleDuring(call: { readonly name: string }, share: number): void
  /** The same claims on behalf of another behaviour of a shared trial. */
  of(id: string): Expect
}

/** `id` undefined: whatever behaviour of the scenario has no claim yet. */
export function makeExpect(log: TrialLog, id?: string): Expect {
  const owner = (): string => id ?? log.subject()

  const fact = (holds: boolean, expected: string, happened: string, cause: Cause = 'wrong-result'): void => {
    log.claims.push({ kind: 'fact', of: owner(), holds, expected, happened, cause })
    if (!holds) throw new TrialOver({ kind: 'refuted' })
  }

  const claims = (call: Call): CallClaims => {
    const answered = (): string => `${call.name} answered ${describeAnswer(call)}`
    const measured = (seconds: number, weigh: 'early' | 'late' | 'both', mostLateSeconds?: number): void => {
      const { name, insideMicros, outsideMicros, deadlineAge } = call
      const { askedMicros, setMicros } = deadlineAge ?? { askedMicros: 0, setMicros: 0 }
      log.due(call.requestedAtMicros, Math.max(0, seconds - setMicros / 1e6))
      log.claims.push({
        kind: 'expiry',
        of: owner(),
        weigh,
        call: name,
        timeoutSeconds: seconds,
        ...(mostLateSeconds === undefined ? {} : { mostLateMicros: mostLateSeconds * 1e6 }),
        // A deadline has begun to count by the time it was set, and not before it was asked for.
        insideMicros: insideMicros + setMicros,
        outsideMicros: outsideMicros + askedMicros,
        ...(deadlineAge === undefined ? {} : { deadline: true as const }),
        ...excuseOf(call, call.requestedAtMicros - setMicros + seconds * 1e6),
      })
    }
    const is = (...statuses: readonly Status[]): void =>
      fact(statuses.includes(call.status), `${call.name} answers ${statuses.join(' or ')}`, answered())
    return {
      is,
      expiredAfter(seconds, { weigh = 'both', mostLateSeconds } = {}) {
        const expected = `${call.name} ends in a timeout after ${seconds} s`
        log.due(call.requestedAtMicros, seconds)
        fact(
          call.status === 'timeout',
          expected,
          `${answered()} after ${(call.outsideMicros / 1000).toFixed(1)} ms`,
        )
        measured(seconds, weigh, mostLateSeconds)
      },
      expiryMeasured: measured,
      async isBytes(expected, cause = 'wrong-result') {
        const { got, last } = await restOf(call, expected)
        const after = last === call ? '' : `, and ${last.name} then ${describeAnswer(last)}`
        const same = Buffer.compare(got, expected) === 0
        fact(
          same,
          `${call.name} answers the ${describeBytes(expected)} that were sent`,
          answered() + after,
          cause,
        )
      },
      isDatagram(expected, from) {
        const { bytes, address } = call
        const same = bytes !== undefined && Buffer.compare(bytes, expected) === 0
        const known = from === undefined || (address?.host === from.host && address.port === from.port)
        fact(same && known, `${call.name} answers ${describeDatagram(expected, from)}`, answered())
      },
      isEndOfStream() {
        fact(call.bytes?.length === 0, `${call.name} answers no bytes (end of the stream)`, answered())
      },
      isFlag(flag) {
        fact(call.flag === flag, `${call.name} answers ${flag}`, answered())
      },
      tookSome() {
        const some = call.count !== undefined && call.count > 0
        fact(some, `${call.name} answers how many bytes it took, one at least`, answered())
      },
      isAddress(expected) {
        const same = call.address?.host === expected.host && call.address.port === expected.port
        fact(same, `${call.name} answers ${describeAddress(expected)}`, answered())
      },
      isClient({ local }) {
        const expected = `${call.name} answers the client from port ${local.port}`
        fact(call.status === 'ok' && call.address?.port === local.port, expected, answered())
      },
      wokeAfter(atMicros) {
        const outsideMicros = Math.max(0, call.repliedAtMicros - atMicros)
        log.claims.push({
          kind: 'wake-up',
          of: owner(),
          call: call.name,
          outsideMicros,
          ...delaysOf(call, atMicros),
        })
      },
      wasImmediate() {
        const { name, insideMicros, outsideMicros } = call
        log.claims.push({
          kind: 'immediate',
          of: owner(),
          call: name,
          insideMicros,
          outsideMicros,
          ...excuseOf(call, call.requestedAtMicros),
        })
      },
      wasOverBefore(atMicros, what) {
        const after = ((call.repliedAtMicros - atMicros) / 1000).toFixed(1)
        fact(
          call.repliedAtMicros < atMicros,
          `${call.name} is over before ${what}`,
          `it was over ${after} ms after that`,
        )
      },
    }
  }

  return Object.assign(claims, {
    stillPending(pending: Pending) {
      const outcome = pending.settled()
      // A crash or a protocol fault is told when the call is waited for.
      if (outcome !== undefined && outcome.kind !== 'reply') return
      const text = outcome === undefined || outcome.text === '' ? '' : ` (${outcome.text.slice(0, 160)})`
      fact(
        outcome === undefined,
        `${pending.name} waits`,
        `it answered ${outcome?.status}${text} while nothing had happened`,
      )
    },
    that(holds: boolean, said: { expected: string; happened: string; cause?: Cause }) {
      fact(holds, said.expected, said.happened, said.cause)
    },
    idleDuring(call: { readonly name: string }, share: number) {
      log.claims.push({ kind: 'busy', of: owner(), call: call.name, share })
    },
    of: (other: string) => makeExpect(log, other),
  })
}

/** What may excuse that a call is late for something that came at `atMicros`. */
const delaysOf = ({ delaysSince }: Call, atMicros: number): { delays?: Delays } =>
  delaysSince === undefined ? {} : { delays: delaysSince(atMicros) }

/** And what may for one that counts from its request. */
const excuseOf = (call: Call, atMicros: number): { delays?: Delays; transitMicros?: number } => ({
  ...delaysOf(call, atMicros),
  ...(call.transitMicros === undefined ? {} : { transitMicros: call.transitMicros }),
})

/** What recv answered, and what further recvs do as long as it is the beginning of what is expected. */
async function restOf(call: Call, expected: Uint8Array): Promise<{ got: Buffer; last: Call }> {
  let got = Buffer.from(call.bytes ?? [])
  let last = call
  const isBeginning = (): boolean =>
    got.length < expected.length && got.equals(expected.subarray(0, got.length))
  while (last.again && last.bytes !== undefined && last.bytes.length > 0 && isBeginning()) {
    const { again } = last
    last = await askAgain(() => again(expected.length - got.length), ['would-block', 'timeout'])
    got = Buffer.concat([got, last.bytes ?? Buffer.alloc(0)])
  }
  return { got, last }
}
