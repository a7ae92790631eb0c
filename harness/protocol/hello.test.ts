import { describe, expect, it } from 'vitest'
import { parseHello } from './hello.ts'

const parse = (line: string) => parseHello(line === '' ? [] : line.split(' '))

describe('parseHello', () => {
  it('reads what an adapter says of its wrapper', () => {
    expect(
      parse(
        'name=socket version=3.11 language=python features=poll,dup variants=zero=nonblocking,accept=inherits',
      ),
    ).toEqual({
      kind: 'hello',
      hello: {
        name: 'socket',
        version: '3.11',
        language: 'python',
        features: ['poll', 'dup'],
        variants: { zero: 'nonblocking', accept: 'inherits' },
      },
    })
  })

  it('tells none from not declared', () => {
    expect(parse('features=- variants=-')).toMatchObject({ hello: { features: [], variants: {} } })
    expect(parse('name=x')).toMatchObject({ hello: { features: undefined, variants: undefined } })
  })

  it('reads what the adapter can stage', () => {
    expect(parse('stages=wall-clock,leave')).toMatchObject({ hello: { stages: ['wall-clock', 'leave'] } })
    expect(parse('stages=-')).toMatchObject({ hello: { stages: [] } })
  })

  it('does without a name, and ignores what it does not know', () => {
    expect(parse('colour=blue')).toMatchObject({
      hello: { name: 'wrapper', version: 'unknown', language: 'unknown' },
    })
    expect(parse('')).toMatchObject({ hello: { name: 'wrapper' } })
  })

  it.each([
    'socket',
    '=socket',
    'name=a name=b',
    'features=a,,b',
    'features=',
    'stages=a,',
    'variants=zero',
    'variants=zero=',
  ])('takes %j for malformed', (line) => {
    expect(parse(line).kind).toBe('malformed')
  })
})
