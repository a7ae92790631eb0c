import { types } from 'node:util'
import { writeLine } from './descriptors.ts'
import { errorToReply } from './errors.ts'
import { describeValue } from './operations.ts'
import { countStepFromNow } from './wall-clock.ts'

// Taken hold of before the wrapper is loaded, which may replace it.
const nowNanos = process.hrtime.bigint

/**
 * Makes a native call, measures it and writes the reply. `wordsOf` turns what it returned into words, or undefined if
 * that is of the wrong type. Makes a promise only if the call does: a blocking call costs no tick of the event loop.
 */
export function answer(
  id: string,
  call: () => unknown,
  wordsOf: (value: unknown) => readonly string[] | undefined,
): Promise<void> | undefined {
  countStepFromNow()
  const startNanos = nowNanos()
  const succeed = (value: unknown): void => {
    const micros = microsSince(startNanos)
    const words = wordsOf(value)
    if (words === undefined) writeLine(`${id} error ${micros} wrong-type: ${describeValue(value)}`)
    else writeLine(lineOf(`${id} ok ${micros}`, words))
  }
  const fail = (error: unknown): void => {
    const micros = microsSince(startNanos)
    const { status, text } = errorToReply(error)
    writeLine(`${id} ${status} ${micros} ${text}`)
  }
  let value: unknown
  try {
    value = call()
  } catch (error) {
    fail(error)
    return undefined
  }
  if (isThenable(value)) return settle(value).then(succeed, fail)
  succeed(value)
  return undefined
}

/** Without a method of an array, which a wrapper could replace by one that knows the time better. */
function lineOf(beginning: string, words: readonly string[]): string {
  let line = beginning
  for (let at = 0; at < words.length; at++) line += ` ${words[at]}`
  return line
}

const microsSince = (startNanos: bigint): bigint => (nowNanos() - startNanos) / 1000n

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    types.isPromise(value) || typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
  )
}

/** A native promise itself, since each promise around it would add ticks to what is measured. */
const settle = (value: PromiseLike<unknown>): Promise<unknown> =>
  types.isPromise(value) ? value : Promise.resolve(value)
