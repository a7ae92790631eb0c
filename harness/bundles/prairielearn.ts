import { createHash } from 'node:crypto'
import { escaped } from '../../reports/html/escape.ts'
import { below, type BundleFile, type BundleParts, file } from './bundle.ts'
import { script, scriptFor } from './script.ts'

/** A question for a course, and the image that grades it. */
export const prairielearnBundle = (parts: BundleParts): BundleFile[] => [
  file('README.md', scriptFor('prairielearn/README.md', parts)),
  file('question/info.json', `${JSON.stringify(info(parts), null, 2)}\n`),
  file('question/question.html', scriptFor('prairielearn/question.html', parts, escaped)),
  file('question/tests/assignment.yaml', parts.assignmentText),
  file('grader/Dockerfile', script('prairielearn/Dockerfile')),
  file('grader/run.sh', script('prairielearn/run.sh'), true),
  file('grader/install.sh', script('install.sh'), true),
  ...below('grader/suite', parts.suite),
]

const info = ({ assignment, assignmentText }: BundleParts) => ({
  uuid: uuidOf(assignmentText),
  title: assignment.title,
  topic: 'Sockets',
  type: 'v3',
  singleVariant: true,
  gradingMethod: 'External',
  externalGradingOptions: {
    enabled: true,
    image: 'YOU/wouldblock',
    entrypoint: '/wouldblock/run.sh',
    // Its limit.
    timeout: 600,
    enableNetworking: false,
  },
})

/** A question keeps its identity as long as its assignment is the same. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
