import type { Trial, TrialEnd } from './trial.ts'

/** What stands for a trial that never came about, where what is decided has to rest on one. */
export const unmadeTrial = (end: TrialEnd, rest: Partial<Trial> = {}): Trial => ({
  key: '0:0',
  input: undefined,
  end,
  chargedTo: undefined,
  claims: [],
  trace: [],
  served: 0,
  tookMicros: 0,
  ...rest,
})
