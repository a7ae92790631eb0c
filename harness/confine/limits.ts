import type { Limits } from '../grade/assignment/assignment.ts'

const mebibyte = 1024 * 1024

/** 1,100 descriptors are open in a lane of the crowded check. */
const descriptors = 4_096

/**
 * The lanes of an honest wrapper come to so many processes and threads: 24 of Node with 11 threads each, or 32 of
 * Python of which some make twenty calls at a time. What floods the machine goes far beyond.
 */
export const leastProcesses = 1_024

/** Threads have stacks of 8 MiB each, and heaps that reserve 64 MiB each, before anything is written to them. */
const reservedMiB = 4_096

/**
 * The words of `prlimit` that hold a process of a submission. Memory is what is written to: address space alone is
 * reserved by the gigabyte in Node, Go and Java; in Python, which can share memory that the other limit does not count,
 * it is held as well. `processes` counts for all that run as one user, and not for root.
 */
export const limitWords = (
  limits: Limits,
  processes: number,
  [program]: readonly [string, ...string[]],
): [string, ...string[]] => [
  'prlimit',
  `--data=${limits.memoryMiB * mebibyte}`,
  ...(/(^|\/)python[\d.]*$/.test(program) ? [`--as=${(limits.memoryMiB + reservedMiB) * mebibyte}`] : []),
  `--fsize=${limits.diskMiB * mebibyte}`,
  `--nofile=${descriptors}`,
  `--nproc=${processes}`,
  '--core=0',
  '--',
]

export const diskBytes = ({ diskMiB }: Limits): number => diskMiB * mebibyte
