import { leakSeconds, manyCallsSeconds } from '../harness/clock.ts'
import { behaviour, behaviours } from '../harness/engine/behaviour.ts'
import type { Expect } from '../harness/engine/expect.ts'
import type { Socket } from '../harness/engine/socket.ts'
import type { Tools } from '../harness/engine/tools.ts'
import { closeRuns, each, leakRuns, suspectRuns } from '../harness/trials/table.ts'

/** What a process needs once (a selector, a pool of threads) it has after this many calls. */
const warmUps = 3

export const connectTimeoutLeak = behaviour({
  id: 'res.fd.connect-timeout',
  level: 'must',
  tier: 1,
  says: 'Connects that time out, each closed, leave no descriptors behind.',
  source: 'Go TestDialTimeoutFDLeak; libmill issue 181, vibe-core issue 331, redis issue 15529',
  observed:
    'The open descriptors of the process, counted from outside, before and after a row of failed connects.',
  breaks: 'the descriptor of an attempt that was given up is never closed',
  hint: 'Close what the attempt was made with on every way out of connect, or at the latest in close.',
  needs: ['timeout.connect.expires'],
  takesSeconds: () => (warmUps + closeRuns) * leakSeconds.connect,
  async check({ open, peers, expect, meter }) {
    const address = await peers.sharedBlackhole()
    let before = 0
    for (let run = 0; run < warmUps + closeRuns; run++) {
      if (run === warmUps) before = meter.descriptors()
      const socket = await open.socket()
      await socket.setTimeout(leakSeconds.connect)
      expect(await socket.connect(address)).is('timeout')
      await socket.close()
    }
    staysLevel(expect, 'descriptors', closeRuns, 'connects that timed out', before, meter.descriptors())
  },
})

export const refusedLeak = behaviour({
  id: 'res.fd.refused',
  level: 'should',
  tier: 2,
  says: 'Connects that are refused, each closed, leave no descriptors behind.',
  source: 'stud issue 143, llvm issue 187574; gevent test_base_exception',
  observed:
    'The open descriptors of the process, counted from outside, before and after a row of refused connects.',
  breaks: 'the descriptor of a refused attempt is replaced, or forgotten, and not closed',
  hint: 'Close what the attempt was made with on every way out of connect, or at the latest in close.',
  needs: ['timeout.refused-beats', 'block.connect.waits'],
  takesSeconds: () => manyCallsSeconds,
  async check({ open, peers, expect, meter }) {
    const address = await peers.refusing()
    let before = 0
    for (let run = 0; run < warmUps + closeRuns; run++) {
      if (run === warmUps) before = meter.descriptors()
      const socket = await open.socket()
      expect(await socket.connect(address)).is('refused')
      await socket.close()
    }
    staysLevel(expect, 'descriptors', closeRuns, 'connects that were refused', before, meter.descriptors())
  },
})

/** Each makes a socket of its kind, whose other end stays as it is when the socket is closed. */
const makers = {
  async connected({ open, peers }: Tools): Promise<() => Promise<Socket>> {
    const { address } = await peers.target()
    return async () => {
      const socket = await open.socket()
      await socket.connected(address)
      return socket
    }
  },
  async accepted({ open, peers }: Tools): Promise<() => Promise<Socket>> {
    const { listener, address } = await open.listener()
    return async () => {
      await peers.dial(address)
      return listener.accepted(await listener.step(listener.accept()))
    }
  },
  async listening({ open }: Tools): Promise<() => Promise<Socket>> {
    return async () => (await open.listener()).listener
  },
}

export const closeLeak = behaviour({
  id: 'res.fd.close',
  level: 'must',
  tier: 1,
  says: 'close gives the descriptor back, of a connection on either side and of a listener.',
  source: 'POSIX close; gevent issue 644; redis issue 15529',
  observed:
    'The open descriptors of the process, counted from outside, before and after a row of sockets, each closed.',
  breaks:
    'close only ends the connection (shutdown), or marks the socket; the descriptor waits for a collector',
  hint: 'Close the descriptor itself in close(); ending the stream is another thing.',
  given: each<keyof typeof makers>('connected', 'accepted', 'listening'),
  takesSeconds: () => manyCallsSeconds,
  async check(tools, kind) {
    const { expect, meter, comesTrue } = tools
    const make = await makers[kind](tools)
    let before = 0
    for (let run = 0; run < warmUps + closeRuns; run++) {
      if (run === warmUps) before = meter.descriptors()
      const socket = await make()
      expect(await socket.attempt.close()).is('ok')
    }
    // A runtime with an event loop closes a turn later.
    const given = await comesTrue(() => Promise.resolve(meter.descriptors() - before < closeRuns / 2))
    expect.that(given, {
      expected: `the process has about as many descriptors after ${closeRuns} ${kind} sockets, each closed, as before`,
      happened: `it had ${before} before and ${meter.descriptors()} after them`,
      cause: 'leak',
    })
  },
})

