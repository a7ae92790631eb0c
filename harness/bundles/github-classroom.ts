import { below, type BundleFile, type BundleParts, file } from './bundle.ts'
import { script, scriptFor } from './script.ts'

/** What goes into the template repository. */
export const githubClassroomBundle = (parts: BundleParts): BundleFile[] => [
  file('README.md', scriptFor('github-classroom/README.md', parts)),
  file('.github/workflows/classroom.yml', script('github-classroom/classroom.yml')),
  file('.github/wouldblock/assignment.yaml', parts.assignmentText),
  file('.github/wouldblock/install.sh', script('install.sh'), true),
  ...below('.github/wouldblock/suite', parts.suite),
]
