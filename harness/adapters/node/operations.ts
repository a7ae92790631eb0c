import { readFileSync } from 'node:fs'
import { inspect, types } from 'node:util'
import { addressToWords, bytesToWord, timeoutToWord } from '../../protocol/words.ts'
import { wordsToAddress, wordToBytes, wordToTimeout } from '../../protocol/words.ts'
import { oneLine } from './errors.ts'

/** How an operation of the protocol becomes a call of a wrapper's method, and what it returns the words of a reply. */
export interface SocketOperation {
  readonly method: string
  /** Arguments of the method; undefined if the request's words are malformed. */
  readonly read: (words: readonly string[]) => readonly unknown[] | undefined
  /** Words of an `ok` reply; undefined if the value is of the wrong type. `adopt` gives an accepted socket a handle. */
  readonly write: (value: unknown, adopt: Adopt) => readonly string[] | undefined
}

type Adopt = (socket: unknown) => string

/** The operations whose first word is a handle. */
export const socketOperations: ReadonlyMap<string, SocketOperation> = new Map([
  ['setblocking', { method: 'setBlocking', read: readFlag, write: nothing }],
  ['getblocking', { method: 'getBlocking', read: none, write: writeFlag }],
  ['settimeout', { method: 'setTimeout', read: readTimeout, write: nothing }],
  ['gettimeout', { method: 'getTimeout', read: none, write: writeTimeout }],
  ['bind', { method: 'bind', read: readAddress, write: nothing }],
  ['listen', { method: 'listen', read: readBacklog, write: nothing }],
  ['accept', { method: 'accept', read: none, write: writeAccepted }],
  ['connect', { method: 'connect', read: readAddress, write: nothing }],
  ['send', { method: 'send', read: readBytes, write: writeCount }],
  ['sendall', { method: 'sendAll', read: readBytes, write: nothing }],
  ['recv', { method: 'recv', read: readSize, write: writeBytes }],
  ['sendto', { method: 'sendTo', read: readDatagram, write: writeCount }],
  ['recvfrom', { method: 'recvFrom', read: readSize, write: writeDatagram }],
  ['shutdown', { method: 'shutdown', read: readDirection, write: nothing }],
  ['close', { method: 'close', read: none, write: nothing }],
  ['cancel', { method: 'cancel', read: none, write: nothing }],
  ['sockname', { method: 'getSockName', read: none, write: writeAddress }],
  ['peername', { method: 'getPeerName', read: none, write: writeAddress }],
  ['peek', { method: 'peek', read: readSize, write: writeBytes }],
  ['poll', { method: 'poll', read: readPoll, write: writeFlag }],
  ['readexact', { method: 'readExact', read: readSize, write: writeBytes }],
  ['readline', { method: 'readLine', read: none, write: writeBytes }],
  ['dup', { method: 'dup', read: none, write: writeSocket }],
  ['wrap', { method: 'wrapTls', read: readTls, write: writeSocket }],
])

/** The operations that are methods of the class itself. */
export const staticOperations: ReadonlyMap<string, SocketOperation> = new Map([
  ['connecthelper', { method: 'createConnection', read: readHelper, write: writeSocket }],
  ['setdefault', { method: 'setDefaultTimeout', read: readTimeout, write: nothing }],
])

/** What a wrapper returned, for the text after `wrong-type:`. */
export const describeValue = (value: unknown): string =>
  oneLine(inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 6, maxStringLength: 60 }))

function none(): [] {
  return []
}

function readFlag([word]: readonly string[]): [boolean] | undefined {
  return word === 'true' || word === 'false' ? [word === 'true'] : undefined
}

function readTimeout([word = '']: readonly string[]): [number | null] | undefined {
  const seconds = wordToTimeout(word)
  return seconds === undefined ? undefined : [seconds]
}

function readAddress([host, port]: readonly string[]): [object] | undefined {
  const address = wordsToAddress(host, port)
  return address && [address]
}

function readSize([word = '']: readonly string[]): [number] | undefined {
  return /^-?\d+$/.test(word) ? [Number(word)] : undefined
}

function readBacklog(words: readonly string[]): number[] | undefined {
  return words.length === 0 ? [] : readSize(words)
}

function readBytes([word = '']: readonly string[]): [Uint8Array] | undefined {
  const bytes = wordToBytes(word)
  return bytes && [bytes]
}

function readDatagram([word, ...address]: readonly string[]): [Uint8Array, object] | undefined {
  const bytes = readBytes(word === undefined ? [] : [word])
  const to = readAddress(address)
  return bytes && to && [...bytes, ...to]
}

function readDirection([word]: readonly string[]): [string] | undefined {
  return word === 'read' || word === 'write' || word === 'both' ? [word] : undefined
}

function readPoll([direction, word]: readonly string[]): [string, number | null] | undefined {
  const timeout = readTimeout([word ?? ''])
  return timeout && (direction === 'read' || direction === 'write') ? [direction, ...timeout] : undefined
}

function readHelper([host, port, word]: readonly string[]): [object, number | null] | undefined {
  const address = wordsToAddress(host, port)
  const timeout = readTimeout([word ?? ''])
  return address && timeout && [address, ...timeout]
}

function readTls([serverName, file]: readonly string[]): [object] | undefined {
  if (serverName === undefined || file === undefined) return undefined
  try {
    return [{ ca: readFileSync(file, 'utf8'), serverName }]
  } catch {
    return undefined
  }
}

function nothing(): [] {
  return []
}

function writeFlag(value: unknown): [string] | undefined {
  return typeof value === 'boolean' ? [String(value)] : undefined
}

function writeTimeout(value: unknown): [string] | undefined {
  return value === null || typeof value === 'number' ? [timeoutToWord(value)] : undefined
}

function writeCount(value: unknown): [string] | undefined {
  return Number.isSafeInteger(value) ? [String(value)] : undefined
}

function writeBytes(value: unknown): [string] | undefined {
  return types.isUint8Array(value) ? [bytesToWord(value)] : undefined
}

function writeAddress(value: unknown): [string, string] | undefined {
  const { host, port } = Object(value) as { host?: unknown; port?: unknown }
  // Only what has no name, as some Unix-domain sockets, has no host.
  if (typeof host !== 'string' || !(/^\S+$/.test(host) || (host === '' && port === 0))) return undefined
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) return undefined
  return addressToWords({ host, port })
}

function writeSocket(value: unknown, adopt: Adopt): [string] | undefined {
  return typeof value === 'object' && value !== null ? [adopt(value)] : undefined
}

function writeDatagram(value: unknown): [string, string, string] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined
  const bytes = writeBytes(value[0])
  const from = writeAddress(value[1])
  return bytes && from && [...bytes, ...from]
}

function writeAccepted(value: unknown, adopt: Adopt): [string, string, string] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined
  const [socket, address] = value as [unknown, unknown]
  const words = writeAddress(address)
  if (words === undefined || typeof socket !== 'object' || socket === null) return undefined
  return [adopt(socket), ...words]
}
