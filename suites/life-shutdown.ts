import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { each } from '../harness/trials/table.ts'

/** This side ends its half of the connection; the other half goes on. */
export const shutdownWrite = behaviour({
  id: 'life.shutdown-write',
  level: 'must',
  tier: 1,
  says: 'shutdown of the write side ends the stream for the peer, while recv still returns what the peer sends.',
  source: 'POSIX shutdown, SHUT_WR; Rust shutdown_smoke; WASI shutdown_should_not_lose_data',
  observed: 'The peer sees the end of the stream after all that was sent; its nonce of after that arrives.',
  breaks: 'shutdown closes the whole socket, ends the wrong side, or only sets a flag',
  hint: 'Shut down the side that was named and no other; the descriptor stays open until close().',
  needs: ['block.recv.immediate'],
  variants: { 'half-open': 'yes' },
  given: each<'connected' | 'accepted'>('connected', 'accepted'),
  async check({ open, expect, nonce, receivesAll }, how) {
    const { socket, peer } = await open[how]()
    const sent = nonce()
    expect(await socket.sendAll(sent)).is('ok')
    expect(await socket.attempt.shutdown('write')).is('ok')
    await receivesAll(peer, sent)
    const state = await peer.leavesOpen(peerPatienceMillis)
    expect.that(state === 'ended', {
      expected: 'the peer sees the end of the stream after shutdown(write)',
      happened: `it sees the connection as ${state}`,
    })
    const token = nonce()
    await peer.send(token)
    await expect(await socket.recv(token.length)).isBytes(token, 'lost-data')
  },
})
