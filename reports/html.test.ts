import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { htmlReport } from './html.ts'
import { hostileRecord, manyRecords } from './html/many.ts'
import { sampleFailure, sampleRecord, sampleResult } from './sample.ts'

const record = sampleRecord([sampleResult('a.b'), sampleFailure('a.c')])
const count = (page: string, what: RegExp): number => page.match(what)?.length ?? 0

describe('the matrix', () => {
  it('has a row for each behaviour, a heading for each group and a column for each wrapper', () => {
    const page = htmlReport([record, record], { names: ['first', 'second'] })
    expect(count(page, /<th scope="row"><span class="id">a\./g)).toBe(2)
    expect(count(page, /<th scope="rowgroup">/g)).toBe(1)
    expect(count(page, /<th scope="col"><span>(first|second)</g)).toBe(2)
  })

  it('says what was not part of a run', () => {
    const page = htmlReport([record, sampleRecord([sampleResult('a.b')])])
    expect(count(page, /<td class="n"><i>not run<\/i>/g)).toBe(1)
  })
})

it('names what could not be run', () => {
  const page = htmlReport([record], { skipped: [{ name: 'Ruby <Socket>', reason: 'ruby is not installed' }] })
  expect(page).toContain('<b>Ruby &lt;Socket&gt;</b>: ruby is not installed')
})

it('calls a wrapper by its file, and by all of its path where another has the same', () => {
  const at = (spec: string) => sampleRecord(record.behaviours, { wrapper: { ...record.wrapper, spec } })
  expect(htmlReport([at('some/where/a.ts')])).toContain('<h1>a.ts</h1>')
  expect(htmlReport([at('x/a.ts'), at('y/a.ts')])).toContain('<span>x/a.ts</span>')
})

it('says where a failure was confirmed', () => {
  const page = htmlReport([record], { findings: [{ 'a.c': 'reports/findings/some.py' }] })
  expect(page).toContain('<dt>confirmed<dd>reports/findings/some.py')
})

it('is the same for the same records', () => {
  expect(htmlReport([record])).toBe(htmlReport([structuredClone(record)]))
})

it('says so where there is no run', () => {
  expect(htmlReport([])).toContain('No run is part of this page.')
})

it('tells what could not be loaded once', () => {
  const refused = { trials: 0, trace: [], happened: 'It exited with code 3.' }
  const page = htmlReport([sampleRecord(['a.b', 'a.c', 'a.d'].map((id) => sampleFailure(id, refused)))])
  expect(count(page, /Everything fails: It exited with code 3\./g)).toBe(1)
})

describe('how a wrapper keeps time', () => {
  const expiry = { kind: 'expiry', call: 'recv(16)', timeoutSeconds: 0.5, outsideMicros: 700_000 } as const
  const page = htmlReport([
    sampleRecord([
      sampleResult('a.b', {
        samples: [501_000, 502_000, 650_000].map((insideMicros) => ({ ...expiry, insideMicros })),
      }),
      // The same call, of which another behaviour makes something else.
      sampleResult('a.c', { samples: [{ ...expiry, insideMicros: 650_000 }] }),
    ]),
  ])

  it('is told in words, each call once', () => {
    expect(page).toContain('3 waits: median +2.0 ms, from +1.0 ms to +150 ms')
  })

  it('counts what is outside the band of its timeout', () => {
    expect(page).toContain('1 outside the band')
  })
})

describe('a page of 20 wrappers and 220 behaviours', () => {
  const page = htmlReport(manyRecords(20, 220))

  it('is smaller than 1 MiB', () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1024 * 1024)
  })

  it('leaves out timelines, and nothing else of the evidence, where most of it fails', () => {
    const failing = manyRecords(20, 220).map((each, wrapper) => ({
      ...each,
      behaviours: each.behaviours.map((result, row) =>
        (wrapper + row) % 3 === 0
          ? sampleFailure(result.id, { happened: `it failed ${wrapper} ${row}` })
          : result,
      ),
    }))
    const large = htmlReport(failing)
    expect(Buffer.byteLength(large)).toBeLessThan(1024 * 1024)
    expect(large).toContain('it failed 18 219')
  })

  it('has the evidence of each cell', () => {
    const data = JSON.parse(/<script type="application\/json" id="data">(.*)<\/script>/.exec(page)?.[1] ?? '')
    expect(data.cells).toHaveLength(20)
    expect(data.cells.every((cells: unknown[]) => cells.length === 220)).toBe(true)
  })
})

describe('the policy', () => {
  const page = htmlReport([hostileRecord()])
  const hashOf = (text: string | undefined): string =>
    `'sha256-${createHash('sha256')
      .update(text ?? '')
      .digest('base64')}'`

  it('allows the one script and the one style, and nothing from anywhere', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]
    const script = /<script>([^]*?)<\/script>/.exec(page)?.[1]
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1]
    expect(policy).toContain(`default-src 'none'`)
    expect(policy).toContain(`script-src ${hashOf(script)};`)
    expect(policy).toContain(`style-src ${hashOf(style)};`)
  })

  it('is no more than a second wall: no text of a wrapper is markup', () => {
    expect(count(page, /<script/g)).toBe(2)
    expect(count(page, /<\/script/g)).toBe(2)
    expect(page).not.toMatch(/<(img|base|link|b onmouse|svg onload)/)
    expect(page).not.toMatch(/[\u2028\u2029\u202e\0]/)
    expect(page.length).toBeLessThan(250_000)
  })
})
