import { busyShare } from '../../../harness/clock.ts'
import type { LikelyCause } from '../likely-cause.ts'
import { inStudentsWords } from '../words.ts'
import type { Facts } from './facts.ts'

/** An error that no socket raises: the code itself failed. */
export function causeInCode({ result }: Facts): LikelyCause | undefined {
  const method = /\bhas no method (\w+)/.exec(result.happened ?? '')?.[1]
  if (method !== undefined)
    return {
      key: `missing ${method}`,
      text: `there is no method ${method} in the class, and whatever calls it fails.`,
    }
  const [, error = '', said = ''] = codeError.exec(result.happened ?? '') ?? []
  if (error === '') return undefined
  if (error === 'NotImplementedError')
    return { key: 'not written', text: 'the method is not written yet.', toDo: 'Write it.' }
  const [, missing] =
    /has no attribute '(\w+)'|(?:\.|^)(\w+) is not a function/.exec(said)?.filter(Boolean) ?? []
  if (missing !== undefined)
    return {
      key: `missing ${missing}`,
      text: inStudentsWords(`the code calls ${missing}, and there is no such thing (${error}: ${said}).`),
      toDo: inCode,
    }
  return {
    key: `${error} ${said}`,
    text: inStudentsWords(
      `this is a mistake in the code and has to do with no socket: ${error}${said === '' ? '' : `: ${said}`}.`,
    ),
    toDo: inCode,
  }
}

const inCode = 'Make the same calls by hand, find the line that raises this, and mend it first.'

/** A value of another kind than the call promises, and what a forgotten `return` leaves. */
export function causeInType({ result, call }: Facts): LikelyCause | undefined {
  const [type] = [result.happened, call?.answer].flatMap(
    (text) => /\bwrong-type: ([^)]*)/.exec(text ?? '')?.[1] ?? [],
  )
  if (type === undefined) return undefined
  const forgotten =
    type === 'None' || type === 'undefined' ? ', as a function does that ends without a return' : ''
  return {
    key: `returns ${type}`,
    text: inStudentsWords(
      `${call?.operation ?? 'the method'} returns ${type}${forgotten}, where a result or an error belongs.`,
    ),
  }
}

/** An error that is none of those that sockets have, nor one that this call should have raised. */
export function causeInError({ call, result }: Facts): LikelyCause | undefined {
  const answer =
    /\banswered ((?:error|invalid) \(.*\))/s.exec(result.happened ?? '')?.[1] ?? call?.answer ?? ''
  const [, status, error] = /^(error|invalid) \((.*)\)$/s.exec(answer) ?? []
  if (error === undefined || / answers [^]*\b(error|invalid)\b/.test(result.expected ?? '')) return undefined
  const name = call?.operation ?? 'the call'
  return {
    key: `raises ${error}`,
    text: inStudentsWords(
      status === 'error'
        ? `${name} raises ${error}, which is none of the errors that a socket has.`
        : `${name} raises ${error}, although it was called as it should be.`,
    ),
    toDo: inCode,
  }
}

/** What says that an operation was used wrongly by those who wrote it; TypeError and ValueError may be meant. */
const codeError =
  /\b(AttributeError|NameError|UnboundLocalError|NotImplementedError|ImportError|ModuleNotFoundError|IndexError|KeyError|ZeroDivisionError|RecursionError|ReferenceError|SyntaxError|IndentationError)\b(?:: ([^)]*))?/

/** Causes that are known by the kind of the failure. */
export function causeOfItsKind({ result, call }: Facts): LikelyCause | undefined {
  const { cause, carriedOver, happened } = result
  const name = call?.operation ?? 'the call'
  if (carriedOver)
    return {
      key: 'shared state',
      text: 'something is kept for all sockets together, in a class attribute or a global variable, that belongs to each socket: it fails only after other sockets have been used in the same process.',
      toDo: 'Keep it on the instance: make it in the constructor, not in the class and not in the module.',
    }
  if (/SIGPIPE/.test(happened ?? ''))
    return {
      key: 'SIGPIPE',
      text: 'the signal SIGPIPE, which comes with writing to a connection that the other side has closed, is not ignored, and so it ends the whole program.',
    }
  // `close()` by its name: what is about to be closed, and is not.
  if (cause === 'leak' && /\bclose\(\)|, each closed,/.test(`${result.expected} ${happened}`))
    return {
      key: 'close leaves it open',
      text: 'close() does not close the socket underneath: it stays open in the process, and the other side sees nothing of it.',
    }
  if (cause === 'leak')
    return {
      key: 'leak',
      text: 'each of these calls leaves something open, such as a descriptor. What is opened has to be closed on every way out, where the call fails, too.',
    }
  const busy = result.samples.find(
    ({ kind, share }) => kind === 'busy' && share !== undefined && share > busyShare,
  )
  if (busy?.share !== undefined && result.expected?.includes(' sleeps while it waits') === true)
    return {
      key: 'busy wait',
      text: `${name} asks again and again without a pause (it ran for ${Math.round(Math.min(1, busy.share) * 100)} % of the wait) instead of sleeping in poll or select until something happens.`,
    }
  return undefined
}
