import { Worker } from 'node:worker_threads'
import { controlWaitMillis, controlWindowMillis } from '../../clock.ts'

/**
 * Waits on a thread of its own as wrappers do, and tells how late its waits ended: all those of about a second at once.
 * What the grader itself is busy with does not make them late; what keeps a wrapper from its core does.
 */
export function watchControl(tell: (lateMillis: readonly number[]) => void): { close(): void } {
  const worker = new Worker(waits, {
    eval: true,
    // What the grader itself was started with is not for plain JavaScript.
    execArgv: [],
    workerData: { wait: controlWaitMillis, window: controlWindowMillis },
  })
  worker.unref()
  worker.on('message', tell)
  // Without a control the pace stays as it is.
  worker.on('error', () => {})
  return { close: () => void worker.terminate() }
}

const waits = `
const { parentPort, workerData: { wait, window } } = require('node:worker_threads')
const cell = new Int32Array(new SharedArrayBuffer(4))
let late = []
let since = performance.now()
function once() {
  const before = performance.now()
  Atomics.wait(cell, 0, 0, wait)
  const now = performance.now()
  late.push(now - before - wait)
  if (now - since >= window) {
    parentPort.postMessage(late)
    late = []
    since = now
  }
  setImmediate(once)
}
once()
`
