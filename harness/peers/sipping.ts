import type { Socket } from 'node:net'
import { nowMicros, paceMillis } from '../clock.ts'

/**
 * Reads at most `bytesPerSecond`; the kernel's window stays closed in between. The socket must have a high-water mark
 * of 1: so Node takes one read of the kernel's bytes at a time (at most 64 KB) and the next only when it has none left.
 * Returns a function that stops it and leaves the socket paused.
 */
export function sip(socket: Socket, bytesPerSecond: number): () => void {
  socket.pause()
  let lookedAtMicros = nowMicros()
  let allowance = 0
  const look = (): void => {
    const now = nowMicros()
    allowance += ((now - lookedAtMicros) * bytesPerSecond) / 1e6
    lookedAtMicros = now
    const size = Math.min(Math.floor(allowance), socket.readableLength)
    if (socket.readableLength === 0) {
      // Nothing to read: time that nobody used is not saved up for a gulp later. Asking for 0 starts the next read.
      allowance = 0
      socket.read(0)
    } else if (size > 0) {
      allowance -= size
      socket.read(size)
    }
  }
  const timer = setInterval(look, paceMillis)
  socket.read(0)
  const stop = (): void => clearInterval(timer)
  socket.once('close', stop)
  return stop
}
