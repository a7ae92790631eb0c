import { expect, it } from 'vitest'
import { complaint, wantsColour } from './output.ts'

const terminal = { isTTY: true, write: () => {} }
const file = { write: () => {} }

it.each([
  ['a terminal', terminal, true, {}, true],
  ['a file', file, true, {}, false],
  ['a terminal that cannot', terminal, true, { TERM: 'dumb' }, false],
  ['NO_COLOR', terminal, true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', terminal, true, { NO_COLOR: '' }, true],
  ['FORCE_COLOR', file, true, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR beside NO_COLOR', file, true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['FORCE_COLOR=0', terminal, true, { FORCE_COLOR: '0' }, false],
  ['--no-color', terminal, false, { FORCE_COLOR: '1' }, false],
])('%s decides on colour', (_name, output, typed, environment, colour) => {
  expect(wantsColour(output, typed, environment)).toBe(colour)
})

it('a complaint carries no escape sequence', () => {
  expect(complaint({ what: 'a\x1b[2J', next: 'b\nc' })).toBe('wouldblock: a\\x1b[2J\n  b\\nc\n')
})
