import { peerPatienceMillis, shortSeconds } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import { describeAnswer } from '../harness/engine/calls.ts'
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
  needs: ['life.shutdown-write', 'block.recv.eof-wakes'],
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

/** This side ends its own reading, and then once more; what it sends still arrives. */
export const shutdownRead = behaviours(
  [
    {
      id: 'life.shutdown-read',
      level: 'must',
      tier: 1,
      says: 'shutdown of the read side ends recv here and leaves sending as it was.',
      source: 'POSIX shutdown, SHUT_RD; Rust close_read_wakes_up',
      observed:
        'Nothing is queued: recv answers no bytes, or an error, without waiting; a nonce sent then reaches the peer.',
      breaks: 'shutdown closes the whole socket, ends the wrong side or both, or only sets a flag',
      hint: 'Shut down the side that was named and no other.',
      needs: ['life.shutdown-write', 'block.recv.eof-wakes'],
    },
    {
      id: 'life.shutdown-twice',
      level: 'should',
      tier: 2,
      says: 'Ending a side again does no harm: it succeeds, or says not-connected.',
      source: 'POSIX shutdown; Linux answers success, the BSDs ENOTCONN',
      observed:
        'The read side is shut down again, then the write side twice; the peer sees the end of the stream.',
      breaks: 'the second call fails in another way, closes the socket, or ends the other side',
      hint: 'Pass the shutdown on to the system each time.',
      needs: ['life.shutdown-read'],
    },
  ],
  {
    given: each<'connected' | 'accepted'>('connected', 'accepted'),
    async check({ open, expect, nonce, receivesAll }, how) {
      const read = expect.of('life.shutdown-read')
      const { socket, peer } = await open[how]()
      // Who takes shutdown for a flag would wait here, and longer than this is a hang.
      await socket.setTimeout(shortSeconds)
      read(await socket.attempt.shutdown('read')).is('ok')
      const call = await socket.recv(16)
      read.that(call.bytes?.length === 0 || !['ok', 'timeout', 'would-block'].includes(call.status), {
        expected: `${call.name} answers no bytes, or an error other than a timeout`,
        happened: `it answered ${describeAnswer(call)}`,
      })
      const token = nonce()
      read(await socket.sendAll(token)).is('ok')
      await receivesAll(peer, token, read)

      const twice = expect.of('life.shutdown-twice')
      twice(await socket.attempt.shutdown('read')).is('ok', 'not-connected')
      const last = nonce()
      twice(await socket.sendAll(last)).is('ok')
      twice(await socket.attempt.shutdown('write')).is('ok')
      twice(await socket.attempt.shutdown('write')).is('ok', 'not-connected')
      await receivesAll(peer, Buffer.concat([token, last]), twice)
      const state = await peer.leavesOpen(peerPatienceMillis)
      twice.that(state !== 'open', {
        expected: 'the peer sees the end of the stream after shutdown(write)',
        happened: `${peerPatienceMillis / 1000} s later it still saw an open connection`,
      })
    },
  },
)

export const shutdownNotConnected = behaviour({
  id: 'life.shutdown-not-connected',
  level: 'should',
  tier: 2,
  says: 'shutdown of a socket that was never connected answers not-connected.',
  source: 'POSIX shutdown, ENOTCONN',
  observed: 'shutdown of each side of a new socket answers not-connected.',
  breaks: 'a flag is set for a connection that is not there; a method is called on what does not exist yet',
  hint: 'Pass on ENOTCONN as it is.',
  needs: ['life.shutdown-write'],
  given: each<'read' | 'write' | 'both'>('read', 'write', 'both'),
  async check({ open, expect }, side) {
    const socket = await open.socket()
    expect(await socket.attempt.shutdown(side)).is('not-connected')
  },
})
