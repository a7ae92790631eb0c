import { type Input, readLines } from './descriptors.ts'

/** The argument of the host that makes it such a thread. */
export const watchArgument = '--watch-input'

/** After the end of the input the last call gets this long, twice what it gets when it does not block the main thread. */
const graceMillis = 200

/**
 * `readLines` by a thread, which kills the process if after the end of the input the main thread does not make the last
 * reply and exit: it is blocked in a call, and no one is left to read its answer. `replies[0]` counts replies. Costs 35 ms
 * of CPU time and 10 MB.
 */
export async function readLinesInThread(
  onLine: (line: string) => void,
  onEnd: () => void,
  replies: Int32Array,
): Promise<Input> {
  // Loaded only where it is needed: it costs 2 ms.
  const { Worker } = await import('node:worker_threads')
  const worker = new Worker(new URL(import.meta.url), { argv: [watchArgument], workerData: replies })
  worker.on('message', (line: string | null) => {
    if (line === null) onEnd()
    else onLine(line)
  })
  return { letGo: () => worker.unref() }
}

/** What the thread does. */
export async function watchInput(): Promise<void> {
  const { parentPort, workerData } = await import('node:worker_threads')
  const replies = workerData as Int32Array
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  const post = (message: string | null): void => parentPort?.postMessage(message)
  let received = 0
  const onLine = (line: string): void => {
    received += 1
    post(line)
  }
  const onEnd = (): void => {
    post(null)
    let seen = Atomics.load(replies, 0)
    setInterval(() => {
      const now = Atomics.load(replies, 0)
      // With more than one to go, these are requests that came through a pipe all at once: each has its turn.
      if (now === seen && received - now <= 1) process.kill(process.pid, 'SIGKILL')
      seen = now
    }, graceMillis)
  }
  readLines(onLine, onEnd)
}
