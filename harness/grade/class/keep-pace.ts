import { watchControl } from './control.ts'
import { paceAfter, type PaceBounds } from './pace.ts'
import type { Places } from './places.ts'

/** From now on there are as many places as the machine has room for, as a control beside them shows. */
export const keepPace = (places: Places, bounds: PaceBounds): { close(): void } =>
  watchControl((late) => {
    places.limit = paceAfter(places, late, { isFull: places.isFull, bounds }).limit
  })
