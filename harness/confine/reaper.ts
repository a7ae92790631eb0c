import { fromLibc } from '../from-libc.ts'

const PR_SET_CHILD_SUBREAPER = 36
const WNOHANG = 1

interface Libc {
  readonly prctl: (option: number, value: number, ...rest: [number, number, number]) => number
  readonly waitpid: (pid: number, status: null, options: number) => number
}

const libc = fromLibc<Libc>({
  prctl: 'int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)',
  waitpid: 'int waitpid(int, void *, int)',
})

/** From now on those whose parents end become this process's own children, rather than the system's. False where it knows of no such thing. */
export const becomeReaper = (): boolean =>
  process.platform === 'linux' && libc().prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) === 0

/** Lets go of a child that has ended. Never for one that Node has started: Node does that itself. True if it had ended. */
export const reap = (pid: number): boolean => libc().waitpid(pid, null, WNOHANG) === pid
