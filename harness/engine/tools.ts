import { randomBytes, randomInt } from 'node:crypto'
import { nowMicros, sleep, sleepUntil } from '../clock.ts'
import { type Blackhole, type Connection, PeerError, type Peers, type Target } from '../peers/peer.ts'
import type { Address } from '../protocol/words.ts'
import type { Mode } from '../model/mode.ts'
import { readsAll, receivesAll } from './arrival.ts'
import { type Call, type Pending, TrialOver } from './calls.ts'
import { Conversation } from './conversation.ts'
import type { Driver } from './driver.ts'
import { type Expect, makeExpect } from './expect.ts'
import { fillPipe } from './fill.ts'
import { firstOver, type FirstOver } from './first-over.ts'
import { ProcessMeter } from './meter.ts'
import type { TrialLog } from './log.ts'
import { showMode } from './mode.ts'
import type { LaunchedProgram } from '../programs/launch.ts'
import { variantOf } from '../variants.ts'
import { arrivesAt, makeOpen, type Open } from './open.ts'
import { Reception } from './reception.ts'
import { askAgain, comesTrue, roundTrip } from './repeat.ts'
import { Signals } from './signals.ts'
import { Socket } from './socket.ts'

/** What a check may use. Everything of it is this trial's own. */
export interface Tools {
  readonly open: Open
  readonly peers: Omit<Peers, 'dial' | 'blackhole' | 'receivedCount' | 'encounters' | 'dismiss'> & {
    /** A client that dials a listener of the wrapper's; that it is refused is the wrapper's fault. */
    dial(address: Address): Promise<Connection>
    blackhole(): Promise<Blackhole>
    /** What becomes of a client that connects: `pending` if the queue is full. */
    probe(address: Address): Promise<'taken' | 'refused' | 'pending'>
  }
  readonly expect: Expect
  /** Waits with the cause of a blocked call withheld. */
  hold(milliseconds: number): Promise<void>
  /** Waits for a moment on the clock of all traces, to some tens of microseconds. */
  until(atMicros: number): Promise<void>
  /** Resolves once every other scenario of the run has had its trials. */
  runEnds(): Promise<void>
  /** Random bytes that did not exist before. */
  nonce(bytes?: number): Buffer
  /** Microseconds, now, on the clock of all traces. */
  now(): number
  /** Begins a step of the script that a report shows; the function that it answers tells what came of it. */
  step(did: string): (came: string) => void
  /** The trial says nothing of the wrapper unless `condition` holds. */
  voidUnless(condition: boolean, why: string): void
  /** Repeats a non-blocking call until it answers something else than "not yet", for up to a second. */
  readonly askAgain: typeof askAgain
  /** Asks until it is so, for up to a second; whether it came to be so. */
  readonly comesTrue: typeof comesTrue
  /** Sends until the pipe is full; leaves the socket in non-blocking mode. Answers what was taken. */
  readonly fillPipe: typeof fillPipe
  /** Proves that a peer has received these bytes, in order, and no others; it reads on, and is waited for. */
  receivesAll(peer: Connection, bytes: Uint8Array, on?: Expect): Promise<void>
  /** Proves that recv answers these bytes, in order, each call at most `size` of them; answers how many calls it took. */
  readsAll(socket: Socket, bytes: Uint8Array, size: number, on?: Expect): Promise<number>
  /** Takes a socket and its peer through a sequence of steps, beside the model of both streams. */
  converse(socket: Socket, peer: Connection): Conversation
  /** The same for a listener, its clients, and the sockets that it has accepted. */
  receive(listening: { listener: Socket; address: Address }): Reception
  /** Proves that a socket works in both directions, in the mode it is in. */
  stillWorks(socket: Socket, on?: Expect): Promise<void>
  /**
   * Shows which mode a socket is in, by recv where it has a peer and by accept where it listens: the call waits for its
   * cause, answers would-block, or expires when it should. Timeouts that were in force before must not exceed 0.2 s.
   */
  behavesAs(mode: Mode, socket: Socket, on?: Expect): Promise<void>
  /** The next connection at a target; that none comes is the fault of the wrapper, which said it was connected. */
  arrivesAt(target: Pick<Target, 'next'>): Promise<Connection>
  /** What the wrapper has declared for a flag of the variants. */
  declared(flag: string): string | undefined
  /** Waits until one of several calls is over; each may rightly take `expectedSeconds` from now. */
  firstOver(calls: readonly Pending[], expectedSeconds?: number): Promise<FirstOver>
  /** CPU time, descriptors and threads of the wrapper's process, read from outside. */
  readonly meter: ProcessMeter
  /**
   * From `afterSeconds` after the next call has begun, the wrapper sees a wall clock that is off by `seconds`. Of
   * behaviours that list the stage `wall-clock`.
   */
  stepClock(afterSeconds: number, seconds: number): Promise<void>
  /** Signals to the wrapper's process, of behaviours behind the feature `signals`. */
  readonly signals: Signals
  /** Lets the process end by itself; whether it did within `seconds`. The last call of a trial, behind the stage `leave`. */
  leave(seconds: number): Promise<boolean>
  /** How often Node has warned of too many listeners, behind the stage `warnings`. */
  warnings(): Promise<number>
  /** Starts the program under test. */
  launch(): LaunchedProgram
}

