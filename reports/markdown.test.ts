import { XMLValidator } from 'fast-xml-parser'
import { marked } from 'marked'
import { describe, expect, it } from 'vitest'
import { conforming, stored } from './golden/stored.ts'
import { markdownReport } from './markdown.ts'
import { sampleFailure, sampleRecord, sampleResult } from './sample.ts'

/** By a parser that was not written here. */
const html = (markdown: string): string => marked.parse(markdown, { async: false, gfm: true })
const tagsOf = (page: string): string[] =>
  [...new Set([...page.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag!))].toSorted()
const withoutCode = (page: string): string => page.replaceAll(/<code[^>]*>[^<]*<\/code>/g, '')

const text = markdownReport([stored])

/** Backticks, pipes and markup in each place that holds text of a wrapper. */
const hostile =
  '` `` ```\\| a | <b>b</b> ![c](d) [e](f) **g** @everyone #1 http://h.invalid </code></summary></details>'
const disguised = sampleRecord(
  [
    sampleFailure(hostile, { happened: hostile, expected: hostile, cause: 'crash' }),
    sampleResult('a.b', { verdict: 'untested', cause: 'prerequisite', because: hostile }),
    sampleResult('a.c', { verdict: 'unsupported', cause: 'wrapper', happened: hostile }),
  ],
  { profile: hostile, wrapper: { ...stored.wrapper, spec: hostile } },
)

it('equals its golden file', async () => {
  await expect(text).toMatchFileSnapshot('golden/summary.md')
})

describe('the page that it becomes', () => {
  it.each([
    ['one wrapper', text],
    ['several', markdownReport([conforming, stored, disguised])],
    ['a hostile one', markdownReport([disguised])],
  ])('of %s is whole, and has no element but ours', (_name, markdown) => {
    const page = html(markdown)
    expect(XMLValidator.validate(`<page>${page}</page>`)).toBe(true)
    const ours = 'b code details h2 h3 li p pre strong summary table tbody td th thead tr ul'.split(' ')
    expect(tagsOf(page).filter((tag) => !ours.includes(tag))).toEqual([])
  })

  it('has text of a wrapper in code alone, where nobody is called and nothing is linked', () => {
    const page = withoutCode(html(markdownReport([disguised, stored])))
    expect(page).not.toMatch(/everyone|invalid|#1\b|forged/)
    expect(html(markdownReport([disguised]))).toContain('@everyone')
  })

  it('has as many rows as wrappers, each with its own cells', () => {
    const [table] = marked
      .lexer(markdownReport([conforming, disguised]))
      .flatMap((token) => (token.type === 'table' ? [token as unknown as Table] : []))
    // Sign, wrapper, behaviours, pass, fail, untested, unsupported.
    expect(table?.rows.map((row) => row.map(({ text: cell }) => cell).toSpliced(1, 1))).toEqual([
      ['✅', '2', '2', '', '', ''],
      ['❌', '3', '', '1', '1', '1'],
    ])
  })
})

interface Table {
  readonly rows: readonly (readonly { readonly text: string }[])[]
}

describe('a summary that GitHub would not take', () => {
  const record = sampleRecord(Array.from({ length: 10 }, (_, at) => sampleFailure(`a.b${at}`)))

  it.each([
    [30_000, undefined],
    [20_000, 'Timelines are left out'],
    [5_000, 'Evidence is left out'],
    [1_000, 'What is not green is left out'],
    [200, 'Too many to be told here'],
  ])('in %i bytes leaves out the most verbose first', (most, said) => {
    const summary = markdownReport([record, record], most)
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(most)
    expect(/[^*.\n]* (left out|told here)/.exec(summary)?.[0]).toBe(said)
  })

  it('is one beyond 1 MiB', () => {
    const verbose = sampleFailure('a.b', { expected: 'x'.repeat(2 ** 19), trace: [] })
    const summary = markdownReport([sampleRecord([verbose]), sampleRecord([verbose])])
    expect(Buffer.byteLength(summary)).toBeLessThan(2 ** 20)
    expect(summary.slice(-200)).toContain('Evidence is left out')
  })
})
