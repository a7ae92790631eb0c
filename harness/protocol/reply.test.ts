import { describe, expect, it } from 'vitest'
import { parseLine } from './reply.ts'

const parse = (line: string) => parseLine(line, '7f3a')

describe('parseLine', () => {
  it('reads an announcement', () => {
    expect(parse('7f3a entered 0')).toEqual({ kind: 'entered' })
  })

  it('reads an ok with its words', () => {
    expect(parse('7f3a ok 31 s1 127.0.0.1 40211')).toEqual({
      kind: 'reply',
      status: 'ok',
      words: ['s1', '127.0.0.1', '40211'],
      text: '',
      insideMicros: 31,
    })
  })

  it('reads an ok without words', () => {
    expect(parse('7f3a ok 183')).toMatchObject({ status: 'ok', words: [], insideMicros: 183 })
  })

  it('keeps the free text after another status', () => {
    expect(parse('7f3a timeout 500612 TimeoutError: timed  out')).toMatchObject({
      status: 'timeout',
      words: [],
      text: 'TimeoutError: timed  out',
      insideMicros: 500_612,
    })
  })

  it('takes control characters out of free text, and bounds it', () => {
    expect(parse('7f3a error 0 a\tb\u001B[31mc')).toMatchObject({ text: 'a b [31mc' })
    expect(parse(`7f3a error 0 ${'x'.repeat(9_000)}`)).toMatchObject({ text: 'x'.repeat(2_000) })
  })

  it('takes the carriage return of a Windows line for part of its end', () => {
    expect(parse('7f3a ok 1 true\r')).toMatchObject({ words: ['true'] })
    expect(parse('7f3a entered 0\r')).toEqual({ kind: 'entered' })
    expect(parse('7f3a ok 1\r')).toMatchObject({ status: 'ok', insideMicros: 1 })
  })

  it('reads megabytes of hex as one word', () => {
    const hex = '0f'.repeat(4_000_000)
    expect(parse(`7f3a ok 1 ${hex}`)).toMatchObject({ words: [hex] })
  })

  it.each([
    ['7f3b ok 1', 'answers another request'],
    ['7f3a1 ok 1', 'answers another request'],
    ['Connecting...', 'is not a line of the protocol'],
    ['', 'is not a line of the protocol'],
    ['7f3a', 'is not a line of the protocol'],
    ['7f3a fine 1', 'has a status that the protocol does not know'],
    ['7f3a  ok 1', 'has a status that the protocol does not know'],
    ['7f3a OK 1', 'has a status that the protocol does not know'],
    ['7f3a ok', 'has no whole number of microseconds after its status'],
    ['7f3a ok 1.5', 'has no whole number of microseconds after its status'],
    ['7f3a ok -1', 'has no whole number of microseconds after its status'],
    ['7f3a ok 1e3', 'has no whole number of microseconds after its status'],
    ['7f3a ok 1234567890123456', 'has no whole number of microseconds after its status'],
    ['7f3a timeout timed out', 'has no whole number of microseconds after its status'],
    ['7f3a ok 1 a  b', 'has two spaces together, or one at its end'],
    ['7f3a ok 1 ', 'has two spaces together, or one at its end'],
    ['7f3a ok 1 a\tb', 'has control characters'],
    ['7f3a entered', 'is no announcement: "<id> entered 0"'],
    ['7f3a entered 12', 'is no announcement: "<id> entered 0"'],
    ['7f3a entered 0 s1', 'is no announcement: "<id> entered 0"'],
  ])('takes %j for noise', (line, why) => {
    expect(parse(line)).toEqual({ kind: 'noise', why })
  })
})
