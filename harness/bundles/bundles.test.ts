import { spawnSync } from 'node:child_process'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { sampleAssignment } from '../../reports/platforms/sample.ts'
import { withTool } from '../../fixtures/tools.ts'
import { type BundleFile, type BundleParts, file } from './bundle.ts'
import { type BundleName, bundles } from './bundles.ts'

const parts: BundleParts = {
  assignment: {
    ...sampleAssignment,
    title: 'Sockets & <b>timeouts</b>',
    wrapper: { files: ['src/*.py', 'mine.py'] },
  },
  points: 12.5,
  assignmentText: 'wouldblock: 1\n',
  suite: [file('dist/cli.mjs', '')],
}
const made = Object.fromEntries(
  (Object.keys(bundles) as BundleName[]).map((name) => [name, bundles[name].files(parts)]),
) as Record<BundleName, BundleFile[]>

const textOf = (name: BundleName, path: string): string =>
  made[name].find((each) => each.path === path)?.content.toString() ?? `there is no ${path}`

describe.each(Object.entries(made))('%s', (_name, files) => {
  it('has the suite, the assignment, and a page that says what to do', () => {
    const paths = files.map(({ path }) => path)
    expect(paths.filter((path) => path.endsWith('suite/dist/cli.mjs'))).toHaveLength(1)
    expect(paths.some((path) => path.endsWith('assignment.yaml'))).toBe(true)
    expect(paths).toContain('README.md')
  })

  it('has the words of the assignment where they belong', () => {
    for (const { content } of files) expect(content.toString()).not.toMatch(/@(TITLE|POINTS|FILE)@/)
  })

  it('has scripts that can be run', () => {
    const scripts = files.filter(({ content }) => content.toString().startsWith('#!'))
    expect(scripts.filter(({ executable }) => !executable)).toEqual([])
    for (const { content } of scripts) {
      const { stderr } = spawnSync('bash', ['-n'], { input: content, encoding: 'utf8' })
      expect(stderr).toBe('')
    }
  })
})

test('Gradescope finds setup.sh and run_autograder at the root', () => {
  expect(made.gradescope.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['setup.sh', 'run_autograder', 'assignment.yaml']),
  )
})

test('PrairieLearn gets a question, in which the title is text', () => {
  expect(JSON.parse(textOf('prairielearn', 'question/info.json'))).toMatchObject({
    uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
    gradingMethod: 'External',
    externalGradingOptions: { timeout: 600, enableNetworking: false },
  })
  expect(textOf('prairielearn', 'question/question.html')).toContain('Sockets &amp; &lt;b&gt;timeouts')
})

test('the workflow hands its result to the reporter', () => {
  const { jobs } = parse(textOf('github-classroom', '.github/workflows/classroom.yml')) as {
    jobs: Record<string, { steps: { id?: string; env?: object; with?: object }[] }>
  }
  const steps = jobs['run-autograding-tests']?.steps ?? []
  expect(steps.some(({ id }) => id === 'wouldblock')).toBe(true)
  expect(steps.at(-1)).toMatchObject({
    env: { WOULDBLOCK_RESULTS: '${{ steps.wouldblock.outputs.result }}' },
    with: { runners: 'wouldblock' },
  })
})

withTool('python3', () => {
  test('the template is Python once its places are filled', () => {
    const template = textOf('moodle', 'coderunner-template.py').replaceAll(/\{\{[^}]*\}\}/g, 'x')
    expect(template).toContain("'mine.py'")
    const check = 'import ast, sys; ast.parse(sys.stdin.read())'
    expect(spawnSync('python3', ['-c', check], { input: template, encoding: 'utf8' }).stderr).toBe('')
  })
})
