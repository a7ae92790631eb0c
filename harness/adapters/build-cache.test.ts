import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sleep, unusedBuildMillis } from '../clock.ts'
import { buildOnce, cacheFolder } from './build-cache.ts'

let cache: string
let made: number

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'wouldblock-cache-'))
  made = 0
})
afterEach(() => rmSync(cache, { recursive: true }))

async function make(folder: string): Promise<undefined> {
  made += 1
  writeFileSync(join(folder, 'half'), '')
  await sleep(20)
  writeFileSync(join(folder, 'lane'), 'made')
}

describe('a build', () => {
  it('is made once, and found whole ever after', async () => {
    const place = join(cache, 'c-1')
    expect(await buildOnce('c-1', make, cache)).toEqual({ kind: 'built', folder: place })
    expect(await buildOnce('c-1', make, cache)).toEqual({ kind: 'built', folder: place })
    expect(readFileSync(join(place, 'lane'), 'utf8')).toBe('made')
    expect(made).toBe(1)
    expect(readdirSync(cache)).toEqual(['c-1'])
  })

  it('is made once for all who want it at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => buildOnce('c-1', make, cache)))
    expect(made).toBe(1)
  })

  it('gives way to one that another process has finished first', async () => {
    const built = await buildOnce(
      'c-1',
      async () => {
        mkdirSync(join(cache, 'c-1'))
        writeFileSync(join(cache, 'c-1', 'lane'), 'of another')
        return undefined
      },
      cache,
    )
    expect(built).toEqual({ kind: 'built', folder: join(cache, 'c-1') })
    expect(readdirSync(cache)).toEqual(['c-1'])
  })

  it('that fails leaves nothing behind, and is tried again', async () => {
    const fails = (): Promise<string> => Promise.resolve('no main')
    expect(await buildOnce('c-1', fails, cache)).toEqual({ kind: 'failed', why: 'no main' })
    expect(readdirSync(cache)).toEqual([])
    expect(await buildOnce('c-1', make, cache)).toMatchObject({ kind: 'built' })
  })

  it('that throws leaves nothing behind', async () => {
    await expect(buildOnce('c-1', () => Promise.reject(new Error('no room')), cache)).rejects.toThrow(
      'no room',
    )
    expect(readdirSync(cache)).toEqual([])
  })

  it('that cannot be kept says why', async () => {
    writeFileSync(join(cache, 'file'), '')
    const built = await buildOnce('c-1', make, join(cache, 'file'))
    expect(built).toMatchObject({ kind: 'unkept', why: expect.stringContaining('ENOTDIR') })
  })
})

it('what nobody has used for long goes when something is built, and what was used stays', async () => {
  for (const name of ['old', 'used']) {
    await buildOnce(name, make, cache)
    const then = new Date(Date.now() - unusedBuildMillis - 60_000)
    utimesSync(join(cache, name), then, then)
  }
  await buildOnce('used', make, cache)
  await buildOnce('new', make, cache)
  expect(existsSync(join(cache, 'old'))).toBe(false)
  expect(readdirSync(cache)).toEqual(['new', 'used'])
})

describe('the cache', () => {
  it('lies where XDG_CACHE_HOME says, if that is an absolute path', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/var/c' })).toBe('/var/c/wouldblock')
    expect(cacheFolder({ XDG_CACHE_HOME: 'c' })).toMatch(/\/\.cache\/wouldblock$/)
    expect(cacheFolder({})).toMatch(/\/\.cache\/wouldblock$/)
  })
})
