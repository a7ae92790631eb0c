import { randomBytes } from 'node:crypto'
import { modeHoldMillis, sleep } from '../clock.ts'
import type { Mode } from '../model/mode.ts'
import type { Connection } from '../peers/peer.ts'
import type { Address } from '../protocol/words.ts'
import type { Expect } from './expect.ts'
import type { Socket } from './socket.ts'

const nonceBytes = 16

/** Shows which mode a socket is in, by recv where it has a peer and by accept where it listens. */
export async function showMode(
  mode: Mode,
  socket: Socket,
  expect: Expect,
  dial: (address: Address) => Promise<Connection>,
): Promise<void> {
  if (mode === null) return showBlocking(socket, expect, dial)
  const call = await (socket.peer ? socket.recv(nonceBytes) : socket.accept())
  if (mode === 0) return expect(call).is('would-block')
  expect(call).is('timeout')
  expect(call).expiryMeasured(mode, 'early')
  expect(call).expiryMeasured(mode, 'late')
}

/** The call waits while its cause is withheld, and ends in what could not be known before. */
async function showBlocking(
  socket: Socket,
  expect: Expect,
  dial: (address: Address) => Promise<Connection>,
): Promise<void> {
  if (socket.peer) {
    const call = await socket.begin.recv(nonceBytes)
    await sleep(modeHoldMillis)
    expect.stillPending(call)
    const token = randomBytes(nonceBytes)
    await socket.peer.send(token)
    await expect(await call.over()).isBytes(token)
  } else {
    const address = await socket.sockName()
    const call = await socket.begin.accept()
    await sleep(modeHoldMillis)
    expect.stillPending(call)
    const client = await dial(address)
    expect(await call.over()).isClient(client)
  }
}
