import { EOL } from 'node:os'
import { error, notice, warning } from '@actions/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Annotation, annotationsOf, githubReport } from './github.ts'
import { conforming, stored } from './golden/stored.ts'
import { sampleFailure, sampleRecord } from './sample.ts'

afterEach(() => vi.restoreAllMocks())

/** What GitHub's own toolkit writes for these. */
function toolkit(annotations: readonly Annotation[]): string {
  const written: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  const write = { error, warning, notice }
  for (const { level, message, ...properties } of annotations) write[level](message, properties)
  vi.restoreAllMocks()
  return written.join('').replaceAll(EOL, '\n')
}

it('equals its golden file', async () => {
  await expect(githubReport([stored])).toMatchFileSnapshot('golden/github.txt')
})

describe('annotations', () => {
  it.each([
    ['one wrapper', [stored]],
    ['several', [conforming, stored]],
  ])('of %s are written as GitHub’s own toolkit writes them', (_name, records) => {
    expect(githubReport(records)).toBe(toolkit(annotationsOf(records)))
  })

  it('are lines that all begin as a command, whatever a wrapper says', () => {
    const lines = githubReport([stored, conforming]).trimEnd().split('\n')
    expect(lines.filter((line) => !/^::(error|warning|notice) title=/.test(line))).toEqual([])
    expect(lines.filter((line) => line.includes('forged'))).toHaveLength(1)
  })

  it('are errors only for what decides the exit code, and one for each cause', () => {
    const titles = (level: string) =>
      annotationsOf([stored])
        .filter((each) => each.level === level)
        .map(({ title }) => title)
    expect(titles('error')).toEqual([
      'timeout.recv.expires: fail (wrong-result)',
      'timeout.accept.not-late: fail (late)',
      'nb.recv.no-data: fail (wrong-result)',
      'nb.send.latency: inconclusive (noise)',
      'model.connection: fail (wrong-result)',
    ])
    expect(titles('warning')).toEqual(['res.cpu.recv: warning (wrong-result)'])
    expect(titles('notice')).toEqual([
      'wouldblock: ./my_socket.py#Socket: exit 1, a must fails or is untested',
    ])
  })

  it('name the wrapper’s file where a repository can hold it', () => {
    const files = ['./a.ts', 'lib/b.py#C', '../c.ts', '/d.ts', 'python:socket#socket', 'exec:./e'].map(
      (spec) => {
        const record = sampleRecord([])
        return annotationsOf([{ ...record, wrapper: { ...record.wrapper, spec } }]).at(-1)?.file
      },
    )
    expect(files).toEqual(['a.ts', 'lib/b.py', undefined, undefined, undefined, undefined])
  })

  it('are no more than GitHub shows, the last of which names the rest', () => {
    const many = Array.from({ length: 12 }, (_, at) => sampleFailure(`a.b${at}`))
    const errors = annotationsOf([sampleRecord(many)]).filter(({ level }) => level === 'error')
    expect(errors).toHaveLength(10)
    expect(errors.at(-1)).toMatchObject({
      title: 'wouldblock: 3 more',
      message: 'a.b9: fail (early)\na.b10: fail (early)\na.b11: fail (early)',
    })
    expect(annotationsOf([sampleRecord(many.slice(0, 10))])).toHaveLength(11)
  })
})
