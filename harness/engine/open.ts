import {
  type Connection,
  type DatagramPeer,
  type Family,
  PeerError,
  type Peers,
  type Target,
  type TargetOptions,
  type TlsTarget,
} from '../peers/peer.ts'
import { type Address, addressToWords, timeoutToWord } from '../protocol/words.ts'
import { type Call, describeAnswer, TrialOver } from './calls.ts'
import type { Driver } from './driver.ts'
import { askAgain } from './repeat.ts'
import { Socket } from './socket.ts'

/** Sockets of the wrapper's, each with the other end where it has one. Whatever fails on the way ends the trial. */
export interface Open {
  /** A stream socket over IPv4, unless another family or `udp` is asked for, which is a feature. */
  socket(family?: Family | 'udp'): Promise<Socket>
  /** A socket connected to a target of its own, and that target's end. */
  connected(options?: TargetOptions): Promise<{ socket: Socket; peer: Connection; target: Target }>
  /** A socket that the wrapper's helper has connected to a target of its own within a timeout, and that target's end. */
  helped(seconds: number | null): Promise<{ socket: Socket; peer: Connection }>
  /** A connection to a target of its own, over which a TLS handshake has been made in blocking mode. */
  secured(): Promise<{ socket: Socket; peer: Connection; target: TlsTarget }>
  /** What the helper answers. */
  helper(address: Address, seconds: number | null): Promise<Call>
  /** Sets the timeout that sockets are opened with from now on. */
  setDefault(seconds: number | null): Promise<void>
  /** A listener on an ephemeral port of 127.0.0.1 or ::1, or at a path. */
  listener(backlog?: number, family?: Family): Promise<{ listener: Socket; address: Address }>
  /** A datagram socket bound to an ephemeral port of 127.0.0.1, and a peer for it. */
  datagrams(): Promise<{ socket: Socket; address: Address; peer: DatagramPeer }>
  /** A socket accepted by a listener of the wrapper's, and the client's end. */
  accepted(
    options?: Pick<TargetOptions, 'family'>,
  ): Promise<{ listener: Socket; address: Address; socket: Socket; peer: Connection }>
}

/** What sockets are opened with. `dial` takes its failure for the wrapper's. */
export interface Means {
  readonly driver: Driver
  readonly peers: Peers
  readonly dial: (address: Address) => Promise<Connection>
}

export function makeOpen({ driver, peers, dial }: Means): Open {
  const open: Open = {
    async socket(family = 'ipv4') {
      const words = family === 'ipv4' ? [] : [family]
      const step = `open(${words.join()})`
      const call = await driver.call(step, 'open', words)
      if (call.status !== 'ok' || call.handle === undefined)
        throw new TrialOver({ kind: 'step', step, happened: `${step} answered ${call.status} ${call.text}` })
      return new Socket(driver, call.handle)
    },
    helper(address, seconds) {
      const words = [...addressToWords(address), timeoutToWord(seconds)]
      const name = `create_connection(${address.host}:${address.port}, ${words[2]})`
      return driver.call(name, 'connecthelper', words, seconds ?? 0)
    },
    async secured() {
      const target = await peers.tlsTarget()
      const bare = await open.socket()
      await bare.connected(target.address)
      const peer = await arrivesAt(target)
      return { socket: bare.secured(succeeds(await bare.wrapTls(target.identity)), peer), peer, target }
    },
    async helped(seconds) {
      let target!: Target
      const attempt = async (): Promise<Call> => {
        target = await peers.target()
        return open.helper(target.address, seconds)
      }
      // On a machine that stalls a short timeout may well expire, and the peer has a connection all the same.
      const call = succeeds(await askAgain(attempt, ['timeout']))
      const peer = await arrivesAt(target)
      return { socket: new Socket(driver, call.handle ?? '', peer, seconds), peer }
    },
    async setDefault(seconds) {
      const word = timeoutToWord(seconds)
      succeeds(await driver.call(`setdefaulttimeout(${word})`, 'setdefault', [word]))
    },
    async connected(options) {
      const target = await peers.target(options)
      const socket = await open.socket(options?.family)
      await socket.connected(target.address)
      socket.peer = await arrivesAt(target)
      return { socket, peer: socket.peer, target }
    },
    async listener(backlog, family = 'ipv4') {
      const listener = await open.socket(family)
      await listener.bind(family === 'unix' ? peers.path() : { host: loopback[family], port: 0 })
      await listener.listen(backlog)
      return { listener, address: await listener.sockName() }
    },
    async datagrams() {
      const socket = await open.socket('udp')
      await socket.bind({ host: loopback.ipv4, port: 0 })
      return { socket, address: await socket.sockName(), peer: await peers.datagrams() }
    },
    async accepted({ family } = {}) {
      const { listener, address } = await open.listener(undefined, family)
      const peer = await dial(address)
      const call = await listener.step(listener.accept())
      return { listener, address, socket: listener.accepted(call, peer), peer }
    },
  }
  return open
}

/** The wrapper's end of a connection is there; so has the other to be. */
export const arrivesAt = async (target: Pick<Target, 'next'>): Promise<Connection> => {
  try {
    return await target.next()
  } catch (error) {
    if (!(error instanceof PeerError)) throw error
    const happened = `connect had succeeded, but ${error.message}`
    throw new TrialOver({ kind: 'step', step: 'connecting', happened })
  }
}

const succeeds = (call: Call): Call => {
  if (call.status === 'ok') return call
  const happened = `${call.name} answered ${describeAnswer(call)}`
  throw new TrialOver({ kind: 'step', step: call.name, happened })
}

const loopback = { ipv4: '127.0.0.1', ipv6: '::1' }
