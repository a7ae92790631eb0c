import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { referenceFile } from '../wrappers/prepare.ts'
import { places } from './places.ts'
import { endOf, startCommand } from './spawned.ts'
import { filesIn, lanesWith, portsWith, processesWith, stillOpen, until } from './traces.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leftovers-'))
  writeFileSync(join(folder, 'hanging.ts'), hanging(folder))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A wrapper whose calls block their process for ever, so that it reads no input; a file of the run's mark tells when. */
const hanging = (marks: string): string => `
import { writeFileSync } from 'node:fs'
import { Socket as Base } from ${JSON.stringify(referenceFile())}
export class Socket extends Base {
  recv() {
    writeFileSync(${JSON.stringify(marks)} + '/' + process.env['WOULDBLOCK_TEST_MARK'], '')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
}`

interface Watched {
  readonly mark: string
  /** Its TMPDIR. */
  readonly scratch: string
}

/** What tells that a run has come so far. */
const moments = {
  starting: ({ scratch }: Watched) => filesIn(scratch).length > 0,
  'in its middle': ({ mark }: Watched) => lanesWith(mark).length >= 8 && portsWith(mark).length > 0,
  hanging: ({ mark }: Watched) => existsSync(join(folder, mark)),
}

/** Runs wouldblock as under a terminal, over whatever `words` say; what comes of it is told by the functions below. */
function begin(words: readonly string[]) {
  const mark = randomUUID()
  const [scratch, out] = [join(folder, `${mark}.tmp`), join(folder, `${mark}.out`)]
  for (const each of [scratch, out]) mkdirSync(each)
  writeFileSync(join(out, 'r.json'), 'before')
  const environment = { TMPDIR: scratch, WOULDBLOCK_TEST_MARK: mark }
  const command = startCommand(['run', ...words, '--quiet', '--json', join(out, 'r.json')], {
    environment,
    ownGroup: true,
  })
  return { mark, scratch, out, group: command.pid ?? 0, ended: endOf(command) }
}

/** What is left of a run, once there is nothing, or once it is clear that something stays. */
async function leftOf({ mark, scratch, out }: ReturnType<typeof begin>, ports: readonly string[]) {
  const left = (): string[] => [...processesWith(mark), ...filesIn(scratch), ...stillOpen(ports)]
  await until(() => left().length === 0)
  return [...left(), ...readdirSync(out).filter((name) => name !== 'r.json')]
}

/** Whole runs, each with its twenty lanes: more of them would keep one another from being seen in time. */
const inPlace = places(4)

const socket = ['python:socket#socket']
const bundled: string[] = []
type Cut = readonly [
  wrapper: string,
  words: readonly string[],
  moment: keyof typeof moments,
  signal: NodeJS.Signals,
]

const cuts: readonly Cut[] = [
  ['Python’s socket', socket, 'starting', 'SIGKILL'],
  ['the bundled wrapper', bundled, 'starting', 'SIGKILL'],
  ['Python’s socket', socket, 'in its middle', 'SIGKILL'],
  ['the bundled wrapper', bundled, 'in its middle', 'SIGKILL'],
  ['a wrapper in TypeScript', ['hanging.ts'], 'hanging', 'SIGKILL'],
  ['Python’s socket', socket, 'in its middle', 'SIGINT'],
  ['the bundled wrapper', bundled, 'in its middle', 'SIGINT'],
  ['Python’s socket', socket, 'starting', 'SIGTERM'],
  ['the bundled wrapper', bundled, 'starting', 'SIGHUP'],
]

describe.runIf(process.platform === 'linux').concurrent('nothing is left of a run', () => {
  it.each(cuts)('over %s, %j, that is %s when its group is sent %s', (_name, words, moment, signal) =>
    inPlace(async () => {
      const run = begin(words.map((word) => (word === 'hanging.ts' ? join(folder, word) : word)))
      // The folder that tells of the start is looked for often: what may go wrong then is over within milliseconds.
      await until(() => moments[moment](run), moment === 'starting' ? 2 : 100)
      const ports = moment === 'starting' ? [] : portsWith(run.mark)
      process.kill(-run.group, signal)
      const { code } = await run.ended
      expect(await leftOf(run, ports)).toEqual([])
      expect(readFileSync(join(run.out, 'r.json'), 'utf8')).toBe('before')
      expect(code).toBe(signal === 'SIGKILL' ? null : 130)
      // There was something to leave.
      expect(ports.length > 0).toBe(moment !== 'starting')
    }),
  )

  it.each([
    ['Python’s socket', socket],
    ['the bundled wrapper', bundled],
  ])('over %s, %j, that comes to its end', (_name, words) =>
    inPlace(async () => {
      const run = begin([...words, '--only', 'timeout.connect.expires', '--only', 'block.hidden-timeout'])
      // The latter listens for seconds: long enough to be seen.
      const ports = new Set<string>()
      let over = false
      void run.ended.then(() => (over = true))
      await until(() => {
        for (const port of portsWith(run.mark)) ports.add(port)
        return over
      })
      expect(await leftOf(run, [...ports])).toEqual([])
      expect(readFileSync(join(run.out, 'r.json'), 'utf8')).toContain('timeout.connect.expires')
      expect((await run.ended).code).toBe(0)
      expect(ports.size).toBeGreaterThan(0)
    }),
  )
})
