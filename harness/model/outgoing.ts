/**
 * What a socket was given to send, in order. Of bytes that are not `sure`, a call that failed on its way took the first
 * so many, and nobody knows how many.
 */
export type Outgoing = readonly { readonly bytes: Uint8Array; readonly sure: boolean }[]

/** What has to arrive whatever else does. */
export const sureBytes = (outgoing: Outgoing): number =>
  outgoing.reduce((sum, { bytes, sure }) => sum + (sure ? bytes.length : 0), 0)

export const unsureBytes = (outgoing: Outgoing): number =>
  outgoing.reduce((sum, { bytes, sure }) => sum + (sure ? 0 : bytes.length), 0)

/** Whether `received` is what was sent, all of it and in order; with `cut`, whether it is the beginning of that. */
export function isReceived(outgoing: Outgoing, received: Uint8Array, cut = false): boolean {
  // Where in `received` the bytes so far may end.
  let ends = new Set([0])
  for (const { bytes, sure } of outgoing) {
    const next = new Set<number>()
    for (const start of ends) {
      const alike = commonLength(bytes, received, start)
      if (cut && start + alike === received.length) return true
      if (alike === bytes.length) next.add(start + alike)
      if (!sure) for (let length = 0; length <= alike; length++) next.add(start + length)
    }
    ends = next
  }
  return ends.has(received.length)
}

/** How many of `bytes` stand in `received` from `start` on. */
function commonLength(bytes: Uint8Array, received: Uint8Array, start: number): number {
  const most = Math.min(bytes.length, received.length - start)
  if (Buffer.compare(bytes.subarray(0, most), received.subarray(start, start + most)) === 0) return most
  for (let length = 0; length < most; length++) {
    if (bytes[length] !== received[start + length]) return length
  }
  return most
}
