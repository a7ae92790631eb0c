import { randomBytes } from 'node:crypto'
import { afterRecv, newStream, recvAnswers, type StreamStep, withMore } from '../model/stream.ts'
import { modeAfter, type Setting } from '../model/mode.ts'
import type { Connection } from '../peers/peer.ts'
import { receivesAll } from './arrival.ts'
import { describeAnswer } from './calls.ts'
import type { Expect } from './expect.ts'
import { askAgain } from './repeat.ts'
import type { Socket } from './socket.ts'

/** A socket and its peer, taken through the steps of a sequence and compared with the model of both streams. */
export class Conversation {
  /** What the socket is to receive. */
  incoming = newStream
  /** What it said it had taken. */
  private readonly outgoing: Uint8Array[] = []
  private readonly socket: Socket
  private readonly peer: Connection
  private readonly expect: Expect

  constructor(socket: Socket, peer: Connection, expect: Expect) {
    this.socket = socket
    this.peer = peer
    this.expect = expect
  }

  async take(step: StreamStep): Promise<void> {
    switch (step.act) {
      case 'set':
        return this.set(step.setting)
      case 'peer sends':
        return this.peerSends(step.bytes)
      case 'send':
        return this.send(step.bytes)
      case 'sendall':
        return this.sendAll(step.bytes)
      case 'recv':
        return this.recv(step.size)
    }
  }

  /** Drains both streams. */
  async finish(): Promise<void> {
    while (this.incoming.unread.length > 0) await this.recv(this.incoming.unread.length)
    await receivesAll(this.peer, Buffer.concat(this.outgoing), this.expect)
  }

  private async set(setting: Setting): Promise<void> {
    await this.socket.set(setting)
    this.incoming = { ...this.incoming, mode: modeAfter(setting) }
  }

  private async peerSends(size: number): Promise<void> {
    const bytes = randomBytes(size)
    await this.peer.send(bytes)
    this.incoming = withMore(this.incoming, bytes)
  }

  private async send(size: number): Promise<void> {
    const bytes = randomBytes(size)
    // The peer reads all the time, so that there is room soon.
    const call = await askAgain(() => this.socket.send(bytes), ['would-block', 'timeout'])
    this.expect(call).is('ok')
    this.outgoing.push(bytes.subarray(0, call.count))
  }

  private async sendAll(size: number): Promise<void> {
    const bytes = randomBytes(size)
    this.expect(await this.socket.sendAll(bytes)).is('ok')
    this.outgoing.push(bytes)
  }

  private async recv(size: number): Promise<void> {
    const answers = recvAnswers(this.incoming)
    if (answers === 'would-block' || answers === 'timeout') {
      this.expect(await this.socket.recv(size)).is(answers)
      return
    }
    const call = await askAgain(() => this.socket.recv(size), ['would-block', 'timeout'])
    this.expect(call).is('ok')
    const after = afterRecv(this.incoming, size, call.bytes ?? Buffer.alloc(0))
    this.expect.that(after !== undefined, {
      expected: `${call.name} answers the next 1 to ${size} bytes of the ${this.incoming.unread.length} that are to be read`,
      happened: `it answered ${describeAnswer(call)}`,
      cause: 'lost-data',
    })
    this.incoming = after ?? this.incoming
  }
}
