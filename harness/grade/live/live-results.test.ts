import { describe, expect, it, vi } from 'vitest'
import { sampleCatalogue } from '../../cli/fixture.ts'
import { sampleAssignment } from '../../../reports/platforms/sample.ts'
import type { Assignment } from '../assignment/assignment.ts'
import { counted } from '../assignment/counted.ts'
import { LiveResults } from './live-results.ts'

const item = { groups: [], levels: [], partial: 'proportional', hidden: false } as const
const assignment: Assignment = {
  ...sampleAssignment,
  items: [
    { ...item, title: 'Waiting', behaviours: ['block.*'], points: { together: 4 } },
    { ...item, title: 'Timeouts', behaviours: ['timeout.*'], points: { together: 6 }, hidden: true },
  ],
}
const key = { hash: 'a', assignment: 'b', catalogue: 'c', tier: 'plain' } as const

function live() {
  const written: { score: number; output: string; tests: { name: string; score: number }[] }[] = []
  const plan = { assignment, counted: counted(assignment, sampleCatalogue) }
  const results = new LiveResults(plan, 'gradescope', (text) => written.push(JSON.parse(text) as never))
  results.begin('ada', key)
  return { results, written }
}

describe('results while behaviours are decided', () => {
  it('are there before anything is run, and say that they are not all', () => {
    const { written } = live()
    expect(written).toHaveLength(1)
    expect(written[0]).toMatchObject({ score: 0, output: expect.stringContaining('cut off') })
  })

  it('grow by what passes and what fails, soon and not each time', () => {
    vi.useFakeTimers()
    try {
      const { results, written } = live()
      results.hear({ kind: 'decided', part: 'visible', id: 'block.recv.waits', verdict: 'pass' })
      results.hear({ kind: 'decided', part: 'visible', id: 'block.recv.wakes', verdict: 'untested' })
      results.hear({ kind: 'decided', part: 'hidden', id: 'timeout.recv.expires', verdict: 'pass' })
      expect(written).toHaveLength(1)
      vi.runAllTimers()
      expect(written).toHaveLength(2)
      expect(written[1]?.tests.map(({ name, score }) => [name, score])).toEqual([
        ['block.recv.waits', 2],
        ['block.recv.wakes (undecided)', 0],
        ['Hidden tests', 6],
      ])
    } finally {
      vi.useRealTimers()
    }
  })

  it('are those of a whole look while another follows', () => {
    const { results, written } = live()
    results.known('ada', key, { wrapper: null, records: {}, end: { kind: 'unusable', why: 'No file.' } })
    expect(written.at(-1)?.output).toMatch(/^0 of 4 points\.\nThe grading was cut off[^\n]*\nNo file\.$/)
  })

  it('stay what they are in the end', () => {
    vi.useFakeTimers()
    try {
      const { results, written } = live()
      results.hear({ kind: 'decided', part: 'visible', id: 'block.recv.waits', verdict: 'pass' })
      results.end('{"score":10}')
      vi.runAllTimers()
      expect(written.at(-1)).toEqual({ score: 10 })
    } finally {
      vi.useRealTimers()
    }
  })
})
