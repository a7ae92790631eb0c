import { readdirSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { crowdSize } from './crowd.ts'
import { startLane } from './process-lane.ts'

test.runIf(process.platform === 'linux')('a crowded lane starts with its descriptors open', async () => {
  const lane = startLane({ argv: ['sleep', '60'], folder: '/', crowd: crowdSize })
  onTestFinished(() => lane.close())
  await expect.poll(() => readdirSync(`/proc/${lane.pid}/fd`).length).toBeGreaterThan(crowdSize)
})
