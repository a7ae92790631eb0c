import { peerPatienceMillis } from '../harness/clock.ts'
import { behaviours } from '../harness/engine/behaviour.ts'
import { sendExpiries } from '../harness/trials/table.ts'

/** More than there is room for at any time, so that each send takes a part of it: the pipe was full at 80 KB. */
const chunkBytes = 128 * 1024

/** A pipe that takes this much has a memory of the wrapper's own. */
const mostBytes = 60 * chunkBytes

/** Timed sends to a peer that does not read, until one of them has to give up. */
export const timeoutSend = behaviours(
  [
    {
      id: 'timeout.send.expires',
      level: 'must',
      tier: 1,
      says: 'send with a timeout, while the pipe is full and the peer does not read, ends in a timeout error.',
      source: 'CPython test_timeout testSend; Go TestWriteTimeout; .NET SendTimesOut',
      observed: 'The peer does not read until the last send is over; what that one answered is the outcome.',
      breaks:
        'the timeout is applied to reads only; a blocking system call follows the wait; bytes queue up in memory',
      hint: 'Wait for the socket to become writable for as long as the timeout says, and send without blocking.',
      names: ['hang send'],
      needs: ['timeout.recv.expires'],
      variants: { 'write-timeout': 'yes' },
    },
    {
      id: 'timeout.send.not-early',
      level: 'must',
      tier: 1,
      says: 'send with a timeout does not give up before the timeout has passed.',
      source: '.NET SendTimesOut; CPython test_timeout testSend',
      observed:
        'From before the last request is written until after its reply is read, at least the timeout has passed.',
      breaks:
        'the timeout counts from the first send, is truncated to whole seconds, or taken for another unit',
      hint: 'Compute the deadline when the call begins, and round it up.',
      names: ['early send'],
      needs: ['timeout.send.expires', 'timeout.recv.not-early'],
      variants: { 'write-timeout': 'yes' },
    },
    {
      id: 'timeout.partial-progress',
      level: 'should',
      tier: 2,
      says: 'A send that times out has handed nothing over: the peer gets what other sends said they took, no more.',
      source: 'socket(7), SO_SNDTIMEO: the count of a partial send is returned; EternalTerminal issue 815',
      observed:
        'The peer then reads everything: it equals, byte for byte, what the sends before said they had taken.',
      breaks: 'send loops until everything is taken, times out, and keeps to itself how far it came',
      hint: 'Return the count as soon as something was taken; raise the timeout only if nothing was.',
      needs: ['timeout.send.expires'],
      variants: { 'write-timeout': 'yes' },
    },
  ],
  {
    given: sendExpiries(),
    takesSeconds: ({ seconds }) => seconds,
    async check({ open, expect, nonce, receivesAll }, { seconds }) {
      const { socket, peer } = await open.connected({ pipe: 'small', stalled: true })
      await socket.setTimeout(seconds)
      const taken: Uint8Array[] = []
      let chunk = nonce(chunkBytes)
      let call = await socket.send(chunk)
      for (let total = 0; call.status === 'ok' && total < mostBytes; total += call.count ?? 0) {
        taken.push(chunk.subarray(0, call.count))
        // A wrapper that takes little at a time is offered little, but always more than it takes.
        chunk = nonce(Math.min(chunkBytes, 4096 + 2 * (call.count ?? 0)))
        call = await socket.send(chunk)
      }
      expect.of('timeout.send.expires')(call).is('timeout')
      expect.of('timeout.send.not-early')(call).expiryMeasured(seconds, 'early')
      const told = Buffer.concat(taken)
      peer.read()
      await peer.receives(told.length, peerPatienceMillis)
      await socket.close()
      await peer.leavesOpen(peerPatienceMillis)
      await receivesAll(peer, told, expect.of('timeout.partial-progress'))
    },
  },
)
