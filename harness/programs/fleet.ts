import type { OpenedFleet } from '../engine/fleet.ts'
import type { Janitor } from '../lanes/janitor.ts'
import { LanePool } from '../lanes/pool.ts'
import { whatIsMissing } from '../lanes/spawn.ts'
import { twinLane } from '../lanes/twin.ts'
import type { LaneCommand } from '../wrappers/prepared.ts'
import { launch } from './launch.ts'

/** Trials of one program that run side by side. */
const abreast = 4

const hello = { name: 'program', version: '-', language: 'program', features: undefined, variants: undefined }

/** A program is launched by the checks themselves; its lanes serve no calls and only say how many trials may run. */
export function programFleet(command: LaneCommand, janitor: Janitor): OpenedFleet {
  const missing = whatIsMissing(command, process.env['PATH'] ?? '')
  if (missing !== undefined) {
    const refusal = { what: `${missing}.`, next: 'Check the command after program:.' }
    return { kind: 'refused', refusal, typed: true }
  }
  const mute = (operation: string) =>
    Promise.resolve({ status: operation === 'reset' ? ('ok' as const) : ('unsupported' as const) })
  return {
    kind: 'fleet',
    hello,
    pool: new LanePool(() => Promise.resolve({ kind: 'open', lane: twinLane(mute), hello }), abreast),
    launch: () => launch(command, janitor),
    noise: () => [],
  }
}
