import type { Setting } from '../model/mode.ts'
import { variantOf } from '../variants.ts'
import type { Connection, TlsIdentity } from '../peers/peer.ts'
import { type Address, addressToWords, bytesToWord, timeoutToWord } from '../protocol/words.ts'
import { type Call, describeAddress, describeAnswer, type Pending, TrialOver } from './calls.ts'
import type { Driver } from './driver.ts'

/** What a direct call is waited for when its timeout is absurdly long; a check that waits longer says so itself. */
const longestExpectedSeconds = 10

/**
 * A socket of the wrapper under test, driven through a lane.
 *
 * A *step* (`setTimeout`, `bind`, …) must succeed: if it does not, the trial ends there. A *call* (`recv`, `send`, …)
 * answers whatever happened. `attempt` makes a step that may fail; `begin` makes a call that may block, and until it is
 * over no other can be made; `aside` makes one on a thread or task of its own, beside which others can.
 */
export class Socket {
  readonly handle: string
  /** The other end, where there is one. */
  peer: Connection | undefined
  private readonly driver: Driver
  private timeoutSeconds: number | null
  /** The last settimeout that was given. */
  private lastSet: Call | undefined
  private readonly begun = new Set<Pending>()
  private keepsDeadline = false

  /** `timeoutSeconds` is that of a socket that is born with one. */
  constructor(driver: Driver, handle: string, peer?: Connection, timeoutSeconds: number | null = null) {
    this.driver = driver
    this.handle = handle
    this.peer = peer
    this.timeoutSeconds = timeoutSeconds
  }

  setBlocking = (flag: boolean | 0 | 1): Promise<Call> => this.step(this.attempt.setBlocking(flag))
  setTimeout = (seconds: number | null): Promise<Call> => this.step(this.attempt.setTimeout(seconds))
  set = (setting: Setting): Promise<Call> => this.step(this.attempt.set(setting))
  bind = (address: Address): Promise<Call> => this.step(this.attempt.bind(address))
  listen = (backlog?: number): Promise<Call> => this.step(this.attempt.listen(backlog))
  shutdown = (how: 'read' | 'write' | 'both'): Promise<Call> => this.step(this.attempt.shutdown(how))
  close = (): Promise<Call> => this.step(this.attempt.close())
  /** Gives up what is pending on this socket. */
  cancel = (): Promise<Call> => this.step(this.attempt.cancel())
  connected = (address: Address): Promise<Call> => this.step(this.connect(address))
  sockName = async (): Promise<Address> => addressOf(await this.step(this.attempt.sockName()))
  peerName = async (): Promise<Address> => addressOf(await this.step(this.attempt.peerName()))

  readonly attempt = {
    /** A number is passed as it is, as the page writes it, where the adapter has the stage `integer-flags`. */
    setBlocking: async (flag: boolean | 0 | 1): Promise<Call> => {
      this.demandMode(flag ? 'blocking' : 'nonblocking')
      const call = await this.call(`setblocking(${flag})`, 'setblocking', [String(flag)])
      this.demandSwitch('setblocking', call)
      if (call.status === 'ok') this.timeoutSeconds = flag ? null : 0
      return call
    },
    setTimeout: async (seconds: number | null): Promise<Call> => {
      this.demandMode(seconds === null ? 'blocking' : seconds === 0 ? this.modeOfZero() : 'timeout')
      const word = timeoutToWord(seconds)
      const call = await this.call(`settimeout(${word})`, 'settimeout', [word])
      this.demandSwitch('settimeout', call)
      if (call.status === 'ok') {
        this.timeoutSeconds = seconds === 0 && this.modeOfZero() === 'blocking' ? null : seconds
        this.lastSet = call
      }
      return call
    },
    set: (setting: Setting): Promise<Call> =>
      setting.call === 'setblocking'
        ? this.attempt.setBlocking(setting.flag)
        : this.attempt.setTimeout(setting.seconds),
    getBlocking: (): Promise<Call> => this.call('getblocking()', 'getblocking', []),
    getTimeout: async (): Promise<Call> => {
      const call = await this.call('gettimeout()', 'gettimeout', [])
      if (call.status === 'unsupported' && this.hasDeadlines())
        throw new TrialOver({
          kind: 'undeclared',
          why: 'the wrapper declares deadline=absolute and has no gettimeout',
        })
      return call
    },
    bind: (address: Address): Promise<Call> =>
      this.call(`bind(${describeAddress(address)})`, 'bind', addressToWords(address)),
    listen: (backlog?: number): Promise<Call> =>
      this.call(`listen(${backlog ?? ''})`, 'listen', backlog === undefined ? [] : [String(backlog)]),
    shutdown: (how: 'read' | 'write' | 'both'): Promise<Call> =>
      this.call(`shutdown(${how})`, 'shutdown', [how]),
    close: (): Promise<Call> => this.call('close()', 'close', []),
    cancel: (): Promise<Call> => this.call('cancel()', 'cancel', []),
    sockName: (): Promise<Call> => this.call('getsockname()', 'sockname', []),
    peerName: (): Promise<Call> => this.call('getpeername()', 'peername', []),
  }

