import { nowMicros } from '../clock.ts'
import type { Lane } from '../lanes/lane.ts'
import type { Trial, TrialEnd } from '../judge/trial.ts'
import { HostCannot, PeerError, PeerLeft, type Peers, type Testify } from '../peers/peer.ts'
import type { Declared } from '../variants.ts'
import type { Scenario } from './behaviour.ts'
import { TrialOver } from './calls.ts'
import { Driver } from './driver.ts'
import { TrialLog } from './log.ts'
import { harnessWaitedMicros, ProcessMeter } from './meter.ts'
import type { LaunchedProgram } from '../programs/launch.ts'
import { Patience } from './patience.ts'
import { strangersDeed } from './strangers.ts'
import { makeTools } from './tools.ts'

/** What one trial runs on. */
export interface Ground {
  readonly lane: Lane
  /** Trials that the lane has served before. */
  readonly served: number
  readonly peersOf: (testify: Testify) => Peers
  /** What the wrapper declares of itself. */
  readonly variants: Declared
  /** Told when the lane seems lost to a hang, and when it is over. */
  readonly stretch: (by: 1 | -1) => void
  readonly runEnds: Promise<void>
  readonly launch: () => LaunchedProgram
  /** Watches every thread of the lane's process for being kept from running, not just the first. */
  readonly metered?: boolean
}

/** Runs a check once. Never rejects: whatever happens is in the trial. Dismisses its peers; leaves the lane alone. */
export async function runTrial(
  scenario: Scenario,
  key: string,
  input: unknown,
  ground: Ground,
): Promise<Trial> {
  const log = new TrialLog(scenario.behaviours.map((behaviour) => behaviour.id))
  const peers = ground.peersOf((what, atMicros) => log.note('peer', what, atMicros))
  const meter = new ProcessMeter(ground.lane.pid)
  const delays = ground.metered === true ? () => meter.delays() : () => meter.leaderDelays()
  const launched: LaunchedProgram[] = []
  const look = (): string | undefined => {
    const pids = [ground.lane.pid, ...launched.map(({ pid }) => pid)].filter((pid) => pid !== undefined)
    return strangersDeed(pids, peers.encounters())
  }
  let whenOverdue: string | undefined
  const stretch = (by: 1 | -1): void => {
    // Once it hangs it is killed, and whose its sockets were is not to be told any more.
    if (by === 1) whenOverdue = look()
    ground.stretch(by)
  }
  const patience = (): Patience => new Patience(() => peers.receivedCount, harnessWaitedMicros)
  const driver = new Driver(ground.lane, log, ground.variants, stretch, delays, patience)
  const launch = (): LaunchedProgram => {
    const program = ground.launch()
    launched.push(program)
    return program
  }
  const tools = makeTools({ driver, log, peers, runEnds: ground.runEnds, launch })
  let end: TrialEnd = { kind: 'complete' }
  try {
    await scenario.check(tools, input)
  } catch (error) {
    end = endOf(error)
  }
  driver.tellWaiting()
  const deed = end.kind === 'hang' ? whenOverdue : perhapsStrangers.has(end.kind) ? look() : undefined
  if (deed !== undefined) {
    end = { kind: 'void', why: deed }
    log.claims.length = 0
  }
  meter.close()
  await Promise.all([peers.dismiss(), ...launched.map((program) => program.kill())])
  const charged = wrappersOwn.has(end.kind)
  return {
    key,
    input,
    end,
    chargedTo: charged ? log.subject() : undefined,
    claims: log.claims,
    trace: log.trace(),
    script: scriptOf(log.script, end),
    served: ground.served,
    tookMicros: nowMicros() - log.startedAtMicros,
  }
}

/** A step that never came to its end says so. */
function scriptOf(script: readonly string[], end: TrialEnd): readonly string[] {
  const last = script.at(-1)
  const came = end.kind === 'hang' ? 'never' : end.kind === 'crash' ? 'the process ended' : undefined
  if (last === undefined || came === undefined || last.includes(' → ')) return script
  return [...script.slice(0, -1), `${last} → ${came}`]
}

/** Ends that speak against the wrapper or its adapter. */
const wrappersOwn = new Set<TrialEnd['kind']>(['step', 'hang', 'crash', 'protocol'])
/** Ends that a stranger can bring about while the process lives. */
const perhapsStrangers = new Set<TrialEnd['kind']>(['refuted', 'step'])

function endOf(error: unknown): TrialEnd {
  if (error instanceof TrialOver) return error.end
  if (error instanceof HostCannot) return { kind: 'host', why: error.message }
  if (error instanceof PeerLeft)
    return { kind: 'step', step: 'keeping the connection open', happened: error.message }
  if (error instanceof PeerError) return { kind: 'void', why: error.message }
  return { kind: 'bug', error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
