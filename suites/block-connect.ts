import { nextSynSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { connects } from '../harness/trials/table.ts'

export const connectWaits = behaviour({
  id: 'block.connect.waits',
  level: 'must',
  tier: 1,
  says: 'In blocking mode, connect does not return before the connection is complete.',
  source: 'The page: "a connect() blocks the program until it is complete"; connect(2)',
  observed:
    'The accept queue is full and the call pending; room appears, and it returns, with a connection that works.',
  breaks: 'connect is started and not waited for; a hidden timeout ends the wait',
  hint: 'In blocking mode wait until the attempt has ended, then ask how it ended (SO_ERROR).',
  needs: ['mode.default-blocking'],
  given: connects(),
  takesSeconds: ({ holdMillis }) => nextSynSeconds + holdMillis / 1000,
  async check({ open, peers, expect, hold, arrivesAt, stillWorks }, { holdMillis }) {
    const blackhole = await peers.blackhole()
    const socket = await open.socket()
    const call = await socket.begin.connect(blackhole.address)
    await hold(holdMillis)
    expect.stillPending(call)
    await blackhole.release()
    // No sooner than the kernel's next SYN: how long that takes says nothing of the wrapper.
    expect(await call.over(nextSynSeconds)).is('ok')
    socket.peer = await arrivesAt(blackhole)
    await stillWorks(socket)
  },
})
