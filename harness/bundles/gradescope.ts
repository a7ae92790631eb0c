import { below, type BundleFile, type BundleParts, file } from './bundle.ts'
import { script, scriptFor } from './script.ts'

/** The autograder zip: Gradescope wants `setup.sh` and `run_autograder` at its root. */
export const gradescopeBundle = (parts: BundleParts): BundleFile[] => [
  file('README.md', scriptFor('gradescope/README.md', parts)),
  file('setup.sh', script('gradescope/setup.sh'), true),
  file('run_autograder', script('gradescope/run_autograder'), true),
  file('install.sh', script('install.sh'), true),
  file('assignment.yaml', parts.assignmentText),
  ...below('suite', parts.suite),
]
