import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withTool } from '../../fixtures/tools.ts'
import { classSchema } from '../grade/grade.ts'
import { endOf, startCommand } from './spawned.ts'
import { commandsWith, filesIn, processesWith, until } from './traces.ts'

/** How often it is killed; .ci/run says more. */
const kills = Number(process.env['WOULDBLOCK_KILLS'] ?? 3)
// So that there is work left at each kill.
const students = 3 * kills

let room: string
beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'killed-'))
  mkdirSync(join(room, 'class'))
  for (let at = 0; at < students; at++)
    cpSync('fixtures/wrappers/polling.py', join(room, `class/student-${at}.py`))
  writeFileSync(join(room, 'assignment.yaml'), assignment)
})
afterAll(() => rmSync(room, { recursive: true }))

const assignment = `wouldblock: 1
title: Killed
wrapper: { file: '*.py' }
seeds: { visible: 1, hidden: 2 }
points:
  - { title: All, behaviours: mode.default-blocking, points: 10 }
`

/** When each grade was written, in nanoseconds, and what it says. */
function finished(out: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync(out).filter((each) => each.startsWith('student-'))) {
    const file = join(out, name, 'grade.json')
    const written = statSync(file, { throwIfNoEntry: false, bigint: true })?.mtimeNs
    if (written !== undefined) found.set(name, `${written} ${readFileSync(file, 'utf8')}`)
  }
  return found
}

withTool('python3', () => {
  test('a grader that is killed at any moment goes on where it stopped, and leaves nothing behind', async () => {
    const [out, scratch] = [join(room, 'out'), join(room, 'tmp')]
    mkdirSync(scratch)
    mkdirSync(out)
    const begin = () =>
      startCommand(
        [
          'grade',
          join(room, 'class'),
          '--assignment',
          join(room, 'assignment.yaml'),
          '--out',
          out,
          '--quiet',
        ],
        { environment: { TMPDIR: scratch } },
      )
    for (let kill = 0; kill < kills; kill++) {
      const before = finished(out)
      const grader = begin()
      const ended = endOf(grader)
      // Anywhere between its first step and the end of two or three submissions.
      await Promise.race([sleep(200 + Math.random() * 2_500), ended])
      grader.kill('SIGKILL')
      await ended
      const after = finished(out)
      for (const [name, grade] of before) expect(after.get(name), `${name} after kill ${kill}`).toBe(grade)
    }
    const kept = finished(out)
    const { code } = await endOf(begin())
    expect(code).toBe(0)
    const last = finished(out)
    expect(last.size).toBe(students)
    for (const [name, grade] of kept) expect(last.get(name), `${name} at the end`).toBe(grade)
    const { grades } = classSchema.parse(JSON.parse(readFileSync(join(out, 'class.json'), 'utf8')))
    expect(grades.map(({ points }) => points)).toEqual(Array(students).fill(10))

    const left = (): string[] => [...processesWith(scratch), ...commandsWith(scratch), ...filesIn(scratch)]
    await until(() => left().length === 0)
    expect(left()).toEqual([])
  })
})
