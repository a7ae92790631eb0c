import { catalogue } from '../../../suites/catalogue.ts'
import { parseAssignment } from './parse.ts'

/** Texts that the tests of this folder begin with; both are in order. */
export const head = `wouldblock: 1
title: Sockets
wrapper: { file: my_socket.py }
seeds: { visible: 1, hidden: 2 }
`
export const timeouts = `points:
  - { behaviours: 'timeout.*', points: 10 }
`

/** `line:column what next` of each problem. */
export function problems(text: string): string[] {
  const parsed = parseAssignment(text, catalogue)
  return parsed.kind === 'refused'
    ? parsed.problems.map(({ line, column, what, next }) => `${line}:${column} ${what} ${next}`)
    : []
}
