import { Parser, type Result } from 'tap-parser'
import { describe, expect, it } from 'vitest'
import { conforming, stored } from './golden/stored.ts'
import { tapReport } from './tap.ts'

const text = tapReport([stored])

/** What a harness makes of it; in `strict` mode anything that is no TAP fails. */
function read(tap: string) {
  const points: Result[] = []
  const parser = new Parser({ strict: true })
  parser.on('assert', (result) => points.push(result))
  parser.end(tap)
  return { points, results: parser.results! }
}

it('equals its golden file', async () => {
  await expect(text).toMatchFileSnapshot('golden/report.tap')
})

describe('a harness that was not written here', () => {
  const { points, results } = read(text)
  const named = (id: string): Result => points.find(({ name }) => name === id)!

  it('understands every line, and counts as failures what decides the exit code', () => {
    expect(results.failures.filter(({ tapError }) => tapError)).toEqual([])
    expect(results).toMatchObject({
      ok: false,
      count: 17,
      pass: 7,
      fail: 10,
      skip: 3,
      todo: 3,
      bailout: false,
    })
    expect(results.plan).toMatchObject({ start: 1, end: 17 })
  })

  it('tells what only warns from what fails, and a skip from both', () => {
    expect(named('res.cpu.recv')).toMatchObject({ ok: false, todo: expect.stringContaining('warning') })
    expect(named('endpoint.ipv6')).toMatchObject({ ok: true, skip: expect.stringContaining('no IPv6') })
    expect(named('timeout.recv.not-late')).toMatchObject({ ok: false, todo: false, skip: false })
  })

  it('reads evidence as it is, and the text of a wrapper as text', () => {
    const { diag } = named('nb.recv.no-data')
    expect(diag).toMatchObject({ verdict: 'fail', cause: 'wrong-result', level: 'must' })
    expect(diag?.['happened']).toContain('@everyone #1 \\x3a:error::forged %0A \\x1b[2J')
    expect(named('timeout.recv.expires').diag?.['timeline']).toContainEqual(
      '502.6 ms  ┴  wrapper  recv(16) took 501.0 ms → no bytes (end of the stream)',
    )
  })

  it('finds a subtest for each of several', () => {
    const { results: ofBoth, points: subtests } = read(tapReport([conforming, stored]))
    expect(ofBoth.failures.filter(({ tapError }) => tapError)).toEqual([])
    expect(subtests.map(({ ok, name }) => [ok, name])).toEqual([
      [true, './wrapper.ts'],
      [false, './my_socket.py#Socket'],
    ])
  })
})
