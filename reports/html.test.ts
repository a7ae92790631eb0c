import { expect, it } from 'vitest'
import { htmlReport } from './html.ts'
import { sampleFailure, sampleRecord, sampleResult } from './sample.ts'

const record = sampleRecord([sampleResult('a.b'), sampleFailure('a.c')])

it('has a row for each behaviour and a column for each wrapper', () => {
  const page = htmlReport([record, record], { names: ['first', 'second'] })
  expect(page.match(/<th scope="row"/g)).toHaveLength(2)
  expect(page.match(/<th scope="col"/g)).toHaveLength(2)
})

it('names what could not be run', () => {
  const page = htmlReport([record], { skipped: [{ name: 'Ruby <Socket>', reason: 'ruby is not installed' }] })
  expect(page).toContain('Ruby &lt;Socket&gt;: ruby is not installed')
})
