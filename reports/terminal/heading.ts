import type { Record as RunRecord } from '../../harness/record/schema.ts'
import { plural } from '../text/words.ts'
import { hanging, type Page } from './page.ts'

/** What was tested. */
export function heading(record: RunRecord, page: Page): string {
  const { wrapper, profile, noise } = record
  // Whoever has no version says `-`.
  const named = [wrapper.name, wrapper.version].filter((each) => each !== null && each !== '-').join(' ')
  const facts = [named, wrapper.language ?? '', `profile ${profile}`, declared(wrapper)]
  const { bold, dim } = page.paint
  const last = noise.at(-1)
  return [
    bold(wrapper.spec),
    dim(hanging(page, facts.filter((each) => each !== '').join(' · '), 0)),
    ...(last === undefined ? [] : [dim(hanging(page, noiseSaid(noise.length, last), 0))]),
  ].join('\n')
}

function declared({ features, variants }: RunRecord['wrapper']): string {
  const said = Object.entries(variants ?? {}).map(([flag, value]) => `${flag}=${value}`)
  const words = [...(features ?? []), ...said]
  return words.length === 0 ? '' : `declares ${words.join(' ')}`
}

const noiseSaid = (lines: number, last: string): string =>
  `It wrote ${plural(lines, 'line')} where only the protocol belongs; the last: "${last}"`
