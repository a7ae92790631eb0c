import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

export const nonblockingToBlocking = behaviour({
  id: 'trans.nb-to-blocking',
  level: 'must',
  tier: 1,
  says: 'Back in blocking mode, a socket that was non-blocking waits again.',
  source: 'CPython test_socket testSetBlocking; Rust std tcp set_nonblocking; Wrench#111',
  observed: 'After a would-block, setblocking(true), or removing the timeout, makes recv wait for a nonce.',
  breaks: 'the descriptor stays non-blocking, so that EAGAIN escapes from a blocking call',
  hint: 'Undo in setblocking(true) and in settimeout(none) all that non-blocking mode has set.',
  needs: ['block.recv.waits', 'nb.recv.would-block', 'mode.none-is-blocking'],
  given: each(blockingSetting(true), timeoutSetting(null)),
  takesSeconds: () => 0.4,
  async check({ open, behavesAs }, setting) {
    const { socket } = await open.connected()
    await socket.setBlocking(false)
    await behavesAs(0, socket)
    await socket.set(setting)
    await behavesAs(null, socket)
  },
})

export const blockingToNonblocking = behaviour({
  id: 'trans.blocking-to-nb',
  level: 'must',
  tier: 1,
  says: 'A connection that has been used in blocking mode stops waiting as soon as it is made non-blocking.',
  source: 'The page: setblocking(0) unsets blocking mode; Rust std tcp set_nonblocking; CPython test_socket',
  observed: 'After a round trip in blocking mode, recv with a silent peer answers would-block.',
  breaks: 'the mode is only looked at when the connection is made, or is set on another descriptor',
  hint: 'Apply the mode to the descriptor that recv uses, at once, whatever the socket has done before.',
  needs: ['nb.recv.would-block', 'nb.recv.available'],
  async check({ open, behavesAs, stillWorks }) {
    const { socket } = await open.connected()
    await stillWorks(socket)
    await socket.setBlocking(false)
    await behavesAs(0, socket)
    await stillWorks(socket)
  },
})

export const timeoutToNone = behaviour({
  id: 'trans.timeout-to-none',
  level: 'must',
  tier: 1,
  says: 'A timeout that has expired once and is then removed no longer ends a call.',
  source: 'OpenJDK Timeouts.testTimedRead7; Go TestReadTimeoutMustNotReturn',
  observed:
    'recv expires; the timeout is removed; recv is then pending for twice that timeout and returns a nonce.',
  breaks: 'a timer or a socket option of the last timed call stays armed',
  hint: 'Disarm whatever implements the timeout when it is removed, also after it has fired.',
  needs: ['timeout.recv.expires', 'mode.none-is-blocking', 'timeout.usable-after.recv'],
  takesSeconds: () => 0.6,
  async check({ open, behavesAs }) {
    const { socket } = await open.connected()
    await socket.setTimeout(0.2)
    await behavesAs(0.2, socket)
    await socket.setTimeout(null)
    await behavesAs(null, socket)
  },
})
