import { leakSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { each } from '../harness/trials/table.ts'

/** The name of the error, and its code where there is one, as adapters put them before its message. */
const nameAndCode = /^[\w.$]*(?: [A-Z]\w*)?:?\s*/

export const timeoutMessage = behaviour({
  id: 'err.message',
  level: 'note',
  tier: 3,
  says: 'The timeout error carries a message that a person can read.',
  source: 'gevent test__socket_timeout; eventlet issue 222: an exception without arguments',
  observed: 'The text that the adapter hands on after the name of the error is not empty.',
  breaks: 'both ways are found in the field: some errors say all by their class alone',
  hint: 'Give the error a message such as "timed out": logs show that, and often nothing else.',
  needs: ['timeout.recv.expires'],
  async check({ open, expect }) {
    const { socket } = await open.connected()
    await socket.setTimeout(leakSeconds.recv)
    const call = await socket.recv(16)
    expect(call).is('timeout')
    expect.that(call.text.replace(nameAndCode, '') !== '', {
      expected: 'the timeout error has a message',
      happened: `all that it says is "${call.text}"`,
    })
  },
})

export const inProgressCode = behaviour<{ socket: 'new' | 'bound' }>({
  id: 'err.in-progress-code',
  level: 'should',
  tier: 3,
  says: 'An attempt that was begun is reported as in progress, on a new socket and on one that was bound before.',
  source: 'POSIX connect, EINPROGRESS; Ruby EINPROGRESSWaitWritable; gevent issue 841',
  observed:
    'The accept queue is full; connect in non-blocking mode answers in-progress, and not would-block.',
  breaks: 'EAGAIN, which other address families use, is raised; the attempt is taken for a failure',
  hint: 'Raise EINPROGRESS as the system gives it: would-block means that nothing was begun.',
  needs: ['nb.connect.in-progress'],
  given: each({ socket: 'new' }, { socket: 'bound' }),
  async check({ open, peers, expect }, { socket: kind }) {
    const socket = await open.socket()
    if (kind === 'bound') await socket.bind({ host: '127.0.0.1', port: 0 })
    await socket.setBlocking(false)
    expect(await socket.connect(await peers.sharedBlackhole())).is('in-progress')
  },
})
