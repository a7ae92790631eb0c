import { describe, expect, it } from 'vitest'
import { notAReply, tellingLine } from './refusals.ts'

describe('notAReply', () => {
  it('says how long a silent adapter was waited for', () => {
    const hang = { kind: 'hang', entered: false, waitedMicros: 15_000_300 } as const
    expect(notAReply('hello', hang, []).what).toBe('The adapter gave no answer to hello within 15 s.')
    expect(notAReply('hello', hang, ['Usage: x']).what).toContain('within 15 s; it wrote "Usage: x".')
  })
})

describe('tellingLine', () => {
  it('is the last that names an error, since node signs its traces', () => {
    expect(
      tellingLine('a.js:1\n\nTypeError: x is not a function\n    at a.js:1:1\n\nNode.js v20.20.2\n'),
    ).toBe('TypeError: x is not a function')
    expect(
      tellingLine('KeyError: 1\n\nDuring handling …\n\nzlib.error: y\nsocket.SocketException: z\n'),
    ).toBe('socket.SocketException: z')
  })

  it('is else the last, and empty where nothing was said', () => {
    expect(tellingLine('warning\nbind failed\n\n')).toBe('bind failed')
    expect(tellingLine('')).toBe('')
  })
})
