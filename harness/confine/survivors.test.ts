import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { eventually, isAlive } from '../lanes/fixture.ts'
import { takeInSurvivors } from './survivors.ts'

it.runIf(process.platform === 'linux')(
  'ends whoever has cut himself loose, with all that he started, and nobody else',
  async () => {
    const survivors = takeInSurvivors()
    const own = spawn('sleep', ['30'])
    // The second is the child of a daemon, the third has lost its parent in a session of its own.
    const script = `setsid sh -c 'sleep 30 & echo $! $$; wait' & setsid sh -c 'sleep 30 & echo $!' & sleep 0.2`
    const parent = spawn('sh', ['-c', script])
    let printed = ''
    parent.stdout.on('data', (chunk: Buffer) => (printed += String(chunk)))
    await once(parent, 'exit')
    const left = printed.trim().split(/\s/).map(Number)
    expect(left.filter(isAlive)).toHaveLength(3)

    // A shell whose child was killed may be faster than the next signal.
    expect(await survivors.end()).toBeGreaterThanOrEqual(2)
    expect(await eventually(() => !left.some(isAlive))).toBe(true)
    expect(isAlive(own.pid ?? 0)).toBe(true)
    survivors.endAll()
    expect(await eventually(() => !isAlive(own.pid ?? 0))).toBe(true)
    survivors.close()
  },
)
