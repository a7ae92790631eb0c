/**
 * What a wrapper in TypeScript or JavaScript looks like: a class without constructor arguments, for TCP over IPv4.
 * If it declares another family (`ipv6`, `unix`, `udp`), that is what its constructor is given.
 * Every member may return its value or a promise of it. Nothing needs to be imported: this file may be copied.
 *
 * Errors are how a wrapper says what happened. Throw (or reject with) an `Error` whose `code` is one of
 * `EAGAIN` or `EWOULDBLOCK` (would-block), `EINPROGRESS` or `EALREADY` (in progress), `ETIMEDOUT` or
 * `ESOCKETTIMEDOUT` or the name `TimeoutError` (timeout), `ECONNREFUSED`, `ECONNRESET` or `ECONNABORTED` (reset),
 * `EPIPE`, `EBADF` or `ERR_SOCKET_CLOSED` (closed), `ENOTCONN`, `EISCONN`, `EADDRINUSE`, or `EINVAL`, a `RangeError`
 * or a `TypeError` (invalid). Anything else is an error that never counts as any of these.
 */
export interface StreamSocket {
  /** True: calls wait without limit, and any timeout is cleared. False: calls answer at once. */
  setBlocking(flag: boolean): Awaitable<void>
  /** False only while the timeout is 0. */
  getBlocking(): Awaitable<boolean>
  /** Seconds that each call may take; 0 is non-blocking, null is blocking. Negative and NaN are refused (invalid). */
  setTimeout(seconds: number | null): Awaitable<void>
  /** In seconds; null: blocking, 0: non-blocking. */
  getTimeout(): Awaitable<number | null>
  /** Port 0 asks for an ephemeral port, which `getSockName` reports from then on. Never waits. */
  bind(address: Address): Awaitable<void>
  /** Clients may connect from now on. May be called again on a listening socket: nothing is lost. Never waits. */
  listen(backlog?: number): Awaitable<void>
  /** The next client and its address. The new socket is blocking, whatever the listener's mode is. */
  accept(): Awaitable<[StreamSocket, Address]>
  /** Non-blocking: throws EINPROGRESS at once, then EALREADY until a repeated call succeeds, throws EISCONN, or fails. */
  connect(address: Address): Awaitable<void>
  /** Hands over at least one byte and says how many it took, which may be fewer than there are. */
  send(data: Uint8Array): Awaitable<number>
  /** Hands over every byte, within one timeout in all. */
  sendAll(data: Uint8Array): Awaitable<void>
  /** One to `size` bytes, as soon as there are any; empty at the end of the stream. */
  recv(size: number): Awaitable<Uint8Array>
  /** Feature `udp`: sends one datagram, whole, and says how many bytes it had. */
  sendTo?(data: Uint8Array, address: Address): Awaitable<number>
  /** Feature `udp`: the next datagram, or the first `size` bytes of it, and who sent it. An empty one is no error. */
  recvFrom?(size: number): Awaitable<[Uint8Array, Address]>
  /** Ends one direction or both. After `write` the peer reads the end of the stream, and `recv` still works. */
  shutdown(how: 'read' | 'write' | 'both'): Awaitable<void>
  /** Ends the connection for the peer, gives up a connect in progress, and may be called again. */
  close(): Awaitable<void>
  /** This end. */
  getSockName(): Awaitable<Address>
  /** The other end; ENOTCONN if there is none. */
  getPeerName(): Awaitable<Address>

  // Behind the features of `Declaration`. A wrapper without one leaves out its methods.

  /** `peek`: what recv would answer, which stays where it is. */
  peek?(size: number): Awaitable<Uint8Array>
  /** `poll`: whether recv or accept (`read`) or send (`write`) would not have to wait, as soon as it is so, or false. */
  poll?(direction: 'read' | 'write', seconds: number | null): Awaitable<boolean>
  /** `readexact`: as many bytes as are asked for; fewer only at the end of the stream. */
  readExact?(size: number): Awaitable<Uint8Array>
  /** `readline`: up to and with the next line feed; less only at the end of the stream. */
  readLine?(): Awaitable<Uint8Array>
  /** `cancel`, with `threads`: what is pending on this socket is given up and rejects; no data goes with it. */
  cancel?(): Awaitable<void>
  /** `dup`: another socket over the same connection or listener. */
  dup?(): Awaitable<StreamSocket>
  /** `tls`: the client's end of a TLS connection over this one, in the same mode. `ca` is a certificate in PEM. */
  wrapTls?(options: { ca: string; serverName: string }): Awaitable<StreamSocket>
}

/** What the class itself offers behind features. */
export interface StreamSocketClass {
  new (): StreamSocket
  wouldblock?: Declaration
  /** `connecthelper`: a socket that is connected within `seconds`, and keeps them as its timeout. */
  createConnection?(address: Address, seconds: number | null): Awaitable<StreamSocket>
  /** `setdefault`: the timeout of every socket that is made from now on, unless it is told another. */
  setDefaultTimeout?(seconds: number | null): Awaitable<void>
}

/**
 * `host` is a numeric IPv4 (of `ipv6`: IPv6) address, `port` a number from 0 to 65535. Of `unix`, `host` is an absolute
 * path, or empty where a socket has no name, and `port` is 0.
 */
export interface Address {
  host: string
  port: number
}

export type Awaitable<T> = T | Promise<T>

/**
 * The optional static member `wouldblock` of the class: `static wouldblock: Declaration = { … }`.
 * A class without it is held to the page's semantics.
 */
export interface Declaration {
  /** What the wrapper offers beyond the core, for example `['peek']`. */
  features?: readonly string[]
  /** Which of several legitimate answers it gives, for example `{ zero: 'nonblocking' }`. */
  variants?: Readonly<Record<string, string>>
}
