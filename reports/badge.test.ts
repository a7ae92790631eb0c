import { makeBadge } from 'badge-maker'
import { XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import type { BehaviourResult } from '../harness/record/schema.ts'
import { badgeReport, colours } from './badge.ts'
import { conforming, stored } from './golden/stored.ts'
import { sampleFailure, sampleRecord, sampleResult } from './sample.ts'

const of = (...behaviours: readonly Partial<BehaviourResult>[]) =>
  sampleRecord(behaviours.map((rest, at) => sampleResult(`a.b${at}`, rest)))

const messages = [
  ['what passes', [conforming], 'wouldblock: 2 pass', colours.green],
  ['that it was a quick look', [{ ...conforming, quick: true }], 'wouldblock: 2 pass, quick', colours.green],
  [
    'what warns',
    [of({}, { level: 'should', verdict: 'fail', cause: 'late' })],
    'wouldblock: 1 pass, 1 warning',
    colours.green,
  ],
  [
    'what fails, and what only a must leaves untested',
    [stored],
    'wouldblock: 4 fail, 2 untested',
    colours.red,
  ],
  [
    'what could not be told',
    [of({}, { verdict: 'inconclusive', cause: 'noise' })],
    'wouldblock: 1 inconclusive',
    colours.yellow,
  ],
  [
    'that nothing could',
    [of({ verdict: 'unsupported', cause: 'host' })],
    'wouldblock: nothing decided',
    colours.yellow,
  ],
  [
    'a bug of the suite',
    [of({ verdict: 'inconclusive', cause: 'bug' })],
    'wouldblock: error of the suite',
    colours.grey,
  ],
  [
    'how many of several conform',
    [conforming, stored, conforming],
    'wouldblock: 2 of 3 conform',
    colours.red,
  ],
  ['that all do', [conforming, conforming], 'wouldblock: 2 of 2 conform', colours.green],
] as const

it('equals its golden file', async () => {
  await expect(badgeReport([stored])).toMatchFileSnapshot('golden/badge.svg')
})

describe('a badge', () => {
  it.each(messages)('says %s, in words and colour', (_what, records, said, colour) => {
    const svg = badgeReport(records)
    expect(XMLValidator.validate(svg)).toBe(true)
    expect(svg).toContain(`role="img" aria-label="${said}"`)
    expect(svg).toContain(`<title>${said}</title>`)
    expect(svg).toContain(`fill="${colour}"`)
  })

  it.each(messages)('is set as shields.io sets it: %s', (_what, records, said) => {
    const theirs = makeBadge({
      label: 'wouldblock',
      message: said.slice('wouldblock: '.length),
      style: 'flat',
    })
    expect(measures(badgeReport(records))).toEqual(measures(theirs))
  })

  it('can be read by those who see little contrast', () => {
    for (const colour of Object.values(colours)) expect(contrastToWhite(colour)).toBeGreaterThanOrEqual(4.5)
  })

  it('names no wrapper', () => {
    const record = sampleRecord([sampleFailure('a.b')])
    const svg = badgeReport([{ ...record, wrapper: { ...record.wrapper, spec: '<script>' } }])
    expect(svg).not.toContain('script')
  })
})

/** Width and height of the whole, and where each text stands and how wide it is. */
function measures(svg: string) {
  const numbers = (pattern: RegExp): string[] => [
    ...new Set([...svg.matchAll(pattern)].map(([, number]) => number!)),
  ]
  return {
    size: /width="(\d+)" height="(\d+)"/.exec(svg)?.slice(1),
    places: numbers(/<text [^>]*\bx="(\d+)"/g),
    lengths: numbers(/textLength="(\d+)"/g),
  }
}

/** By WCAG 2, where the gradient is lightest. */
function contrastToWhite(colour: string): number {
  const digits = colour.length === 4 ? colour.replace(/[0-9a-f]/g, '$&$&') : colour
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const lightest = (Number.parseInt(digits.slice(at, at + 2), 16) * 0.9 + 0xbb * 0.1) / 255
    return lightest <= 0.04045 ? lightest / 12.92 : ((lightest + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * red! + 0.7152 * green! + 0.0722 * blue! + 0.05)
}
