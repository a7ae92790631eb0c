import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { bundleCommand } from './bundle-command.ts'
import { sampleCatalogue } from './fixture.ts'

const folder = mkdtempSync(join(tmpdir(), 'wouldblock-bundle-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const assignment = join(folder, 'assignment.yaml')
writeFileSync(
  assignment,
  `wouldblock: 1
title: Sockets
wrapper: {file: my_socket.py}
seeds: {visible: 1, hidden: 2}
points:
  - {title: Waiting, group: block, points: 5}
  - {title: Timeouts, group: timeout, points: 5, hidden: true}
`,
)
mkdirSync(join(folder, 'filled/something'), { recursive: true })
writeFileSync(join(folder, 'there.zip'), '')

it.each([
  ['gradescop', 'x.zip', /no bundle for gradescop\./],
  ['gradescope', 'there.zip', /is there already/],
  ['gradescope', 'nowhere/x.zip', /its folder does not exist/],
  ['prairielearn', 'filled', /is not empty/],
  ['prairielearn', 'there.zip', /is no folder/],
  ['github-classroom', 'new', /students can read the assignment, and 1 of its items is hidden/],
  ['moodle', 'new', /students can read the assignment/],
])('refuses %s into %s', async (platform, out, what) => {
  await expect(
    bundleCommand(sampleCatalogue, platform, { assignment, out: join(folder, out) }),
  ).rejects.toThrow(what)
})
