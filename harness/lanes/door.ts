import { hangGraceMillis, helloMillis } from '../clock.ts'
import { parseHello } from '../protocol/hello.ts'
import { randomId } from '../protocol/request.ts'
import type { CallOutcome, Lane, LaneMaker, OpenedLane, Refusal, Reply } from './lane.ts'
import { notAReply } from './refusals.ts'

export interface DoorOptions {
  /** False: `hello` only, for a command that has been through the door before. */
  readonly checks?: boolean
}

/**
 * Starts a lane, greets it, and makes sure that it can say no. Never rejects: whoever stays outside is refused with a
 * reason, and closed.
 */
export async function openLane(start: () => Lane, options: DoorOptions = {}): Promise<OpenedLane> {
  const lane = start()
  const opened = await greet(lane)
  const refusal =
    opened.kind === 'refused'
      ? opened.refusal
      : options.checks === false
        ? undefined
        : ((await knowsWhatItDoesNotKnow(lane)) ?? (await knowsItsHandles(lane)))
  if (refusal === undefined) return opened
  await lane.close()
  return { kind: 'refused', refusal }
}

/** Makes lanes of one command: full door checks until one has passed them, only `hello` from then on. */
export function doorkeeper(start: () => Lane): LaneMaker {
  let known = false
  return async () => {
    const opened = await openLane(start, { checks: !known })
    if (opened.kind === 'open') known = true
    return opened
  }
}

async function greet(lane: Lane): Promise<OpenedLane> {
  const outcome = await ask(lane, 'hello', ['1'], helloMillis)
  if (outcome.kind !== 'reply') return refused(notAReply('hello', outcome, lane.noise))
  if (outcome.status !== 'ok') return refused(declined(outcome))
  const parsed = parseHello(outcome.words)
  if (parsed.kind === 'hello') return { kind: 'open', lane, hello: parsed.hello }
  return refused({
    what: `The answer to hello cannot be read: ${parsed.why}.`,
    next: 'Answer "<id> ok 0 name=… version=… language=…", words parted by one space.',
  })
}

const refused = (refusal: Refusal): OpenedLane => ({ kind: 'refused', refusal })

function declined(reply: Reply): Refusal {
  if (reply.status === 'unsupported') {
    return {
      what: 'The adapter does not support hello 1: it does not speak wouldblock/1.',
      next: 'Let it answer hello first of all; harness/adapters/PROTOCOL.md has the protocol on one page.',
    }
  }
  return {
    what: `The wrapper could not be loaded: ${reply.text === '' ? `${reply.status}, without a reason` : reply.text}`,
    next: 'Set that right and try again; loaded by hand, in its own language, it may tell more.',
  }
}

/** An operation nobody has heard of must be `unsupported`. */
async function knowsWhatItDoesNotKnow(lane: Lane): Promise<Refusal | undefined> {
  const outcome = await ask(lane, `op-${randomId()}`, [], hangGraceMillis)
  if (outcome.kind !== 'reply') return notAReply('an operation that does not exist', outcome, lane.noise)
  if (outcome.status === 'unsupported') return undefined
  return {
    what:
      outcome.status === 'ok'
        ? 'The adapter answers ok to everything, even to an operation that does not exist.'
        : `The adapter answers "${outcome.status}" to an operation that does not exist.`,
    next: 'Answer "<id> unsupported 0" to every operation that the adapter does not know.',
  }
}

/** A handle that was never given out names no socket. */
async function knowsItsHandles(lane: Lane): Promise<Refusal | undefined> {
  const outcome = await ask(lane, 'gettimeout', [`handle-${randomId()}`], hangGraceMillis)
  if (outcome.kind !== 'reply') return notAReply('a handle that was never given out', outcome, lane.noise)
  if (outcome.status !== 'ok') return undefined
  return {
    what: 'The adapter answers ok to everything, even to gettimeout on a handle that it never gave out.',
    next: 'Answer "<id> invalid 0 no such handle" unless the handle came from open or accept since the last reset.',
  }
}

function ask(
  lane: Lane,
  operation: string,
  words: readonly string[],
  milliseconds: number,
): Promise<CallOutcome> {
  const call = lane.call(operation, words)
  call.arm(milliseconds)
  return call.outcome
}
