import type { BehaviourResult } from '../../../harness/record/schema.ts'
import { unwaited } from '../unwaited.ts'

/** What is known of a failure and may tell its cause: read from its record, and nothing guessed. */
export interface Facts {
  readonly result: BehaviourResult
  /** Other results of the same run that may be spoken of. */
  readonly others: ReadonlyMap<string, BehaviourResult>
  /** The call that the behaviour is about, in the decisive trial. */
  readonly call: DecisiveCall | undefined
  /** The mode that was set last before it; undefined where the socket was as it was made, or is not the only one. */
  readonly mode: Mode | undefined
  /** The mode that the socket had before that one. */
  readonly before: Mode | undefined
  /** The call was made on one of several sockets; a trace does not tell which. */
  readonly isOneOfSeveral: boolean
  /** What the listener was set to, where the call is the first thing that is done to a socket that it accepted. */
  readonly inherited: Mode | undefined
  /** How long each timeout took that was measured, by the timeout. */
  readonly waits: readonly Wait[]
  /** A timeout that was set, and what the class says that it is. */
  readonly kept: { readonly setSeconds: number; readonly keptSeconds: number | null } | undefined
}

export interface DecisiveCall {
  /** As it was made, such as `recv(16)`. */
  readonly name: string
  readonly operation: string
  /** What it answered, such as `timeout (TimeoutError: timed out)`; undefined where it never returned. */
  readonly answer: string | undefined
  readonly tookSeconds: number | undefined
  /** How long it took cannot be told from how long calls took that had nothing to wait for. */
  readonly isBlurred: boolean
}

export type Mode =
  | { readonly kind: 'blocking'; readonly set: string }
  | { readonly kind: 'non-blocking'; readonly set: string }
  | { readonly kind: 'timeout'; readonly set: string; readonly seconds: number }

export interface Wait {
  readonly timeoutSeconds: number
  readonly tookSeconds: number
}

type Event = BehaviourResult['trace'][number]

export function factsOf(result: BehaviourResult, others: ReadonlyMap<string, BehaviourResult>): Facts {
  const refused = refusedToWait(result)
  const at = refused ? result.trace.length : decisiveAt(result)
  const event = result.trace[at]
  const earlier = result.trace.slice(0, Math.max(at, 0)).filter(({ who }) => who === 'wrapper')
  const isOneOfSeveral = earlier.filter(({ what }) => makesSocket.test(what)).length > 1
  const modes = isOneOfSeveral ? [] : earlier.flatMap((each) => modeIn(each) ?? [])
  return {
    result,
    others,
    call: refused ?? (event && callIn(event, earlier)),
    mode: modes.at(-1),
    before: modes.at(-2),
    isOneOfSeveral,
    inherited: inheritedIn(earlier),
    waits: waitsIn(result),
    kept: keptIn(others.get('mode.timeout-roundtrip')),
  }
}

const makesSocket = /^(open|dup|connecthelper)\(.*→ ok|^accept\(.*→ a client/

function inheritedIn(earlier: readonly Event[]): Mode | undefined {
  const accepted = earlier.findLastIndex(({ what }) => /^accept\(.*→ a client/.test(what))
  const since = earlier.slice(accepted + 1)
  if (accepted === -1 || since.length > 0) return undefined
  const before = earlier.slice(0, accepted)
  if (before.filter(({ what }) => makesSocket.test(what)).length !== 1) return undefined
  return before.flatMap((each) => modeIn(each) ?? []).at(-1)
}

/** The last call that is made as the one in question; else the last of its operation. */
function decisiveAt({ expected, happened, trace }: BehaviourResult): number {
  const name = [expected, happened].flatMap((text) => /^[a-z]+\([^)]*\)/.exec(text ?? '') ?? [])[0] ?? ''
  const isCall = ({ who, what }: Event, begin: string): boolean => who === 'wrapper' && what.startsWith(begin)
  const exact = name === '' ? -1 : trace.findLastIndex((event) => isCall(event, name))
  return exact === -1 ? trace.findLastIndex((event) => isCall(event, name.replace(/\(.*/s, '('))) : exact
}

function refusedToWait(result: BehaviourResult): DecisiveCall | undefined {
  const call = unwaited(result)
  return call && { ...call, operation: operationOf(call.name), tookSeconds: undefined, isBlurred: true }
}

const operationOf = (name: string): string => name.replace(/\(.*/s, '')

/** Where the machine was busy, a call takes long for no reason of its own, and those before it as well. */
const farAbove = 2.5

const instant = /^(open|setblocking|settimeout|getblocking|gettimeout|bind|listen|getsockname)\(/

function callIn({ what, atMicros, untilMicros }: Event, earlier: readonly Event[]): DecisiveCall {
  const [name = what, ...answer] = what.split(' → ')
  const unrest = Math.max(
    0,
    ...earlier.map((event) => (instant.test(event.what) ? (event.untilMicros ?? 0) - event.atMicros : 0)),
  )
  return {
    name,
    operation: operationOf(name),
    answer: untilMicros === undefined ? undefined : answer.join(' → '),
    tookSeconds: untilMicros === undefined ? undefined : (untilMicros - atMicros) / 1e6,
    isBlurred: untilMicros !== undefined && untilMicros - atMicros < farAbove * unrest,
  }
}

function modeIn({ who, what }: Event): Mode | undefined {
  if (who !== 'wrapper') return undefined
  const [, set = '', flag, timeout] =
    /^((?:setblocking\((true|false)\))|(?:settimeout\(([\w.+-]+)\))) → ok/.exec(what) ?? []
  if (flag !== undefined) return { kind: flag === 'true' ? 'blocking' : 'non-blocking', set }
  if (timeout === undefined) return undefined
  if (timeout === 'none') return { kind: 'blocking', set }
  const seconds = Number(timeout)
  return seconds === 0 ? { kind: 'non-blocking', set } : { kind: 'timeout', set, seconds }
}

/** Of each timeout the shortest: what keeps a machine busy makes a wait longer, and never shorter. */
export function waitsIn({ samples }: BehaviourResult): Wait[] {
  const shortest = new Map<number, number>()
  for (const { kind, timeoutSeconds, insideMicros, outsideMicros } of samples) {
    const micros = insideMicros ?? outsideMicros
    if (kind !== 'expiry' || timeoutSeconds === undefined || micros === undefined) continue
    shortest.set(timeoutSeconds, Math.min(shortest.get(timeoutSeconds) ?? Infinity, micros / 1e6))
  }
  return [...shortest]
    .map(([timeoutSeconds, tookSeconds]) => ({ timeoutSeconds, tookSeconds }))
    .toSorted((a, b) => a.timeoutSeconds - b.timeoutSeconds)
}

function keptIn(result: BehaviourResult | undefined): Facts['kept'] {
  if (result?.verdict !== 'fail') return undefined
  const set = /after settimeout\(([\d.e-]+)\)$/.exec(result.expected ?? '')?.[1]
  const kept = /^it answered (?:([\d.e-]+) s|(no timeout))$/.exec(result.happened ?? '')
  if (set === undefined || !kept) return undefined
  return { setSeconds: Number(set), keptSeconds: kept[2] === undefined ? Number(kept[1]) : null }
}
