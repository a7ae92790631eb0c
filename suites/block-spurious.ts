import { settlingMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import type { Pending } from '../harness/engine/calls.ts'
import { crowdedCalls, each, fewRuns, spuriousBytes, spuriousReaders } from '../harness/trials/table.ts'

export const spuriousWake = behaviour({
  id: 'block.spurious-wake',
  level: 'must',
  tier: 1,
  says: 'A blocking recv that is woken and finds nothing, since another thread or task has taken it, goes on waiting.',
  source:
    'The page: "in blocking mode this does not stop the operation"; select(2), BUGS; CPython sock_call_ex; trio test_SocketType_non_blocking_paths',
  observed:
    'Several calls wait for one connection; each single byte ends one of them, and the others are still pending.',
  breaks: 'a wake-up is taken for data: the call returns no bytes, or the error of a read that may not wait',
  hint: 'After every wake-up try again without waiting, and if there is nothing, wait again.',
  needs: ['block.recv.waits'],
  features: ['threads'],
  among: { 'two-readers': ['share', 'serialise'] },
  given: each(...Array.from({ length: fewRuns }, (_, turn) => ({ bytes: spuriousBytes, turn }))),
  takesSeconds: ({ bytes }) => bytes * 0.02 + settlingMillis.blocked / 1000,
  async check({ open, expect, hold, firstOver }, { bytes }) {
    const { socket, peer } = await open.connected()
    const waiting: Pending[] = []
    while (waiting.length < spuriousReaders) waiting.push(await socket.aside.recv(64))
    await hold(settlingMillis.blocked)
    for (let byte = 1; byte <= bytes; byte++) {
      for (const call of waiting) expect.stillPending(call)
      const sent = Buffer.of(byte)
      const crowd = socket.crowd(crowdedCalls)
      await peer.send(sent)
      const { first, index } = await firstOver(waiting)
      await expect(first).isBytes(sent)
      waiting.splice(index, 1)
      await crowd
      await hold(settlingMillis.woken / bytes)
      for (const call of waiting) expect.stillPending(call)
      waiting.push(await socket.aside.recv(64))
    }
  },
})
