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

export const shutdownBoth = behaviour({
  id: 'life.shutdown-both',
  level: 'must',
  tier: 1,
  says: 'shutdown of both sides ends the stream for the peer, and for recv here.',
  source: 'POSIX shutdown, SHUT_RDWR',
  observed: 'The peer sees the end of the stream; recv answers its end too, or an error, at once.',
  breaks: 'shutdown only sets a flag',
  hint: 'Pass the shutdown on to the system.',
  needs: ['life.shutdown-write'],
  async check({ open, expect }) {
    const { socket, peer } = await open.connected()
    expect(await socket.attempt.shutdown('both')).is('ok')
    const state = await peer.leavesOpen(peerPatienceMillis)
    expect.that(state !== 'open', {
      expected: 'the peer sees the end of the stream after shutdown(both)',
      happened: `${peerPatienceMillis / 1000} s later it still saw an open connection`,
    })
    const call = await socket.recv(16)
    expect.that(call.status !== 'ok' || call.bytes?.length === 0, {
      expected: `${call.name} answers no bytes, or an error`,
      happened: `it answered ${call.bytes?.length} bytes`,
    })
  },
})
