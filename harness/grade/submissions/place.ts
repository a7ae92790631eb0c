import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  mkdirSync,
  openSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { type Allowance, quoted, Unacceptable } from './caps.ts'

/** A file that is being written. */
export interface Sink {
  write(chunk: Uint8Array): void
  end(): void
}

/**
 * The empty folder that a submission is unpacked into. Whatever paths and links it is handed, nothing is written beside
 * it: links are made when all files have been written, so that no path leads through one. Paths have `/`. Methods throw
 * Unacceptable for what cannot be taken.
 */
export class Place {
  readonly #root: string
  readonly #allowance: Allowance
  readonly #links = new Map<string, string>()
  readonly #open = new Set<number>()

  constructor(root: string, allowance: Allowance) {
    this.#root = realpathSync(root)
    this.#allowance = allowance
  }

  folder(path: string): void {
    const parts = this.#take(path)
    if (parts) this.#makeFolder(parts, path)
  }

  /** Set-uid and the like are not taken over. */
  file(path: string, executable: boolean): Sink {
    const parts = this.#take(path)
    if (!parts) return nowhere
    this.#makeFolder(parts.slice(0, -1), path)
    const fd = orUnacceptable(path, () => openSync(join(this.#root, ...parts), 'wx', 0o600))
    this.#open.add(fd)
    return {
      write: (chunk) => {
        this.#allowance.bytes(chunk.length)
        for (let at = 0; at < chunk.length;) at += writeSync(fd, chunk, at)
      },
      end: () => {
        // Whatever the grader's umask is, the student's code can read it.
        fchmodSync(fd, executable ? 0o755 : 0o644)
        this.#close(fd)
      },
    }
  }

  /** A symbolic link; made by `finish`. */
  link(path: string, target: string): void {
    const parts = this.#take(path)
    if (!parts) return
    const name = parts.join('/')
    if (this.#links.has(name)) throw new Unacceptable(`it holds ${quoted(path)} twice`)
    if (target === '' || target.includes('\0') || Buffer.byteLength(target) > longestTarget)
      throw new Unacceptable(`${quoted(path)} is a link to ${quoted(target)}, which is no path`)
    if (target.startsWith('/') || leaves(join(...parts, '..', target)))
      throw new Unacceptable(`${quoted(path)} is a link to ${quoted(target)}, which lies outside`)
    this.#links.set(name, target)
  }

  /** A second name of a file that was written before, as tar stores it. */
  same(path: string, as: string): void {
    const parts = this.#take(path)
    const from = partsOf(as)
    if (!parts || isJunk(from)) return
    const file = join(this.#root, ...from)
    const stat = statSync(file, { throwIfNoEntry: false })
    if (!stat?.isFile())
      throw new Unacceptable(`${quoted(path)} is a link to ${quoted(as)}, which is no file in it`)
    this.#allowance.bytes(stat.size)
    this.#makeFolder(parts.slice(0, -1), path)
    orUnacceptable(path, () => copyFileSync(file, join(this.#root, ...parts), constants.COPYFILE_EXCL))
  }

  /** Makes the links that stay inside, and drops those that lead to nothing. */
  finish(): void {
    for (const path of this.#links.keys()) {
      const parts = path.split('/')
      if (parts.some((_, at) => at > 0 && this.#links.has(parts.slice(0, at).join('/'))))
        throw new Unacceptable(`${quoted(path)} lies behind a link`)
      this.#makeFolder(parts.slice(0, -1), path)
    }
    for (const [path, target] of this.#links)
      orUnacceptable(path, () => symlinkSync(target, join(this.#root, path)))
    // One by one they stay inside; by way of each other they need not.
    for (const [path, target] of this.#links) {
      const leads = whereTo(join(this.#root, path))
      if (leads === undefined) rmSync(join(this.#root, path))
      else if (leads !== this.#root && !leads.startsWith(this.#root + sep))
        throw new Unacceptable(`${quoted(path)} is a link to ${quoted(target)}, which lies outside`)
    }
  }

  /** To be called when all is over: what was cut off in the middle of a file leaves it open. */
  close(): void {
    for (const fd of this.#open) this.#close(fd)
  }

  #close(fd: number): void {
    this.#open.delete(fd)
    closeSync(fd)
  }

  /** The parts of a path that may be written; undefined for what is not the student's work. */
  #take(path: string): string[] | undefined {
    this.#allowance.entry()
    const parts = partsOf(path)
    if (parts.length > this.#allowance.caps.depth)
      throw new Unacceptable(`${quoted(path)} lies more than ${this.#allowance.caps.depth} folders deep`)
    return isJunk(parts) ? undefined : parts
  }

  #makeFolder(parts: readonly string[], path: string): void {
    const folder = join(this.#root, ...parts)
    if (folder.length <= this.#root.length) return
    const first = orUnacceptable(path, () => mkdirSync(folder, { recursive: true }))
    if (first === undefined) return
    for (let made = folder; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755)
  }
}

/** What archivers and version control add: no work of the student's. */
export const isJunk = (parts: readonly string[]): boolean =>
  parts.some((part) => part === '__MACOSX' || part === '.git' || part === '.DS_Store')

function partsOf(path: string): string[] {
  if (path.startsWith('/')) throw new Unacceptable(`it holds ${quoted(path)}, which is no path within it`)
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw new Unacceptable(`it holds ${quoted(path)}, which leads out of its folder`)
  if (parts.some((part) => part.includes('\0') || Buffer.byteLength(part) > 255) || path.length > 1000)
    throw new Unacceptable(`it holds ${quoted(path)}, which no file can be called`)
  return parts
}

const leaves = (path: string): boolean => /^\.\.(\/|$)/.test(normalize(path))

/** Of what a link holds, as the kernel takes it. */
const longestTarget = 4095

const nowhere: Sink = { write: () => {}, end: () => {} }

function orUnacceptable<Made>(path: string, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    const why = clashes[(error as NodeJS.ErrnoException).code ?? '']
    throw why === undefined ? error : new Unacceptable(`it holds ${quoted(path)} ${why}`)
  }
}

const clashes: Readonly<Record<string, string>> = {
  EEXIST: 'twice',
  ENOTDIR: 'within something that is no folder',
  EISDIR: 'twice',
  ENAMETOOLONG: ', whose name is too long',
}

function whereTo(path: string): string | undefined {
  try {
    // Node's own way takes `link/..` for the folder that the link lies in.
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}
