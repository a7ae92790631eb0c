import type { Cell } from '../../confine/confinement.ts'
import type { Verdict } from '../../judge/evidence.ts'
import type { Refusal } from '../../lanes/lane.ts'
import type { Record as RunRecord } from '../../record/schema.ts'
import type { Profile } from '../../variants.ts'

/** What an examiner is told, as one JSON document on its standard input. */
export interface Job {
  /** The wrapper, relative to the submission's folder: `./my_socket.py#Socket`. */
  readonly spec: string
  readonly profile: Profile
  /** The interpreter for Python wrappers. */
  readonly python: string
  /** Run one after the other: what students may see, and then what is hidden. */
  readonly parts: readonly Part[]
  readonly quick: boolean
  readonly lanes?: number
  readonly cell: Cell
  /** Begins every line of the answer, so that nobody else's is taken for the examiner's. */
  readonly token: string
}

export interface Part {
  readonly name: PartName
  /** Ids of behaviours. */
  readonly behaviours: readonly string[]
  readonly seed: number
}

export type PartName = 'visible' | 'hidden'

/** What an examiner answers on descriptor 3: JSON on a line, after the token and a space. */
export type Message =
  | {
      readonly kind: 'decided'
      readonly part: PartName
      readonly id: string
      readonly verdict: Verdict['verdict']
    }
  | { readonly kind: 'record'; readonly part: PartName; readonly record: RunRecord }
  /** What was done to the submission while it ran; one sentence for the student. */
  | { readonly kind: 'note'; readonly text: string }
  /** It could not be begun, and not because of what the submission is. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
