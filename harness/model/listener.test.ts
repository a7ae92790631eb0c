import { expect, it } from 'vitest'
import {
  afterListener,
  appliesToListener,
  demandOnAccept,
  type Listener,
  type ListenerStep,
  listenerStepInWords,
  newListener,
} from './listener.ts'
import { blockingSetting, timeoutSetting } from './mode.ts'

const after = (...steps: ListenerStep[]): Listener => steps.reduce(afterListener, newListener)
const dials: ListenerStep = { act: 'client dials' }
const accepts: ListenerStep = { act: 'accept' }
const nonblocking: ListenerStep = { act: 'set', setting: blockingSetting(false) }
const timed: ListenerStep = { act: 'set', setting: timeoutSetting(0.04) }

it('tells by its mode what accept does where nobody waits', () => {
  expect(demandOnAccept(newListener)).toEqual({ answers: ['waits'] })
  expect(demandOnAccept(after(nonblocking))).toEqual({ answers: ['would-block'] })
  expect(demandOnAccept(after(timed))).toEqual({ answers: ['timeout'] })
})

it('answers a client that waits, after a while at most', () => {
  expect(demandOnAccept(after(dials))).toEqual({ answers: ['done'] })
  expect(demandOnAccept(after(nonblocking, dials))).toEqual({ answers: ['done'], notYet: 'would-block' })
  expect(demandOnAccept(after(timed, dials))).toEqual({ answers: ['done'], notYet: 'timeout' })
})

it('has nobody left to answer once all were accepted, and never more than three who wait', () => {
  expect(demandOnAccept(after(nonblocking, dials, dials, accepts, accepts)).answers).toEqual(['would-block'])
  expect(appliesToListener(dials, after(dials, dials))).toBe(true)
  expect(appliesToListener(dials, after(dials, dials, dials))).toBe(false)
})

it('fails to accept after it was closed, takes no more clients, and leaves what it has accepted alone', () => {
  const closed = after(dials, accepts, dials, { act: 'close' })
  expect(demandOnAccept(closed)).toEqual({ answers: ['failure'] })
  for (const step of [dials, nonblocking, { act: 'close' } as const])
    expect(appliesToListener(step, closed)).toBe(false)
  expect(appliesToListener({ act: 'on accepted', which: 0, step: { act: 'close' } }, closed)).toBe(true)
})

it('tells its steps as a script shows them', () => {
  expect([timed, accepts, dials].map(listenerStepInWords)).toEqual([
    'listener.settimeout(0.04)',
    'listener.accept()',
    'a client dials',
  ])
})
