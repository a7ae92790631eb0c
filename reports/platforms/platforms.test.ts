import { expect, it } from 'vitest'
import { type PlatformName, platformReport, platforms } from './platforms.ts'
import { full, huge, missing, mixed, secret } from './sample.ts'

const names = Object.keys(platforms) as PlatformName[]
const decoded = (name: PlatformName, text: string): string =>
  name === ('github-classroom' as string) ? Buffer.from(text, 'base64').toString() : text

const every = names.flatMap((name) =>
  Object.entries({ mixed, full, missing, huge }).map(([of, reported]) => {
    const text = platformReport(name, reported)
    return { name, of, text: decoded(name, text) }
  }),
)

it.each(every)('says nothing of what is hidden, of instructors, of folders: $name, $of', ({ text }) => {
  expect([secret, '/srv', 'npm start'].filter((word) => text.includes(word))).toEqual([])
})

it.each(every)('has no control character: $name, $of', ({ text }) => {
  // oxlint-disable-next-line no-control-regex -- none is to be in it
  expect(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/.exec(text)).toBeNull()
})

it.each(names)('is the same each time: %s', (name) => {
  expect(platformReport(name, mixed)).toBe(platformReport(name, mixed))
})
