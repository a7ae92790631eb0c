import { flags, variantOf } from '../../harness/variants.ts'
import type { Column } from './comparison.ts'

/** What some wrappers declare and others do not. */
export interface Declaration {
  readonly kind: 'variant' | 'feature'
  /** `zero=infinite`, `udp`. */
  readonly text: string
  readonly by: readonly Column[]
}

/** How what the wrappers declare differs: variants other than the page's, then features. Pure. */
export function declarationsOf(columns: readonly Column[]): readonly Declaration[] {
  const variants = Object.entries(flags).flatMap(([flag, { values, page }]) =>
    values
      .filter((value) => value !== page)
      .map((value) => ({
        kind: 'variant' as const,
        text: `${flag}=${value}`,
        by: columns.filter(({ record }) => variantOf(flag, record.wrapper.variants ?? undefined) === value),
      })),
  )
  const named = new Set(columns.flatMap(({ record }) => record.wrapper.features ?? []))
  const features = [...named].toSorted().map((feature) => ({
    kind: 'feature' as const,
    text: feature,
    by: columns.filter(({ record }) => record.wrapper.features?.includes(feature) === true),
  }))
  return [...variants, ...features].filter(({ by }) => by.length > 0 && by.length < columns.length)
}
