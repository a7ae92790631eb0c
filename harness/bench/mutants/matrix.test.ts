import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { type Mutant, readMutants } from '../../../fixtures/mutants/read.ts'
import { sampleFailure, sampleRecord, sampleResult } from '../../../reports/sample.ts'
import type { BehaviourResult } from '../../record/schema.ts'
import { type Finding, findingOf, refused } from './finding.ts'
import { judgeMutant } from './judge-mutant.ts'
import { markdownOf } from './markdown.ts'
import { matrixOf } from './matrix.ts'

const mutant: Mutant = {
  file: '/m01-short.py',
  spec: '/m01-short.py',
  name: 'm01-short',
  row: 'M01',
  kind: 'timeout',
  caughtBy: ['timeout.recv.not-early'],
  spares: ['block.recv.waits'],
  equivalent: undefined,
}

const found = (rows: readonly BehaviourResult[], more: Partial<Mutant> = {}): Finding =>
  findingOf({ ...mutant, ...more }, sampleRecord(rows))

const early = sampleFailure('timeout.recv.not-early')
const stray = sampleFailure('nb.recv.available')
const faultsOf = (...findings: Finding[]): readonly string[] =>
  matrixOf(findings.length, findings, {}, 'hash').faults

test('the share is that of the reds that are on the list', () => {
  expect(found([stray, early]).localisation).toBe(0.5)
})

test('a note and what is untested are not red', () => {
  const finding = found([
    early,
    { ...stray, level: 'note' as const },
    sampleResult('data.no-dup', { verdict: 'untested' }),
  ])
  expect(finding).toMatchObject({ localisation: 1, untested: ['data.no-dup'], mustFails: true })
})

test('a mutant that a must brings down, as it should, is no fault', () => {
  expect(faultsOf(found([early]))).toEqual([])
})

test('one that survives without an argument is a fault, with one it is none', () => {
  const green = sampleResult('timeout.recv.not-early')
  expect(faultsOf(found([green]))[0]).toContain('survives')
  expect(faultsOf(found([green], { equivalent: 'no call can tell' }))).toEqual([])
})

test('one that is argued to be equivalent must not be killed', () => {
  expect(faultsOf(found([early], { equivalent: 'no call can tell' }))[0]).toContain('is killed')
})

test('where a must names the bug, a must has to fail', () => {
  const strays = [{ ...stray, level: 'should' as const }]
  expect(faultsOf(found([sampleResult('timeout.recv.not-early'), ...strays]))[0]).toContain('no must')
  expect(faultsOf(found([{ ...early, level: 'should' }]))).toEqual([])
})

test('one that could not be run is a fault, never a kill', () => {
  const matrix = matrixOf(2, [refused(mutant, 'no python3')], {}, 'hash')
  expect(matrix.totals).toMatchObject({ judged: 1, killed: 0, refused: 1, localisation: null })
  expect(matrix.faults[0]).toContain('no python3')
})

test('the page reads back: every mutant with what killed it, survivors with their argument, absent rows', () => {
  const survivor = found([], { name: 'm02-same', equivalent: 'no call can tell' })
  const page = markdownOf(matrixOf(2, [found([stray, early]), survivor], { M99: 'needs root' }, 'hash'))
  const row = page.split('\n').find((line) => line.startsWith('| m01-short |')) ?? ''
  expect(row.split('|').map((cell) => cell.trim())).toEqual([
    '',
    'm01-short',
    '*nb.recv.available (early)*',
    'timeout.recv.not-early (early)',
    '50 %',
    '0',
    '',
  ])
  expect(page).toContain('- m02-same: no call can tell')
  expect(page).toContain('- M99: needs root')
})

test('a mutant is judged in a process of its own', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'mutant-'))
  onTestFinished(() => rmSync(scratch, { recursive: true }))
  const program = [inject('command')]
  const [dies] = readMutants().filter(({ name }) => name === 'p04-ends-at-once')
  if (!dies) throw new Error('there is no such mutant')
  expect(await judgeMutant(dies, { program, scratch, seed: 1 })).toMatchObject({
    fate: 'killed',
    localisation: 1,
  })
  const gone = { ...mutant, spec: './gone.py' }
  expect(await judgeMutant(gone, { program, scratch, seed: 1 })).toMatchObject({ fate: 'refused' })
})
