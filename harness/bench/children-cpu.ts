import { fromLibc } from '../from-libc.ts'

const libc = fromLibc<{ getrusage: (who: number, into: Buffer) => number }>({
  getrusage: 'int getrusage(int, void *)',
})

/** User and system time of all descendants that have ended and been waited for. */
export function childrenCpuSeconds(): number {
  const childrenOf = -1
  const usage = Buffer.alloc(256)
  if (libc().getrusage(childrenOf, usage) !== 0) return NaN
  // Two timevals come first: seconds and microseconds of user time, then of system time.
  const at = (index: number): number => Number(usage.readBigInt64LE(index * 8))
  return at(0) + at(1) / 1e6 + at(2) + at(3) / 1e6
}
