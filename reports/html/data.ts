import { lateMicros } from '../../harness/clock.ts'
import type { BehaviourResult } from '../../harness/record/schema.ts'
import { inputInWords } from '../text/counterexample.ts'
import { looks, standings, standingOf } from '../text/standing.ts'
import { classOf } from './classes.ts'
import { shown } from './escape.ts'
import type { Overview, Subject } from './overview.ts'
import { earlyMicros } from './scales.ts'
import { type Traces, tracesWithin } from './traces.ts'

/** So much of all evidence: a page must be light enough to be sent by mail. */
const mostCharacters = 650_000

/**
 * What the page's script makes evidence of, as JSON that may stand in a script element. Texts are told once and meant by
 * their number, since most stand in many cells. assets/data.js has the shape. Timelines have what room the rest leaves.
 */
export function dataOf(overview: Overview): string {
  const bare = dataWith(overview, new Map())
  return dataWith(overview, tracesWithin(overview.subjects, mostCharacters - bare.length))
}

function dataWith({ subjects, rows }: Overview, traces: Traces): string {
  const texts = new Texts()
  const data = {
    looks: standings.map((standing) => [looks[standing].sign, looks[standing].one, classOf[standing]]),
    band: { earlyMicros, lateMicros: lateMicros(0), latePerSecondMicros: lateMicros(1) - lateMicros(0) },
    wrappers: subjects.map((subject) => ({ name: shown(subject.name), replay: replayFrame(subject) })),
    rows: rows.map(({ id, level, says, source, hint }) => [id, level, says, source, hint].map(shown)),
    cells: subjects.map((subject) => {
      const frame = replayFrame(subject)
      return rows.map(({ id, hint }) => {
        const result = subject.results.get(id)
        return result ? cellOf(result, hint, frame, subject.findings.get(id), traces, texts) : 0
      })
    }),
    texts: texts.all,
  }
  // Nothing in it can end the element that it stands in, or begin another.
  return JSON.stringify(data)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

class Texts {
  readonly all: string[] = []
  private readonly numbers = new Map<string, number>()

  number(text: string | null | undefined): number | undefined {
    if (text === null || text === undefined || text === '') return undefined
    const visible = shown(text)
    const known = this.numbers.get(visible)
    if (known !== undefined) return known
    this.numbers.set(visible, this.all.length)
    return this.all.push(visible) - 1
  }
}

/** What is undefined is left out by JSON. */
function cellOf(
  result: BehaviourResult,
  hint: string,
  frame: readonly [string, string],
  finding: string | undefined,
  traces: Traces,
  texts: Texts,
) {
  const trace = traces.get(result)
  return {
    v: standings.indexOf(standingOf(result)),
    c: texts.number(result.cause),
    e: texts.number(result.expected),
    h: texts.number(result.happened),
    x: texts.number(result.script ? '' : inputInWords(result.counterexample)),
    s: result.script?.map((step) => texts.number(step)),
    r: result.rate && !result.carriedOver ? [result.rate.failed, result.rate.of] : undefined,
    o: result.carriedOver || undefined,
    b: texts.number(result.because),
    i: result.hint === hint ? undefined : texts.number(result.hint),
    p: replayOf(result, frame, texts),
    f: texts.number(finding),
    n: result.trials,
    m: result.samples.length === 0 ? undefined : samplesOf(result, texts),
    t: trace?.map(({ atMicros, untilMicros, timeoutSeconds, who, what }) => [
      whos.indexOf(who),
      Math.round(atMicros),
      untilMicros === undefined ? 0 : Math.round(untilMicros),
      texts.number(what) ?? 0,
      ...(timeoutSeconds === undefined ? [] : [timeoutSeconds]),
    ]),
    // A trace there was, but no room for it.
    l: trace === undefined && result.trace.length > 0 ? 1 : undefined,
  }
}

const whos = ['wrapper', 'peer', 'harness']
const kinds = ['expiry', 'immediate', 'wake-up', 'busy']
/** Of each cell so many measurements are told. */
const mostSamples = 60

const samplesOf = ({ samples }: BehaviourResult, texts: Texts) =>
  samples
    .slice(0, mostSamples)
    .map(({ kind, call, timeoutSeconds, insideMicros, outsideMicros, share }) => [
      kinds.indexOf(kind),
      texts.number(call) ?? 0,
      timeoutSeconds ?? 0,
      kind === 'busy' ? Math.round((share ?? 0) * 1000) / 1000 : (insideMicros ?? -1),
      outsideMicros ?? -1,
    ])

/** What all replays of a wrapper have before and after the behaviour's id; only their ends differ. */
function replayFrame({ record }: Subject): readonly [string, string] {
  const first = record.behaviours.find(({ replay, id }) => replay?.includes(` ${id} `))
  if (!first || first.replay === null) return ['', '']
  const at = first.replay.lastIndexOf(` ${first.id} `) + 1
  const before = first.replay.slice(0, at)
  const after = first.replay.slice(at + first.id.length)
  return [shown(before), shown(after.slice(0, after.lastIndexOf(' ') + 1))]
}

/** Its end alone where it has the wrapper's frame, as an array; else the number of its text. */
function replayOf({ id, replay }: BehaviourResult, [before, after]: readonly [string, string], texts: Texts) {
  if (replay === null) return undefined
  const visible = shown(replay)
  const frame = `${before}${id}${after}`
  return before !== '' && visible.startsWith(frame) ? [visible.slice(frame.length)] : texts.number(visible)
}
