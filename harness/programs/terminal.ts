import { closeSync, constants, openSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import { fromLibc } from '../from-libc.ts'
import { HostCannot } from '../peers/peer.ts'

/** A pseudo-terminal. A program that never flushes prints nothing into a pipe, but line by line into a terminal. */
export interface Terminal {
  /** The program's side, to be its standard output; to be closed here once the program has it. */
  readonly programSide: number
  /** Our side. It ends with an error (EIO) when nobody holds the program's side any more. */
  readonly output: ReadStream
}

/** Opens a pseudo-terminal. Throws HostCannot where the system has none. */
export function openTerminal(): Terminal {
  if (process.platform === 'win32') throw new HostCannot('pseudo-terminals are POSIX')
  const { posix_openpt, grantpt, unlockpt, ptsname } = libc()
  const ours = posix_openpt(constants.O_RDWR | constants.O_NOCTTY) as number
  if (ours < 0) throw new HostCannot('this host has no pseudo-terminals')
  if (grantpt(ours) !== 0 || unlockpt(ours) !== 0) {
    closeSync(ours)
    throw new HostCannot('a pseudo-terminal cannot be unlocked on this host')
  }
  const programSide = openSync(ptsname(ours) as string, constants.O_RDWR | constants.O_NOCTTY)
  return { programSide, output: new ReadStream(ours) }
}

type Call = (...words: number[]) => unknown
type Libc = Record<'posix_openpt' | 'grantpt' | 'unlockpt' | 'ptsname', Call>

const libc = fromLibc<Libc>({
  posix_openpt: 'int posix_openpt(int)',
  grantpt: 'int grantpt(int)',
  unlockpt: 'int unlockpt(int)',
  ptsname: 'str ptsname(int)',
})
