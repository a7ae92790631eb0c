import { behaviour } from '../harness/engine/behaviour.ts'

export const peekLeaves = behaviour({
  id: 'nb.peek',
  level: 'should',
  tier: 3,
  says: 'peek answers what the next recv will answer, or would-block if there is nothing, and takes nothing.',
  source: 'recv(2), MSG_PEEK; Rust TcpStream::peek; MicroPython tcp_recv_peek',
  observed: 'In non-blocking mode: peek in silence, two peeks at a nonce, and then recv.',
  breaks: 'peek reads into a buffer from which recv is not served, or waits where it may not',
  hint: 'Pass MSG_PEEK, or keep what was read for the next recv.',
  needs: ['nb.recv.would-block'],
  features: ['peek'],
  async check({ open, expect, nonce, askAgain }) {
    const { socket, peer } = await open.connected()
    await socket.setBlocking(false)
    expect(await socket.peek(16)).is('would-block')
    const token = nonce()
    await peer.send(token)
    for (const time of ['first', 'second']) {
      const call = await askAgain(() => socket.peek(token.length))
      const seen = Buffer.from(call.bytes ?? [])
      expect.that(seen.length > 0 && token.subarray(0, seen.length).equals(seen), {
        expected: `the ${time} peek answers what the peer has sent`,
        happened: `it answered ${call.status} ${seen.toString('hex')}`,
      })
    }
    await expect(await socket.recv(token.length)).isBytes(token, 'lost-data')
    expect(await socket.peek(16)).is('would-block')
  },
})