  /** From now on a deadline that is set stays in force until another is, instead of being set anew before each call. */
  keepDeadline = (): void => {
    this.keepsDeadline = true
  }

  connect = (address: Address): Promise<Call> => this.call(...connectWords(address))
  accept = (): Promise<Call> => this.call('accept()', 'accept', [])
  send = (bytes: Uint8Array): Promise<Call> => this.call(...sendWords('send', bytes))
  sendAll = (bytes: Uint8Array): Promise<Call> => this.call(...sendWords('sendall', bytes))
  recv = async (size: number): Promise<Call> => ({
    ...(await this.call(`recv(${size})`, 'recv', [String(size)])),
    again: this.recv,
  })

  sendTo = (bytes: Uint8Array, to: Address): Promise<Call> => this.call(...sendToWords(bytes, to))
  recvFrom = (size: number): Promise<Call> => this.call(`recvfrom(${size})`, 'recvfrom', [String(size)])

  peek = (size: number): Promise<Call> => this.call(`peek(${size})`, 'peek', [String(size)])
  readExact = (size: number): Promise<Call> => this.call(...readExactWords(size))
  readLine = (): Promise<Call> => this.call('readline()', 'readline', [])

  /** Whether it is ready, as soon as it is so or once `seconds` have passed, whatever the mode is. */
  poll = async (direction: 'read' | 'write', seconds: number): Promise<Call> => {
    const words = [this.handle, direction, timeoutToWord(seconds)]
    return this.driver.call(`poll(${direction}, ${seconds})`, 'poll', words, seconds)
  }

  dup = async (): Promise<Socket> =>
    this.successor(await this.step(this.call('dup()', 'dup', [])), this.peer, this.timeoutSeconds)

  /** Makes this the client's end of a TLS connection to a target that `tls` tells of; `secured` gives the new socket. */
  wrapTls = ({ serverName, caFile }: TlsIdentity): Promise<Call> =>
    this.call(`wrap_tls(${serverName})`, 'wrap', [serverName, caFile])

  /** The socket that an `ok` wrapTls answered; this one is gone. */
  secured = (call: Call, peer?: Connection): Socket => this.successor(call, peer, this.timeoutSeconds)

  readonly begin = this.beginners('')
  readonly aside = this.beginners('&')

  /**
   * Keeps the process busy with many short calls on threads of their own, so that what other threads do at that moment
   * comes in an order that a quiet process would hardly ever show.
   */
  crowd = (calls: number): Promise<void> => this.driver.crowd('gettimeout', [this.handle], calls)

  /** The socket that an `ok` accept answered. */
  accepted(call: Call, peer?: Connection): Socket {
    return this.successor(call, peer, null)
  }

  private successor(call: Call, peer: Connection | undefined, timeoutSeconds: number | null): Socket {
    if (call.handle === undefined) throw new Error(`${call.name} answered no socket`)
    return new Socket(this.driver, call.handle, peer, timeoutSeconds)
  }

  /** Ends the trial unless the call succeeded. */
  async step(calling: Promise<Call>): Promise<Call> {
    const call = await calling
    if (call.status !== 'ok') {
      const happened = `${call.name} answered ${describeAnswer(call)}`
      throw new TrialOver({ kind: 'step', step: call.name, happened })
    }
    return call
  }

  private async call(name: string, operation: string, words: readonly string[]): Promise<Call> {
    await this.setDeadline(operation)
    const expected = Math.min(this.timeoutSeconds ?? 0, longestExpectedSeconds)
    return this.read(await this.driver.call(name, operation, [this.handle, ...words], expected))
  }

  private hasDeadlines(): boolean {
    return variantOf('deadline', this.driver.variants) === 'absolute'
  }

  /**
   * Where a timeout is a deadline, programs set one before each call that may wait; so does this. Not while another call
   * waits, whose deadline it would put off.
   */
  private async setDeadline(operation: string): Promise<void> {
    if (!this.hasDeadlines() || this.keepsDeadline || !mayWait.has(operation)) return
    for (const pending of this.begun) if (pending.settled() !== undefined) this.begun.delete(pending)
    if (this.timeoutSeconds === null || this.timeoutSeconds === 0 || this.begun.size > 0) return
    const word = timeoutToWord(this.timeoutSeconds)
    const call = await this.driver.call(`settimeout(${word})`, 'settimeout', [this.handle, word])
    // On a closed socket there is nothing to set, as the call itself will tell.
    if (call.status === 'ok') this.lastSet = call
  }

