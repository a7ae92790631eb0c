import type { Record as RunRecord, Sample } from '../../harness/record/schema.ts'
import { sampleFailure, sampleRecord, sampleResult } from '../sample.ts'

/** Made-up runs of so many wrappers, as large as real ones: for tests of what many of them make of a page. */
export const manyRecords = (wrappers: number, behaviours: number): RunRecord[] =>
  Array.from({ length: wrappers }, (_, wrapper) =>
    sampleRecord(
      Array.from({ length: behaviours }, (_each, row) => resultOf(wrapper, row)),
      { wrapper: wrapperOf(wrapper) },
    ),
  )

function resultOf(wrapper: number, row: number) {
  const id = `${groups[Math.floor(row / 20) % groups.length]}.operation-${row}.does-what-it-should`
  const rest = {
    level: levels[row % 5] ?? 'must',
    source: `The library's reference, "Notes on timeouts", and issue ${row} of another suite`,
    samples: row % 3 === 0 ? samplesOf(wrapper, row) : [],
  }
  // One row in six is something else than a pass.
  switch ((wrapper * 7 + row * 5) % 24) {
    case 3:
      return sampleResult(id, {
        ...rest,
        verdict: 'inconclusive',
        cause: 'noise',
        happened: 'too busy to tell',
      })
    case 0:
      return sampleFailure(id, { ...rest, happened: `it timed out after ${wrapper}.${row} ms, too early` })
    case 1:
      return sampleResult(id, {
        ...rest,
        verdict: 'unsupported',
        cause: 'wrapper',
        happened: 'the wrapper does not declare the feature threads',
      })
    case 2:
      return sampleResult(id, { ...rest, verdict: 'untested', cause: 'prerequisite', because: 'mode.x' })
    default:
      return sampleResult(id, rest)
  }
}

const groups = ['mode', 'endpoint', 'block', 'nb', 'timeout', 'trans', 'err', 'life', 'data', 'res', 'sig']
const levels = ['must', 'should', 'must', 'note', 'must'] as const

const samplesOf = (wrapper: number, row: number): Sample[] =>
  Array.from({ length: 5 }, (_, at) => {
    const micros = ((wrapper * 31 + row * 17 + at * 7) % 400) * 23
    return row % 2 === 0
      ? { kind: 'immediate', call: 'recv(16)', insideMicros: micros % 300, outsideMicros: micros + 900 }
      : {
          kind: 'expiry',
          call: 'recv(16)',
          timeoutSeconds: 0.5,
          insideMicros: 500_000 + micros,
          outsideMicros: 501_000 + micros,
        }
  })

const wrapperOf = (wrapper: number): RunRecord['wrapper'] => ({
  spec: `fixtures/wrappers/libraries/language-${wrapper}.py`,
  name: 'Socket',
  version: '3.11',
  language: 'python',
  features: wrapper % 2 === 0 ? ['ipv6', 'udp'] : ['ipv6'],
  stages: [],
  variants: { zero: wrapper % 2 === 0 ? 'nonblocking' : 'infinite' },
})

/** A run of a wrapper that has put into it whatever might do something on a page: each text would set `hacked`. */
export function hostileRecord(): RunRecord {
  const result = sampleFailure(`t.${attacks.join('')}`, {
    group: attacks.join(' '),
    says: attacks.join(' '),
    source: attacks.join(' '),
    expected: attacks.join(' '),
    happened: `${attacks.join(' ')}${'x'.repeat(1_000_000)}`,
    hint: attacks.join(' '),
    counterexample: { [attacks.join('')]: attacks },
    script: [...attacks],
    replay: attacks.join(' '),
    samples: [
      { kind: 'expiry', call: attacks.join(''), timeoutSeconds: 0.5, insideMicros: 1, outsideMicros: 2 },
    ],
    trace: attacks.map((what, at) => ({ atMicros: at, untilMicros: at + 1, who: 'wrapper', what })),
  })
  const shadow = sampleResult('__proto__', {
    verdict: 'untested',
    cause: 'prerequisite',
    because: 'constructor',
  })
  const text = attacks.join(' ')
  return sampleRecord([result, shadow, sampleResult('t.%E0%A4%A')], {
    wrapper: {
      spec: text,
      name: text,
      version: text,
      language: text,
      features: [...attacks],
      stages: [...attacks],
      variants: Object.fromEntries([['__proto__', text], ...attacks.map((attack) => [attack, attack])]),
    },
    profile: text,
    noise: [...attacks],
  })
}

export const attacks: readonly string[] = [
  '<img src=x onerror="hacked=1">',
  '</script><script>hacked=1</script>',
  '</style></title></textarea><svg onload=hacked=1>',
  '"><b onmouseover=hacked=1 style="position:fixed;inset:0">',
  "' autofocus onfocus='hacked=1",
  '<!--<script>',
  ']]>&lt;&#60;script&#62;',
  'javascript:hacked=1',
  '${hacked=1}',
  '\u2028\u2029\u202e\ud800\u0000',
  '<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">',
  '<base href="http://127.0.0.1:9/"><link rel=stylesheet href=//127.0.0.1:9/x.css>',
]
