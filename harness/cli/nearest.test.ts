import { expect, it } from 'vitest'
import { didYouMean, nearest } from './nearest.ts'

const ids = [
  'timeout.recv.expires',
  'timeout.recv.not-late',
  'timeout.accept.expires',
  'block.recv.waits',
  'mode.default',
]

it.each([
  ['timeout.recv.expire', 'timeout.recv.expires'],
  ['timout.recieve.expires', 'timeout.recv.expires'],
  ['recv.waits', 'block.recv.waits'],
  ['TIMEOUT.RECV.NOT_LATE', 'timeout.recv.not-late'],
  ['timeout.acept.*', 'timeout.accept.expires'],
])('%s is most like %s', (typed, id) => {
  expect(nearest(typed, ids)[0]).toBe(id)
})

it('is nothing where nothing is like it', () => {
  expect(nearest('xyz', ids)).toEqual([])
  expect(nearest('', ids)).toEqual([])
  expect(didYouMean('xyz', ids)).toBe('')
})
