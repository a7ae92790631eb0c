import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { recordSchema } from '../harness/record/schema.ts'
import { sampleFailure, sampleRecord, sampleResult } from './sample.ts'
import { terminalReport, type TerminalOptions } from './terminal.ts'
import { visible } from './text/visible.ts'
import { widthOf } from './text/width.ts'

const report = (
  behaviours: Parameters<typeof sampleRecord>[0],
  options: Partial<TerminalOptions> = {},
): string =>
  terminalReport(sampleRecord(behaviours), {
    columns: 80,
    colour: false,
    quiet: false,
    stacks: false,
    ...options,
  })

describe('the sample', () => {
  it('is a record', () => {
    const record = sampleRecord([sampleResult('a.b'), sampleFailure('a.c')])
    expect(recordSchema.parse(record)).toEqual(record)
  })
})

describe('a wrapper that passes', () => {
  it('is a line for each behaviour, and a conclusion', () => {
    const passes = [sampleResult('block.recv.waits'), sampleResult('mode.default', { says: 'It blocks.' })]
    expect(report(passes)).toBe(`./wrapper.ts
wrapper 1.0 · typescript · profile page

block: 1 pass
  ✓ block.recv.waits  The wrapper does what block.recv.waits says, and goes on…

mode: 1 pass
  ✓ mode.default  It blocks.

2 behaviours: 2 pass
640 trials of 3 min 33 s together, in 5.4 s on 16 lanes, seed 42
exit 0: it conforms
`)
  })

  it('is its conclusion alone where only what is wrong is asked for', () => {
    const text = report([sampleResult('block.recv.waits')], { quiet: true })
    expect(text).not.toContain('block.recv.waits')
    expect(text).toContain('1 behaviour: 1 pass')
  })
})

describe('a failure of a sequence', () => {
  const script = ['settimeout(0.04) → ok', 'the peer sends 3 bytes', 'recv(1) → timeout (TimeoutError)']
  const text = report([sampleFailure('model.connection', { script })])

  it('is a script, numbered, with what came of each step, instead of the input', () => {
    expect(text).toContain(`
  script
    1  settimeout(0.04) → ok
    2  the peer sends 3 bytes
    3  recv(1) → timeout (TimeoutError)
`)
    expect(text).not.toContain('  with ')
  })
})

describe('a failure', () => {
  const text = report([
    sampleResult('timeout.recv.expires'),
    sampleFailure('timeout.recv.not-early'),
    sampleResult('timeout.usable-after', {
      verdict: 'untested',
      cause: 'prerequisite',
      because: 'timeout.recv.not-early',
    }),
  ])

  it('is explained, drawn, and can be replayed', () => {
    expect(text).toContain(`
✗ timeout.recv.not-early  fail (early)
  The wrapper does what timeout.recv.not-early says, and goes on doing so for as
  long as anybody looks.
  expected  recv(16) times out after 500 ms (no earlier, and by 602 ms at the
            latest)
  happened  it timed out after 400 ms, 100 ms too early
  with      settimeout(0.5)
  hint      Do what the sentence says.
  timeline, in milliseconds
      0.0  ─  wrapper  open() → ok
      0.7  ┬  wrapper  connect(127.0.0.1:40001)
      1.2  │  peer     accepted a connection
      1.3  ┴  wrapper  connect(127.0.0.1:40001) took 0.6 ms → ok
      1.4  ─  wrapper  settimeout(0.5) → ok
      1.6  ┬  wrapper  recv(16)
    200.0  │  peer     sent 8 bytes
    401.6  ┴  wrapper  recv(16) took 400.0 ms → timeout (TimeoutError)
  replay    npm start -- run ./wrapper.ts --profile page --only timeout.recv.not-early --seed 42 --path 2:0
  untested  1 behaviour because of it: timeout.usable-after
`)
  })

  it('hides what depends on it, which is red all the same', () => {
    expect(text).toContain('· timeout.usable-after    untested, because of timeout.recv.not-early')
    expect(text).toContain('3 behaviours: 1 pass, 1 fail, 1 untested')
    expect(text).toContain('exit 1: a must fails or is untested')
  })

  it('of a should is a warning', () => {
    const warned = report([sampleFailure('a.b', { level: 'should', rate: { failed: 4, of: 10 } })])
    expect(warned).toContain('! a.b  warning (early)')
    expect(warned).toContain('rate      it failed in 4 of 10 repeats of the same input')
    expect(warned).toContain('exit 0: it conforms')
  })

  it('of a note is a difference, with nothing to mend', () => {
    const noted = report([sampleFailure('a.b', { level: 'note', happened: 'it inherits the mode' })])
    expect(noted).toContain('  ~ a.b  differs: it inherits the mode')
    expect(noted).not.toMatch(/hint|expected/)
  })

  it('that state from another socket brought about says so', () => {
    const carried = report([sampleFailure('a.b', { carriedOver: true, rate: { failed: 1, of: 4 } })])
    expect(carried).toContain('carried   over from trials before')
  })

  it('keeps its timeline only where there are few', () => {
    const many = report(Array.from({ length: 9 }, (_, at) => sampleFailure(`a.b${at}`)))
    expect(many.match(/timeline, in milliseconds/g)).toHaveLength(6)
    expect(many).toContain('3 timelines left out')
  })
})

