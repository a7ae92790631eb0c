import { randomBytes } from 'node:crypto'
import { modeHoldMillis, sleep } from '../clock.ts'
import type { Mode } from '../model/mode.ts'
import type { Expect } from './expect.ts'
import type { Socket } from './socket.ts'

/** Shows by recv, on a connection with nothing to read, which mode a socket is in. */
export async function showMode(mode: Mode, socket: Socket, expect: Expect): Promise<void> {
  if (mode === null) return showBlocking(socket, expect)
  const call = await socket.recv(64)
  if (mode === 0) return expect(call).is('would-block')
  expect(call).is('timeout')
  expect(call).expiryMeasured(mode, 'early')
  expect(call).expiryMeasured(mode, 'late')
}

async function showBlocking(socket: Socket, expect: Expect): Promise<void> {
  const { peer } = socket
  if (!peer) throw new Error('the mode of a socket without a peer cannot be shown')
  const call = await socket.begin.recv(64)
  await sleep(modeHoldMillis)
  expect.stillPending(call)
  const token = randomBytes(16)
  await peer.send(token)
  expect(await call.over()).isBytes(token)
}
