import { CommanderError } from 'commander'
import { expect, it } from 'vitest'
import { faultOf } from './fault.ts'
import { UsageError } from './usage-error.ts'

it('of typing is two lines: what, and what next', () => {
  const error = new UsageError('--seed x: not a seed.', 'Give a whole number.')
  expect(faultOf(error, true)).toEqual({
    code: 64,
    text: 'wouldblock: --seed x: not a seed.\n  Give a whole number.\n',
  })
})

it('that commander has told already is not told again', () => {
  expect(faultOf(new CommanderError(1, 'commander.unknownOption', 'x'), false)).toEqual({
    code: 64,
    text: '',
  })
  expect(faultOf(new CommanderError(0, 'commander.helpDisplayed', 'x'), false).code).toBe(0)
})

it('of ours is a bug to be reported, with its stack on demand', () => {
  const error = new Error('a\x1b[2J')
  expect(faultOf(error, false)).toEqual({
    code: 70,
    text: 'wouldblock: bug: a\\x1b[2J\n  Please report it, with what --debug adds.\n',
  })
  expect(faultOf(error, true).text).toMatch(/^wouldblock: bug: Error: a\\x1b\[2J\n {4}at .*fault\.test\.ts/)
  expect(faultOf('thrown', true).text).toBe('wouldblock: bug: thrown\n')
})
