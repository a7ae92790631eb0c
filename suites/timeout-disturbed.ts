import { besideSeconds, settlingMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import {
  besideRuns,
  crowdedCalls,
  disturbances,
  fewRuns,
  holdsOf,
  spuriousBytes,
  spuriousReaders,
} from '../harness/trials/table.ts'

export const ownWrites = behaviour({
  id: 'timeout.own-writes-dont-extend',
  level: 'should',
  tier: 2,
  says: 'What a thread or task sends while another waits in a timed recv on the same socket does not make that wait longer.',
  source: 'Node net.Socket.setTimeout (inactivity, also of writes); nodejs/node issue 5757; bun issue 35813',
  observed: 'A byte is sent now and then while recv waits; recv times out as if nothing had been sent.',
  breaks: 'the timer measures inactivity of the socket, and every write starts it anew',
  hint: 'Compute one deadline when recv begins; let nothing but its own data end the wait before it.',
  needs: ['timeout.recv.expires', 'timeout.recv.not-late', 'block.duplex'],
  features: ['threads'],
  variants: { 'idle-timer': 'no' },
  given: holdsOf(besideRuns),
  takesSeconds: () => besideSeconds,
  async check({ open, expect, nonce, until, receivesAll }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(besideSeconds)
    const call = await socket.aside.recv(64)
    const sent: Buffer[] = []
    for (let write = 1; write <= disturbances; write++) {
      await until(call.requestedAtMicros + (write * holdMillis * 1000) / disturbances)
      const byte = nonce(1)
      expect(await socket.sendAll(byte)).is('ok')
      sent.push(byte)
    }
    expect(await call.over(besideSeconds)).expiredAfter(besideSeconds)
    await receivesAll(peer, Buffer.concat(sent))
  },
})

export const spuriousWake = behaviour({
  id: 'timeout.spurious-wake-no-extend',
  level: 'should',
  tier: 2,
  says: 'A timed recv that is woken and finds nothing waits only for what is left of its timeout.',
  source:
    'CPython sock_call_ex, which computes the deadline once; gevent _socketcommon, whose recv begins anew',
  observed:
    'Calls wait for one connection, and single bytes end others of them; the ones that get nothing time out when they should.',
  breaks: 'after a wake-up with nothing to read the wait begins again with the full timeout',
  hint: 'Compute one deadline when the call begins, and wait for what is left of it each time.',
  needs: ['block.spurious-wake', 'conc.two-readers', 'timeout.recv.expires', 'timeout.recv.not-late'],
  features: ['threads'],
  among: { 'two-readers': ['share'] },
  given: holdsOf(fewRuns),
  takesSeconds: ({ holdMillis }) => besideSeconds + holdMillis / 1000,
  async check({ open, expect, hold, firstOver }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(besideSeconds)
    const victims = []
    while (victims.length < spuriousReaders + spuriousBytes - 1) victims.push(await socket.aside.recv(64))
    await hold(holdMillis)
    for (let byte = 1; byte <= spuriousBytes; byte++) {
      const crowd = socket.crowd(crowdedCalls)
      await peer.send(Buffer.of(byte))
      const { first, index } = await firstOver(victims, besideSeconds)
      victims.splice(index, 1)
      // On a machine that stalls all may be over before the byte comes, which the next recv would find.
      expect(first).is('ok', 'timeout')
      await crowd
      await hold(settlingMillis.woken / spuriousBytes)
    }
    for (const victim of victims) {
      const call = await victim.over(besideSeconds)
      if (call.status !== 'ok') expect(call).expiredAfter(besideSeconds)
    }
  },
})
