import type { Crash, Hang, ProtocolFault, Refusal } from './lane.ts'

/** Says why a lane that ended a question at the door other than in a reply stays outside. `to` completes "an answer to …". */
export function notAReply(
  to: string,
  outcome: Hang | Crash | ProtocolFault,
  noise: readonly string[],
): Refusal {
  switch (outcome.kind) {
    case 'hang':
      return silent(to, outcome, noise)
    case 'protocol':
      return strange(to, outcome)
    case 'crash':
      return crashed(to, outcome)
    default:
      return outcome satisfies never
  }
}

const silent = (to: string, { waitedMicros }: Hang, noise: readonly string[]): Refusal => ({
  what: `The adapter gave no answer to ${to} within ${Math.round(waitedMicros / 1e6)} s${said(noise)}.`,
  next: 'A wrapper must not wait while it is loaded; an adapter answers each request with one line, and flushes it.',
})

const strange = (to: string, { why, quoted }: ProtocolFault): Refusal => ({
  what: `In place of an answer to ${to}, ${why}${quoted === '' ? '' : `: ${JSON.stringify(quoted)}`}.`,
  next: 'Keep standard output for the protocol: move descriptor 1 away before the wrapper is loaded.',
})

function crashed(to: string, { exitCode, signal, standardError }: Crash): Refusal {
  if (exitCode === null && signal === null) {
    return {
      what: `The adapter could not be started: ${standardError}.`,
      next: 'Check the name, that it is installed or on the PATH, and that it may be executed.',
    }
  }
  const how = signal === null ? `exited with code ${exitCode}` : `was ended by ${signal}`
  const line = tellingLine(standardError)
  return {
    what: `The adapter ${how} before it answered ${to}${line === '' ? ', without a word on standard error.' : `: ${line}`}`,
    next: 'Load the wrapper by hand, or run the adapter and type "1 hello 1", and mend what it reports.',
  }
}

const said = (noise: readonly string[]): string => {
  const last = noise.at(-1)
  return last === undefined ? '' : `; it wrote ${JSON.stringify(last)}`
}

const lineLength = 300

/** The line of an adapter's last words that says most: the last that names an error, else the last. */
export function tellingLine(standardError: string): string {
  const lines = standardError.split('\n').flatMap((line) => line.trim() || [])
  const naming = lines.findLast((line) => /^(\w|\.|:)*(Error|Exception)\b/.test(line))
  return (naming ?? lines.at(-1) ?? '').slice(0, lineLength)
}
