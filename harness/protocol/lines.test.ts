import { describe, expect, it } from 'vitest'
import { readLines } from './lines.ts'

function reader(cap?: number) {
  const seen: string[] = []
  const lines = readLines(
    { line: (line) => seen.push(line), tooLong: (head) => seen.push(`CUT ${head}`) },
    cap,
  )
  return { seen, push: (text: string) => lines.push(Buffer.from(text)), lines }
}

describe('readLines', () => {
  it('finds several lines in a chunk, and one line in several chunks', () => {
    const { seen, push } = reader()
    push('one\ntwo\nth')
    push('r')
    push('ee\n\nfour')
    expect(seen).toEqual(['one', 'two', 'three', ''])
    push('\n')
    expect(seen.at(-1)).toBe('four')
  })

  it('decodes UTF-8 that a chunk boundary divides', () => {
    const { seen, lines } = reader()
    for (const byte of Buffer.from('€é\n')) lines.push(Buffer.of(byte))
    expect(seen).toEqual(['€é'])
  })

  it('puts a line of 16 MB together', () => {
    const { seen, lines } = reader()
    const chunk = Buffer.alloc(65_536, 'a')
    for (let pushed = 0; pushed < 256; pushed += 1) lines.push(chunk)
    lines.push(Buffer.from('b\nnext\n'))
    expect(seen.map((line) => line.length)).toEqual([16_777_217, 4])
    expect(seen[0]!.endsWith('ab')).toBe(true)
  })

  it('cuts a line beyond the cap at once, and goes on with the next', () => {
    const { seen, push } = reader(1_000)
    push('x'.repeat(600))
    expect(seen).toEqual([])
    push('x'.repeat(600))
    expect(seen).toEqual([`CUT ${'x'.repeat(200)}`])
    push('y'.repeat(5_000))
    push('tail\nnext\n')
    expect(seen).toEqual([`CUT ${'x'.repeat(200)}`, 'next'])
  })

  it('cuts a line that is too long within one chunk', () => {
    const { seen, push } = reader(10)
    push(`0123456789\n0123456789a\nshort\n`)
    expect(seen).toEqual(['0123456789', 'CUT 0123456789a', 'short'])
  })

  it('tells the beginning of a line that has not ended', () => {
    const { push, lines } = reader()
    expect(lines.unfinished()).toBe('')
    push('done\nUsage: ')
    expect(lines.unfinished()).toBe('Usage: ')
    push('x'.repeat(400))
    expect(lines.unfinished()).toHaveLength(200)
    push('\n')
    expect(lines.unfinished()).toBe('')
  })

  it('keeps no more memory than the cap, however long the line', () => {
    const { lines, seen } = reader(100_000)
    const chunk = Buffer.alloc(65_536, 'z')
    const before = process.memoryUsage().arrayBuffers
    for (let pushed = 0; pushed < 2_000; pushed += 1) lines.push(chunk)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
    expect(seen).toHaveLength(1)
  })
})
