import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { languages } from './languages.ts'

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

it('no two languages share a name or an ending', () => {
  for (const words of [languages.map(({ id }) => id), languages.flatMap(({ endings }) => endings)])
    expect(words).toEqual([...new Set(words)])
})

describe.each(languages)('$name', ({ id, name, endings, packages }) => {
  it('has a page that tells how it is plugged in', () => {
    expect(existsSync(new URL(`./${id}/README.md`, import.meta.url))).toBe(true)
    const row = text('README.md')
      .split('\n')
      .find((line) => line.startsWith(`| ${name} | `))
    expect(row).toContain(`.${endings[0]}\``)
    expect(row).toContain(`harness/adapters/${id}/README.md`)
    for (const each of packages) expect(row).toContain(each)
  })

  it('is installed where everything is tested', () => {
    for (const each of packages) expect(text('.ci/run')).toContain(each)
  })
})
