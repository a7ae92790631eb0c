/**
 * Where languages legitimately differ. A wrapper declares its variant; a profile may demand one; a behaviour that needs
 * a variant is checked only on wrappers that declare it.
 */
export interface Flag {
  readonly values: readonly string[]
  /** What the page, and so Python, does; a wrapper that declares nothing has declared this. */
  readonly page: string
}

export const flags: Readonly<Record<string, Flag>> = {
  zero: { values: ['nonblocking', 'infinite', 'error', 'expired-deadline'], page: 'nonblocking' },
  'timeout-class': { values: ['distinct', 'conflated'], page: 'distinct' },
  modes: { values: ['all', 'blocking+timeout', 'nonblocking+timeout', 'blocking+nonblocking'], page: 'all' },
  deadline: { values: ['relative', 'absolute'], page: 'relative' },
  'per-direction': { values: ['one', 'read+write'], page: 'one' },
  'write-timeout': { values: ['yes', 'no'], page: 'yes' },
  'sendall-budget': { values: ['total', 'per-syscall'], page: 'total' },
  'accept-inherits': { values: ['no', 'yes'], page: 'no' },
  'half-open': { values: ['yes', 'no'], page: 'yes' },
  'close-wakes': { values: ['no', 'yes'], page: 'no' },
  'two-readers': { values: ['share', 'serialise', 'reject'], page: 'share' },
  'timeout-change': { values: ['snapshot', 'live'], page: 'snapshot' },
  'idle-timer': { values: ['no', 'yes'], page: 'no' },
  'readexact-budget': { values: ['total', 'per-read'], page: 'total' },
  'stream-reader-after-timeout': { values: ['refuse', 'resume'], page: 'refuse' },
  'connect-helper': { values: ['retains', 'restores'], page: 'retains' },
  'dup-mode': { values: ['shared', 'independent'], page: 'shared' },
}

export const profiles = ['page', 'declared'] as const
export type Profile = (typeof profiles)[number]

export type Declared = Readonly<Record<string, string>> | undefined

/** What a wrapper has declared for a flag. */
export const variantOf = (flag: string, declared: Declared): string | undefined =>
  declared?.[flag] ?? flags[flag]?.page

/** Complaints about a declaration: flags and values that do not exist, each with the ones that do. */
export function misdeclared(declared: Declared): string[] {
  return Object.entries(declared ?? {}).flatMap(([flag, value]) => {
    const known = flags[flag]
    if (!known) return [`there is no variant "${flag}"; there are ${Object.keys(flags).join(', ')}`]
    return known.values.includes(value)
      ? []
      : [`variant ${flag} is one of ${known.values.join(', ')}, not "${value}"`]
  })
}
