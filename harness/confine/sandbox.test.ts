import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getuid } from 'node:process'
import { expect, it, onTestFinished } from 'vitest'
import { inEachTier } from '../../fixtures/tiers.ts'
import { packageRoot } from '../cli/package-root.ts'
import { temporaryFolder } from '../lanes/fixture.ts'
import { confinementOf } from './confine.ts'
import type { Cell } from './confinement.ts'
import { aroundExaminer } from './examiner.ts'
import { leaseUser } from './lease-user.ts'

/** Runs a line of shell where a submission runs, inside of where its examiner does, and answers what it printed. */
async function toldBy(cell: Cell, script: string): Promise<string> {
  const lane = confinementOf(cell).lane({ argv: ['/bin/sh', '-c', script], folder: cell.submission })
  const { argv, environment } = aroundExaminer(cell, lane.argv)
  const options = {
    cwd: cell.submission,
    env: { ...environment, ...lane.environment },
    encoding: 'utf8',
  } as const
  return spawnSync(argv[0], argv.slice(1), options).stdout
}

async function cellIn(tier: Cell['tier']): Promise<Cell> {
  const folder = temporaryFolder()
  chmodSync(folder, 0o755)
  for (const name of ['class', 'class/ann', 'class/ben', 'cell']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'class/ann/socket.py'), 'mine')
  writeFileSync(join(folder, 'class/ben/socket.py'), 'not mine')
  const user = getuid?.() === 0 && tier !== 'plain' ? await leaseUser() : undefined
  onTestFinished(() => user?.release())
  return {
    tier,
    submission: join(folder, 'class/ann'),
    scratch: join(folder, 'cell'),
    hidden: [join(folder, 'class')],
    limits: { seconds: 60, memoryMiB: 256, diskMiB: 1, processes: 64 },
    ...(user === undefined ? {} : { uid: user.uid }),
  }
}

inEachTier((tier) => {
  it('lets a submission read itself, write to its home, and go beyond no limit of its disk', async () => {
    const cell = await cellIn(tier)
    const script = `cat socket.py; echo ' '$HOME; cd; head -c 3000000 /dev/zero > flood; wc -c < flood`
    const told = await toldBy(cell, script)
    expect(told).toMatch(/^mine \/.*\n\d+\n$/)
    expect(Number(told.split('\n')[1])).toBeLessThanOrEqual(1024 * 1024)
  })
})

/** What of these a process of a submission can see, write to, or has. Never where it runs as root. */
const looking = (cell: Cell): string => `
for each in ${join(cell.hidden[0] ?? '', 'ben')} ${packageRoot}/package.json ${cell.scratch}/examiner /root /home; do
  [ -e "$each" ] && [ -n "$(ls -A "$each" 2>/dev/null)" ] && echo "sees $each"
done
for each in / /usr /etc /dev ${cell.submission} ${cell.scratch}; do
  (: > "$each/left") 2>/dev/null && echo "writes to $each"
done
grep -v 00000000 /proc/self/status | grep ^Cap
sed -n '3,$s/:.*//p' /proc/net/dev
ls -d /proc/[0-9]* | wc -l`

inEachTier(
  (tier) => {
    it('lets a submission write to nothing else, with no right of root, nor see more than it must', async () => {
      const cell = await cellIn(tier)
      const told = (await toldBy(cell, looking(cell))).trim().split('\n')
      expect(told.filter((line) => /^writes|^Cap/.test(line))).toEqual([])
      // A user of its own sees what everybody does.
      const inSandbox = { sees: [], network: ['lo'], processes: true }
      const seen = {
        sees: told.filter((line) => line.startsWith('sees')),
        network: told.slice(0, -1).flatMap((line) => /^ *\w+$/.exec(line)?.[0].trim() ?? []),
        processes: Number(told.at(-1)) < 8,
      }
      expect(tier === 'bwrap' ? seen : inSandbox).toEqual(inSandbox)
    })
  },
  ['user', 'bwrap'],
)
