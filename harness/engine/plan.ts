import { createHash } from 'node:crypto'
import type { Verdict } from '../judge/evidence.ts'
import { unmadeTrial } from '../judge/unmade-trial.ts'
import type { Hello } from '../lanes/lane.ts'
import { type Profile, variantOf } from '../variants.ts'
import type { Behaviour, Level, Scenario } from './behaviour.ts'

/** What a run is about. */
export interface Selection {
  /** Globs over ids, `*` for any run of characters; empty is all. */
  readonly only: readonly string[]
  readonly level: Level | undefined
  /** Globs over ids that are left out. */
  readonly except?: readonly string[]
}

export const selectsAll: Selection = { only: [], level: undefined }

/** The behaviours of a subject that a selection names, in the order of the catalogue. */
export function select(
  catalogue: readonly Scenario[],
  subject: Scenario['subject'],
  selection: Selection,
): Behaviour[] {
  const globs = selection.only.map(globToRegExp)
  const except = (selection.except ?? []).map(globToRegExp)
  return catalogue
    .filter((scenario) => scenario.subject === subject)
    .flatMap((scenario) => scenario.behaviours)
    .filter(({ id }) => globs.length === 0 || globs.some((glob) => glob.test(id)))
    .filter(({ id }) => !except.some((glob) => glob.test(id)))
    .filter(({ level }) => selection.level === undefined || level === selection.level)
}

/** Globs that match no behaviour of the catalogue: surely a mistake. */
export function idleGlobs(catalogue: readonly Scenario[], only: readonly string[]): string[] {
  const ids = catalogue.flatMap((scenario) => scenario.behaviours.map(({ id }) => id))
  return only.filter((glob) => !ids.some((id) => globToRegExp(glob).test(id)))
}

/** `*` for any run of characters, `?` for one. */
export const globToRegExp = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )

/**
 * The verdict that a declaration alone decides, or nothing. What the profile demands and the wrapper does not declare
 * fails; under `declared`, it leaves the denominator.
 */
export function decidedByDeclaration(
  behaviour: Behaviour,
  hello: Hello,
  profile: Profile,
): Verdict | undefined {
  const missing = (behaviour.features ?? []).find((feature) => hello.features?.includes(feature) !== true)
  // The page demands no feature beyond its own operations.
  if (missing !== undefined) {
    return {
      verdict: 'unsupported',
      cause: 'wrapper',
      happened: `the wrapper does not declare the feature ${missing}`,
    }
  }
  const unstaged = (behaviour.stages ?? []).find((stage) => hello.stages?.includes(stage) !== true)
  if (unstaged !== undefined)
    return { verdict: 'unsupported', cause: 'host', happened: `its adapter cannot stage ${unstaged}` }
  for (const [flag, values] of Object.entries(behaviour.among ?? {})) {
    const declared = variantOf(flag, hello.variants)
    if (declared !== undefined && values.includes(declared)) continue
    return { verdict: 'unsupported', cause: 'wrapper', happened: `the wrapper declares ${flag}=${declared}` }
  }
  for (const [flag, wanted] of Object.entries(behaviour.variants ?? {})) {
    const declared = variantOf(flag, hello.variants)
    if (declared === wanted) continue
    const happened = `the wrapper declares ${flag}=${declared}; this behaviour is about ${flag}=${wanted}`
    if (profile === 'declared') return { verdict: 'unsupported', cause: 'wrapper', happened }
    return {
      verdict: 'fail',
      cause: 'wrong-result',
      expected: `the wrapper declares ${flag}=${wanted}, as the profile "page" demands`,
      happened: `it declares ${flag}=${declared}`,
      decisive: unmadeTrial({ kind: 'complete' }),
    }
  }
  return undefined
}

/** Changes whenever a behaviour, its sentence, its level or the number of its trials does. */
export function catalogueHash(catalogue: readonly Scenario[]): string {
  const hash = createHash('sha256')
  for (const scenario of catalogue) {
    for (const { id, level, says } of scenario.behaviours) hash.update(`${id}\n${level}\n${says}\n`)
    hash.update(`${scenario.given.map(({ runs }) => runs).join(' ')}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}
