import { expect, it } from 'vitest'
import { cut, widthOf, wrap } from './width.ts'

it('counts what terminals draw, not code units', () => {
  expect(widthOf('abc')).toBe(3)
  expect(widthOf('日本')).toBe(4)
  expect(widthOf('🙂')).toBe(2)
  expect(widthOf('e\u0301')).toBe(1)
  expect(widthOf('\x1b[31mred\x1b[39m')).toBe(3)
})

it('wraps at spaces, and leaves a long word on a line of its own', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('a unbreakable b', 5)).toEqual(['a', 'unbreakable', 'b'])
  expect(wrap('', 5)).toEqual([''])
})

it('cuts at a word where one ends near, and within the columns always', () => {
  expect(cut('recv waits until data arrives', 40)).toBe('recv waits until data arrives')
  expect(cut('recv waits until data arrives', 24)).toBe('recv waits until data…')
  expect(cut('aaaaaaaaaaaaaaaaaaaa', 10)).toBe('aaaaaaaaa…')
  expect(widthOf(cut('日本語日本語', 6))).toBeLessThanOrEqual(6)
})