export const acceptTimeoutLeak = behaviour({
  id: 'res.fd.accept-timeout',
  level: 'should',
  tier: 3,
  says: 'Accepts that time out leave no descriptors behind.',
  source: 'Derived from Go TestDialTimeoutFDLeak; vibe-core issue 331',
  observed: 'The open descriptors of the process, counted from outside, before and after a row of expiries.',
  breaks:
    'each wait makes a selector, or the socket that is to be accepted, and closes it only if a client comes',
  hint: 'Close what a wait needs on every way out of it, or keep one for the listener.',
  needs: ['timeout.accept.expires', 'timeout.repeatable'],
  takesSeconds: () => (warmUps + leakRuns) * leakSeconds.recv,
  async check({ open, expect, meter }) {
    const { listener } = await open.listener()
    await listener.setTimeout(leakSeconds.recv)
    let before = 0
    for (let run = 0; run < warmUps + leakRuns; run++) {
      if (run === warmUps) before = meter.descriptors()
      expect(await listener.accept()).is('timeout')
    }
    staysLevel(expect, 'descriptors', leakRuns, 'expiries of accept', before, meter.descriptors())
  },
})

/** A row of timed recv that expire. */
export const recvTimeoutLeaks = behaviours(
  [
    {
      id: 'res.fd.recv-timeout',
      level: 'must',
      tier: 2,
      says: 'Receives that time out leave no descriptors behind.',
      source: 'vibe-core issue 331; derived from Go TestDialTimeoutFDLeak',
      observed:
        'The open descriptors of the process, counted from outside, over a row of expiries; a long one if they grow.',
      breaks: 'each wait makes a selector, a pipe or a timer of its own and closes it only if data comes',
      hint: 'Close what a wait needs on every way out of it, or keep one for the socket.',
      needs: ['timeout.recv.expires', 'timeout.repeatable'],
    },
    {
      id: 'res.threads',
      level: 'should',
      tier: 2,
      says: 'Receives that time out leave no threads behind.',
      source: 'juds issue 20: "introduces the thread leak"',
      observed: 'The threads of the process, counted from outside, before and after a row of expiries.',
      breaks: 'a helper thread makes the blocking call and stays blocked when the caller has given up',
      hint: 'Wait with poll or select; a thread that blocks in recv cannot be called off.',
      needs: ['timeout.recv.expires', 'timeout.repeatable'],
    },
    {
      id: 'timeout.repeatable-often',
      level: 'must',
      tier: 1,
      says: 'After two dozen expiries a recv still waits for its whole timeout, and for no more.',
      source: 'Derived from timeout.repeatable; a pool of timers or threads that has run dry',
      observed: 'A row of short timeouts expires on one socket; the next, longer one is measured.',
      breaks: 'each expiry uses up something that is there only so many times; lateness adds up',
      hint: 'Give back on every way out of a wait what the wait has taken.',
      needs: ['timeout.recv.expires', 'timeout.repeatable', 'timeout.change-next-op'],
    },
  ],
  {
    takesSeconds: () => (warmUps + leakRuns) * leakSeconds.recv + leakSeconds.after,
    async check({ open, expect, meter }) {
      const { socket } = await open.connected()
      await socket.setTimeout(leakSeconds.recv)
      let before = { descriptors: 0, threads: 0 }
      for (let run = 0; run < warmUps + leakRuns; run++) {
        if (run === warmUps) before = { descriptors: meter.descriptors(), threads: meter.threads() }
        expect
          .of('res.fd.recv-timeout')(await socket.recv(16))
          .is('timeout')
      }
      const after = { descriptors: meter.descriptors(), threads: meter.threads() }
      staysLevel(
        expect.of('res.threads'),
        'threads',
        leakRuns,
        'expiries of recv',
        before.threads,
        after.threads,
      )
      // What a collector closes now and then is no leak: in the long run it does not grow with the calls.
      const grows = (): number => meter.descriptors() - before.descriptors
      let runs = leakRuns
      if (grows() >= leakRuns / 2) await socket.setTimeout(leakSeconds.suspect)
      for (; grows() >= leakRuns / 2 && runs < suspectRuns; runs++) await socket.recv(16)
      expect.of('res.fd.recv-timeout').that(grows() < leakRuns / 2, {
        expected: 'the descriptors of the process do not become more with every recv that times out',
        happened: `after ${runs} of them it had ${grows()} more than before`,
        cause: 'leak',
      })
      await socket.setTimeout(leakSeconds.after)
      expect
        .of('timeout.repeatable-often')(await socket.recv(16))
        .expiredAfter(leakSeconds.after)
    },
  },
)

/** One for every other call would be a leak; a few may come and go with a runtime's own doings. */
function staysLevel(
  expect: Expect,
  things: string,
  runs: number,
  calls: string,
  before: number,
  after: number,
): void {
  expect.that(after - before < runs / 2, {
    expected: `the process has about as many ${things} after ${runs} ${calls} as before`,
    happened: `it had ${before} before and ${after} after them`,
    cause: 'leak',
  })
}
