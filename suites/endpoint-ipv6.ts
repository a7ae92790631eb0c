import { behaviour } from '../harness/engine/behaviour.ts'
import { blockingSetting, modeAfter, timeoutSetting } from '../harness/model/mode.ts'
import { each } from '../harness/trials/table.ts'

export const ipv6 = behaviour({
  id: 'endpoint.ipv6',
  level: 'should',
  tier: 3,
  says: 'Over IPv6, blocking, non-blocking and timed calls answer as they do over IPv4, and names are those of ::1.',
  source: 'The page, of which nothing is bound to IPv4; Rust net each_ip; WASI supports_ipv6',
  observed:
    'In each mode, recv of a connected socket and accept of a listener on ::1 wait, answer would-block or expire.',
  breaks: 'modes or timeouts reach the sockets of one family alone; addresses of four parts are cut wrongly',
  hint: 'Keep the family out of everything but opening a socket and reading its addresses.',
  needs: ['block.recv.waits', 'nb.recv.would-block', 'timeout.recv.expires'],
  features: ['ipv6'],
  given: each(blockingSetting(true), blockingSetting(false), timeoutSetting(0.2)),
  takesSeconds: () => 1,
  async check({ open, expect, behavesAs, stillWorks }, setting) {
    const { socket, target } = await open.connected({ family: 'ipv6' })
    expect(await socket.attempt.peerName()).isAddress(target.address)
    await socket.set(setting)
    await behavesAs(modeAfter(setting), socket)
    await stillWorks(socket)
    const { listener, address, socket: accepted, peer } = await open.accepted({ family: 'ipv6' })
    expect(await accepted.attempt.peerName()).isAddress(peer.local)
    expect(await accepted.attempt.sockName()).isAddress(address)
    await listener.set(setting)
    await behavesAs(modeAfter(setting), listener)
    await stillWorks(accepted)
  },
})
