import { randomBytes } from 'node:crypto'
import { fullPipeMillis, nowMicros, readinessPauseMillis, sleep } from '../clock.ts'
import { TrialOver } from './calls.ts'
import type { Socket } from './socket.ts'

/** Chunks that fill a pipe, unless a check says otherwise. */
const usualChunkBytes = 16_384

/** Offered to a pipe that was full a moment ago. */
const tasteBytes = 1_024

/** No pipe that the kernel keeps takes this much; a wrapper that does queues in memory of its own. */
const mostBytes = 24 * 1024 * 1024

/**
 * Sends to a stalled peer in non-blocking mode until nothing has been taken for 400 ms; leaves the socket in that mode.
 * Answers what was taken, in order. The peer of a pipe that should fill soon wants `{ pipe: 'small', stalled: true }`.
 */
export async function fillPipe(socket: Socket, chunkBytes = usualChunkBytes): Promise<Buffer> {
  await socket.setBlocking(false)
  const taken: Buffer[] = []
  let total = 0
  let lastProgress = nowMicros()
  let size = chunkBytes
  while (nowMicros() - lastProgress < fullPipeMillis * 1000) {
    const chunk = randomBytes(size)
    const call = await socket.send(chunk)
    if (call.status === 'ok' && call.count !== undefined && call.count > 0) {
      taken.push(chunk.subarray(0, call.count))
      total += call.count
      lastProgress = nowMicros()
    } else if (call.status === 'would-block') {
      // Whether there is room again, a little tells as well as much.
      size = Math.min(size, tasteBytes)
      await sleep(readinessPauseMillis * 4)
    } else {
      throw new TrialOver({
        kind: 'step',
        step: 'filling the pipe',
        happened: `${call.name} answered ${call.status} ${call.text}`,
      })
    }
    if (total > mostBytes) {
      const happened = `${total} bytes were taken although the peer reads nothing`
      throw new TrialOver({ kind: 'step', step: 'filling the pipe', happened })
    }
  }
  return Buffer.concat(taken)
}
