import { describe, expect, it } from 'vitest'
import { afterRecv, isApplicable, newStream, recvAnswers, withMore } from './stream.ts'

const bytes = (text: string): Buffer => Buffer.from(text)
const holding = (text: string): typeof newStream => withMore(newStream, bytes(text))

describe('the model of a stream', () => {
  it('answers with bytes, in every mode, as long as there are any', () => {
    for (const mode of [null, 0, 0.5]) expect(recvAnswers({ ...holding('a'), mode })).toBe('bytes')
  })

  it('tells by the mode what recv does with nothing to read', () => {
    expect(recvAnswers(newStream)).toBe('never')
    expect(recvAnswers({ ...newStream, mode: 0 })).toBe('would-block')
    expect(recvAnswers({ ...newStream, mode: 0.5 })).toBe('timeout')
  })

  it('skips a recv that would wait for ever, and send-everything outside blocking mode', () => {
    expect(isApplicable({ act: 'recv', size: 1 }, newStream)).toBe(false)
    expect(isApplicable({ act: 'recv', size: 1 }, holding('a'))).toBe(true)
    expect(isApplicable({ act: 'sendall', bytes: 1 }, newStream)).toBe(true)
    expect(isApplicable({ act: 'sendall', bytes: 1 }, { ...newStream, mode: 0.5 })).toBe(false)
  })

  it('keeps what was sent in order, until it is received', () => {
    const stream = withMore(holding('ab'), bytes('cd'))
    const rest = afterRecv(stream, 8, bytes('abc'))
    expect(rest?.unread.toString()).toBe('d')
    expect(rest && afterRecv(rest, 8, bytes('d'))?.unread.length).toBe(0)
  })

  it('takes no bytes but the next ones, at least one and no more than asked for', () => {
    const stream = holding('abcd')
    expect(afterRecv(stream, 8, bytes('bcd'))).toBeUndefined()
    expect(afterRecv(stream, 8, bytes('abcde'))).toBeUndefined()
    expect(afterRecv(stream, 2, bytes('abc'))).toBeUndefined()
    expect(afterRecv(stream, 8, bytes(''))).toBeUndefined()
  })
})
