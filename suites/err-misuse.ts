import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

export const closedUse = behaviour({
  id: 'err.closed-use',
  level: 'must',
  tier: 1,
  says: 'A call on a closed socket fails at once, as closed; it never waits, and never succeeds.',
  source: 'POSIX EBADF; CPython test_socket testSendAfterClose; gevent TestClosedSocket',
  observed: 'After close, recv, send, sendall, accept and connect answer closed or invalid, at once.',
  breaks: 'the wait comes before the look at the descriptor; the number of the descriptor is still used',
  hint: 'Forget the descriptor in close, and let every call look for it before it waits.',
  needs: ['block.recv.immediate', 'timeout.not-a-delay', 'nb.recv.would-block', 'block.send.waits'],
  given: each(timeoutSetting(1), blockingSetting(true)),
  async check({ open, peers, expect, nonce }, setting) {
    const { address } = await peers.target()
    const { socket } = await open.connected()
    const { listener } = await open.listener()
    const unused = await open.socket()
    for (const one of [socket, listener, unused]) {
      await one.set(setting)
      await one.close()
    }
    const calls = [
      () => socket.recv(16),
      () => socket.send(nonce()),
      () => socket.sendAll(nonce()),
      () => listener.accept(),
      () => unused.connect(address),
    ]
    for (const call of calls) {
      const answer = await call()
      expect(answer).is('closed', 'invalid')
      expect(answer).wasImmediate()
    }
  },
})

export const notConnected = behaviour({
  id: 'err.not-connected',
  level: 'should',
  tier: 2,
  says: 'recv on a socket that was never connected fails at once, as not connected.',
  source: 'POSIX recv ENOTCONN; MicroPython socket_tcp_basic.py; WASI tcp_states',
  observed: 'recv on a new socket, in blocking mode and with a timeout, answers not-connected.',
  breaks: 'not connected is taken for "nothing yet", so that the call waits for data that cannot come',
  hint: 'Pass on ENOTCONN as it is.',
  given: each(blockingSetting(true), timeoutSetting(0.5)),
  async check({ open, expect }, setting) {
    const socket = await open.socket()
    await socket.set(setting)
    expect(await socket.recv(16)).is('not-connected')
  },
})

export const closedNames = behaviour({
  id: 'err.closed-names',
  level: 'should',
  tier: 2,
  says: 'Calls on a closed socket that never wait, such as bind, listen and getsockname, fail as closed too.',
  source: 'POSIX EBADF; CPython test_socket testSendAfterClose',
  observed: 'After close, getsockname, getpeername, bind and listen answer an error, and name it closed.',
  breaks:
    'a name is answered from memory; bind or listen opens a new descriptor behind the back of the caller',
  hint: 'Let every call look for the descriptor, and say that there is none.',
  needs: ['err.closed-use'],
  async check({ open, expect }) {
    const { socket } = await open.connected()
    const { listener } = await open.listener()
    const unused = await open.socket()
    for (const one of [socket, listener, unused]) await one.close()
    const calls = [
      () => socket.attempt.sockName(),
      () => socket.attempt.peerName(),
      () => listener.attempt.sockName(),
      () => listener.attempt.listen(1),
      () => unused.attempt.bind({ host: '127.0.0.1', port: 0 }),
    ]
    for (const call of calls) expect(await call()).is('closed', 'invalid', 'not-connected')
  },
})

export const alreadyConnected = behaviour({
  id: 'err.already-connected',
  level: 'should',
  tier: 2,
  says: 'connect on a socket that is connected says already-connected, and leaves the connection as it is.',
  source: 'POSIX connect, EISCONN; LTP connect01',
  observed:
    'A second connect, to the same target and to another, answers already-connected; a nonce goes each way.',
  breaks: 'connect opens a second connection and drops the first; it answers success to everything',
  hint: 'Pass on EISCONN as the system gives it.',
  given: each(blockingSetting(true), timeoutSetting(1)),
  async check({ open, peers, expect, stillWorks }, setting) {
    const elsewhere = await peers.target()
    const { socket, target } = await open.connected()
    await socket.set(setting)
    // Where connect was waited for with poll, Linux lets the next one say that it has succeeded.
    expect(await socket.connect(target.address)).is('already-connected', 'ok')
    expect(await socket.connect(elsewhere.address)).is('already-connected')
    await stillWorks(socket)
  },
})
