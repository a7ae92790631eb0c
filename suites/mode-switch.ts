import { behaviour } from '../harness/engine/behaviour.ts'
import { each } from '../harness/trials/table.ts'

/** In force before the mode under test; a blocking call is then held for twice as long. */
const beforeSeconds = 0.2

export const noneIsBlocking = behaviour({
  id: 'mode.none-is-blocking',
  level: 'must',
  tier: 1,
  says: 'Setting "no timeout" restores unlimited waiting, whatever timeout was set before the connection was made.',
  source:
    'Python library reference, socket.settimeout: None is blocking mode; OpenJDK Timeouts.testTimedRead6',
  observed:
    'recv is still pending after twice the timeout that was in force before; it then returns a nonce.',
  breaks:
    'no timeout is taken for zero; a timeout once handed to the system or to a connection is never taken back',
  hint: 'When the timeout is removed, also remove what you gave the system for it (SO_RCVTIMEO, a timer, a deadline).',
  needs: ['block.recv.waits', 'nb.recv.would-block', 'timeout.connect.expires'],
  takesSeconds: () => 0.4,
  async check({ open, peers, arrivesAt, behavesAs }) {
    const target = await peers.target()
    const socket = await open.socket()
    await socket.setTimeout(beforeSeconds)
    await socket.connected(target.address)
    socket.peer = await arrivesAt(target)
    await socket.setTimeout(null)
    await behavesAs(null, socket)
  },
})

export const zeroIsNonblocking = behaviour({
  id: 'mode.zero-is-nonblocking',
  level: 'must',
  tier: 1,
  says: 'A timeout of zero means "do not wait": a call that would have to wait reports would-block, until another timeout is set.',
  source: 'Python library reference, socket.settimeout; CPython test_socket TCPTimeoutTest.testTimeoutZero',
  observed: 'recv with a silent peer answers would-block; after a timeout has been set, it waits again.',
  breaks: 'zero is taken for "no timeout", as SO_RCVTIMEO takes it, or for a wait that expires at once',
  hint: 'Treat zero as non-blocking mode before you hand the number to anything that takes it for "for ever".',
  needs: ['mode.timeout-after-nonblocking', 'trans.blocking-to-nb', 'nb.recv.available'],
  variants: { zero: 'nonblocking' },
  given: each<{ before: number | null }>({ before: null }, { before: beforeSeconds }),
  async check({ open, behavesAs, stillWorks }, { before }) {
    const { socket } = await open.connected()
    await socket.setTimeout(before)
    await socket.setTimeout(0)
    await behavesAs(0, socket)
    await stillWorks(socket)
    await socket.setTimeout(beforeSeconds)
    await behavesAs(beforeSeconds, socket)
  },
})

export const zeroAsDeclared = behaviour({
  id: 'mode.zero-as-declared',
  level: 'should',
  tier: 3,
  says: 'Where a timeout of zero does not mean "do not wait", it means what is declared (zero): no timeout, one that is over at once, or an error.',
  source:
    'Java Socket.setSoTimeout; Rust set_read_timeout (InvalidInput); Go SetDeadline with a time that is past',
  observed:
    'After a longer timeout zero is set: recv waits for a nonce (infinite) or answers a timeout (expired-deadline), or zero is refused and the longer one stays in force (error).',
  breaks: 'zero is declared as one thing and taken for another, by one call or by all',
  hint: 'Declare what your setter does with zero; what it refuses must change nothing.',
  needs: ['block.recv.waits', 'timeout.recv.expires'],
  among: { zero: ['infinite', 'error', 'expired-deadline'] },
  takesSeconds: () => 0.4,
  async check({ open, expect, behavesAs, stillWorks, declared }) {
    const { socket } = await open.connected()
    await socket.setTimeout(beforeSeconds)
    const zero = await socket.attempt.setTimeout(0)
    if (declared('zero') === 'error') {
      expect(zero).is('invalid', 'error')
      await behavesAs(beforeSeconds, socket)
    } else {
      expect(zero).is('ok')
      if (declared('zero') === 'infinite') return behavesAs(null, socket)
      for (let again = 0; again < 2; again++) expect(await socket.recv(16)).is('timeout')
    }
    await socket.setTimeout(null)
    await stillWorks(socket)
  },
})

