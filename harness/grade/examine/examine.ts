import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { endCell } from '../../confine/end-cell.ts'
import { aroundExaminer } from '../../confine/examiner.ts'
import { examinerGraceMillis } from '../../clock.ts'
import { killGroup } from '../../lanes/process-group.ts'
import { keepTail } from '../../lanes/tail.ts'
import type { Refusal } from '../../lanes/lane.ts'
import type { Record as RunRecord } from '../../record/schema.ts'
import type { Job, Message, PartName } from './job.ts'

/** What an examination has shown. */
export interface Examination {
  /** What has come to an end; a part that is not here was not reached. */
  readonly records: Readonly<Partial<Record<PartName, RunRecord>>>
  /** What was done to the submission while it ran; one sentence each, for the student. */
  readonly notes?: readonly string[] | undefined
  readonly end:
    | { readonly kind: 'over' }
    /** Nothing could start, and not because of what the submission is. */
    | { readonly kind: 'refused'; readonly refusal: Refusal }
    /** It went on long after its time was over, and was stopped. */
    | { readonly kind: 'overran' }
    /** The examiner is gone, and has not said why; `why` is for the instructor. */
    | { readonly kind: 'lost'; readonly why: string }
}

export interface ExamineOptions {
  /** Told of each behaviour that is decided, at once; what rests on another may be `untested` in the end. */
  readonly decided?: (message: Extract<Message, { kind: 'decided' }>) => void
  /** Ends the examination. */
  readonly signal?: AbortSignal
}

/**
 * Has a submission examined by a process of its own, which is gone when this resolves, with all that it started. Never
 * rejects.
 */
export async function examine(
  given: Omit<Job, 'token'>,
  { decided, signal }: ExamineOptions = {},
): Promise<Examination> {
  const job: Job = { ...given, token: randomBytes(16).toString('hex') }
  // A grader that was killed may have left somebody who ran as the same user.
  await endCell(job.cell)
  const { argv, environment } = aroundExaminer(job.cell, examinerArgv())
  const child = spawn(argv[0], argv.slice(1), {
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  })
  const errors = keepTail(2_000)
  const records: Partial<Record<PartName, RunRecord>> = {}
  const notes: string[] = []
  let end: Examination['end'] | undefined
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk))
  child.stdin?.on('error', () => {})
  child.stdin?.end(JSON.stringify(job))

  const stop = (why: Examination['end']): void => {
    end ??= why
    if (child.pid !== undefined) killGroup(child.pid)
  }
  const interrupt = (): void => stop({ kind: 'lost', why: 'it was interrupted' })
  signal?.addEventListener('abort', interrupt)
  const overdue = setTimeout(
    () => stop({ kind: 'overran' }),
    job.cell.limits.seconds * 1_000 + examinerGraceMillis,
  )
  const heard = hear(child.stdio[3] as Readable, job.token, (message) => {
    if (message.kind === 'decided') decided?.(message)
    else if (message.kind === 'record') records[message.part] = message.record
    else if (message.kind === 'note') notes.push(message.text)
    else end ??= message
  })
  const gone = await new Promise<string | undefined>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, by) =>
      resolve(
        code === 0
          ? undefined
          : `it ended with ${by ?? `exit code ${code}`}${errors.text() && ': '}${errors.text()}`,
      ),
    )
  })
  if (child.pid !== undefined) killGroup(child.pid)
  await endCell(job.cell)
  await heard
  clearTimeout(overdue)
  signal?.removeEventListener('abort', interrupt)
  if (end === undefined && (gone !== undefined || job.parts.some(({ name }) => !records[name])))
    end = { kind: 'lost', why: gone ?? 'it ended before it had told everything' }
  return { records, ...(notes.length === 0 ? {} : { notes }), end: end ?? { kind: 'over' } }
}

/** Resolves when the stream has ended. A line that is not the examiner's is dropped, one that has no end stops the reading. */
async function hear(stream: Readable, token: string, tell: (message: Message) => void): Promise<void> {
  let rest = ''
  stream.setEncoding('utf8')
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      rest += chunk
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      if (rest.length > longestLine) return
      for (const line of lines)
        if (line.startsWith(`${token} `)) tell(JSON.parse(line.slice(token.length + 1)) as Message)
    }
  } catch {
    // Cut off in the middle; what is missing is seen by its absence.
  }
}

/** A record of every behaviour, each failed with the longest trace, is some 2 MB. */
const longestLine = 64 * 1024 * 1024

function examinerArgv(): readonly [string, ...string[]] {
  const source = fileURLToPath(new URL('./examiner.ts', import.meta.url))
  return existsSync(source)
    ? [process.execPath, '--import', import.meta.resolve('tsx'), source]
    : [process.execPath, fileURLToPath(new URL('./examiner.mjs', import.meta.url))]
}
