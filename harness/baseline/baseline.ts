import { z } from 'zod'
import { causes } from '../record/schema.ts'

/** The failures of a wrapper that its maintainers know: they do not redden its build, as long as they are what they were. */

export const baselineVersion = 'wouldblock/baseline/1'

const entry = z.strictObject({
  /** One behaviour. A glob would also hide what fails later, for whatever reason. */
  id: z
    .string()
    .regex(/^[^*?\s]+$/, 'an id names one behaviour; a glob would hide what it was not written for'),
  verdict: z.enum(['fail', 'untested']),
  cause: z.enum(causes),
  /** Why it is known, for whoever comes across it. */
  reason: z.string().regex(/\S/, 'say why it is known'),
  link: z.url().optional(),
})

export const baselineSchema = z
  .strictObject({ version: z.literal(baselineVersion), known: z.array(entry) })
  .refine(({ known }) => new Set(known.map(({ id }) => id)).size === known.length, {
    path: ['known'],
    message: 'a behaviour is listed twice',
  })

export type Baseline = z.infer<typeof baselineSchema>
export type KnownFailure = Baseline['known'][number]

export const textOf = (baseline: Baseline): string => `${JSON.stringify(baseline, null, 2)}\n`
