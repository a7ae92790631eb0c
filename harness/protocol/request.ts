import { randomBytes } from 'node:crypto'

/** Words longer than this are handed over as they are: joining megabytes of hex would copy them once more. */
const longWord = 65_536

/**
 * One request as the pieces of text to write one after another.
 * Throws RangeError for a word that the line cannot carry: that is a bug of the suite.
 */
export function encodeRequest(id: string, operation: string, words: readonly string[]): readonly string[] {
  const pieces: string[] = []
  let piece = `${id} ${operation}`
  for (const word of words) {
    if (word.length > longWord) {
      pieces.push(`${piece} `, word)
      piece = ''
      continue
    }
    if (word === '' || unfit.test(word)) {
      throw new RangeError(`${JSON.stringify(word)} cannot be a word of the protocol`)
    }
    piece += ` ${word}`
  }
  pieces.push(`${piece}\n`)
  return pieces
}

const unfit = /\s/

const idLength = 8
let pool = ''
let drawn = 0

/** A word nobody can foresee, so that no reply is written before its request is read. Eight hex digits. */
export function randomId(): string {
  if (drawn === pool.length) {
    pool = randomBytes(4_096).toString('hex')
    drawn = 0
  }
  drawn += idLength
  return pool.slice(drawn - idLength, drawn)
}
