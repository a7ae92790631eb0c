import type { LikelyCause } from '../likely-cause.ts'
import { eachLateSeconds, isAbout, isWhole } from './about.ts'
import type { Facts, Wait } from './facts.ts'
import { keepFractions } from './kept.ts'

/** How the waits of several timeouts lie beside these timeouts: one rule that explains all of them, or nothing. */
export function causeInWaits({ waits, call }: Facts): LikelyCause | undefined {
  const [shortest, longest] = [waits[0], waits.at(-1)]
  // A rule that is read from less is a guess.
  if (!shortest || !longest || waits.length < 3 || longest.timeoutSeconds < 4 * shortest.timeoutSeconds)
    return undefined
  const name = call?.operation ?? 'the call'
  for (const rule of rules) {
    const told = rule(waits, name)
    if (told && isExplained(waits, told.lasts)) return told
  }
  return undefined
}

type Told = LikelyCause & Required<Pick<LikelyCause, 'lasts'>>

type Rule = (waits: readonly Wait[], name: string) => Told | undefined

/** A rule that has been found in the waits of another behaviour explains these as well, few as they may be. */
export const followsRule = (waits: readonly Wait[], lasts: Told['lasts']): boolean =>
  waits.length > 0 &&
  waits.every(({ timeoutSeconds, tookSeconds }) =>
    isAbout(tookSeconds, lasts(timeoutSeconds), eachLateSeconds),
  )

/** Each wait is as the rule says, as far as a busy machine tells, and two at least are not as they should be. */
function isExplained(waits: readonly Wait[], lasts: Told['lasts']): boolean {
  const wrong = waits.filter(
    ({ timeoutSeconds, tookSeconds }) => !isAbout(tookSeconds, timeoutSeconds, eachLateSeconds),
  )
  return wrong.length >= 2 && followsRule(waits, lasts)
}

const tookOf = (waits: readonly Wait[], at: number): string => {
  const { timeoutSeconds, tookSeconds } = waits.at(at)!
  return `settimeout(${timeoutSeconds}) expired after ${lengthOf(tookSeconds)}`
}

const lengthOf = (seconds: number): string =>
  seconds < 0.9995 ? `${rounded(seconds * 1000, seconds < 0.01 ? 1 : 0)} ms` : `${rounded(seconds, 2)} s`

const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)))

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

const both = (waits: readonly Wait[]): string => `${tookOf(waits, 0)}, ${tookOf(waits, -1)}`

const atOnce: Rule = (waits) => {
  const longest = waits.at(-1)!.timeoutSeconds
  return {
    key: 'expires at once',
    // Cut to whole seconds, a timeout above one would last for one.
    text:
      longest >= 1
        ? `every timeout expires at once (${tookOf(waits, -1)}): the number of seconds reaches the wait about a thousand times too small, as if it were milliseconds.`
        : `every timeout below a second expires at once (${tookOf(waits, -1)}): on its way to the wait the number becomes next to nothing. Either it is cut to whole seconds, or seconds are taken for milliseconds.`,
    toDo: keepFractions,
    lasts: () => 0,
  }
}

const wholeSeconds: Rule = (waits) => ({
  key: 'rounded down',
  text: `the timeout is rounded down to whole seconds: ${both(waits)}.`,
  toDo: keepFractions,
  lasts: Math.floor,
})

const wholeSecondsUp: Rule = (waits) => ({
  key: 'rounded up',
  text: `the timeout is rounded up to whole seconds: ${both(waits)}.`,
  toDo: keepFractions,
  lasts: Math.ceil,
})

/** A half goes up, or to the even one of two. */
const toNearest: readonly Rule[] = [
  Math.round,
  (seconds: number) => (seconds % 1 === 0.5 ? 2 * Math.round(seconds / 2) : Math.round(seconds)),
].map((lasts) => (waits) => ({
  key: 'rounded',
  text: `the timeout is rounded to whole seconds: ${both(waits)}.`,
  toDo: keepFractions,
  lasts,
}))

const sameFactor: Rule = (waits, name) => {
  // What keeps a machine busy only adds to it.
  const factor = Math.min(...waits.map(({ timeoutSeconds, tookSeconds }) => tookSeconds / timeoutSeconds))
  const whole = isWhole(factor) ? Math.round(factor) : undefined
  const times = whole === 2 ? 'twice' : `${whole} times`
  return {
    key: `lasts ${whole ?? factor.toFixed(1)} times`,
    text: whole
      ? `every wait lasts ${times} as long as was set (${both(waits)}): ${name} waits ${times}, each time for the whole timeout.`
      : `every wait lasts ${rounded(factor, 2)} of what was set (${both(waits)}): the timeout is multiplied, or a part of it is spent elsewhere.`,
    lasts: (timeoutSeconds) => timeoutSeconds * (whole ?? factor),
  }
}

const sliceSeconds = [0.5, 0.25, 0.2, 0.1, 0.05]

const slices: readonly Rule[] = sliceSeconds.map((slice) => (waits) => ({
  key: 'slices',
  text: `${both(waits)}: the waits end on multiples of ${lengthOf(slice)}. The class looks every ${lengthOf(slice)}, and waits out the last of these slices in full instead of cutting it to what is left.`,
  lasts: (timeoutSeconds) => Math.ceil(Math.round((timeoutSeconds / slice) * 1e6) / 1e6) * slice,
}))

const sameOffset: Rule = (waits, name) => {
  const offset = middle(waits.map(({ timeoutSeconds, tookSeconds }) => tookSeconds - timeoutSeconds))
  const much = lengthOf(Math.abs(offset))
  return {
    key: offset > 0 ? 'late by a constant' : 'early by a constant',
    text:
      offset > 0
        ? `every wait ends about ${much} late, whatever the timeout is (${both(waits)}): something in ${name} takes that long beside the wait, such as a sleep before or after it.`
        : `every wait ends about ${much} early, whatever the timeout is (${both(waits)}): that much is taken off before the wait.`,
    lasts: (timeoutSeconds) => Math.max(0, timeoutSeconds + offset),
  }
}

const atLeast: Rule = (waits) => {
  const least = waits[0]!.tookSeconds
  return {
    key: 'at least',
    text: `no timeout is shorter than about ${lengthOf(least)}: ${both(waits)}.`,
    lasts: (timeoutSeconds) => Math.max(timeoutSeconds, least),
  }
}

const atMost: Rule = (waits) => {
  const most = waits.at(-1)!.tookSeconds
  return {
    key: 'at most',
    text: `no timeout is longer than about ${lengthOf(most)}: ${both(waits)}.`,
    lasts: (timeoutSeconds) => Math.min(timeoutSeconds, most),
  }
}

/** The narrower first: the first that explains everything is told. */
const rules: readonly Rule[] = [
  atOnce,
  wholeSeconds,
  wholeSecondsUp,
  ...toNearest,
  sameFactor,
  ...slices,
  sameOffset,
  atLeast,
  atMost,
]
