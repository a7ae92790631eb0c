import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, modeAfter, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

/** In force on the listener; a blocking recv on an accepted socket is then held for twice as long. */
const listenerSeconds = 0.2

export const acceptedIndependent = behaviour({
  id: 'trans.accepted-independent',
  level: 'must',
  tier: 1,
  says: 'An accepted socket starts out blocking, whatever mode its listener is in.',
  source:
    'Python library reference, socket, "Timeouts and the accept method"; accept(2); CPython testInheritFlagsTimeout',
  observed: 'A non-blocking and a timed listener accept; recv on what they answer waits for a nonce.',
  breaks:
    'the wrapper copies the timeout of the listener, or the system lets the flag or the option be inherited',
  hint: 'Set the mode of an accepted descriptor explicitly to blocking.',
  needs: ['block.recv.waits', 'nb.recv.available'],
  variants: { 'accept-inherits': 'no', modes: 'all' },
  given: each(blockingSetting(false), timeoutSetting(listenerSeconds)),
  takesSeconds: () => 0.4,
  async check({ open, peers, expect, askAgain, behavesAs }, setting) {
    const { listener, address } = await open.listener()
    await listener.set(setting)
    const client = await peers.dial(address)
    const call = await askAgain(() => listener.accept(), ['would-block', 'timeout'])
    expect(call).isClient(client)
    await behavesAs(null, listener.accepted(call, client))
  },
})

export const listenerUnchanged = behaviour({
  id: 'trans.listener-unchanged',
  level: 'must',
  tier: 1,
  says: 'Accepting a client, and setting the mode of the accepted socket, leave the mode of the listener as it was.',
  source: 'mbedtls#1246: accept made its listener blocking; POSIX accept',
  observed:
    'In each mode the listener accepts; the accepted socket is given another mode; the next accept tells.',
  breaks:
    'accept switches the listener to blocking for its own wait, or listener and accepted socket share their state',
  hint: 'Restore nothing and change nothing on the listener when accept returns.',
  needs: ['block.accept.waits', 'nb.accept.would-block', 'timeout.accept.expires', 'nb.accept.after-ready'],
  variants: { modes: 'all' },
  given: each(
    { listening: blockingSetting(false), accepted: blockingSetting(true) },
    { listening: timeoutSetting(listenerSeconds), accepted: blockingSetting(false) },
    { listening: blockingSetting(true), accepted: timeoutSetting(listenerSeconds) },
  ),
  takesSeconds: () => 0.4,
  async check({ open, peers, expect, askAgain, behavesAs }, { listening, accepted }) {
    const { listener, address } = await open.listener()
    await listener.set(listening)
    const client = await peers.dial(address)
    const call = await askAgain(() => listener.accept(), ['would-block', 'timeout'])
    expect(call).isClient(client)
    await listener.accepted(call, client).set(accepted)
    await behavesAs(modeAfter(listening), listener)
  },
})
