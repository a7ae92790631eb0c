import type { Socket } from 'node:net'
import { descriptorOf, pendingError, resetOnClose } from './libc.ts'

const carriers = new WeakMap<Socket, Socket>()

/** A stream such as that of TLS is reset by resetting the connection that it runs over. */
export function runsOver(stream: Socket, connection: Socket): void {
  carriers.set(stream, connection)
}

/** Closes a socket with RST at once, whatever is still queued. Does nothing to one that is already destroyed. */
export function abort(socket: Socket): void {
  const carrier = carriers.get(socket)
  if (carrier !== undefined) {
    abort(carrier)
    socket.destroy()
    return
  }
  if (socket.destroyed) return
  if (socket.connecting) {
    // Nothing to reset yet; Node's resetAndDestroy would wait for the connection first.
    socket.destroy()
  } else if (socket.writableEnded && !socket.writableFinished) {
    // libuv refuses to reset while a shutdown waits behind unsent bytes (EINVAL), and Node then leaks the handle.
    if (process.platform !== 'win32') resetOnClose(descriptorOf(socket))
    socket.destroy()
  } else if (isUnixDomain(socket)) {
    // There is no RST there: the other side reads the end of the stream, or ECONNRESET if it had sent what nobody read.
    socket.destroy()
  } else {
    socket.resetAndDestroy()
  }
}

/**
 * Whether what Node calls the end of the stream is a reset: libuv takes bytes with RST close behind them for bytes with
 * FIN behind them. To be asked within the `end` event, while the descriptor is there. libuv on Windows does not do that.
 */
export const wasReset = (stream: Socket): boolean => {
  const socket = carriers.get(stream) ?? stream
  return process.platform !== 'win32' && !socket.destroyed && pendingError(descriptorOf(socket)) !== 0
}

/** Node has one class of handle for these, and another for TCP; neither has a public name. */
function isUnixDomain(socket: Socket): boolean {
  const { _handle: handle } = socket as unknown as { _handle: object | null }
  return handle?.constructor.name === 'Pipe'
}
