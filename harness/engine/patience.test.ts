import { expect, test } from 'vitest'
import { hangGraceMillis, mostGraces } from '../clock.ts'
import { Patience } from './patience.ts'

const starved = hangGraceMillis * 900
let received = 0
let waited = 0
const patience = (): Patience =>
  new Patience(
    () => received,
    () => waited,
  )

test('a call whose bytes still arrive is given time while the harness starves, but not for ever', () => {
  const overdue = patience()
  for (let grace = 1; grace < mostGraces; grace++) {
    received += 4_344
    waited += starved
    expect(overdue.another()).toBe(true)
  }
  received += 4_344
  waited += starved
  expect(overdue.another()).toBe(false)
})

test('a call of which nothing arrives any more hangs, whatever the machine does', () => {
  received += 4_344
  const overdue = patience()
  waited += starved
  expect(overdue.another()).toBe(false)
})

test('a call whose bytes arrive without end hangs beside a harness that can run', () => {
  const overdue = patience()
  received += 1e9
  waited += hangGraceMillis * 100
  expect(overdue.another()).toBe(false)
})
