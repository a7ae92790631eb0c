import { expect, it } from 'vitest'
import { sampleScenario } from './fixture.ts'
import { Tally } from './tally.ts'

const recv = sampleScenario('timeout.recv.expires')
const send = sampleScenario('block.send.waits')
const accept = sampleScenario('block.accept.waits')

it('tells what is done, what is red and what time is left', () => {
  let micros = 0
  const tally = new Tally(() => micros)
  tally.planned(
    [recv, send].flatMap(({ behaviours }) => behaviours),
    1_000,
  )
  expect(tally.counts()).toBe('0 of 2 behaviours, 0 of 1,000 trials, none red')
  for (let trial = 0; trial < 250; trial++) tally.trialEnded(recv)
  tally.decided('block.send.waits', 'fail')
  micros = 500_000
  expect(tally.counts()).not.toContain('left')
  micros = 3_000_000
  expect(tally.counts()).toBe('1 of 2 behaviours, 250 of 1,000 trials, 1 red, about 3 s left')
})

it('tells what is being tried', () => {
  const tally = new Tally()
  expect(tally.activity()).toBe('starting the wrapper')
  tally.planned([], 9)
  for (const scenario of [recv, recv, send, accept]) tally.trialStarted(scenario)
  expect(tally.activity()).toBe('timeout.recv.expires, block.send.waits and 1 more')
  for (const scenario of [recv, send]) tally.trialEnded(scenario)
  expect(tally.activity()).toBe('timeout.recv.expires, block.accept.waits')
  for (const scenario of [recv, accept]) tally.trialEnded(scenario)
  expect(tally.activity()).toBe('repeating what is in doubt')
})
