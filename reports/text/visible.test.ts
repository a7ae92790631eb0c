import { expect, it } from 'vitest'
import { madeVisible, visible } from './visible.ts'

it.each([
  ['\x1b[2Jgone', '\\x1b[2Jgone'],
  ['bell\x07', 'bell\\x07'],
  ['two\nlines\r\tand', 'two\\nlines\\r\\tand'],
  ['c1 \x9b31m', 'c1 \\x9b31m'],
  ['\u202egnirts', '\\u202egnirts'],
  ['a\u2028b', 'a\\u2028b'],
  ['half \ud83d', 'half \\ud83d'],
  ['tag \u{e0041}', 'tag \\u{e0041}'],
])('writes out what a terminal would obey or hide: %j', (text, written) => {
  expect(visible(text)).toBe(written)
})

it.each([
  ['::error::forged', '\\x3a:error::forged'],
  ['said ::stop-commands::x', 'said \\x3a:stop-commands::x'],
  ['said ##[error]x', 'said \\x23#[error]x'],
  ['x##vso[task.complete]', 'x\\x23#vso[task.complete]'],
])('writes out what a build would obey: %j', (text, written) => {
  expect(visible(text)).toBe(written)
})

it.each(['IO::Socket::IP', 'std::net', '[::1]:80', '## heading', '#1'])(
  'leaves alone what only looks alike: %j',
  (text) => {
    expect(visible(text)).toBe(text)
  },
)

it('leaves text alone, whatever its language', () => {
  expect(visible('naïve 日本語 🙂 – “quoted”')).toBe('naïve 日本語 🙂 – “quoted”')
})

it('reaches every string of a value, keys too', () => {
  expect(madeVisible({ '\x07': ['\x1b', { deep: '\x00' }], number: 1, nothing: null })).toEqual({
    '\\x07': ['\\x1b', { deep: '\\x00' }],
    number: 1,
    nothing: null,
  })
})
