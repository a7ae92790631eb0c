import { hanging, labelled, type Page } from '../../reports/terminal/page.ts'
import { plural } from '../../reports/text/words.ts'
import type { Behaviour, Scenario } from '../engine/behaviour.ts'
import { didYouMean } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/** Everything there is to know about one behaviour. Throws UsageError where there is none of this id. */
export function explain(catalogue: readonly Scenario[], id: string, page: Page): string {
  for (const scenario of catalogue) {
    const behaviour = scenario.behaviours.find((each) => each.id === id)
    if (behaviour) return explained(behaviour, scenario, page)
  }
  const ids = catalogue.flatMap(({ behaviours }) => behaviours.map((behaviour) => behaviour.id))
  throw new UsageError(
    `There is no behaviour ${id}.`,
    `${didYouMean(id, ids)}"wouldblock list" shows them all.`,
  )
}

function explained(behaviour: Behaviour, scenario: Scenario, page: Page): string {
  const runs = scenario.given.reduce((sum, stratum) => sum + stratum.runs, 0)
  const variants = Object.entries(behaviour.variants ?? {}).map(([flag, value]) => `${flag}=${value}`)
  const facts: readonly (readonly [label: string, text: string])[] = [
    ['source', behaviour.source],
    ['observed', behaviour.observed],
    ['broken by', behaviour.breaks],
    ['hint', behaviour.hint],
    ['needs', (behaviour.needs ?? []).join(', ')],
    ['features', (behaviour.features ?? []).join(', ')],
    ['stages', (behaviour.stages ?? []).join(', ')],
    ['variants', variants.join(', ')],
    ['trials', plural(runs, 'input')],
  ]
  return [
    `${page.paint.bold(behaviour.id)}  ${page.paint.dim(`${behaviour.level}, tier ${behaviour.tier}`)}`,
    hanging(page, behaviour.says, 2),
    '',
    ...facts.filter(([, text]) => text !== '').map(([label, text]) => labelled(page, label, text)),
    '',
  ].join('\n')
}
