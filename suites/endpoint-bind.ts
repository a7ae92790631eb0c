import { manyCallsSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

const anyPort = { host: '127.0.0.1', port: 0 }

/** At once, in one process. */
const listeners = 24

/** Every so many of them is connected to. */
const connectedEvery = 6

export const ephemeral = behaviour({
  id: 'endpoint.ephemeral',
  level: 'must',
  tier: 1,
  says: 'A socket bound to port 0 gets a free port of its own, reports it, and takes connections there.',
  source: 'The page: bind(("127.0.0.1", 0)) and getsockname(); CPython socket_helper.bind_port',
  observed: `${listeners} listeners of one process have as many ports; clients reach those that they dial.`,
  breaks: 'a constant port; getsockname answers the address that was asked for, or that of another socket',
  hint: 'Pass port 0 on to the system, and ask the system for the address after bind.',
  takesSeconds: () => manyCallsSeconds,
  async check({ open, peers, expect }) {
    const opened = []
    for (let count = 0; count < listeners; count++) {
      const listener = await open.socket()
      expect(await listener.attempt.bind(anyPort)).is('ok')
      expect(await listener.attempt.listen(8)).is('ok')
      const { host, port } = await listener.sockName()
      const taken = opened.some(({ address }) => address.port === port)
      expect.that(host === anyPort.host && port !== 0 && !taken, {
        expected: `the address of listener ${count + 1} is 127.0.0.1 and a port of its own`,
        happened: `it is ${host}:${port}${taken ? ', which another listener has' : ''}`,
      })
      opened.push({ listener, address: { host, port } })
    }
    for (const { listener, address } of opened.filter((_, index) => index % connectedEvery === 0)) {
      const client = await peers.dial(address)
      expect(await listener.accept()).isClient(client)
    }
  },
})

export const bindImmediate = behaviour({
  id: 'endpoint.bind-immediate',
  level: 'must',
  tier: 1,
  says: 'bind, listen and getsockname do not wait, in any mode.',
  source: 'The page: bind, then getsockname, then listen; POSIX bind: no wait for a local address',
  observed: 'In each mode the three are called before any client exists, and end at once.',
  breaks: 'the wrapper waits for readiness, or out its timeout, in calls that need neither',
  hint: 'Call these three directly, without the wait that recv or accept need.',
  needs: ['endpoint.ephemeral'],
  given: each(blockingSetting(true), blockingSetting(false), timeoutSetting(1)),
  async check({ open, expect }, setting) {
    const listener = await open.socket()
    await listener.set(setting)
    const calls = [
      await listener.bind(anyPort),
      await listener.step(listener.attempt.sockName()),
      await listener.listen(1),
    ]
    for (const call of calls) {
      expect(call).is('ok')
      expect(call).wasImmediate()
    }
  },
})
