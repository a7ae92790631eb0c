import type { Address } from '../protocol/words.ts'

/** Where a peer writes what it saw: one line for the trace, with the microsecond it happened on the harness's clock. */
export type Testify = (what: string, atMicros?: number) => void

/**
 * The peers of one trial. Everything listens on, or dials to, the loopback interface; every port is ephemeral.
 * `dismiss` resets what is still open, so that no TIME_WAIT is left behind.
 */
export interface Peers {
  /** A target server that wrappers connect to. It is listening when the promise resolves. */
  target(options?: TargetOptions): Promise<Target>
  tlsTarget(): Promise<TlsTarget>
  /** A client that dials the wrapper's own listener. Rejects with PeerError when the connection is refused. */
  dial(address: Address): Promise<Connection>
  /** An address that refuses every connection for as long as the harness lives. */
  refusing(): Promise<Address>
  /** A listener whose queue is full: a further connect stays pending. Its own, so that it may be released. */
  blackhole(): Promise<Blackhole>
  /** The blackhole shared by all trials that never release it. */
  sharedBlackhole(): Promise<Address>
  /** A Unix-domain listener whose queue is full: a further connect stays pending, or is answered EAGAIN. */
  fullBacklog(): Promise<Blackhole>
  /** A Unix-domain address of this trial's own that nothing is bound to yet. */
  path(): Address
  /** A Unix-domain address that refuses every connection: it is bound, and nobody listens. */
  deafPath(): Promise<Address>
  /** A datagram socket of the harness. */
  datagrams(): Promise<DatagramPeer>
  /** An address where no datagram socket is, for as long as the harness lives: this host says so to the sender. */
  nobody(): Promise<Address>
  /** Bytes that their stream connections have received so far. */
  readonly receivedCount: number
  /** The TCP connections that these peers have had to do with so far. */
  encounters(): Encounters
  /** Resets and forgets everything of this trial. Never rejects. */
  dismiss(): Promise<void>
}

/** TCP connections, each by the port that it was made from and the one that it was made to. */
export interface Encounters {
  /** Those that the peers have made. */
  readonly dialled: readonly { readonly from: number; readonly to: number }[]
  /** Those that have come to targets. */
  readonly came: readonly { readonly from: number; readonly to: number }[]
}

/** What a client has to know to trust a TLS target. */
export interface TlsIdentity {
  /** The name that the certificate is for. */
  readonly serverName: string
  /** Path of the certificate in PEM; its own issuer. */
  readonly caFile: string
}

/** A target that answers a TLS handshake. What its connections send and receive is what TLS carries. */
export interface TlsTarget {
  readonly address: Address
  readonly identity: TlsIdentity
  /** Connections accepted so far, in order. */
  readonly accepted: readonly Connection[]
  /** The next connection that nobody has asked for yet, as soon as it is accepted, before its handshake. */
  next(milliseconds?: number): Promise<Connection>
  /** Sends a part of one record that holds the bytes; the function sends the rest, and answers when it had. */
  sendHalf(connection: Connection, bytes: Uint8Array): Promise<() => Promise<number>>
}

/** What a stream socket is addressed by. Every wrapper knows `ipv4`; the others are features. */
export type Family = 'ipv4' | 'ipv6' | 'unix'

export interface TargetOptions {
  /** Absent: `ipv4`. Rejects with HostCannot where this host has none of the family. */
  readonly family?: Family
  /** Another IPv4 address of the loopback network. Where this host has only 127.0.0.1, it is that. */
  readonly host?: string | undefined
  /** `small`: receive buffer of 4,096 bytes and segments of 1,460, so that a pipe is full at about 69 KB. */
  readonly pipe?: 'small' | 'default'
  /** Do not read from accepted connections until told to. */
  readonly stalled?: boolean
}

export interface Target {
  readonly address: Address
  /** Connections accepted so far, in order. */
  readonly accepted: readonly Connection[]
  /** The next connection that nobody has asked for yet. Rejects with PeerError after `milliseconds` (default 5,000). */
  next(milliseconds?: number): Promise<Connection>
}

export interface Connection {
  /** This end. */
  readonly local: Address
  /** The wrapper's end. */
  readonly remote: Address
  /** Hands the bytes to the kernel; resolves, once it took them all, to the microsecond of that. */
  send(bytes: Uint8Array): Promise<number>
  /** Everything received so far, in order. */
  received(): Buffer
  readonly receivedCount: number
  /** Resolves true once `count` bytes in all have been received; false after `milliseconds`, or at the end before. */
  receives(count: number, milliseconds: number): Promise<boolean>
  /** `open` until the other side ends the stream (`ended`), resets it (`reset`), or this side has closed (`closed`). */
  readonly state: 'open' | 'ended' | 'reset' | 'closed'
  /** Resolves to the state once it is no longer `open`, or to `open` after `milliseconds`. */
  leavesOpen(milliseconds: number): Promise<Connection['state']>
  /** Sends FIN: the other side reads the end of the stream. This side still receives. */
  end(): Promise<number>
  /** Sends RST at once. */
  reset(): number
  /** Closes as a program does that ends: the other side reads the end, and whatever it then sends is answered with RST. */
  close(): number
  /** Starts reading; from a stalled target nothing is read before. At most `bytesPerSecond` if given. */
  read(bytesPerSecond?: number): void
  /** Stops reading. */
  stall(): void
  /** Sends every byte back from now on. */
  echo(): void
}

export interface Blackhole {
  readonly address: Address
  /** Accepts from now on; a pending connect completes when its next SYN arrives (1.0 to 1.1 s after the first). */
  release(): Promise<void>
  /** Connections accepted since the release that are not the harness's own fillers, in order. */
  readonly accepted: readonly Connection[]
  next(milliseconds?: number): Promise<Connection>
}

/** One datagram that has come. */
export interface Datagram {
  readonly bytes: Buffer
  readonly from: Address
}

export interface DatagramPeer {
  readonly address: Address
  /** Hands one datagram to the kernel; resolves to the microsecond of that. */
  sendTo(bytes: Uint8Array, to: Address): Promise<number>
  /** Every datagram received so far, in order. */
  readonly received: readonly Datagram[]
  /** Resolves true once `count` datagrams in all have been received; false after `milliseconds`. */
  receives(count: number, milliseconds: number): Promise<boolean>
}

/** A peer could not do its part: the trial is void, whatever the wrapper did. */
export class PeerError extends Error {
  override name = 'PeerError'
}

/** The wrapper has closed or reset a connection that a peer was still to send on: the trial ends, and that is why. */
export class PeerLeft extends PeerError {
  override name = 'PeerLeft'
}

/** This host cannot stage what was asked for: the behaviour is `unsupported` (host), whatever the wrapper does. */
export class HostCannot extends PeerError {
  override name = 'HostCannot'
}