/** What the engine knows and a check does not. */
export interface Backstage {
  readonly driver: Driver
  readonly log: TrialLog
  readonly peers: Peers
  readonly runEnds: Promise<void>
  readonly launch: () => LaunchedProgram
}

export function makeTools(backstage: Backstage): Tools {
  const { driver, log, peers } = backstage
  const expect = makeExpect(log)

  const dial = async (address: Address): Promise<Connection> => {
    try {
      return await peers.dial(address)
    } catch (error) {
      if (!(error instanceof PeerError)) throw error
      throw new TrialOver({ kind: 'step', step: 'connecting to its listener', happened: error.message })
    }
  }

  const open = makeOpen({ driver, peers, dial })

  return {
    open,
    peers: {
      target: (options) => peers.target(options),
      tlsTarget: () => peers.tlsTarget(),
      refusing: () => peers.refusing(),
      sharedBlackhole: () => peers.sharedBlackhole(),
      fullBacklog: () => peers.fullBacklog(),
      path: () => peers.path(),
      deafPath: () => peers.deafPath(),
      datagrams: () => peers.datagrams(),
      nobody: () => peers.nobody(),
      blackhole: () => peers.blackhole(),
      dial,
      async probe(address) {
        try {
          await peers.dial(address)
          return 'taken'
        } catch (error) {
          if (!(error instanceof PeerError)) throw error
          return error.message.includes('ECONNREFUSED') ? 'refused' : 'pending'
        }
      },
    },
    expect,
    async hold(milliseconds) {
      await sleep(milliseconds)
    },
    until: sleepUntil,
    runEnds: () => backstage.runEnds,
    // No size that a wrapper could know, unless a check asks for one.
    nonce: (bytes = randomInt(12, 21)) => randomBytes(bytes),
    now: nowMicros,
    step: (did) => log.step(did),
    voidUnless(condition, why) {
      if (!condition) throw new TrialOver({ kind: 'void', why })
    },
    askAgain,
    comesTrue,
    fillPipe,
    receivesAll: (peer, bytes, on = expect) => receivesAll(peer, bytes, on),
    readsAll: (socket, bytes, size, on = expect) => readsAll(socket, bytes, size, on),
    converse: (socket, peer) => new Conversation(socket, peer, expect, (did) => log.step(did)),
    receive: (listening) => new Reception(listening, dial, expect, (did) => log.step(did)),
    stillWorks: (socket, on = expect) => roundTrip(socket, on),
    behavesAs: (mode, socket, on = expect) => showMode(mode, socket, on, dial),
    arrivesAt,
    declared: (flag) => variantOf(flag, driver.variants),
    firstOver,
    meter: new ProcessMeter(driver.lane.pid),
    async stepClock(afterSeconds, seconds) {
      const name = `stepclock(${afterSeconds}, ${seconds})`
      const call = await driver.call(name, 'stepclock', [String(afterSeconds), String(seconds)])
      if (call.status !== 'ok') throw declaredButNotServed(call)
    },
    signals: new Signals(driver, log),
    leave: (seconds) => driver.leave(seconds),
    async warnings() {
      const call = await driver.call('warnings()', 'warnings', [])
      if (call.count === undefined) throw declaredButNotServed(call)
      return call.count
    },
    launch: backstage.launch,
  }
}

/** What `hello` promised is the adapter's to keep. */
const declaredButNotServed = ({ name, status, text }: Call): TrialOver =>
  new TrialOver({ kind: 'protocol', call: name, happened: `${name} was answered ${status} ${text}` })
