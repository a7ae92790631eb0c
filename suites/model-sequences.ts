import { behaviour } from '../harness/engine/behaviour.ts'
import { connectionSequences } from '../harness/trials/connection-steps.ts'
import { listenerSequences } from '../harness/trials/listener-steps.ts'

export const connection = behaviour({
  id: 'model.connection',
  level: 'must',
  tier: 1,
  says: 'After any sequence of operations by either side, a connection answers as its mode, its inbox and its ends demand.',
  source: 'Derived from all of them; Go nettest, "after each misuse the connection still works"',
  observed:
    'Drawn sequences of settings, sends, receives, expiries, ends, resets and closings, on a small pipe, beside a model of both ends.',
  breaks: 'what one call leaves behind in the socket changes what a later call of another kind answers',
  hint: 'Keep the mode, the inbox and each end in one place each; let a call change only what it is about.',
  // It meets everything that these are about: where one of them is not met, that is the reason.
  needs: [
    'mode.none-is-blocking',
    'mode.zero-is-nonblocking',
    'mode.setblocking-true-clears',
    'mode.setblocking-false-is-zero',
    'mode.timeout-after-nonblocking',
    'block.recv.waits',
    'block.recv.partial',
    'block.recv.eof-wakes',
    'block.recv.reset-wakes',
    'block.send.waits',
    'block.sendall.complete',
    'nb.recv.would-block',
    'nb.recv.available',
    'nb.eof-not-would-block',
    'nb.repeatable',
    'nb.send.would-block',
    'nb.send.partial-count',
    'timeout.recv.expires',
    'timeout.recv.not-early',
    'timeout.send.expires',
    'timeout.send.not-early',
    'timeout.repeatable',
    'timeout.usable-after.recv',
    'timeout.sendall.completes',
    'timeout.partial-progress',
    'trans.nb-to-blocking',
    'trans.blocking-to-nb',
    'trans.timeout-to-none',
    'trans.last-setting-wins',
    'err.reset-class',
    'err.broken-pipe',
    'err.closed-use',
    'life.close-reaches-peer',
    'life.half-close',
    'life.shutdown-write',
    'life.shutdown-read',
    'life.shutdown-both',
    'data.no-loss-after-timeout',
    'data.tail-before-eof',
    'data.mixed-mode-stream',
  ],
  variants: { modes: 'all', 'half-open': 'yes' },
  given: connectionSequences(),
  takesSeconds: () => 0.3,
  async check({ open, converse }, { steps }) {
    const { socket, peer } = await open.connected({ pipe: 'small' })
    const conversation = converse(socket, peer)
    for (const step of steps) await conversation.take(step)
    await conversation.finish()
  },
})

export const listener = behaviour({
  id: 'model.listener',
  level: 'must',
  tier: 1,
  says: 'After any sequence of operations, a listener and the sockets that it has accepted answer each as its own mode, clients and peer demand.',
  source: 'Derived; mbedtls issue 1246; CPython testInheritFlagsTimeout',
  observed:
    'Drawn sequences of settings, clients, accepts and expiries, with the accepted sockets used in between, beside a model of all of them.',
  breaks: 'listener and accepted sockets share what belongs to one: a mode, a deadline, a buffer, an end',
  hint: 'Give every accepted socket a state of its own, and let nothing of it reach the listener.',
  needs: [
    'block.accept.waits',
    'nb.accept.would-block',
    'timeout.accept.expires',
    'trans.accepted-independent',
    'trans.listener-unchanged',
    'timeout.accept.not-early',
    'nb.accept.drain',
    'mode.per-socket',
    'err.closed-use',
    'life.close-listener',
    'model.connection',
  ],
  variants: { modes: 'all', 'half-open': 'yes', 'accept-inherits': 'no' },
  given: listenerSequences(),
  takesSeconds: () => 0.3,
  async check({ open, receive }, { steps }) {
    const reception = receive(await open.listener())
    for (const step of steps) await reception.take(step)
    await reception.finish()
  },
})