export const setBlockingTrueClears = behaviour({
  id: 'mode.setblocking-true-clears',
  level: 'must',
  tier: 1,
  says: 'setblocking(true) clears a timeout: the next call waits without a limit.',
  source: 'The page: setblocking(1); CPython test_timeout testTimeoutThenBlocking',
  observed: 'recv is still pending after twice the timeout that was set before; it then returns a nonce.',
  breaks: 'setblocking changes the descriptor only, and the timeout that the wrapper keeps stays in force',
  hint: 'Let setblocking(true) do exactly what setting "no timeout" does.',
  needs: ['block.recv.waits'],
  takesSeconds: () => 0.4,
  async check({ open, behavesAs }) {
    const { socket } = await open.connected()
    await socket.setTimeout(beforeSeconds)
    await socket.setBlocking(true)
    await behavesAs(null, socket)
  },
})

export const setBlockingFalseIsZero = behaviour({
  id: 'mode.setblocking-false-is-zero',
  level: 'must',
  tier: 1,
  says: 'setblocking(false) puts a timeout out of force: the next call that would have to wait does not wait at all.',
  source: 'The page: setblocking(0); CPython test_timeout testTimeoutThenBlocking',
  observed:
    'With a timeout of a second set before, recv with a silent peer answers would-block, and at once.',
  breaks: 'the old timeout is still waited for, or has precedence over the mode',
  hint: 'Let setblocking(false) do exactly what setting a timeout of zero does.',
  needs: ['nb.recv.would-block', 'nb.immediate-latency', 'nb.recv.available'],
  async check({ open, expect, stillWorks }) {
    const { socket } = await open.connected()
    await socket.setTimeout(1)
    await socket.setBlocking(false)
    const call = await socket.recv(16)
    expect(call).is('would-block')
    expect(call).wasImmediate()
    await stillWorks(socket)
  },
})

export const timeoutAfterNonblocking = behaviour({
  id: 'mode.timeout-after-nonblocking',
  level: 'must',
  tier: 1,
  says: 'Setting a timeout on a non-blocking socket makes its calls wait for that long.',
  source:
    'CPython test_timeout testBlockingThenTimeout; eventlet NEWS: "settimeout() did not switch back to blocking mode"',
  observed: 'After a would-block, recv with a silent peer ends in a timeout, neither early nor late.',
  breaks: 'the descriptor is left non-blocking, and EAGAIN is passed on',
  hint: 'A timeout is a mode of its own: leave non-blocking mode when one is set.',
  needs: ['nb.recv.would-block', 'timeout.recv.expires', 'timeout.usable-after.recv'],
  variants: { modes: 'all' },
  given: each({ seconds: 0.2 }, { seconds: 0.5 }),
  takesSeconds: ({ seconds }) => seconds,
  async check({ open, behavesAs, stillWorks }, { seconds }) {
    const { socket } = await open.connected()
    await socket.setBlocking(false)
    await behavesAs(0, socket)
    await socket.setTimeout(seconds)
    await behavesAs(seconds, socket)
    await stillWorks(socket)
  },
})

export const setBlockingNumbers = behaviour({
  id: 'mode.setblocking-numbers',
  level: 'must',
  tier: 1,
  says: 'setblocking(1) and setblocking(0), as the page writes them, do what true and false do.',
  source: 'The page: setblocking(1) sets blocking mode, setblocking(0) unsets it',
  observed:
    'recv after a timeout and setblocking(1) waits for a nonce; after setblocking(0) it answers would-block.',
  breaks: 'the flag is compared with True or False by identity, which a number is not',
  hint: 'Test whether the flag is true (`if flag:`), not whether it is the object True.',
  needs: ['mode.setblocking-true-clears', 'mode.setblocking-false-is-zero'],
  stages: ['integer-flags'],
  given: each<{ flag: 0 | 1 }>({ flag: 1 }, { flag: 0 }),
  takesSeconds: () => 0.4,
  async check({ open, behavesAs }, { flag }) {
    const { socket } = await open.connected()
    await socket.setTimeout(beforeSeconds)
    await socket.setBlocking(flag)
    await behavesAs(flag === 1 ? null : 0, socket)
  },
})
