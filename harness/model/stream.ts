import { firstMode, type Mode, type Setting } from './mode.ts'

/** One half of a connection, as its receiver must see it: the mode it is in, and what was sent to it and not yet read. */
export interface Stream {
  readonly mode: Mode
  /** In the order in which it was sent. */
  readonly unread: Buffer
}

export const newStream: Stream = { mode: firstMode, unread: Buffer.alloc(0) }

/** Something done at one end or the other. Sizes are bytes. */
export type StreamStep =
  | { readonly act: 'set'; readonly setting: Setting }
  | { readonly act: 'send' | 'sendall' | 'peer sends'; readonly bytes: number }
  | { readonly act: 'recv'; readonly size: number }

/** What recv must answer, once everything sent has arrived. `never`: it would wait until more is sent. */
export function recvAnswers(stream: Stream): 'bytes' | 'would-block' | 'timeout' | 'never' {
  if (stream.unread.length > 0) return 'bytes'
  if (stream.mode === null) return 'never'
  return stream.mode === 0 ? 'would-block' : 'timeout'
}

/**
 * Whether a step can be made without waiting for what another step would have to do. Send-everything is left to blocking
 * mode: in the others nobody could tell how far it came, should it end before its end.
 */
export function isApplicable(step: StreamStep, stream: Stream): boolean {
  switch (step.act) {
    case 'recv':
      return recvAnswers(stream) !== 'never'
    case 'sendall':
      return stream.mode === null
    case 'set':
    case 'send':
    case 'peer sends':
      return true
  }
}

/** The stream after more was sent to it. */
export const withMore = (stream: Stream, bytes: Uint8Array): Stream => ({
  ...stream,
  unread: Buffer.concat([stream.unread, bytes]),
})

/** The stream after recv(size) answered `bytes`; undefined if those are not the next ones, are none, or are too many. */
export function afterRecv(stream: Stream, size: number, bytes: Uint8Array): Stream | undefined {
  const isNext = stream.unread.subarray(0, bytes.length).equals(bytes)
  if (!isNext || bytes.length === 0 || bytes.length > size) return undefined
  return { ...stream, unread: stream.unread.subarray(bytes.length) }
}
