/** Bytes, addresses and timeouts as words of the adapter protocol (harness/adapters/PROTOCOL.md). Pure. */

/** Of a Unix-domain socket: the path as host, or no host at all where it has no name; the port is 0. */
export interface Address {
  readonly host: string
  readonly port: number
}

export const bytesToWord = (bytes: Uint8Array): string =>
  bytes.length === 0 ? '-' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

/** Undefined if the word is not lower-case hex of whole bytes, or `-`. */
export function wordToBytes(word: string): Uint8Array | undefined {
  if (word === '-') return new Uint8Array(0)
  if (word.length % 2 !== 0) return undefined
  const bytes = Buffer.from(word, 'hex')
  // Buffer.from stops silently at the first character that is not hex.
  return bytes.length === word.length / 2 && word.length > 0 ? bytes : undefined
}

/** `null` is no timeout. JavaScript prints the shortest decimal that reads back equal. */
export function timeoutToWord(seconds: number | null): string {
  if (seconds === null) return 'none'
  if (Number.isNaN(seconds)) return 'nan'
  if (seconds === Infinity) return 'inf'
  if (seconds === -Infinity) return '-inf'
  return String(seconds)
}

/** Undefined if the word is no timeout. */
export function wordToTimeout(word: string): number | null | undefined {
  if (word === 'none') return null
  if (word === 'nan') return NaN
  if (word === 'inf') return Infinity
  if (word === '-inf') return -Infinity
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : undefined
}

export const addressToWords = ({ host, port }: Address): [string, string] => [
  host === '' ? unnamed : host,
  String(port),
]

/** The host of a Unix-domain socket without a name. */
const unnamed = '-'

/** Undefined if the two words are not a host and a port from 0 to 65535. */
export function wordsToAddress(host: string | undefined, port: string | undefined): Address | undefined {
  if (host === undefined || host === '' || port === undefined || !/^\d{1,5}$/.test(port)) return undefined
  const number = Number(port)
  return number <= 65_535 ? { host: host === unnamed ? '' : host, port: number } : undefined
}
