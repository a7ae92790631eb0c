import { behaviour, type Stratum } from '../harness/engine/behaviour.ts'
import { blockingSetting, modeAfter, type Setting, timeoutSetting } from '../harness/model/mode.ts'
import { durations } from '../harness/trials/durations.ts'
import { drawn, each } from '../harness/trials/table.ts'

const settings: readonly Stratum<Setting>[] = [
  ...drawn(2, durations({ min: 200, max: 400 }).map(timeoutSetting)),
  ...each<Setting>(blockingSetting(false)),
]

export const connectKeepsSetting = behaviour({
  id: 'trans.connect-keeps-setting',
  level: 'must',
  tier: 1,
  says: 'A mode that was set before connect is in force after it.',
  source: 'Python library reference, socket.settimeout; thriftpy issue 188; guacamole-server issue 542',
  observed: 'A timeout, or non-blocking mode, is set before connect; recv then expires, or answers at once.',
  breaks:
    'connect makes the descriptor blocking again when it is done, or starts with the mode of a new socket',
  hint: 'What connect changes for its own wait it has to restore.',
  needs: ['timeout.recv.expires', 'nb.connect.completes', 'nb.recv.would-block'],
  given: settings,
  takesSeconds: () => 0.4,
  async check({ open, peers, expect, askAgain, arrivesAt, behavesAs }, setting) {
    const target = await peers.target()
    const socket = await open.socket()
    await socket.set(setting)
    expect(await askAgain(() => socket.connect(target.address))).is('ok', 'already-connected')
    socket.peer = await arrivesAt(target)
    await behavesAs(modeAfter(setting), socket)
  },
})
