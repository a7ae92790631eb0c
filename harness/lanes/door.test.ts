import { describe, expect, it } from 'vitest'
import { doorkeeper, openLane } from './door.ts'
import { adapter, isAlive, lane, shellLane } from './fixture.ts'
import type { Lane, OpenedLane } from './lane.ts'
import { twinLane, type Serve } from './twin.ts'

/** A twin that answers as it should, except where told otherwise. */
const twin = (other: Serve): Lane =>
  twinLane(async (operation, words, entered) => {
    const answer = await other(operation, words, entered)
    if (answer.text !== 'default') return answer
    if (operation === 'hello') return { status: 'ok', words: ['name=twin'] }
    return operation.startsWith('op-') ? { status: 'unsupported' } : { status: 'invalid' }
  })

const normal = async () => ({ status: 'error', text: 'default' }) as const

function refusal(opened: OpenedLane) {
  if (opened.kind === 'open') throw new Error('the door stood open')
  return opened.refusal
}

const refusalOf = async (script: string) => refusal(await openLane(() => shellLane(script)))

describe('openLane', () => {
  it('opens for an adapter that can say no', async () => {
    const opened = await openLane(() => shellLane(adapter('')))
    expect(opened).toMatchObject({ kind: 'open', hello: { name: 'fixture', version: '1', language: 'sh' } })
    expect(opened.kind === 'open' && opened.lane.usable).toBe(true)
  })

  it('asks after what cannot be foreseen', async () => {
    const asked: string[] = []
    for (let times = 0; times < 2; times += 1) {
      await openLane(() =>
        twin(async (operation, words) => {
          asked.push(`${operation} ${words.join(' ')}`)
          return normal()
        }),
      )
    }
    expect(asked[0]).toBe('hello 1')
    expect(asked[1]).toMatch(/^op-[0-9a-f]{8} $/)
    expect(asked[2]).toMatch(/^gettimeout handle-[0-9a-f]{8}$/)
    expect(new Set(asked).size).toBe(5)
  })

  it('says only hello where no checks are wanted', async () => {
    const asked: string[] = []
    const start = () =>
      twin(async (operation) => {
        asked.push(operation)
        return normal()
      })
    await openLane(start, { checks: false })
    expect(asked).toEqual(['hello'])
  })

  it('refuses garbage, and quotes it', async () => {
    const { what, next } = await refusalOf('read -r line; echo "Hello, world"; sleep 9')
    expect(what).toBe(
      'In place of an answer to hello, the line is not a line of the protocol: "Hello, world".',
    )
    expect(next).toContain('descriptor 1')
  })

  it('refuses megabytes on one line, and quotes the beginning', async () => {
    const { what } = await refusalOf('read -r line; exec tr "\\\\0" x < /dev/zero')
    expect(what).toBe(`In place of an answer to hello, the line has no end: "${'x'.repeat(200)}".`)
  })

  it('refuses who exits, with the exit code and the line that tells why', async () => {
    const { what } = await refusalOf(
      'printf "Traceback\\n  File x\\nModuleNotFoundError: No module named y\\n\\nNode.js v20\\n" >&2; exit 7',
    )
    expect(what).toBe(
      'The adapter exited with code 7 before it answered hello: ModuleNotFoundError: No module named y',
    )
    expect((await refusalOf('exit 2')).what).toContain('code 2 before it answered hello, without a word')
    expect((await refusalOf('kill -KILL $$')).what).toContain('was ended by SIGKILL')
  })

  it('refuses what cannot be started, and says so', async () => {
    const { what } = refusal(await openLane(() => lane(['./no-such-adapter', '--flag'])))
    expect(what).toBe('The adapter could not be started: ./no-such-adapter: no such file.')
  })

  it('refuses a wrapper that could not be loaded, with its reason', async () => {
    const { what } = await refusalOf(
      'read -r id rest; echo "$id error 0 SyntaxError: invalid syntax"; exit 1',
    )
    expect(what).toBe('The wrapper could not be loaded: SyntaxError: invalid syntax')
  })

  it('refuses who speaks no wouldblock/1', async () => {
    const opened = await openLane(() => twin(async () => ({ status: 'unsupported' })))
    expect(refusal(opened).what).toContain('does not speak wouldblock/1')
  })

  it('refuses a hello that cannot be read', async () => {
    const opened = await openLane(() => twin(async () => ({ status: 'ok', words: ['socket'] })))
    expect(refusal(opened).what).toBe('The answer to hello cannot be read: "socket" is not key=value.')
  })

  it('refuses who says ok to everything', async () => {
    const { what } = await refusalOf('while read -r id rest; do echo "$id ok 0 name=x"; done')
    expect(what).toContain('answers ok to everything')
  })

  it('refuses who says ok to a handle that it never gave out', async () => {
    const opened = await openLane(() =>
      twin(async (operation) => (operation === 'gettimeout' ? { status: 'ok', words: ['none'] } : normal())),
    )
    expect(refusal(opened).what).toContain('gettimeout on a handle that it never gave out')
  })

  it('refuses who answers another status to an operation that does not exist', async () => {
    const opened = await openLane(() =>
      twin(async (operation) => (operation.startsWith('op-') ? { status: 'error' } : normal())),
    )
    expect(refusal(opened).what).toBe('The adapter answers "error" to an operation that does not exist.')
  })

  it('closes whom it refuses', async () => {
    let refused: Lane | undefined
    await openLane(() => (refused = shellLane('read -r line; echo no; sleep 99')))
    expect(isAlive(refused!.pid!)).toBe(false)
  })
})

describe('doorkeeper', () => {
  it('checks until one has passed, and greets from then on', async () => {
    const asked: string[] = []
    const make = doorkeeper(() =>
      twin(async (operation) => {
        asked.push(operation.slice(0, 3))
        return normal()
      }),
    )
    await make()
    await make()
    expect(asked).toEqual(['hel', 'op-', 'get', 'hel'])
  })
})
