import { expect, it } from 'vitest'
import { inputInWords } from './counterexample.ts'

it.each([
  [undefined, ''],
  [null, ''],
  [{ seconds: 0.5 }, 'settimeout(0.5)'],
  [{ seconds: null }, 'settimeout(none)'],
  [{ seconds: 'Infinity' }, 'settimeout(Infinity)'],
  [{ holdMillis: 312 }, 'hold 312 ms'],
  [{ sizeBytes: 4096, operation: 'send' }, 'size 4096 bytes, operation=send'],
  [{ chunks: [1, 2] }, 'chunks=[1,2]'],
  [{ steps: [{ kind: 'settimeout', seconds: 0.3 }, { kind: 'probe' }] }, 'settimeout(0.3), probe()'],
  [
    { listening: { call: 'setblocking', flag: false }, mode: null },
    'listening=setblocking(false), mode=none',
  ],
  [7, '7'],
])('tells an input in words: %j', (input, words) => {
  expect(inputInWords(input)).toBe(words)
})
