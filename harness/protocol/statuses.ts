/** How a call on a wrapper can end, in the words of the adapter protocol. */
export const statuses = [
  'ok',
  'would-block',
  'in-progress',
  'timeout',
  'refused',
  'reset',
  'broken-pipe',
  'closed',
  'not-connected',
  'already-connected',
  'in-use',
  'invalid',
  'unsupported',
  'error',
] as const

export type Status = (typeof statuses)[number]

export const isStatus = (word: string): word is Status => (statuses as readonly string[]).includes(word)
