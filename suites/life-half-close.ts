import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { each } from '../harness/trials/table.ts'

export const halfClose = behaviour({
  id: 'life.half-close',
  level: 'should',
  tier: 2,
  says: 'After the peer has ended its side, recv answers the end of the stream, and send still works.',
  source: 'POSIX shutdown; Rust shutdown_smoke; WASI shutdown_should_not_lose_data',
  observed: 'The peer sends FIN and still receives what is sent then, until the socket ends its side too.',
  breaks: 'the end of the stream closes the socket, or the connection, in both directions',
  hint: 'Only close() closes; on Node create sockets with allowHalfOpen.',
  needs: ['block.recv.eof-wakes', 'life.close-reaches-peer', 'life.shutdown-write'],
  variants: { 'half-open': 'yes' },
  given: each<'connected' | 'accepted'>('connected', 'accepted'),
  async check({ open, expect, nonce, receivesAll }, how) {
    const { socket, peer } = await open[how]()
    await peer.end()
    expect(await socket.recv(16)).isEndOfStream()
    const token = nonce()
    expect(await socket.sendAll(token)).is('ok')
    await receivesAll(peer, token)
    await socket.shutdown('write')
    const state = await peer.leavesOpen(peerPatienceMillis)
    expect.that(state === 'ended', {
      expected: 'the peer sees the end of the stream after shutdown(write)',
      happened: `it saw the connection ${state}`,
    })
  },
})
