import type { Server, Socket } from 'node:net'
import { errno, fromLibc } from '../from-libc.ts'
import { HostCannot, PeerError } from './peer.ts'

/** The numbers that differ between systems, from their `sys/socket.h` and `netinet/tcp.h`. */
const constants = {
  linux: { SOL_SOCKET: 1, SO_ERROR: 4, SO_RCVBUF: 8, SO_LINGER: 13, IPPROTO_TCP: 6, TCP_MAXSEG: 2 },
  // SO_LINGER_SEC, since macOS counts SO_LINGER in ticks.
  darwin: {
    SOL_SOCKET: 0xffff,
    SO_ERROR: 0x1007,
    SO_RCVBUF: 0x1002,
    SO_LINGER: 0x1080,
    IPPROTO_TCP: 6,
    TCP_MAXSEG: 2,
  },
}

// Linux only: macOS knows neither flag, and its addresses begin with their length.
const AF_UNIX = 1
const AF_INET = 2
const SOCK_STREAM = 1
const SOCK_NONBLOCK = 0o4000
const SOCK_CLOEXEC = 0o2000000

type Call = (...words: (number | Buffer)[]) => number

interface Libc {
  readonly socket: Call
  readonly bind: Call
  readonly listen: Call
  readonly getsockname: Call
  readonly setsockopt: Call
  readonly getsockopt: Call
  readonly close: Call
}

const libc = fromLibc<Libc>({
  socket: 'int socket(int, int, int)',
  bind: 'int bind(int, const void *, uint32_t)',
  listen: 'int listen(int, int)',
  getsockname: 'int getsockname(int, void *, void *)',
  setsockopt: 'int setsockopt(int, int, int, const void *, uint32_t)',
  getsockopt: 'int getsockopt(int, int, int, void *, void *)',
  close: 'int close(int)',
})

function check(what: string, result: number): number {
  if (result === -1) throw new PeerError(`${what} failed with errno ${errno()}`)
  return result
}

function platformConstants(): (typeof constants)['linux'] {
  if (process.platform === 'linux' || process.platform === 'darwin') return constants[process.platform]
  throw new HostCannot(`socket options are not known on ${process.platform}`)
}

const ints = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer)

function setOption(fd: number, level: number, option: number, value: Buffer, name: string): void {
  check(`setsockopt ${name}`, libc().setsockopt(fd, level, option, value, value.length))
}

/** The descriptor of an open socket or server. Node has no public name for it. Throws PeerError if there is none. */
export function descriptorOf(owner: Socket | Server): number {
  const { _handle: handle } = owner as unknown as { _handle: { fd: number } | null }
  if (handle === null || handle.fd < 0) throw new PeerError('a socket has no descriptor (any more)')
  return handle.fd
}

/** Limits receive buffer and segment size of what a listener will accept, in bytes. Throws PeerError. */
export function limitPipe(fd: number, limits: { receiveBuffer: number; segment: number }): void {
  const { SOL_SOCKET, SO_RCVBUF, IPPROTO_TCP, TCP_MAXSEG } = platformConstants()
  setOption(fd, SOL_SOCKET, SO_RCVBUF, ints(limits.receiveBuffer), 'SO_RCVBUF')
  setOption(fd, IPPROTO_TCP, TCP_MAXSEG, ints(limits.segment), 'TCP_MAXSEG')
}

/** Makes a later close of `fd` send RST and drop what is queued. macOS refuses it where there is nothing to reset. */
export function resetOnClose(fd: number): void {
  const { SOL_SOCKET, SO_LINGER } = platformConstants()
  libc().setsockopt(fd, SOL_SOCKET, SO_LINGER, ints(1, 0), 8)
}

/** The error that waits on a connection to be picked up, as an errno; 0 is none. Throws PeerError. */
export function pendingError(fd: number): number {
  const { SOL_SOCKET, SO_ERROR } = platformConstants()
  const error = ints(0)
  check('getsockopt SO_ERROR', libc().getsockopt(fd, SOL_SOCKET, SO_ERROR, error, ints(error.length)))
  return error.readInt32LE()
}

/** A listener on 127.0.0.1 that nobody accepts from. The caller owns the descriptor. Throws PeerError, HostCannot. */
export function listenUnattended(backlog: number): { fd: number; port: number } {
  const name = Buffer.alloc(16)
  name.set([127, 0, 0, 1], 4)
  const fd = boundTo(AF_INET, name)
  try {
    check('listen', libc().listen(fd, backlog))
    check('getsockname', libc().getsockname(fd, name, ints(name.length)))
    return { fd, port: name.readUInt16BE(2) }
  } catch (error) {
    closeDescriptor(fd)
    throw error
  }
}

/**
 * A socket that keeps a port of 127.0.0.1 from being given out, and refuses whoever dials it. The caller owns the
 * descriptor. Throws PeerError, HostCannot.
 */
export function holdPort(port: number): number {
  const name = Buffer.alloc(16)
  name.writeUInt16BE(port, 2)
  name.set([127, 0, 0, 1], 4)
  return boundTo(AF_INET, name)
}

/** A Unix-domain listener that nobody accepts from. The caller owns the descriptor. Throws PeerError, HostCannot. */
export function listenUnattendedAt(path: string, backlog: number): number {
  const fd = bindAt(path)
  if (libc().listen(fd, backlog) === 0) return fd
  closeDescriptor(fd)
  throw new PeerError(`listen failed with errno ${errno()}`)
}

/** A Unix-domain socket that does not listen. The caller owns the descriptor. Throws PeerError, HostCannot. */
export function bindAt(path: string): number {
  const name = Buffer.alloc(2 + Buffer.byteLength(path) + 1)
  name.write(path, 2)
  return boundTo(AF_UNIX, name)
}

/** `name` is a socket address whose family is still to be filled in. */
function boundTo(family: number, name: Buffer): number {
  if (process.platform !== 'linux')
    throw new HostCannot('a listener that nobody accepts from can be staged on Linux only')
  new Uint16Array(name.buffer, name.byteOffset, 1)[0] = family
  const fd = check('socket', libc().socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
  if (libc().bind(fd, name, name.length) === 0) return fd
  const why = errno()
  closeDescriptor(fd)
  throw new PeerError(`bind failed with errno ${why}`)
}

/** Closes a descriptor that the caller owns. */
export function closeDescriptor(fd: number): void {
  libc().close(fd)
}
