import { createWriteStream } from 'node:fs'
import { text } from 'node:stream/consumers'
import { catalogue } from '../../../suites/catalogue.ts'
import { confinementOf } from '../../confine/confine.ts'
import { endCell } from '../../confine/end-cell.ts'
import { watchDisk } from '../../confine/disk-watch.ts'
import { takeInSurvivors } from '../../confine/survivors.ts'
import { lanesAmongMany } from '../../engine/defaults.ts'
import { openPremises } from '../../engine/premises.ts'
import { runParts } from '../../engine/run.ts'
import { openJanitor } from '../../lanes/janitor.ts'
import type { Job, Message, PartName } from './job.ts'

/**
 * A process that examines one submission and ends: whatever becomes of it, the others' examiners and the grader go on.
 * It reads a `Job` and writes `Message`s; it judges, and knows nothing of points.
 */

const job = JSON.parse(await text(process.stdin)) as Job
const answer = createWriteStream('', { fd: 3 })
const say = (message: Message): Promise<void> =>
  new Promise((resolve) => answer.write(`${job.token} ${JSON.stringify(message)}\n`, () => resolve()))

const confinement = confinementOf(job.cell)
// A sandbox ends with all that is in it.
const survivors = job.cell.tier === 'bwrap' ? undefined : takeInSurvivors()
const disk = watchDisk(job.cell, () => {
  const { diskMiB } = job.cell.limits
  void say({
    kind: 'note',
    text: `It wrote more than ${diskMiB} MiB to the disk; its processes were stopped for that.`,
  })
})
// The grader is gone. What would die with this process dies first, or it could leave something behind that nobody takes in.
process.once('SIGTERM', () => {
  survivors?.endAll()
  void endCell(job.cell).then(() => {
    survivors?.endAll()
    process.exit(1)
  })
})

const janitor = await openJanitor()
const premises = await openPremises(janitor, 1, confinement.meeting)
try {
  const result = await runParts(
    {
      spec: job.spec,
      catalogue,
      profile: job.profile,
      python: job.python,
      ...(job.lanes === undefined ? { mostLanes: lanesAmongMany } : { lanes: job.lanes }),
      quick: job.quick,
      seconds: job.cell.limits.seconds,
      folder: job.cell.submission,
      premises,
      confine: (command) => confinement.lane(command),
    },
    job.parts.map(({ name, behaviours, seed }) => ({
      name,
      selection: { only: behaviours, level: undefined },
      seed,
      progress: progressOf(name),
    })),
    ({ name }, record) => say({ kind: 'record', part: name, record }),
  )
  if (result.kind === 'refused') await say(result)
} finally {
  await premises.close()
  await janitor.close()
  disk.close()
  await survivors?.end()
}
answer.end(() => process.exit(0))

function progressOf(part: PartName) {
  return {
    planned() {},
    trialStarted() {},
    trialEnded() {},
    decided(id: string, verdict: Extract<Message, { kind: 'decided' }>['verdict']) {
      void say({ kind: 'decided', part, id, verdict })
    },
  }
}
