import { randomBytes } from 'node:crypto'
import { arrivalMillis, glanceMillis, sequenceHoldMillis, sleep } from '../clock.ts'
import { after, afterPeer, applies, newConnection } from '../model/connection.ts'
import { type Demand, demandInWords, demandOn } from '../model/demand.ts'
import { sureBytes, unsureBytes } from '../model/outgoing.ts'
import { isPeers, type PeerStep, type SocketStep, type Step, stepInWords } from '../model/steps.ts'
import { type Connection, PeerLeft } from '../peers/peer.ts'
import { outcomeOf } from './answer.ts'
import { isWhole } from './arrival.ts'
import { type Call, describeAnswer, type Pending } from './calls.ts'
import type { Expect } from './expect.ts'
import { askAgain } from './repeat.ts'
import type { Socket } from './socket.ts'

/** So many bytes let a recv go that waits, or fewer if it asks for fewer. Some wrappers hand over one at a time. */
const releasingBytes = 8

/** Begins a step of the script; what it answers tells what came of it. */
export type Narrate = (did: string) => (came: string) => void

/** A connected socket and its peer, taken through the steps of a sequence beside the model of both. */
export class Conversation {
  is = newConnection
  private readonly socket: Socket
  private readonly peer: Connection
  private readonly expect: Expect
  private readonly narrate: Narrate

  constructor(socket: Socket, peer: Connection, expect: Expect, narrate: Narrate) {
    this.socket = socket
    this.peer = peer
    this.expect = expect
    this.narrate = narrate
  }

  /** Makes the step if it applies. */
  async take(step: Step): Promise<void> {
    if (!applies(step, this.is)) return
    if (isPeers(step)) await this.peerTakes(step)
    else await this.call(step)
  }

  /** Drains both streams: all that was sent has to arrive, on either side. */
  async finish(): Promise<void> {
    if (this.is.peer !== 'reset' && this.is.reads) {
      while (this.is.unread.length > 0) await this.call({ act: 'recv', size: this.is.unread.length })
      if (this.is.peer === 'ended' && !this.is.endSeen) await this.call({ act: 'recv', size: 1 })
    }
    this.expect.that(true, { expected: 'the sequence comes to its end', happened: '' })
    if (this.is.peer === 'reset') return
    this.peer.read()
    const told = this.narrate('in the end')
    const { outgoing, writes, abrupt, unread } = this.is
    const arrived = await this.peer.receives(sureBytes(outgoing), arrivalMillis)
    // The end of the stream tells at once what would never come, and how much there is where nobody knew.
    const closes = (!arrived || unsureBytes(outgoing) > 0) && writes
    if (closes) await this.socket.attempt.close()
    await isWhole(
      this.peer,
      outgoing,
      { ends: closes || !writes, cut: abrupt || (closes && unread.length > 0) },
      this.expect,
      told,
    )
  }

  private async peerTakes(step: PeerStep): Promise<void> {
    const told = this.narrate(stepInWords(step))
    const bytes = step.act === 'peer sends' ? randomBytes(step.bytes) : undefined
    try {
      switch (step.act) {
        case 'peer sends':
          await this.peer.send(bytes!)
          break
        case 'peer ends':
          await this.peer.end()
          break
        case 'peer resets':
          this.peer.reset()
          break
        case 'peer stalls':
          this.peer.stall()
          break
        case 'peer reads':
          this.peer.read()
      }
    } catch (error) {
      if (!(error instanceof PeerLeft)) throw error
      told(`it could not, the connection was ${this.peer.state}`)
      const happened = `the peer sees it as ${this.peer.state}, and could not go on: ${error.message}`
      this.expect.that(false, { expected: 'the connection stays open', happened })
    }
    this.is = afterPeer(this.is, step, bytes)
    if (this.is.peerReads) await this.arrival()
  }

  private async call(step: SocketStep): Promise<void> {
    const bytes = 'bytes' in step ? randomBytes(step.bytes) : undefined
    const demand = demandOn(this.is, step)
    if (demand.answers.includes('waits')) {
      await this.waiting(step, demand, bytes)
    } else {
      const told = this.narrate(stepInWords(step))
      const make = (): Promise<Call> => this.make(step, bytes)
      const call = await (demand.notYet === undefined ? make() : askAgain(make, [demand.notYet]))
      told(describeAnswer(call))
      this.settle(step, call, bytes)
    }
    if (bytes && this.is.peerReads) await this.arrival()
  }

  /** A call that rightly waits, or may: it is held, and then let go by the peer. */
  private async waiting(step: SocketStep, { answers }: Demand, bytes: Uint8Array | undefined): Promise<void> {
    let told = this.narrate(stepInWords(step))
    const pending = await this.begin(step, bytes)
    const must = answers.length === 1
    await sleep(must ? sequenceHoldMillis : glanceMillis)
    if (pending.settled() === undefined) {
      told('waits')
      await this.peerTakes(
        step.act === 'recv'
          ? { act: 'peer sends', bytes: Math.min(step.size, releasingBytes) }
          : { act: 'peer reads' },
      )
      told = this.narrate(`${stepInWords(step)} goes on`)
    } else if (must) {
      told(describeAnswer(await pending.over()))
      this.expect.stillPending(pending)
    }
    const call = await pending.over()
    told(describeAnswer(call))
    this.settle(step, call, bytes)
  }

  /** Compares what came of a call with what the model demands, and goes on from there. */
  private settle(step: SocketStep, call: Call, bytes: Uint8Array | undefined): void {
    const demand = demandOn(this.is, step)
    const came = outcomeOf(call, bytes)
    const next = demand.answers.includes(came.answer) ? after(this.is, step, came) : undefined
    const { unread, mode } = this.is
    const lost = step.act === 'recv' && unread.length > 0 && call.status === 'ok'
    this.expect.that(next !== undefined, {
      expected: `${call.name} ${demandInWords(demand, unread.length)}`,
      happened: `it answered ${describeAnswer(call)}`,
      cause: lost ? 'lost-data' : 'wrong-result',
    })
    if (came.answer === 'timeout' && mode !== null) this.expect(call).expiryMeasured(mode, 'early')
    this.is = next ?? this.is
  }

  /** Where the peer reads, the pipe is empty once all has arrived. That it does is claimed when all is over. */
  private async arrival(): Promise<void> {
    if (this.is.peer === 'reset' || this.is.inFlight === 0) return
    const { outgoing } = this.is
    if (await this.peer.receives(sureBytes(outgoing), arrivalMillis))
      this.is = { ...this.is, inFlight: unsureBytes(outgoing) }
  }

  private make(step: SocketStep, bytes: Uint8Array | undefined): Promise<Call> {
    const { socket } = this
    switch (step.act) {
      case 'set':
        return socket.attempt.set(step.setting)
      case 'send':
        return socket.send(bytes!)
      case 'sendall':
        return socket.sendAll(bytes!)
      case 'recv':
        return socket.recv(step.size)
      case 'shutdown':
        return socket.attempt.shutdown(step.how)
      case 'close':
        return socket.attempt.close()
    }
  }

  private begin(step: SocketStep, bytes: Uint8Array | undefined): Promise<Pending> {
    const { begin } = this.socket
    switch (step.act) {
      case 'send':
        return begin.send(bytes!)
      case 'sendall':
        return begin.sendAll(bytes!)
      case 'recv':
        return begin.recv(step.size)
      case 'set':
      case 'shutdown':
      case 'close':
        throw new Error(`${step.act} never waits`)
    }
  }
}