describe('what could not be seen', () => {
  it('is untested under its cause, even if that was not part of the run', () => {
    const text = report([
      sampleResult('a.b', {
        verdict: 'untested',
        cause: 'prerequisite',
        because: 'x.y',
        happened: 'not seen',
      }),
      sampleResult('a.c', {
        verdict: 'untested',
        cause: 'prerequisite',
        because: 'x.y',
        happened: 'not seen',
      }),
    ])
    expect(text).toContain(
      '· 2 behaviours  untested (prerequisite)\n  because   not seen\n  these     a.b, a.c',
    )
  })

  it('is unsupported with its reason', () => {
    const text = report([
      sampleResult('a.b'),
      sampleResult('udp.c', { verdict: 'unsupported', cause: 'wrapper', happened: 'udp is not declared' }),
    ])
    expect(text).toContain('– udp.c  unsupported (wrapper)\n  because   udp is not declared')
    expect(text).toContain('exit 0')
  })

  it('is never green where it is all there is', () => {
    const text = report([sampleResult('a.b', { verdict: 'unsupported', cause: 'host', happened: 'no IPv6' })])
    expect(text).toContain('exit 2: nothing could be decided')
  })

  it('is a bug of the suite by its first line, and by its stack where that is asked for', () => {
    const happened = 'Error: no such peer\n    at check (suites/a.ts:3:1)'
    const bug = sampleResult('a.b', { verdict: 'inconclusive', cause: 'bug', happened })
    expect(report([bug])).toContain('happened  Error: no such peer\n  next ')
    expect(report([bug], { stacks: true })).toContain('suites/a.ts:3:1')
    expect(report([bug])).toContain('exit 70')
  })
})

describe('a wrapper that cannot be loaded', () => {
  it('is told of once', () => {
    const refused: Parameters<typeof sampleFailure>[1] = {
      cause: 'crash',
      trials: 0,
      expected: 'the wrapper can be loaded',
      happened: 'It exited with code 3.',
      trace: [],
      replay: null,
      counterexample: null,
      hint: 'Run it by hand.',
    }
    const all = Array.from({ length: 90 }, (_, at) => sampleFailure(`a.b${at}`, refused))
    expect(report(all)).toBe(`./wrapper.ts
wrapper 1.0 · typescript · profile page

✗ 90 behaviours  fail (crash)
  expected  the wrapper can be loaded
  happened  It exited with code 3.
  hint      Run it by hand.

90 behaviours: 90 fail
640 trials of 3 min 33 s together, in 5.4 s on 16 lanes, seed 42
exit 1: a must fails or is untested
`)
  })
})

describe('a page', () => {
  const mixed = [
    sampleResult('timeout.a-rather-long-id.that-goes-on'),
    sampleFailure('block.recv.waits', { happened: 'a word '.repeat(40), replay: null }),
    sampleResult('block.b', { verdict: 'inconclusive', cause: 'noise', happened: 'too busy '.repeat(20) }),
    sampleResult('udp.c', {
      verdict: 'unsupported',
      cause: 'host',
      happened: 'this machine cannot '.repeat(9),
    }),
  ]

  it.each([60, 80, 120])('of %i columns is never exceeded', (columns) => {
    const lines = report(mixed, { columns }).split('\n')
    expect(lines.filter((line) => widthOf(line) > columns)).toEqual([])
  })

  it('has no escape sequence of a wrapper, and none at all without colour', () => {
    const text = report([sampleFailure('a.b', { happened: 'x\x1b[2J\x1b]0;title\x07\nforged: pass' })])
    const controls = Array.from(text).filter(
      (character) => visible(character) !== character && character !== '\n',
    )
    expect(controls).toEqual([])
    expect(text).toContain('x\\x1b[2J\\x1b]0;title\\x07\\nforged: pass')
  })

  it('tells nothing by colour alone', () => {
    const painted = report(mixed, { colour: true })
    expect(painted).toContain('\x1b[')
    expect(stripVTControlCharacters(painted)).toBe(report(mixed))
  })
})
