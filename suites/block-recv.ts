import { behaviour } from '../harness/engine/behaviour.ts'
import { wakeUps } from '../harness/trials/table.ts'

export const recvWaits = behaviour({
  id: 'block.recv.waits',
  level: 'must',
  tier: 1,
  says: 'In blocking mode, recv with no data waits until data arrives, and then returns it.',
  source: 'The page: "control is not returned until the operation is complete"; OpenJDK AdaptorStreams.testRead2',
  observed: 'The call is pending while the peer is silent; it returns a nonce that did not exist before.',
  breaks: 'the socket is left non-blocking; a hidden timeout; a wake-up with nothing to read is returned',
  hint: 'In blocking mode wait without a limit, and wait again if there was nothing to read after all.',
  given: wakeUps(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold, nonce }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    const call = await socket.begin.recv(64)
    await hold(holdMillis)
    expect.stillPending(call)
    const token = nonce()
    const sentAt = await peer.send(token)
    const answer = await call.over()
    expect(answer).isBytes(token)
    expect(answer).wokeAfter(sentAt)
  },
})
