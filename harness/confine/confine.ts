import type { Tier } from '../grade/grade.ts'
import { bwrap } from './bwrap.ts'
import type { Cell, Confinement } from './confinement.ts'
import { plain } from './plain.ts'
import { user } from './user.ts'

const makers: { readonly [tier in Tier]: (cell: Cell) => Confinement } = { plain, user, bwrap }

/** How the examiner holds the submission's processes, inside what `aroundExaminer` has put around itself. */
export const confinementOf = (cell: Cell): Confinement => makers[cell.tier](cell)
