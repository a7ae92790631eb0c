import { readFileSync } from 'node:fs'
import type { BundleParts } from './bundle.ts'
import { pointsText } from '../../reports/platforms/cents.ts'

/** A file of `scripts/`, which lies beside what is built too. */
export const script = (name: string): string =>
  readFileSync(new URL(`./scripts/${name}`, import.meta.url), 'utf8')

/** The same, with the assignment's own words in it; `inside` makes them harmless where they come to stand. */
export function scriptFor(
  name: string,
  { assignment, points }: Pick<BundleParts, 'assignment' | 'points'>,
  inside: (text: string) => string = (text) => text,
): string {
  const words: Readonly<Record<string, string>> = {
    '@TITLE@': assignment.title,
    '@POINTS@': pointsText(points),
    '@FILE@': wrapperFile(assignment),
  }
  return script(name).replaceAll(/@(TITLE|POINTS|FILE)@/g, (word) => inside(words[word] ?? ''))
}

/** The name that students are asked for: the first that the assignment names without a wildcard. */
export const wrapperFile = ({ wrapper }: BundleParts['assignment']): string =>
  wrapper.files.find((glob) => /^[\w.-]+$/.test(glob)) ?? 'my_socket.py'
