import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { abandonedBuildMillis, unusedBuildMillis } from '../clock.ts'

/** Where compiled wrappers are kept, from run to run. */
export function cacheFolder({ XDG_CACHE_HOME: cache = '' }: NodeJS.ProcessEnv = process.env): string {
  // By its convention one that is no absolute path is to be passed over.
  return join(isAbsolute(cache) ? cache : join(homedir(), '.cache'), 'wouldblock')
}

export type Built =
  | { readonly kind: 'built'; readonly folder: string }
  /** `why` is what `make` said. */
  | { readonly kind: 'failed'; readonly why: string }
  /** The cache cannot be written to. */
  | { readonly kind: 'unkept'; readonly why: string }

const underWay = new Map<string, Promise<Built>>()

/**
 * The folder of that name in the cache, which `make` has filled, now or in an earlier run; `make` answers why it could
 * not. The folder is there whole or not at all: it is filled under another name. A failure is not kept.
 */
export function buildOnce(
  name: string,
  make: (folder: string) => Promise<string | undefined>,
  cache: string = cacheFolder(),
): Promise<Built> {
  const place = join(cache, name)
  const building = underWay.get(place) ?? build(cache, place, make).finally(() => underWay.delete(place))
  underWay.set(place, building)
  return building
}

async function build(
  cache: string,
  place: string,
  make: (folder: string) => Promise<string | undefined>,
): Promise<Built> {
  if (await exists(place)) {
    const now = new Date()
    // Tells the sweep that it is wanted; it may be another's, and read-only.
    await utimes(place, now, now).catch(() => {})
    return { kind: 'built', folder: place }
  }
  const site = join(cache, `${unfinished}${randomUUID()}`)
  try {
    await mkdir(site, { recursive: true, mode: 0o700 })
  } catch (error) {
    return { kind: 'unkept', why: error instanceof Error ? error.message : String(error) }
  }
  try {
    await sweep(cache)
    const why = await make(site)
    if (why !== undefined) return { kind: 'failed', why }
    await rename(site, place).catch(async (error: unknown) => {
      // Another process was faster: both have built the same.
      if (!(await exists(place))) throw error
    })
    return { kind: 'built', folder: place }
  } finally {
    await rm(site, { recursive: true, force: true })
  }
}

const unfinished = '.building-'

/** By the times of files, which are the wall clock's: removes what a run that was killed has left half built, and builds that nobody has used for long. */
async function sweep(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const place = join(cache, name)
    const age = Date.now() - ((await stat(place).catch(() => undefined))?.mtimeMs ?? Date.now())
    if (age > (name.startsWith(unfinished) ? abandonedBuildMillis : unusedBuildMillis))
      await rm(place, { recursive: true, force: true })
  }
}

const exists = (place: string): Promise<boolean> =>
  stat(place).then(
    () => true,
    () => false,
  )
