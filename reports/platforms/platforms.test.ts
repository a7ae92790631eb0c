import { describe, expect, it, test } from 'vitest'
import { version } from '../../harness/version.ts'
import { type PlatformName, platformReport, platforms } from './platforms.ts'
import { full, huge, missing, mixed, secret } from './sample.ts'
import { problemsBy } from './validated.ts'

/** What holds of all of them; what holds of one is in each-platform.test.ts. */

const names = Object.keys(platforms) as PlatformName[]

const every = names.flatMap((name) =>
  Object.entries({ mixed, full, missing, huge }).map(([of, reported]) => {
    const text = platformReport(name, reported)
    return { name, of, bytes: Buffer.byteLength(text), text: decoded(name, text) }
  }),
)

function decoded(name: PlatformName, text: string): string {
  return name === 'github-classroom' ? Buffer.from(text, 'base64').toString() : text
}

describe.each(every.filter(({ of }) => of === 'mixed'))('$name', ({ name, text }) => {
  it('equals its golden file', async () => {
    const spaced = /^\{.*\}$/.test(text.trim()) ? `${JSON.stringify(JSON.parse(text), null, 1)}\n` : text
    const file = platforms[name].file.replace('classroom.txt', 'classroom.json')
    await expect(spaced.replaceAll(version, '0.0.0')).toMatchFileSnapshot(`golden/${file}`)
  })

  it('is the same each time', () => {
    expect(decoded(name, platformReport(name, mixed))).toBe(text)
  })
})

test.each(every)('$name says nothing of what is hidden, of instructors, of folders: $of', ({ text }) => {
  expect([secret, '/srv', 'npm start'].filter((word) => text.includes(word))).toEqual([])
})

test.each(every)('$name has no control character: $of', ({ text }) => {
  // oxlint-disable-next-line no-control-regex -- none is to be in it
  expect(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/.exec(text)).toBeNull()
})

test.each(every.filter(({ name }) => name !== 'vpl' && name !== 'csv'))(
  '$name keeps to what is documented: $of',
  ({ name, text }) => {
    expect(problemsBy(name, JSON.parse(text))).toEqual([])
  },
)

const most: Partial<Record<PlatformName, number>> = {
  prairielearn: 1_000_000,
  // One environment variable on Linux, with its name.
  'github-classroom': 131_072 - 'WOULDBLOCK_RESULTS='.length - 1,
  vpl: 65_536,
  coderunner: 2_000_000,
}

test.each(every.filter(({ of, name }) => of === 'huge' && most[name] !== undefined))(
  '$name stays below its limit',
  ({ name, bytes }) => {
    expect(bytes).toBeLessThan(most[name]!)
  },
)
