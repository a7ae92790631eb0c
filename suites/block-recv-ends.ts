import { behaviour } from '../harness/engine/behaviour.ts'
import { events } from '../harness/trials/table.ts'

export const recvEofWakes = behaviour({
  id: 'block.recv.eof-wakes',
  level: 'must',
  tier: 1,
  says: 'A blocked recv returns the end of the stream when the peer ends it.',
  source: 'OpenJDK AdaptorStreams.testRead3; Rust read_eof; CPython TCPCloserTest',
  observed: 'The peer sends FIN while the call is pending; it answers no bytes, soon after.',
  breaks: 'no bytes are taken for "nothing yet": the wait begins again, or spins',
  hint: 'A read of no bytes is the end of the stream: return it as it is.',
  needs: ['block.recv.waits'],
  given: events(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    const call = await socket.begin.recv(16)
    await hold(holdMillis)
    expect.stillPending(call)
    const endedAt = await peer.end()
    const answer = await call.over()
    expect(answer).isEndOfStream()
    expect(answer).wokeAfter(endedAt)
  },
})

export const recvResetWakes = behaviour({
  id: 'block.recv.reset-wakes',
  level: 'must',
  tier: 1,
  says: 'A blocked recv reports a reset when the peer resets the connection.',
  source: 'POSIX recv, ECONNRESET; MicroPython tcp_client_rst; libuv not_readable_nor_writable_on_read_error',
  observed:
    'The peer sends RST, with nothing queued, while the call is pending; it answers reset, soon after.',
  breaks: 'a reset is reported as an ordinary end of the stream, or not noticed at all',
  hint: 'Errors count as readiness: read after every wake-up, and pass on the error that the read gives.',
  needs: ['block.recv.waits'],
  given: events(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    const call = await socket.begin.recv(16)
    await hold(holdMillis)
    expect.stillPending(call)
    const resetAt = peer.reset()
    const answer = await call.over()
    expect(answer).is('reset')
    expect(answer).wokeAfter(resetAt)
  },
})
