import { changedSeconds, earlyAtOnceMicros, settlingMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { existenceTries } from '../harness/trials/table.ts'

export const changeDuringOp = behaviour({
  id: 'timeout.change-during-op',
  level: 'note',
  tier: 3,
  says: 'What a new timeout does to a recv that waits already is as declared: nothing (snapshot), or it counts from now on (live).',
  source:
    'Go net.Conn, SetDeadline ("any currently-blocked Read call"); Java Socket.setSoTimeout ("prior to entering the blocking operation")',
  observed:
    'A much shorter timeout is set while recv waits; it is still pending long after that, or it has timed out.',
  breaks: 'both ways are found in the field; Python and Java take the timeout when the call begins',
  hint: 'Declare which of the two holds (timeout-change=snapshot or live).',
  needs: ['timeout.recv.expires', 'timeout.change-next-op'],
  features: ['threads'],
  takesSeconds: () => changedSeconds.from / 2,
  async check({ open, expect, hold, nonce, now, declared }) {
    const live = declared('timeout-change') === 'live'
    if (live) {
      const { socket } = await open.connected()
      await socket.setTimeout(changedSeconds.from)
      const call = await socket.aside.recv(64)
      await hold(settlingMillis.blocked)
      await socket.setTimeout(changedSeconds.to)
      const seconds = (now() - call.requestedAtMicros) / 1e6 + changedSeconds.to
      // One that ends by the timeout before is later than the new one by all that is between the two.
      const mostLateSeconds = (changedSeconds.from - seconds) / 2
      expect(await call.over(changedSeconds.from)).expiredAfter(seconds, { weigh: 'late', mostLateSeconds })
      return
    }
    // A thread may be held up before it has looked at its timeout, so that once is enough for a call that outlasts it.
    for (let attempt = 1; attempt <= existenceTries; attempt++) {
      const { socket, peer } = await open.connected()
      await socket.setTimeout(changedSeconds.from)
      const call = await socket.aside.recv(64)
      await hold(settlingMillis.blocked)
      await socket.setTimeout(changedSeconds.to)
      await hold(changedSeconds.to * 1000 + settlingMillis.woken)
      // On a machine that stalls it may be over by its own timeout already, which its length tells.
      const outlasts =
        call.settled() === undefined ||
        (await call.over()).outsideMicros >= changedSeconds.from * 1e6 - earlyAtOnceMicros
      if (!outlasts && attempt < existenceTries) continue
      expect.that(outlasts, {
        expected: `${call.name} outlasts a shorter timeout that is set while it waits (timeout-change=snapshot)`,
        happened: 'it was over by then',
      })
      const token = nonce()
      await peer.send(token)
      expect(await call.over(changedSeconds.from)).is('ok', 'timeout')
      return
    }
  },
})
