import { below, type BundleFile, type BundleParts, file } from './bundle.ts'
import { script, scriptFor } from './script.ts'

/** For the two plug-ins that run programs: the servers that they run them on, and what the teacher pastes. */
export const moodleBundle = (parts: BundleParts): BundleFile[] => [
  file('README.md', scriptFor('moodle/README.md', parts)),
  file('coderunner-template.py', scriptFor('moodle/coderunner-template.py', parts)),
  file('jobe/Dockerfile', script('moodle/jobe/Dockerfile')),
  file('jobe/install.sh', script('install.sh'), true),
  file('jobe/assignment.yaml', parts.assignmentText),
  ...below('jobe/suite', parts.suite),
  file('vpl/vpl_evaluate.sh', script('moodle/vpl/vpl_evaluate.sh'), true),
  file('vpl/assignment.yaml', parts.assignmentText),
]
