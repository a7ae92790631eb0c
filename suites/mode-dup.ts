import { shortSeconds } from '../harness/clock.ts'
import { behaviour } from '../harness/engine/behaviour.ts'

export const dupRelation = behaviour({
  id: 'mode.dup-relation',
  level: 'should',
  tier: 3,
  says: 'Non-blocking mode set on a duplicate reaches the original if the wrapper declares it (dup-mode=shared), and else does not (independent).',
  source: 'fcntl(2): duplicates share the open file status flags; CPython socket.dup; Go File()',
  observed:
    'A blocking socket is duplicated and the duplicate made non-blocking; recv on the original answers at once, or waits for a nonce.',
  breaks: 'nothing: both ways are found in the field, but the one who duplicates has to know which it is',
  hint: 'Declare what your system does: on POSIX, O_NONBLOCK belongs to what both descriptors refer to.',
  needs: ['block.recv.waits', 'nb.recv.would-block'],
  features: ['dup'],
  takesSeconds: () => shortSeconds,
  async check({ open, behavesAs, declared, stillWorks }) {
    const { socket } = await open.connected()
    const duplicate = await socket.dup()
    await duplicate.setBlocking(false)
    await stillWorks(duplicate)
    await behavesAs(declared('dup-mode') === 'shared' ? 0 : null, socket)
  },
})
