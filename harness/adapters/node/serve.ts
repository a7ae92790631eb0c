import { announcedOperations } from '../../protocol/operations.ts'
import { answer } from './call.ts'
import { writeLine } from './descriptors.ts'
import type { WrapperClass } from './load.ts'
import { socketOperations, staticOperations, type SocketOperation } from './operations.ts'
import { stage, unstage } from './stages.ts'

// Taken hold of before the wrapper is loaded, which may replace them.
const { setTimeout, clearTimeout, setInterval } = globalThis

/** Once the input has ended, the last call gets this long: no one is left to read its reply. */
const graceMillis = 100

/** `reset` waits this long for closes that return a promise. */
const closeMillis = 200

export interface Server {
  /**
   * Takes one request. It is served when those before it have been: one at a time, in their order. One that is marked
   * with `&` is begun in its turn, and those after it do not wait until it is over.
   */
  receive(line: string): void
  /** No more requests come: exits as soon as those received have been served, or the last of them waits. */
  end(): void
  /** `replies[0]` counts the requests served, or begun if they are marked, in memory that threads can share. */
  readonly replies: Int32Array
}

/** Serves requests on sockets of one class. `hello` is the words that greet. */
export function createServer(wrapper: WrapperClass, hello: readonly string[]): Server {
  const sockets = new Map<string, object>()
  const received: string[] = []
  const replies = new Int32Array(new SharedArrayBuffer(4))
  let handles = 0
  let serving = false
  /** Marked calls that are not over. */
  let asides = 0
  let ended = false
  let defaultWasSet = false

  const receive = (line: string): void => {
    received.push(line)
    pump()
  }

  const end = (): void => {
    ended = true
    pump()
    let seen = Atomics.load(replies, 0)
    setInterval(() => {
      const now = Atomics.load(replies, 0)
      if (now === seen && received.length === 0) process.exit(0)
      seen = now
    }, graceMillis)
  }

  const pump = (): void => {
    for (let line = next(); line !== undefined; line = next()) {
      const [id = '', operation = '', ...words] = line.split(' ')
      const isAside = operation.startsWith('&')
      const pending = serve(id, isAside ? operation.slice(1) : operation, words)
      if (isAside && pending !== undefined) void countAside(pending)
      if (isAside || pending === undefined) Atomics.add(replies, 0, 1)
      else void pumpAfter(pending)
    }
    // Those that are not over get the grace that the last call gets.
    if (ended && !serving && asides === 0) process.exit(0)
  }

  const countAside = async (pending: Promise<void>): Promise<void> => {
    asides += 1
    await pending
    asides -= 1
    if (ended) pump()
  }

  const next = (): string | undefined => (serving ? undefined : received.shift())

  const pumpAfter = async (pending: Promise<void>): Promise<void> => {
    serving = true
    await pending
    Atomics.add(replies, 0, 1)
    serving = false
    pump()
  }

  const serve = (id: string, name: string, words: readonly string[]): Promise<void> | undefined => {
    if (name === 'hello' && words.join() === '1') return void writeLine([id, 'ok 0', ...hello].join(' '))
    if (name === 'reset') return reset(id)
    if (name === 'open' && isFamily(words, wrapper))
      return answer(
        id,
        () => new wrapper(...words),
        (socket) => [adopt(socket)],
      )
    if (stage(id, name, words)) return undefined
    const ofClass = staticOperations.get(name)
    if (ofClass !== undefined) {
      if (name === 'setdefault') defaultWasSet = true
      return callMethod(id, name, ofClass, wrapper, words)
    }
    const operation = socketOperations.get(name)
    if (operation === undefined) return void writeLine(`${id} unsupported 0 no operation of this adapter`)
    const [handle = '', ...rest] = words
    const socket = sockets.get(handle)
    if (socket === undefined) return void writeLine(`${id} invalid 0 no such handle`)
    return callMethod(id, name, operation, socket, rest, () => {
      // What wrapped it has taken its place.
      if (name === 'wrap') sockets.delete(handle)
    })
  }

  const callMethod = (
    id: string,
    name: string,
    operation: SocketOperation,
    socket: object,
    words: readonly string[],
    succeeded = (): void => {},
  ): Promise<void> | undefined => {
    const method: unknown = Reflect.get(socket, operation.method)
    if (typeof method !== 'function')
      return void writeLine(`${id} unsupported 0 no method ${operation.method}`)
    const given = operation.read(words)
    if (given === undefined) return void writeLine(`${id} invalid 0 malformed words`)
    if (announcedOperations.has(name)) writeLine(`${id} entered 0`)
    const call = (): unknown => Reflect.apply(method, socket, given)
    return answer(id, call, (value) => {
      const answered = operation.write(value, adopt)
      if (answered !== undefined) succeeded()
      return answered
    })
  }

  const adopt = (socket: unknown): string => {
    handles += 1
    sockets.set(`s${handles}`, Object(socket) as object)
    return `s${handles}`
  }

  const reset = async (id: string): Promise<void> => {
    const closing = [...sockets.values()].map(closeQuietly)
    sockets.clear()
    unstage()
    if (defaultWasSet) await callQuietly(wrapper, 'setDefaultTimeout', null)
    defaultWasSet = false
    await atMost(closeMillis, Promise.all(closing))
    writeLine(`${id} ok 0`)
  }

  return { receive, end, replies }
}

/** No word after `open` is TCP over IPv4. Another family is a feature, which the wrapper must have declared. */
const isFamily = (words: readonly string[], { wouldblock }: WrapperClass): boolean =>
  words.length === 0 ||
  (words.length === 1 && families.has(words.join()) && declares(wouldblock, words.join()))

const families = new Set(['ipv6', 'unix', 'udp'])

function declares(declaration: unknown, feature: string): boolean {
  const { features } = Object(declaration) as { features?: unknown }
  return Array.isArray(features) && features.includes(feature)
}

/** Never rejects. */
const closeQuietly = (socket: object): Promise<void> => callQuietly(socket, 'close')

async function callQuietly(of: object, name: string, ...given: readonly unknown[]): Promise<void> {
  try {
    const method: unknown = Reflect.get(of, name)
    if (typeof method === 'function') await Reflect.apply(method, of, given)
  } catch {
    // A socket that cannot be closed is not what the next trial is about.
  }
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, limit])
  clearTimeout(timer)
}
