import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, modeAfter, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

const negative = {
  source:
    'CPython test_timeout testRangeCheck; OpenJDK Timeouts.testBadTimeout1; php-src#11175: −1 meant for ever',
  observed: 'settimeout with a negative number answers an error.',
  breaks: 'the number is handed on to a system call for which negative means for ever, or at once',
  hint: 'Check the number in the setter, and raise the error that your language has for a bad argument.',
  variants: { deadline: 'relative' },
} as const

export const rejectNegative = behaviour({
  ...negative,
  id: 'mode.reject-negative',
  level: 'must',
  tier: 1,
  says: 'A negative timeout is refused when it is set.',
  needs: ['mode.timeout-roundtrip'],
  given: each({ seconds: -1 }, { seconds: -0.001 }),
  async check({ open, expect }, { seconds }) {
    const socket = await open.socket()
    expect(await socket.attempt.setTimeout(seconds)).is('invalid', 'error')
  },
})

export const rejectTinyNegative = behaviour({
  ...negative,
  id: 'mode.reject-tiny-negative',
  level: 'should',
  tier: 2,
  says: 'A negative timeout is refused however close to zero it is.',
  breaks: 'the number is rounded to zero before its sign is looked at',
  needs: ['mode.reject-negative'],
  async check({ open, expect }) {
    const socket = await open.socket()
    expect(await socket.attempt.setTimeout(-1e-10)).is('invalid', 'error')
  },
})

export const rejectNan = behaviour({
  id: 'mode.reject-nan',
  level: 'should',
  tier: 2,
  says: 'A timeout that is not a number (NaN) is refused when it is set.',
  source: 'CPython 3.13: ValueError; pwntools#237',
  observed: 'settimeout(nan) answers an error.',
  breaks: 'every comparison with NaN is false, so that it slips through the check for negative numbers',
  hint: 'Write the check so that NaN fails it: accept what is >= 0 instead of refusing what is < 0.',
  needs: ['mode.timeout-roundtrip'],
  async check({ open, expect }) {
    const socket = await open.socket()
    expect(await socket.attempt.setTimeout(NaN)).is('invalid', 'error')
  },
})

export const rejectKeepsState = behaviour({
  id: 'mode.reject-keeps-state',
  level: 'should',
  tier: 2,
  says: 'A setting that is refused leaves the mode as it was.',
  source: 'CPython socketmodule.c sock_settimeout, which parses before it assigns',
  observed: 'In each mode a negative timeout is refused, and recv then behaves as that mode demands.',
  breaks: 'the setter changes the descriptor or its fields first, and checks the number afterwards',
  hint: 'Check the argument before you change anything.',
  needs: ['mode.reject-negative', 'block.recv.waits', 'nb.recv.would-block', 'timeout.recv.expires'],
  variants: { modes: 'all' },
  given: each(timeoutSetting(0.2), blockingSetting(true), blockingSetting(false)),
  takesSeconds: () => 0.4,
  async check({ open, expect, behavesAs }, setting) {
    const { socket } = await open.connected()
    await socket.set(setting)
    expect(await socket.attempt.setTimeout(-1)).is('invalid', 'error')
    await behavesAs(modeAfter(setting), socket)
  },
})

export const setAfterClose = behaviour({
  id: 'mode.set-after-close',
  level: 'should',
  tier: 2,
  says: 'Setting the mode of a closed socket answers an error; it does not succeed silently.',
  source:
    'CPython test_socket TestExceptions.test_setblocking_invalidfd; Go: SetDeadline on a closed connection',
  observed: 'After close, setblocking and settimeout answer that the socket is closed, or an invalid call.',
  breaks: 'the setter only stores a field and never notices that there is no descriptor any more',
  hint: 'Let the setter check that the socket is open, as every other call has to.',
  needs: ['timeout.recv.expires'],
  given: each(timeoutSetting(1), timeoutSetting(null), blockingSetting(false), blockingSetting(true)),
  async check({ open, expect }, setting) {
    const { socket } = await open.connected()
    await socket.close()
    expect(await socket.attempt.set(setting)).is('closed', 'invalid')
  },
})
