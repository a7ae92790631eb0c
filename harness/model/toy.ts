import { firstMode, type Mode, modeAfter } from './mode.ts'
import type { Outcome } from './connection.ts'
import { idleAnswer } from './demand.ts'
import type { PeerStep, SocketStep } from './steps.ts'

/** So much fits into the pipe to the peer. */
const pipeBytes = 4_500

/**
 * A socket of the operating system's in a few lines, with its peer, for the tests of the model: what it answers, the
 * model must allow. Tests break it in one way each: what it answers then, the model must not allow after some sequence.
 */
export class ToySocket {
  mode: Mode = firstMode
  inbox: Buffer = Buffer.alloc(0)
  peer: 'open' | 'ended' | 'reset' = 'open'
  protected peerReads = true
  protected reads = true
  protected writes = true
  protected closed = false
  protected told = false
  protected pipe = 0
  received: Buffer = Buffer.alloc(0)

  peerTakes(step: PeerStep, bytes: Buffer = Buffer.alloc(0)): void {
    switch (step.act) {
      case 'peer sends':
        this.inbox = Buffer.concat([this.inbox, bytes])
        break
      case 'peer ends':
        this.peer = 'ended'
        break
      case 'peer resets':
        this.peer = 'reset'
        break
      case 'peer reads':
        this.peerReads = true
        this.pipe = 0
        break
      case 'peer stalls':
        this.peerReads = false
    }
  }

  /** What a call answers; `waits` if it has to be made again after the peer has done something. */
  call(step: SocketStep, bytes: Buffer = Buffer.alloc(0)): Outcome {
    if (this.closed) return { answer: 'failure' }
    switch (step.act) {
      case 'set':
        this.mode = modeAfter(step.setting)
        return { answer: 'done' }
      case 'close':
        this.closed = true
        return { answer: 'done' }
      case 'shutdown':
        if (this.peer === 'reset') return { answer: 'failure' }
        if (step.how !== 'read') this.writes = false
        if (step.how !== 'write') this.reads = false
        return { answer: 'done' }
      case 'recv':
        return this.recv(step.size)
      case 'send':
        return this.send(bytes)
      case 'sendall':
        return this.sendAll(bytes)
    }
  }

  protected recv(size: number): Outcome {
    const bytes = this.inbox.subarray(0, size)
    this.inbox = this.inbox.subarray(bytes.length)
    if (bytes.length > 0) return { answer: 'bytes', bytes }
    if (this.peer === 'reset' && !this.told) {
      this.told = true
      return { answer: 'failure' }
    }
    return { answer: this.peer !== 'open' || !this.reads ? 'end' : this.idle('recv') }
  }

  protected send(bytes: Buffer): Outcome {
    if (!this.writes || this.peer === 'reset') {
      this.told ||= this.peer === 'reset'
      return { answer: 'failure' }
    }
    const room = this.peerReads ? pipeBytes * 2 : pipeBytes - this.pipe
    // In blocking mode the system waits until all of it is taken.
    if (room === 0 || (this.mode === null && bytes.length > room)) return { answer: this.idle('send') }
    return this.take(bytes, Math.min(room, bytes.length))
  }

  protected sendAll(bytes: Buffer): Outcome {
    if (!this.writes || this.peer === 'reset') return this.send(bytes)
    const room = this.peerReads ? bytes.length : pipeBytes - this.pipe
    if (bytes.length <= room) return { ...this.take(bytes, bytes.length), answer: 'done' }
    if (this.mode !== null) this.take(bytes, room)
    return { answer: this.idle('sendall'), bytes }
  }

  protected take(bytes: Buffer, count: number): Outcome {
    this.received = Buffer.concat([this.received, bytes.subarray(0, count)])
    this.pipe = this.peerReads ? 0 : this.pipe + count
    return { answer: 'taken', bytes, count }
  }

  /** What the call named does that finds nothing to do. */
  protected idle(_call: 'recv' | 'send' | 'sendall'): ReturnType<typeof idleAnswer> {
    return idleAnswer(this.mode)
  }
}
