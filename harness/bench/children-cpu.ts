import { createRequire } from 'node:module'

/** User and system time of all descendants that have ended and been waited for. */
export function childrenCpuSeconds(): number {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
  const getrusage = koffi.load(null).func('int getrusage(int, void *)')
  const childrenOf = -1
  const usage = Buffer.alloc(256)
  if ((getrusage as (who: number, into: Buffer) => number)(childrenOf, usage) !== 0) return NaN
  // Two timevals come first: seconds and microseconds of user time, then of system time.
  const at = (index: number): number => Number(usage.readBigInt64LE(index * 8))
  return at(0) + at(1) / 1e6 + at(2) + at(3) / 1e6
}
