import { rateAbreast } from '../clock.ts'
import type { Janitor } from '../lanes/janitor.ts'
import { openStage, type Stage } from '../peers/stage.ts'
import { prepareReference, referenceFiles } from '../wrappers/prepare.ts'
import { openFleet } from './fleet.ts'
import { keepReferences, type References } from './references.ts'

/** What a run stands on beside the wrapper's own lanes; runs side by side may share it. */
export interface Premises {
  readonly stage: Stage
  readonly references: Pick<References, 'beside'>
  /** Closes what was opened, once the runs on it are over. */
  close(): Promise<void>
}

/**
 * Premises for so many runs at a time. Everything on them is made when it is first asked for, so this does not reject;
 * files and processes are the janitor's. Unix-domain sockets meet in `meeting`, an absolute path.
 */
export async function openPremises(
  janitor: Janitor,
  runs = 1,
  meeting: string = janitor.scratch,
): Promise<Premises> {
  const stage = await openStage(meeting)
  const references = keepReferences(
    referenceFiles().map((file) => async () => {
      const command = await prepareReference(file, janitor.scratch)
      const lanes = referenceLanes * runs
      const good = command.kind === 'prepared' ? await openFleet(command.command, lanes, janitor) : undefined
      return good?.kind === 'fleet' ? { ...good, stage } : undefined
    }),
  )
  return {
    stage,
    references,
    async close() {
      await references.close()
      await stage.close()
    },
  }
}

/** Enough for the repeats that a run makes side by side: one that waited for its lane would not be beside them. */
const referenceLanes = rateAbreast
