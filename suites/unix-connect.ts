import { ampleSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { backlogWaits, familyWakeUps } from '../harness/trials/table.ts'

export const unixConnectWaits = behaviour({
  id: 'unix.connect.waits',
  level: 'should',
  tier: 2,
  says: 'In blocking mode, connect to a Unix-domain listener whose queue is full waits until there is room.',
  source: 'The page: "a connect() blocks the program until it is complete"; connect(2)',
  observed:
    'The queue is full and nobody accepts; the call is pending, and succeeds once clients are accepted.',
  breaks: 'the descriptor is always non-blocking, and its EAGAIN is passed on',
  hint: 'A blocking descriptor waits by itself; with any other, ask again from time to time.',
  needs: ['block.connect.waits'],
  features: ['unix'],
  given: familyWakeUps(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, peers, expect, hold, arrivesAt, stillWorks }, { holdMillis }) {
    const queue = await peers.fullBacklog()
    const socket = await open.socket('unix')
    const call = await socket.begin.connect(queue.address)
    await hold(holdMillis)
    expect.stillPending(call)
    await queue.release()
    expect(await call.over()).is('ok')
    socket.peer = await arrivesAt(queue)
    await stillWorks(socket)
  },
})

export const unixConnectWouldBlock = behaviour({
  id: 'unix.connect.would-block',
  level: 'should',
  tier: 2,
  says: 'In non-blocking mode, connect to a Unix-domain listener whose queue is full fails at once, as would-block or in progress.',
  source: 'connect(2), EAGAIN: "for nonblocking UNIX domain sockets"; the page',
  observed: 'The queue is full until the call is over; only a call that does not wait is ever over.',
  breaks: 'connect waits for room in every mode; EAGAIN is told as a fault',
  hint: 'Hand EAGAIN on as would-block.',
  features: ['unix'],
  async check({ open, peers, expect }) {
    const queue = await peers.fullBacklog()
    const socket = await open.socket('unix')
    await socket.setBlocking(false)
    expect(await socket.connect(queue.address)).is('would-block', 'in-progress')
  },
})

export const unixFullBacklog = behaviour({
  id: 'unix.connect.full-backlog',
  level: 'should',
  tier: 2,
  says: 'A timed connect to a Unix-domain listener whose queue is full waits for room until its timeout has passed.',
  source: 'connect(2), EAGAIN; cpython issues 117208 and 78647: CPython itself fails at once',
  observed:
    'The queue is full: the call expires, measured as over TCP; or clients are accepted, and it succeeds.',
  breaks: 'the descriptor is non-blocking, and its EAGAIN ends the call at once: CPython does so to this day',
  hint: 'No poll tells of room: block with SO_SNDTIMEO, or ask again in short slices until the deadline.',
  needs: ['unix.connect.waits', 'timeout.connect.expires'],
  features: ['unix'],
  given: backlogWaits(),
  takesSeconds: ({ seconds, holdMillis }) => (holdMillis === undefined ? seconds : holdMillis / 1000),
  async check({ open, peers, expect, hold, arrivesAt, stillWorks }, { seconds, holdMillis }) {
    const queue = await peers.fullBacklog()
    const socket = await open.socket('unix')
    await socket.setTimeout(seconds)
    const call = await socket.begin.connect(queue.address)
    if (holdMillis === undefined) return expect(await call.over(seconds)).expiredAfter(seconds)
    await hold(holdMillis)
    expect.stillPending(call)
    await queue.release()
    expect(await call.over(ampleSeconds)).is('ok')
    socket.peer = await arrivesAt(queue)
    await stillWorks(socket)
  },
})
