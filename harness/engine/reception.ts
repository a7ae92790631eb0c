import { sequenceHoldMillis, sleep } from '../clock.ts'
import { demandInWords } from '../model/demand.ts'
import {
  afterListener,
  appliesToListener,
  demandOnAccept,
  type ListenerStep,
  listenerStepInWords,
  newListener,
} from '../model/listener.ts'
import type { Connection } from '../peers/peer.ts'
import type { Address } from '../protocol/words.ts'
import { outcomeOf } from './answer.ts'
import { type Call, describeAnswer } from './calls.ts'
import { Conversation, type Narrate } from './conversation.ts'
import type { Expect } from './expect.ts'
import { askAgain } from './repeat.ts'
import type { Socket } from './socket.ts'

/** A listener, its clients and the sockets that it has accepted, taken through the steps of a sequence beside the model. */
export class Reception {
  is = newListener
  private readonly waiting: Connection[] = []
  private readonly conversations: Conversation[] = []
  private readonly listener: Socket
  private readonly address: Address
  private readonly dial: (address: Address) => Promise<Connection>
  private readonly expect: Expect
  private readonly narrate: Narrate

  constructor(
    { listener, address }: { readonly listener: Socket; readonly address: Address },
    dial: (address: Address) => Promise<Connection>,
    expect: Expect,
    narrate: Narrate,
  ) {
    this.listener = listener
    this.address = address
    this.dial = dial
    this.expect = expect
    this.narrate = narrate
  }

  /** Makes the step if it applies. */
  async take(step: ListenerStep): Promise<void> {
    if (!appliesToListener(step, this.is)) return
    switch (step.act) {
      case 'on accepted':
        return this.conversations[step.which % this.conversations.length]?.take(step.step)
      case 'accept':
        return this.accept()
      case 'client dials':
        await this.clientDials()
        return
      case 'set':
      case 'close': {
        const told = this.narrate(listenerStepInWords(step))
        const { attempt } = this.listener
        const call = await (step.act === 'set' ? attempt.set(step.setting) : attempt.close())
        told(describeAnswer(call))
        this.expect(call).is('ok')
        if (step.act === 'close') this.waiting.length = 0
        this.is = afterListener(this.is, step)
      }
    }
  }

  /** Accepts who still waits, and drains every connection. */
  async finish(): Promise<void> {
    while (this.is.waiting > 0) await this.accept()
    this.expect.that(true, { expected: 'the sequence comes to its end', happened: '' })
    for (const conversation of this.conversations) await conversation.finish()
  }

  private async clientDials(): Promise<void> {
    const told = this.narrate(listenerStepInWords({ act: 'client dials' }))
    const client = await this.dial(this.address)
    told(`connected from port ${client.local.port}`)
    this.waiting.push(client)
    this.is = afterListener(this.is, { act: 'client dials' })
  }

  private async accept(): Promise<void> {
    const { answers, notYet } = demandOnAccept(this.is)
    if (answers.includes('waits')) return this.acceptWaits()
    const told = this.narrate('listener.accept()')
    const make = (): Promise<Call> => this.listener.accept()
    const call = await (notYet === undefined ? make() : askAgain(make, [notYet]))
    told(describeAnswer(call))
    this.settle(call)
  }

  /** Nobody is there: the call is held, and then a client comes. */
  private async acceptWaits(): Promise<void> {
    const told = this.narrate('listener.accept()')
    const pending = await this.listener.begin.accept()
    await sleep(sequenceHoldMillis)
    if (pending.settled() !== undefined) {
      told(describeAnswer(await pending.over()))
      this.expect.stillPending(pending)
    }
    told('waits')
    await this.clientDials()
    const goesOn = this.narrate('listener.accept() goes on')
    const call = await pending.over()
    goesOn(describeAnswer(call))
    this.settle(call)
  }

  /** Compares what accept answered with what the model demands, and welcomes the client. */
  private settle(call: Call): void {
    const demand = demandOnAccept(this.is)
    const { answer } = outcomeOf(call)
    const at = this.waiting.findIndex(({ local }) => local.port === call.address?.port)
    this.expect.that(demand.answers.includes(answer) && (answer !== 'done' || at >= 0), {
      expected:
        this.is.waiting > 0
          ? `${call.name} answers a client from port ${this.waiting.map(({ local }) => local.port).join(' or ')}`
          : `${call.name} ${demandInWords(demand)}`,
      happened: `it answered ${describeAnswer(call)}`,
    })
    const { mode } = this.is
    if (answer === 'timeout' && mode !== null) this.expect(call).expiryMeasured(mode, 'early')
    const [client] = at >= 0 ? this.waiting.splice(at, 1) : []
    if (!client) return
    this.is = afterListener(this.is, { act: 'accept' })
    const name = `accepted ${this.is.accepted}`
    const socket = this.listener.accepted(call, client)
    this.conversations.push(
      new Conversation(socket, client, this.expect, (did) => this.narrate(`${name}: ${did}`)),
    )
  }
}
