import { constants, createReadStream, fstatSync, readSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'

// Taken hold of before the wrapper is loaded, which may replace them.
const write = writeSync
const bytesOf = Buffer.from

/** Where the shell that starts the host has moved the protocol's input and output: 0 and 1 are the wrapper's. */
const inputDescriptor = 4
const outputDescriptor = 3

/** Exits if the process was not started with the protocol's descriptors moved. */
export function assertMoved(): void {
  // Without that, descriptor 3 is Node's own epoll, which has no file type.
  if ((fstatSync(outputDescriptor).mode & constants.S_IFMT) !== 0) return
  console.error('host: start me through prepareNode, or as the comment at the head of host.ts says')
  process.exit(64)
}

/** Writes one line of the protocol, all of it, before it returns. */
export function writeLine(line: string): void {
  const bytes = bytesOf(`${line}\n`, 'utf8')
  for (let written = 0; written < bytes.length;) {
    try {
      written += write(outputDescriptor, bytes, written)
    } catch (error) {
      // A pipe that is full and non-blocking: whoever started us shares it and made it so.
      if ((error as { code?: unknown }).code !== 'EAGAIN') throw error
      pause()
    }
  }
}

/** The first line of the input, waited for; empty at its end. Only for as long as nothing else reads the input. */
export function readFirstLine(): string {
  const byte = Buffer.alloc(1)
  let line = ''
  for (;;) {
    try {
      if (readSync(inputDescriptor, byte) === 0 || byte[0] === 10) return line
      line += byte.toString('latin1')
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EAGAIN') return line
      pause()
    }
  }
}

/**
 * Calls `onLine` for each line of the input, and `onEnd` after the last. A pipe is watched by the event loop, not
 * read by a thread of libuv's pool: of these there are four, and the wrapper may need them.
 */
export function readLines(onLine: (line: string) => void, onEnd: () => void): Input {
  const kind = fstatSync(inputDescriptor)
  const stream: Readable =
    kind.isFIFO() || kind.isSocket()
      ? new Socket({ fd: inputDescriptor, readable: true, writable: false })
      : createReadStream('', { fd: inputDescriptor })
  // A line may be megabytes long and come in hundreds of pieces: each is searched once.
  const pieces: string[] = []
  stream.setEncoding('latin1')
  stream.on('data', (data) => {
    const text = String(data)
    let from = 0
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      pieces.push(text.slice(from, at))
      onLine(pieces.join(''))
      pieces.length = 0
      from = at + 1
    }
    if (from < text.length) pieces.push(text.slice(from))
  })
  // A harness that is gone may leave a reset instead of an end.
  stream.on('error', () => undefined)
  stream.on('close', onEnd)
  return { letGo: () => void (stream instanceof Socket && stream.unref()) }
}

/** The input as it is read. */
export interface Input {
  /** Goes on reading, but no longer keeps the process alive. */
  letGo(): void
}

const pause = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
}
