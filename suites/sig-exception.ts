import { ampleSeconds, signalledSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, type Setting, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

/** What the handler of SIGUSR1 raises in an adapter that has one (PROTOCOL.md). */
const interrupted = 'Interrupted'

export const handlerException = behaviour<{ setting: Setting }>({
  id: 'sig.handler-exception',
  level: 'should',
  tier: 2,
  says: 'What the handler of a signal raises comes out of the recv that it interrupted, and the socket goes on working.',
  source: 'PEP 475; CPython TCPTimeoutTest.testInterruptedTimeout and check_sendall_interrupted',
  observed:
    'A signal, whose handler raises, comes while recv waits; the call ends in that error, and then data is exchanged.',
  breaks: 'whatever comes out of a wait is caught and reported as a timeout; the wait goes on regardless',
  hint: 'Catch only the errors of the wait itself, and let every other one through.',
  needs: ['block.recv.waits', 'timeout.recv.expires'],
  features: ['signal-exceptions'],
  given: each({ setting: blockingSetting(true) }, { setting: timeoutSetting(ampleSeconds) }),
  takesSeconds: () => signalledSeconds,
  async check({ open, expect, signals, hold, stillWorks }, { setting }) {
    const { socket } = await open.connected()
    await socket.set(setting)
    const call = await socket.begin.recv(16)
    await hold(signalledSeconds * 1000)
    expect.stillPending(call)
    signals.send('SIGUSR1')
    const answer = await call.over()
    expect.that(answer.status !== 'ok' && answer.text.includes(interrupted), {
      expected: `${answer.name} ends in what the handler raised, ${interrupted}`,
      happened: `it answered ${answer.status} ${answer.text}`,
    })
    await stillWorks(socket)
  },
})
