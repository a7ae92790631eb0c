import { expect, it } from 'vitest'
import { exitCodes } from '../../harness/cli/exit-codes.ts'
import { sampleFailure, sampleRecord, sampleResult } from '../sample.ts'
import type { Compared } from './comparison.ts'
import { comparisonReport, exitCodeOf } from './terminal.ts'

const good: Compared = {
  name: 'good',
  record: sampleRecord([
    sampleResult('timeout.recv.expires'),
    sampleResult('timeout.recv.not-late'),
    sampleResult('udp.recv.expires', { verdict: 'unsupported', cause: 'wrapper' }),
  ]),
}
const bad: Compared = {
  name: 'bad',
  record: sampleRecord([
    sampleFailure('timeout.recv.expires'),
    sampleResult('timeout.recv.not-late', { verdict: 'untested', because: 'timeout.recv.expires' }),
    sampleResult('udp.recv.expires'),
  ]),
}
const report = (compared: readonly Compared[], columns = 80): string =>
  comparisonReport(compared, { columns, colour: false })

it('lays groups down and wrappers across, each with its gravest sign', () => {
  expect(report([good, bad])).toContain(`
            1  2
  timeout   ✓ ✗1
  udp       –  ✓
`)
})

it('tells once what is not kept: by whom, how, and what is untested because of it', () => {
  const text = report([good, bad])
  expect(text).toContain('  ✗ bad: early: it timed out after 400 ms')
  expect(text).toContain('      untested because of it: timeout.recv.not-late')
  expect(text).toContain('  ✓ good\n')
  expect(text.split('timeout.recv.not-late')).toHaveLength(2)
})

it('counts the verdicts of each in columns', () => {
  expect(report([good, bad])).toContain(`
  1  good  ✓ 2            – 1
  2  bad   ✓ 1  ✗ 1  · 1
  ✓ pass, ✗ fail, · untested, – unsupported
`)
})

it('goes on below where there are more wrappers than columns', () => {
  const many = Array.from({ length: 30 }, (_, at) => ({ ...good, name: `w${at}` }))
  const lines = report(many, 50).split('\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(50)
  expect(lines.filter((line) => line.startsWith('  udp'))).toHaveLength(3)
})

it('names what was not run', () => {
  const skipped = [{ name: 'Tcl', reason: 'there is no tclsh' }]
  const text = comparisonReport([good], { columns: 80, colour: false, skipped })
  expect(text).toContain('1 wrapper not run\n  – Tcl: there is no tclsh')
})

it('lets nothing of a wrapper act on a terminal', () => {
  const hostile = { name: 'a\x1b[2J', record: sampleRecord([sampleFailure('x.y', { happened: 'b\x07\nc' })]) }
  const text = report([hostile])
  for (const sign of ['\x07', '\x1b']) expect(text).not.toContain(sign)
})

it('ends well where all that fails was confirmed by hand, with what that makes untested', () => {
  expect(exitCodeOf([good, bad])).toBe(exitCodes.fails)
  const explained = { ...bad, findings: { 'timeout.recv.expires': 'bad-recv.py' } }
  expect(exitCodeOf([good, explained])).toBe(exitCodes.conforms)
  const text = report([good, explained])
  expect(text).toContain('confirmed: reports/findings/bad-recv.py')
  expect(text).toContain('exit 0: all conform but for what was confirmed by hand')
})

it('says which confirmed failures are no more', () => {
  const text = report([{ ...good, findings: { 'timeout.recv.expires': 'good-recv.py' } }])
  expect(text).toContain('confirmed failures that are no more: timeout.recv.expires of good')
})

it('tells what only some declare', () => {
  const declares = sampleRecord([], {
    wrapper: { ...bad.record.wrapper, features: ['udp'], variants: { zero: 'infinite' } },
  })
  const text = report([good, { name: 'other', record: declares }])
  expect(text).toContain('  zero=infinite: other\n  udp: other')
})
