import { expect, it } from 'vitest'
import { sampleFailure, sampleRecord, sampleResult } from '../sample.ts'
import { comparisonMarkdown } from './markdown.ts'

const record = sampleRecord([sampleFailure('timeout.recv.expires'), sampleResult('udp.recv.expires')])

it('lays wrappers down and groups across, then tells what differs', () => {
  const text = comparisonMarkdown([
    { name: 'one', record, findings: { 'timeout.recv.expires': 'one.py' } },
    { name: 'two', record: sampleRecord([sampleResult('timeout.recv.expires')]) },
  ])
  expect(text).toContain('| `one` | ✗ 1 | ✓ | 1 pass, 1 fail (1 confirmed by hand) |')
  expect(text).toContain('| `two` | ✓ |  | 1 pass |')
  expect(text).toContain('confirmed by [one.py](reports/findings/one.py)')
  expect(text).toContain('- ✓ 1 wrapper pass')
})

it('lets a name be no markup', () => {
  const text = comparisonMarkdown([{ name: 'a|b<img>@you', record }], [{ name: '<b>', reason: '@all\n# x' }])
  expect(text).toContain('`<b>`: `@all\\n# x`')
  expect(text).not.toMatch(/^# x/m)
  expect(text).toContain('| <code>a&#124;b&#60;img')
})
