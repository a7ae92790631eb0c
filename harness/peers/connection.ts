import type { Socket } from 'node:net'
import type { Address } from '../protocol/words.ts'
import { nowMicros } from '../clock.ts'
import { abort, wasReset } from './abort.ts'
import { Inbox } from './inbox.ts'
import { type Connection, PeerError, PeerLeft, type Testify } from './peer.ts'
import { sip } from './sipping.ts'
import { Waiters } from './waiters.ts'

/**
 * What every socket of a peer is made with. Half-open: an end from the wrapper does not end our side.
 * The high-water mark makes a paused socket stop after one read of the kernel, so that the window really closes.
 */
export const socketOptions = { allowHalfOpen: true, noDelay: true, highWaterMark: 1 }

/**
 * The harness's end of a connection, over a connected socket made with `socketOptions`.
 * A stalled one sees neither end nor reset before it reads or sends.
 */
export class PeerConnection implements Connection {
  readonly local: Address
  readonly remote: Address
  readonly #socket: Socket
  readonly #testify: Testify
  readonly #inbox: Inbox
  readonly #waiters = new Waiters()
  #state: Connection['state'] = 'open'
  #echoes = false
  #stopSipping = (): void => {}

  constructor(socket: Socket, local: Address, remote: Address, testify: Testify) {
    this.local = local
    this.remote = remote
    this.#socket = socket
    this.#testify = testify
    this.#inbox = new Inbox(testify)
    socket.on('data', (chunk: Buffer) => this.#hear(chunk))
    socket.on('end', () =>
      wasReset(socket) ? this.#leave('reset', 'was reset') : this.#leave('ended', 'ended'),
    )
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#leave(
        'reset',
        error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'was reset' : `failed: ${error.code}`,
      ),
    )
    socket.on('close', () => {
      if (this.#state === 'open') this.#leave('closed')
    })
  }

  get state(): Connection['state'] {
    return this.#state
  }

  get receivedCount(): number {
    return this.#inbox.count
  }

  received(): Buffer {
    this.#inbox.total()
    return this.#inbox.bytes()
  }

  async receives(count: number, milliseconds: number): Promise<boolean> {
    await this.#waiters.until(() => this.#inbox.count >= count || this.#state !== 'open', milliseconds)
    this.#inbox.total()
    return this.#inbox.count >= count
  }

  async leavesOpen(milliseconds: number): Promise<Connection['state']> {
    await this.#waiters.until(() => this.#state !== 'open', milliseconds)
    return this.#state
  }

  send(bytes: Uint8Array): Promise<number> {
    return this.#hand(`${bytes.length} bytes`, (done) => this.#socket.write(bytes, done))
  }

  end(): Promise<number> {
    return this.#hand('FIN', (done) => this.#socket.end(done))
  }

  reset(): number {
    abort(this.#socket)
    const at = nowMicros()
    this.#leave('closed', 'sent RST', at)
    return at
  }

  close(): number {
    this.#socket.destroy()
    const at = nowMicros()
    this.#leave('closed', 'closed', at)
    return at
  }

  /** Resets without a word: the trial is over. */
  dismiss(): void {
    abort(this.#socket)
    this.#leave('closed')
  }

  read(bytesPerSecond?: number): void {
    this.#stopSipping()
    if (bytesPerSecond === undefined) this.#socket.resume()
    else this.#stopSipping = sip(this.#socket, bytesPerSecond)
  }

  stall(): void {
    this.#stopSipping()
    this.#socket.pause()
  }

  echo(): void {
    this.#echoes = true
    this.#testify('echoes from now on')
  }

  #hear(chunk: Buffer): void {
    this.#inbox.add(chunk)
    if (this.#echoes && this.#socket.writable) this.#socket.write(chunk)
    this.#waiters.changed()
  }

  /** The end of the stream may still turn into a reset or be closed by us; those two are final. */
  #leave(state: Connection['state'], testimony?: string, at = nowMicros()): void {
    if (this.#state === 'reset' || this.#state === 'closed') return
    this.#inbox.total()
    this.#state = state
    if (testimony !== undefined) this.#testify(testimony, at)
    this.#waiters.changed()
  }

  #hand(what: string, act: (done: (error?: Error | null) => void) => void): Promise<number> {
    const handed = new Promise<number>((resolve, reject) => {
      const refuse = (why: string, left = this.#state === 'reset'): void =>
        reject(new (left ? PeerLeft : PeerError)(`could not send ${what}: ${why}`))
      if (!this.#socket.writable)
        return refuse(`the connection is ${this.#socket.writableEnded ? 'ended' : this.#state}`)
      act((error) => {
        // Node calls back without an error for what was cut short by closing.
        if (error) return refuse(error.message, this.#state !== 'closed')
        if (this.#socket.destroyed) return refuse(`the connection is ${this.#state}`)
        const at = nowMicros()
        this.#testify(`sent ${what}`, at)
        resolve(at)
      })
    })
    // A check that failed elsewhere may never look at it.
    handed.catch(() => {})
    return handed
  }
}
