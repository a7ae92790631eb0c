import fc from 'fast-check'
import { ampleSeconds } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn, featureExpiries, featureRuns, holds } from '../harness/trials/table.ts'

const source = 'Python library reference, ssl, "Notes on non-blocking sockets"; OpenSSL SSL_read'

/** One record that is read byte by byte at first. */
const recordBytes = 2_000
const singleBytes = 8

/** The three modes over TLS, on one connection. */
export const tlsModes = behaviours(
  [
    {
      id: 'tls.carries-data',
      level: 'should',
      tier: 2,
      says: 'After a TLS handshake the connection carries data in both directions.',
      source,
      observed: 'The peer speaks TLS; a nonce goes each way and arrives deciphered.',
      breaks: 'the handshake is never finished, or the bytes pass it by',
      hint: 'Finish the handshake in wrap, and send and receive through the TLS object from then on.',
      needs: ['block.recv.immediate'],
      features: ['tls'],
    },
    {
      id: 'tls.recv.waits',
      level: 'should',
      tier: 2,
      says: 'In blocking mode, recv over TLS waits until data arrives.',
      source,
      observed: 'The call is pending while the peer is silent; it returns a nonce that did not exist before.',
      breaks: 'records that carry no data, such as session tickets, end the wait',
      hint: 'If there was nothing to decipher after all, wait again.',
      needs: ['tls.carries-data', 'block.recv.waits'],
      features: ['tls'],
    },
    {
      id: 'tls.recv.would-block',
      level: 'should',
      tier: 2,
      says: 'In non-blocking mode, recv over TLS with no data answers would-block.',
      source,
      observed: 'The peer is silent until the call is over.',
      breaks:
        'what the TLS library says when it wants to read is passed on as some error, or as the end of the stream',
      hint: 'Translate "want read" and "want write" into your language’s would-block error.',
      needs: ['tls.carries-data', 'nb.recv.would-block'],
      features: ['tls'],
    },
    {
      id: 'tls.recv.expires',
      level: 'should',
      tier: 2,
      says: 'recv over TLS with a timeout, while the peer is silent, ends in a timeout error once it has passed.',
      source,
      observed: 'The peer is silent until the call is over; time from outside and around the call.',
      breaks: 'the TLS object waits on the descriptor by itself, without a limit',
      hint: 'Wait for the descriptor with what is left of the timeout, then let the TLS object read.',
      needs: ['tls.carries-data', 'timeout.recv.expires'],
      features: ['tls'],
    },
    {
      id: 'tls.pending-no-wait',
      level: 'should',
      tier: 2,
      says: 'Bytes of a record that has been deciphered already are returned without another look at the descriptor.',
      source: 'mongoose issue 67, curl issue 1156; OpenSSL SSL_pending',
      observed:
        'The peer sends one record and then nothing; it is read a byte at a time, with an ample timeout.',
      breaks: 'every recv waits for the descriptor to be readable, which it is not any more',
      hint: 'Read first, and wait only if the TLS object wants more; or ask it what is pending.',
      needs: ['tls.carries-data', 'timeout.recv.expires'],
      features: ['tls'],
    },
  ],
  {
    given: drawn(featureRuns, fc.record({ holdMillis: holds(), seconds: durations({ min: 120, max: 480 }) })),
    takesSeconds: ({ holdMillis, seconds }) => holdMillis / 1000 + seconds,
    async check({ open, expect, hold, nonce, stillWorks }, { holdMillis, seconds }) {
      const { socket, peer } = await open.secured()
      await stillWorks(socket, expect.of('tls.carries-data'))

      const waits = expect.of('tls.recv.waits')
      const token = nonce()
      const call = await socket.begin.recv(token.length)
      await hold(holdMillis)
      waits.stillPending(call)
      await peer.send(token)
      await waits(await call.over()).isBytes(token)

      await socket.setBlocking(false)
      expect
        .of('tls.recv.would-block')(await socket.recv(16))
        .is('would-block')
      await stillWorks(socket, expect.of('tls.recv.would-block'))

      await socket.setTimeout(seconds)
      expect
        .of('tls.recv.expires')(await socket.recv(16))
        .expiredAfter(seconds)

      const pending = expect.of('tls.pending-no-wait')
      await socket.setTimeout(ampleSeconds)
      const record = nonce(recordBytes)
      await peer.send(record)
      for (let index = 0; index < singleBytes; index++)
        await pending(await socket.recv(1)).isBytes(record.subarray(index, index + 1))
      await pending(await socket.recv(recordBytes)).isBytes(record.subarray(singleBytes))
    },
  },
)

export const tlsPartialRecord = behaviour({
  id: 'tls.partial-record',
  level: 'should',
  tier: 3,
  says: 'While a TLS record has arrived only in part, a timed recv waits and expires as if nothing had; then the rest makes it whole.',
  source: 'pyopenssl issue 168, php-src issue 22346; RFC 8446, 5.1',
  observed:
    'A part of a record is sent, and the rest once recv is over; the next recv answers what was in it.',
  breaks:
    'the descriptor is readable, so that recv answers nothing, would-block, or waits on without a limit',
  hint: 'If the TLS object wants more after a read, wait again with what is left of the timeout.',
  needs: ['tls.recv.expires'],
  features: ['tls'],
  given: featureExpiries(),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, expect, nonce, stillWorks }, { seconds }) {
    const { socket, peer, target } = await open.secured()
    await socket.setTimeout(seconds)
    const token = nonce()
    const sendRest = await target.sendHalf(peer, token)
    expect(await socket.recv(token.length)).expiredAfter(seconds)
    await sendRest()
    await socket.setTimeout(ampleSeconds)
    await expect(await socket.recv(token.length)).isBytes(token, 'lost-data')
    await stillWorks(socket)
  },
})
