import { availableParallelism } from 'node:os'
import { isPlatform, type PlatformName, platforms } from '../../reports/platforms/platforms.ts'
import { type PaceBounds, usualBounds } from '../grade/class/pace.ts'
import { type Tier, tiers } from '../grade/grade.ts'
import { readAtOnce } from './compare-options.ts'
import { UsageError } from './usage-error.ts'

/** What was typed behind `wouldblock grade <folder>`. */
export interface TypedGradeOptions {
  readonly assignment: string
  readonly out: string
  readonly sandbox?: string
  readonly requireSandbox?: string | boolean
  readonly format: readonly string[]
  readonly shard?: string
  readonly atOnce?: string
  readonly lanes?: string
  readonly python: string
  readonly color: boolean
  readonly quiet: boolean
}

/** Tiers from the least that will do to the most that is wanted. Throws UsageError. */
export function readSandbox({
  sandbox,
  requireSandbox,
}: Pick<TypedGradeOptions, 'sandbox' | 'requireSandbox'>): { readonly least: Tier; readonly most: Tier } {
  const exact = sandbox === undefined ? undefined : readTier('--sandbox', sandbox)
  const required =
    requireSandbox === undefined || requireSandbox === false
      ? undefined
      : requireSandbox === true
        ? 'bwrap'
        : readTier('--require-sandbox', requireSandbox)
  if (exact !== undefined && required !== undefined && tiers.indexOf(exact) < tiers.indexOf(required))
    throw new UsageError(
      `--sandbox ${exact} holds less than --require-sandbox ${required} demands.`,
      'Leave out one of the two.',
    )
  return { least: exact ?? required ?? 'plain', most: exact ?? 'bwrap' }
}

function readTier(option: string, typed: string): Tier {
  const tier = tiers.find((each) => each === typed)
  if (tier !== undefined) return tier
  throw new UsageError(`${option} ${typed} is no sandbox.`, `There are ${tiers.join(', ')}.`)
}

/** Throws UsageError for a format that there is not. */
export function readFormats(typed: readonly string[]): PlatformName[] {
  return typed.map((name) => {
    if (isPlatform(name)) return name
    throw new UsageError(`There is no format ${name}.`, `There are ${Object.keys(platforms).join(', ')}.`)
  })
}

/** How many examinations may run at a time; what was typed is kept to, else the machine decides. */
export function readBounds(atOnce: string | undefined): PaceBounds {
  if (atOnce === undefined) return usualBounds()
  const exactly = readAtOnce(atOnce, availableParallelism())
  return { least: exactly, most: exactly }
}
