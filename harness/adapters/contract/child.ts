import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { isStatus } from '../../protocol/statuses.ts'
import type { LaneCommand } from '../../wrappers/prepared.ts'

/** The reply to a request; `gone` if the process ended instead, `silent` if it never answered. */
export interface Answer {
  readonly status: string
  readonly micros: number
  readonly words: readonly string[]
  /** How often it was announced. */
  readonly entered: number
}

const nothing = { micros: 0, words: [], entered: 0 } as const

/** A broken adapter is not waited for until vitest gives up; a cold Java on a busy machine took 3 s. */
const patienceMillis = 15_000

/** An adapter's process, spoken to in lines. */
export class Child {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>
  /** Resolves to its exit code, or to the signal that ended it. */
  readonly exit: Promise<number | NodeJS.Signals | null>
  /** Lines on its standard output that are no part of the protocol. */
  readonly strange: string[] = []
  standardError = ''
  readonly #waiting = new Map<string, (answer: Answer) => void>()
  readonly #entered = new Map<string, number>()
  #requests = 0

  constructor({ argv: [program, ...rest], folder, environment }: LaneCommand) {
    const env = { ...process.env, ...environment }
    this.process = spawn(program, rest, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] })
    // It may be gone before it has read what it was sent.
    this.process.stdin.on('error', () => {})
    this.process.stderr.on('data', (chunk: Buffer) => {
      this.standardError += chunk.toString()
    })
    createInterface({ input: this.process.stdout }).on('line', (line) => this.#read(line))
    this.exit = once(this.process, 'close').then(([code, signal]) => {
      for (const settle of this.#waiting.values()) settle({ ...nothing, status: 'gone' })
      return (code ?? signal) as number | NodeJS.Signals | null
    })
  }

  #read(line: string): void {
    const [id = '', status = '', micros = '', ...words] = line.split(' ')
    const settle = this.#waiting.get(id)
    if (!settle || !/^\d+$/.test(micros) || !(status === 'entered' || isStatus(status))) {
      this.strange.push(line)
    } else if (status === 'entered') {
      this.#entered.set(id, (this.#entered.get(id) ?? 0) + 1)
    } else {
      this.#waiting.delete(id)
      settle({ status, micros: Number(micros), words, entered: this.#entered.get(id) ?? 0 })
    }
  }

  ask(...words: (string | number)[]): Promise<Answer> {
    this.#requests += 1
    const id = `r${this.#requests}`
    return new Promise((settle) => {
      this.#waiting.set(id, settle)
      setTimeout(() => settle({ ...nothing, status: 'silent' }), patienceMillis).unref()
      this.process.stdin.write(`${[id, ...words].join(' ')}\n`)
    })
  }

  async status(...words: (string | number)[]): Promise<string> {
    return (await this.ask(...words)).status
  }

  /** The first word of an `ok` reply; throws where it is none. */
  async get(...words: (string | number)[]): Promise<string> {
    const answer = await this.ask(...words)
    if (answer.status !== 'ok')
      throw new Error(`${words.join(' ')}: ${answer.status} ${answer.words.join(' ')}`)
    return answer.words[0] ?? ''
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL')
    await this.exit
  }
}
