import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Cell } from './confinement.ts'

/** What lies where in the scratch folder of an examination. */
export interface Layout {
  /** Of the examiner: its home, its temporary files, what it compiles. */
  readonly examiner: string
  readonly home: string
  readonly temporary: string
  /** Its name is short, since the address of a Unix-domain socket has room for 103 bytes in all. */
  readonly meeting: string
}

export const layoutOf = ({ scratch }: Pick<Cell, 'scratch'>): Layout => ({
  examiner: join(scratch, 'examiner'),
  home: join(scratch, 'home'),
  temporary: join(scratch, 'tmp'),
  meeting: join(scratch, 's'),
})

/** Makes the folders; where the submission belongs to another user, those that are its own belong to that user, too. */
export function layOut(cell: Cell): Layout {
  const layout = layoutOf(cell)
  // Others may go through, to what they know the name of, and see no list.
  mkdirSync(cell.scratch, { recursive: true })
  chmodSync(cell.scratch, 0o711)
  mkdirSync(layout.examiner, { recursive: true })
  chmodSync(layout.examiner, 0o711)
  for (const folder of [layout.home, layout.temporary]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (cell.uid !== undefined) chownSync(folder, cell.uid, cell.uid)
  }
  // Sticky: nobody can put a link where the harness has made a socket.
  mkdirSync(layout.meeting, { recursive: true })
  chmodSync(layout.meeting, 0o1777)
  return layout
}
