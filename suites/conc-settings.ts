import { resolutionSeconds, settlingMillis } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { describeAnswer } from '../harness/engine/calls.ts'
import { settingRaces } from '../harness/trials/table.ts'

export const deadlineRaces = behaviour({
  id: 'conc.deadline-races',
  level: 'should',
  tier: 2,
  says: 'Timeouts may be set while another thread or task is in recv: no data is lost, the last setting stays in force, and the connection works on.',
  source: 'Go nettest ConcurrentMethods; Go TestReadWriteDeadlineRace and TestConcurrentSetDeadline',
  observed:
    'Timeouts are set while recv waits and data comes; what it answered is all that was sent, and the last timeout set is what the getter says.',
  breaks:
    'recv puts back at its end the timeout that it found at its beginning; a wait is left without a timer',
  hint: 'Let recv read the timeout once and never write it.',
  needs: ['timeout.recv.expires', 'block.duplex', 'mode.timeout-roundtrip', 'mode.getblocking-consistent'],
  features: ['threads'],
  given: settingRaces(),
  takesSeconds: ({ settings }) => 0.2 + settings.length * 0.02,
  async check({ open, expect, hold, nonce, stillWorks, askAgain }, { settings }) {
    const { socket, peer } = await open.connected()
    await socket.setTimeout(null)
    const call = await socket.aside.recv(64)
    await hold(settlingMillis.blocked)
    expect.stillPending(call)
    for (const seconds of settings) await socket.setTimeout(seconds)
    const token = nonce()
    await peer.send(token)
    // Whether a wait that is under way takes the new timeout is not what this is about.
    const answer = await call.over()
    const got =
      answer.status === 'ok' ? answer : await askAgain(() => socket.recv(64), ['would-block', 'timeout'])
    await expect(got).isBytes(token, 'lost-data')
    const last = settings.at(-1) ?? null
    const { timeoutSeconds = null } = await socket.step(socket.attempt.getTimeout())
    const same =
      last === null || timeoutSeconds === null
        ? timeoutSeconds === last
        : Math.abs(timeoutSeconds - last) <= resolutionSeconds
    expect.that(same, {
      expected: `gettimeout() answers ${last}, the last that was set`,
      happened: `it answers ${timeoutSeconds}`,
    })

    for (const seconds of settings) {
      const racing = await socket.aside.recv(64)
      const piece = nonce()
      const [, raced] = await Promise.all([
        peer.send(piece),
        socket.setTimeout(seconds).then(() => racing.over(seconds ?? 0)),
      ])
      expect.that(['ok', 'timeout', 'would-block'].includes(raced.status), {
        expected: `${raced.name} answers data, or a timeout, beside settimeout(${seconds})`,
        happened: `it answered ${describeAnswer(raced)}`,
      })
      const rest =
        raced.status === 'ok' ? raced : await askAgain(() => socket.recv(64), ['would-block', 'timeout'])
      await expect(rest).isBytes(piece, 'lost-data')
    }
    await socket.setTimeout(null)
    await stillWorks(socket)
  },
})
