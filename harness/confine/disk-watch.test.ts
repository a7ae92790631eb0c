import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { eventually, temporaryFolder } from '../lanes/fixture.ts'
import { isBeyond, watchDisk } from './disk-watch.ts'
import { layOut } from './layout.ts'

it('counts what files take, not what they say, in all folders together', async () => {
  const folder = temporaryFolder()
  const deep = join(folder, 'a', 'b')
  mkdirSync(deep, { recursive: true })
  writeFileSync(join(deep, 'some'), Buffer.alloc(64_000))
  writeFileSync(join(folder, 'hollow'), '')
  truncateSync(join(folder, 'hollow'), 1e9)
  expect(await isBeyond([folder], 128_000)).toBe(false)
  expect(await isBeyond([folder], 32_000)).toBe(true)
  expect(await isBeyond([join(folder, 'gone')], 0)).toBe(false)
})

it('empties what is too full, and says so once', async () => {
  const folder = temporaryFolder()
  const limits = { seconds: 1, memoryMiB: 64, diskMiB: 1, processes: 1 }
  const cell = {
    tier: 'plain',
    submission: folder,
    scratch: join(folder, 'cell'),
    hidden: [],
    limits,
  } as const
  const { home } = layOut(cell)
  let times = 0
  const watch = watchDisk(cell, () => {
    times += 1
  })
  for (let round = 0; round < 2; round += 1) {
    writeFileSync(join(home, 'flood'), Buffer.alloc(2_000_000))
    expect(await eventually(() => readdirSync(home).length === 0)).toBe(true)
  }
  watch.close()
  expect(times).toBe(1)
})
