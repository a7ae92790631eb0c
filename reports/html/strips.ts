import { lateMicros } from '../../harness/clock.ts'
import type { Record as RunRecord, Sample } from '../../harness/record/schema.ts'
import { plural } from '../text/words.ts'
import { duration, earlyMicros, expiryScale, immediateScale, offset, type Scale } from './scales.ts'

/** How far each measured expiry of a wrapper lands from its timeout. Those of 0.5 s stand out, others are pale. */
export function expiryStrip(record: RunRecord): string {
  const samples = samplesOf(record, 'expiry').flatMap(({ timeoutSeconds, micros }) =>
    timeoutSeconds === undefined ? [] : [{ timeoutSeconds, micros: micros - timeoutSeconds * 1e6 }],
  )
  const beyond = samples.filter(
    ({ timeoutSeconds, micros }) => micros < -earlyMicros || micros > lateMicros(timeoutSeconds),
  ).length
  const of = samples.map(({ micros }) => micros)
  const isHalf = ({ timeoutSeconds }: { timeoutSeconds: number }): boolean =>
    Math.abs(timeoutSeconds - 0.5) < 0.0005
  return figure(expiryScale, {
    what: 'Expiry',
    none: 'No expiry was measured.',
    pale: samples.filter((sample) => !isHalf(sample)).map(({ micros }) => micros),
    dark: samples.filter(isHalf).map(({ micros }) => micros),
    said: (median, least, most) =>
      `${plural(of.length, 'wait')}: median ${offset(median)}, from ${offset(least)} to ${offset(most)}`,
    beyond,
  })
}

/** How long a wrapper takes where it has no reason to wait. */
export function immediateStrip(record: RunRecord): string {
  const samples = samplesOf(record, 'immediate').map(({ micros }) => micros)
  return figure(immediateScale, {
    what: 'Immediate answers',
    none: 'No immediate answer was measured.',
    pale: [],
    dark: samples,
    said: (median, least, most) =>
      `${plural(samples.length, 'answer')}: median ${duration(median)}, from ${duration(least)} to ${duration(most)}`,
    beyond: samples.filter((micros) => micros > immediateScale.band[1]).length,
  })
}

interface Measured {
  readonly micros: number
  readonly timeoutSeconds?: number | undefined
}

/** By the adapter's clock, each once: behaviours that are judged by the same calls share their samples. */
function samplesOf(record: RunRecord, kind: Sample['kind']): Measured[] {
  const seen = new Set<string>()
  return record.behaviours.flatMap(({ samples }) =>
    samples.flatMap((sample) => {
      const { call, timeoutSeconds, insideMicros, outsideMicros } = sample
      const micros = insideMicros ?? outsideMicros
      const key = JSON.stringify([call, timeoutSeconds, insideMicros, outsideMicros])
      if (sample.kind !== kind || micros === undefined || !Number.isFinite(micros) || seen.has(key)) return []
      seen.add(key)
      return [{ micros, timeoutSeconds }]
    }),
  )
}

interface Strip {
  readonly what: string
  readonly none: string
  readonly pale: readonly number[]
  readonly dark: readonly number[]
  readonly said: (median: number, least: number, most: number) => string
  /** So many lie outside what is allowed. */
  readonly beyond: number
}

function figure(scale: Scale, { what, none, pale, dark, said, beyond }: Strip): string {
  const all = [...pale, ...dark].toSorted((a, b) => a - b)
  const [least, most, median] = [all[0], all.at(-1), all[Math.floor(all.length / 2)]]
  if (least === undefined || most === undefined || median === undefined) return `<p class="none">${none}</p>`
  const words = said(median, least, most)
  const outside = beyond === 0 ? 'all within the band' : `${beyond} outside the band`
  const mark = beyond === 0 ? '' : ` <span class="tag w"><b aria-hidden="true">!</b> ${beyond} outside</span>`
  return `<svg class="strip" viewBox="0 0 1000 32" preserveAspectRatio="none" role="img" aria-label="${what}: ${words}; ${outside}">${ground(scale)}${dots(scale, pale, 'pale')}${dots(scale, dark, 'dark')}</svg><p class="said">${words}${mark}</p>`
}

const units = (share: number): number => Math.round(share * 1000)

function ground({ at, ticks, band: [from, to] }: Scale): string {
  const lines = ticks.map(([micros]) => `M${units(at(micros))} 0v32`).join('')
  const left = units(at(from))
  return `<rect class="band" x="${left}" y="0" width="${units(at(to)) - left}" height="32"/><path class="grid" d="${lines}"/>`
}

/** Segments of no length: their round ends stay round however the strip is stretched. */
function dots({ at }: Scale, values: readonly number[], name: string): string {
  if (values.length === 0) return ''
  const path = values.map((micros, index) => `M${units(at(micros))} ${6 + ((index * 13) % 21)}h0`).join('')
  return `<path class="${name}" d="${path}"/>`
}

/** The scale above all strips of a kind, in the same width as they have. */
export function axis({ at, ticks }: Scale): string {
  const texts = ticks.map(
    ([micros, label]) => `<text x="${(at(micros) * 100).toFixed(1)}%" y="11">${label}</text>`,
  )
  return `<svg class="axis" aria-hidden="true">${texts.join('')}</svg>`
}
export const expiryAxis = axis(expiryScale)
export const immediateAxis = axis(immediateScale)