  /** Calls that may block, with the mark of those that are made on a thread of their own, or without. */
  private beginners(mark: '' | '&') {
    const start = (name: string, operation: string, words: readonly string[]): Promise<Pending> =>
      this.start(mark, name, operation, words)
    return {
      connect: (address: Address): Promise<Pending> => start(...connectWords(address)),
      accept: (): Promise<Pending> => start('accept()', 'accept', []),
      send: (bytes: Uint8Array): Promise<Pending> => start(...sendWords('send', bytes)),
      sendAll: (bytes: Uint8Array): Promise<Pending> => start(...sendWords('sendall', bytes)),
      recv: (size: number): Promise<Pending> => start(`recv(${size})`, 'recv', [String(size)]),
      recvFrom: (size: number): Promise<Pending> => start(`recvfrom(${size})`, 'recvfrom', [String(size)]),
      readExact: (size: number): Promise<Pending> => start(...readExactWords(size)),
    }
  }

  private async start(
    mark: '' | '&',
    name: string,
    operation: string,
    words: readonly string[],
  ): Promise<Pending> {
    await this.setDeadline(operation)
    const pending = await this.driver.begin(name, mark + operation, [this.handle, ...words])
    this.begun.add(pending)
    const again = operation === 'recv' ? { again: this.recv } : {}
    return { ...pending, over: async (seconds) => ({ ...this.read(await pending.over(seconds)), ...again }) }
  }

  private read(call: Call): Call {
    return this.dated(this.distinguished(call))
  }

  /** What a timeout is counted from, where that is not the call. */
  private dated(call: Call): Call {
    if (this.lastSet === undefined || !this.hasDeadlines() || !mayWait.has(call.operation)) return call
    const { requestedAtMicros, repliedAtMicros } = this.lastSet
    const askedMicros = call.requestedAtMicros - requestedAtMicros
    return { ...call, deadlineAge: { askedMicros, setMicros: call.requestedAtMicros - repliedAtMicros } }
  }

  /** A wrapper that declares so has one error for both: with a timeout set, it is the timeout's. */
  private distinguished(call: Call): Call {
    const conflated = variantOf('timeout-class', this.driver.variants) === 'conflated'
    const timed = this.timeoutSeconds !== null && this.timeoutSeconds > 0
    return conflated && timed && call.status === 'would-block' ? { ...call, status: 'timeout' } : call
  }

  /** Which mode a timeout of zero stands for; one that is over at once, or is refused, is a timeout like others. */
  private modeOfZero(): ModeName {
    const zero = variantOf('zero', this.driver.variants)
    return zero === 'nonblocking' ? 'nonblocking' : zero === 'infinite' ? 'blocking' : 'timeout'
  }

  /** Ends the trial if there is no switch because there is no such mode: a language that lacks one has none for it. */
  private demandSwitch(name: 'setblocking' | 'settimeout', call: Call): void {
    const modes = variantOf('modes', this.driver.variants) ?? 'all'
    const mode = name === 'setblocking' ? 'nonblocking' : 'timeout'
    if (call.status !== 'unsupported' || modes === 'all' || modes.split('+').includes(mode)) return
    throw new TrialOver({ kind: 'undeclared', why: `the wrapper declares modes=${modes} and has no ${name}` })
  }

  /** Ends the trial if the wrapper has declared that it lacks the mode that would be set. */
  private demandMode(mode: ModeName): void {
    const declared = variantOf('modes', this.driver.variants) ?? 'all'
    if (declared === 'all' || declared.split('+').includes(mode)) return
    throw new TrialOver({ kind: 'undeclared', why: `the wrapper does not declare the mode ${mode}` })
  }
}

type ModeName = 'blocking' | 'nonblocking' | 'timeout'

const mayWait: ReadonlySet<string> = new Set([
  'accept',
  'connect',
  'send',
  'sendall',
  'recv',
  'sendto',
  'recvfrom',
  'peek',
  'readexact',
  'readline',
])

const connectWords = (address: Address): [string, string, string[]] => [
  `connect(${describeAddress(address)})`,
  'connect',
  addressToWords(address),
]

const readExactWords = (size: number): [string, string, string[]] => [
  `readexact(${size})`,
  'readexact',
  [String(size)],
]

const sendWords = (operation: 'send' | 'sendall', bytes: Uint8Array): [string, string, string[]] => [
  `${operation}(${bytes.length} bytes)`,
  operation,
  [bytesToWord(bytes)],
]

const sendToWords = (bytes: Uint8Array, to: Address): [string, string, string[]] => [
  `sendto(${bytes.length} bytes, ${describeAddress(to)})`,
  'sendto',
  [bytesToWord(bytes), ...addressToWords(to)],
]

function addressOf(call: Call): Address {
  if (!call.address) throw new Error(`${call.name} answered no address`)
  return call.address
}
