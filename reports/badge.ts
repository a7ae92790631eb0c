import { conclusionOf, exitCodes } from '../harness/cli/exit-codes.ts'
import type { Record as RunRecord } from '../harness/record/schema.ts'
import { type Standing, standingOf } from './text/standing.ts'
import { attributes, escapedForXml } from './text/xml.ts'

/**
 * A badge as shields.io draws them, 20 pixels high, as SVG. Of one wrapper it says how many behaviours pass or do not; of
 * several how many wrappers conform. It names no wrapper, and holds no text of one. Pure.
 */
export function badgeReport(records: readonly RunRecord[]): string {
  const { text, colour } = messageOf(records)
  const said = `${label}: ${text}`
  const [left, right] = [halfOf(label, 0), halfOf(text, widthOf(label))]
  const width = left.width + right.width
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img"${attributes({ 'aria-label': said })}>
  <title>${escapedForXml(said)}</title>
  <linearGradient id="s" x2="0" y2="100%">
    <stop offset="0" stop-color="#bbb" stop-opacity=".1"/>
    <stop offset="1" stop-opacity=".1"/>
  </linearGradient>
  <clipPath id="r"><rect width="${width}" height="${height}" rx="3"/></clipPath>
  <g clip-path="url(#r)">
    <rect width="${left.width}" height="${height}" fill="${colours.grey}"/>
    <rect x="${left.width}" width="${right.width}" height="${height}" fill="${colour}"/>
    <rect width="${width}" height="${height}" fill="url(#s)"/>
  </g>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="110" text-rendering="geometricPrecision">
${left.drawn}
${right.drawn}
  </g>
</svg>
`
}

const label = 'wouldblock'
const height = 20

/** White is read on each of them with a contrast of 4.5 at least, which the lighter ones of shields.io do not reach. */
export const colours = {
  green: '#2d7d1e',
  red: '#b8352b',
  yellow: '#8a6100',
  grey: '#555',
} as const

interface Message {
  readonly text: string
  readonly colour: string
}

function messageOf(records: readonly RunRecord[]): Message {
  const [only] = records
  if (records.length === 1 && only) return messageOfOne(only)
  const codes = records.map((record) => conclusionOf(record).code)
  const conforming = codes.filter((code) => code === exitCodes.conforms).length
  const colour =
    conforming === codes.length ? colours.green : codes.some(isRed) ? colours.red : colours.yellow
  return { text: `${conforming} of ${codes.length} conform`, colour }
}

function messageOfOne(record: RunRecord): Message {
  const count = (standing: Standing, level?: 'must'): number =>
    record.behaviours.filter(
      (result) => standingOf(result) === standing && (level === undefined || result.level === level),
    ).length
  const listed = (...counts: readonly (readonly [number, string])[]): string =>
    counts.flatMap(([number, name]) => (number === 0 ? [] : [`${number} ${name}`])).join(', ')
  const { code } = conclusionOf(record)
  if (code === exitCodes.bug) return { text: 'error of the suite', colour: colours.grey }
  if (code === exitCodes.fails)
    return {
      text: listed([count('fail'), 'fail'], [count('untested', 'must'), 'untested']),
      colour: colours.red,
    }
  if (code === exitCodes.inconclusive) {
    const text = listed([count('inconclusive', 'must'), 'inconclusive'])
    return { text: text === '' ? 'nothing decided' : text, colour: colours.yellow }
  }
  const warnings = count('warning')
  const named = warnings === 1 ? 'warning' : 'warnings'
  const text = listed([count('pass'), 'pass'], [warnings, named])
  // A quick look is not to be taken for the whole.
  return { text: record.quick === true ? `${text}, quick` : text, colour: colours.green }
}

const isRed = (code: number): boolean => code !== exitCodes.conforms && code !== exitCodes.inconclusive

/** One half, its text drawn in tenths of a pixel, with the shadow that lifts it off its ground. */
function halfOf(text: string, from: number): { width: number; drawn: string } {
  const width = widthOf(text)
  // A pixel towards the seam, so that both texts sit as shields.io sets them.
  const middle = 10 * from + 5 * width + (from === 0 ? 10 : -10)
  const shape = (y: number): string =>
    `x="${middle}" y="${y}" transform="scale(.1)" textLength="${10 * (width - 2 * padding)}"`
  const drawn = [
    `    <text aria-hidden="true" fill="#010101" fill-opacity=".3" ${shape(150)}>${escapedForXml(text)}</text>`,
    `    <text ${shape(140)}>${escapedForXml(text)}</text>`,
  ].join('\n')
  return { width, drawn }
}

const padding = 5

/** Whole pixels, and of the text alone an odd number, which meets the grid of pixels more often. */
function widthOf(text: string): number {
  const units = Array.from(text, (character) => advances[character] ?? widest).reduce(
    (sum, each) => sum + each,
    0,
  )
  const whole = Math.floor((units * 11) / 2048)
  return (whole % 2 === 0 ? whole + 1 : whole) + 2 * padding
}

const widest = 1992

/** How far characters move the pen in Verdana, in 2048ths of its size; those alike together. */
const advances: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [562, 'il'],
      [705, 'j'],
      [720, 'f '],
      [745, ','],
      [807, 't'],
      [874, 'r'],
      [1067, 'cs'],
      [1076, 'z'],
      [1212, 'kvxy'],
      [1220, 'e'],
      [1230, 'a'],
      [1243, 'o'],
      [1276, 'bdgpq'],
      [1296, 'hnu'],
      [1302, '0123456789'],
      [1676, 'w'],
      [widest, 'm'],
    ] as const
  ).flatMap(([advance, characters]) => Array.from(characters, (character) => [character, advance])),
)
