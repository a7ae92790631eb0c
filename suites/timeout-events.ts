import { ampleSeconds, needlessSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { events, timedWakeUps } from '../harness/trials/table.ts'

export const dataBeforeDeadline = behaviour({
  id: 'timeout.data-before-deadline',
  level: 'must',
  tier: 1,
  says: 'A timed recv or accept returns when data or a client arrives, without waiting for the timeout.',
  source: 'OpenJDK Timeouts.testTimedRead2 and testTimedAccept2; Rust test_read_with_timeout',
  observed:
    'A client, then a nonce, comes long before the timeout, while the call is pending; it returns soon after.',
  breaks:
    'the timeout is slept through; the wait goes on until the buffer is full; the socket is looked at in slices',
  hint: 'Wait for readiness and the timeout at once (poll, select, a race of promises), not for one after the other.',
  needs: ['timeout.recv.not-early'],
  given: timedWakeUps(),
  takesSeconds: ({ holdMillis }) => 2 * (holdMillis / 1000),
  async check({ open, peers, expect, hold, nonce, now }, { holdMillis }) {
    const { listener, address } = await open.listener()
    await listener.setTimeout(ampleSeconds)
    const accepting = await listener.begin.accept()
    await hold(holdMillis)
    const client = await peers.dial(address)
    const dialledAt = now()
    const accepted = await accepting.over(ampleSeconds)
    expect(accepted).isClient(client)
    expect(accepted).wokeAfter(dialledAt)

    const socket = listener.accepted(accepted, client)
    await socket.setTimeout(ampleSeconds)
    const receiving = await socket.begin.recv(64)
    await hold(holdMillis)
    const token = nonce()
    const sentAt = await client.send(token)
    const received = await receiving.over(ampleSeconds)
    await expect(received).isBytes(token)
    expect(received).wokeAfter(sentAt)
  },
})

export const notADelay = behaviour({
  id: 'timeout.not-a-delay',
  level: 'must',
  tier: 1,
  says: 'A timed operation that need not wait answers at once, however long its timeout is.',
  source: 'OpenJDK Timeouts.testTimedRead1 and testTimedAccept1; php-src issue 9676; UDT issue 6',
  observed:
    'A listener answers, a client is in the queue, the pipe has room, data is there: each call is measured.',
  breaks: 'the timeout is slept through before the socket is looked at',
  hint: 'Try first, or wait for readiness; never sleep for the timeout.',
  needs: ['block.recv.partial', 'block.sendall.complete'],
  async check({ open, peers, expect, nonce }) {
    const target = await peers.target()
    const socket = await open.socket()
    await socket.setTimeout(needlessSeconds)
    const connected = await socket.connect(target.address)
    expect(connected).is('ok')
    expect(connected).wasImmediate()

    const peer = await target.next()
    const sent = await socket.send(nonce())
    expect(sent).is('ok')
    expect(sent).wasImmediate()

    const none = await socket.send(new Uint8Array(0))
    expect(none).is('ok')
    expect(none).wasImmediate()

    const nothing = await socket.sendAll(new Uint8Array(0))
    expect(nothing).is('ok')
    expect(nothing).wasImmediate()

    const token = nonce()
    await peer.send(token)
    const received = await socket.recv(64)
    await expect(received).isBytes(token)
    expect(received).wasImmediate()

    const { listener, address } = await open.listener()
    await listener.setTimeout(needlessSeconds)
    const client = await peers.dial(address)
    const accepted = await listener.accept()
    expect(accepted).isClient(client)
    expect(accepted).wasImmediate()
  },
})

export const eofBeats = behaviour({
  id: 'timeout.eof-beats',
  level: 'must',
  tier: 1,
  says: 'A timed recv returns the end of the stream when the peer ends it, not a timeout later.',
  source: 'OpenJDK AdaptorStreams.testRead4; PyBitmessage issue 277',
  observed: 'The peer sends FIN long before the timeout, while the call is pending.',
  breaks: 'no bytes are taken for "not yet", and the wait goes on until the timeout',
  hint: 'A read of no bytes is the end of the stream: return it as it is.',
  needs: ['timeout.data-before-deadline'],
  given: events(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(ampleSeconds)
    const call = await socket.begin.recv(64)
    await hold(holdMillis)
    const endedAt = await peer.end()
    const answer = await call.over(ampleSeconds)
    expect(answer).isEndOfStream()
    expect(answer).wokeAfter(endedAt)
  },
})

export const resetBeats = behaviour({
  id: 'timeout.reset-beats',
  level: 'must',
  tier: 1,
  says: 'A timed recv reports a reset when the peer resets the connection, not a timeout later.',
  source: 'MicroPython tcp_client_rst; POSIX recv, ECONNRESET',
  observed: 'The peer sends RST long before the timeout, while the call is pending.',
  breaks: 'an error of the descriptor does not end the wait; a reset is reported as an end or as a timeout',
  hint: 'Errors count as readiness: read after every wake-up, and pass on the error that the read gives.',
  needs: ['timeout.data-before-deadline'],
  given: events(),
  takesSeconds: ({ holdMillis }) => holdMillis / 1000,
  async check({ open, expect, hold }, { holdMillis }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(ampleSeconds)
    const call = await socket.begin.recv(64)
    await hold(holdMillis)
    const resetAt = peer.reset()
    const answer = await call.over(ampleSeconds)
    expect(answer).is('reset')
    expect(answer).wokeAfter(resetAt)
  },
})

export const refusedBeats = behaviour({
  id: 'timeout.refused-beats',
  level: 'must',
  tier: 1,
  says: 'A timed connect that is refused says so at once: neither as a timeout nor after one.',
  source: 'libuv tcp_local_connect_timeout; perl5 issue 11501; civetweb issue 1325',
  observed: 'Nobody listens at the address, and the system refuses at once; the call is measured.',
  breaks:
    'only writability is waited for where failure is reported in another way; every failure is called a timeout',
  hint: 'After the wait ask for the socket error (SO_ERROR), and report that; on Windows also wait for exceptions.',
  needs: ['timeout.connect-state'],
  given: events(),
  async check({ open, peers, expect }) {
    const socket = await open.socket()
    await socket.setTimeout(needlessSeconds)
    const call = await socket.connect(await peers.refusing())
    expect(call).is('refused')
    expect(call).wasImmediate()
  },
})
