import { describe, expect, it } from 'vitest'
import { encodeRequest, randomId } from './request.ts'

describe('encodeRequest', () => {
  it('puts words on a line', () => {
    expect(encodeRequest('7f3a', 'bind', ['s1', '127.0.0.1', '0'])).toEqual(['7f3a bind s1 127.0.0.1 0\n'])
    expect(encodeRequest('7f3a', 'reset', [])).toEqual(['7f3a reset\n'])
  })

  it('hands megabytes over as they are, and the same line comes of it', () => {
    const hex = 'ab'.repeat(1_000_000)
    const pieces = encodeRequest('7f3a', 'send', ['s1', hex])
    expect(pieces[1]).toBe(hex)
    expect(pieces.join('')).toBe(`7f3a send s1 ${hex}\n`)
    expect(encodeRequest('7f3a', 'send', [hex, 'x']).join('')).toBe(`7f3a send ${hex} x\n`)
  })

  it.each(['', 'a b', 'a\nb'])('refuses the word %j', (word) => {
    expect(() => encodeRequest('7f3a', 'open', [word])).toThrow(RangeError)
  })
})

describe('randomId', () => {
  it('is eight hex digits and does not repeat, across the refills of its pool', () => {
    const ids = Array.from({ length: 3_000 }, randomId)
    expect(new Set(ids).size).toBeGreaterThan(2_995)
    expect(ids.every((id) => /^[0-9a-f]{8}$/.test(id))).toBe(true)
  })
})
