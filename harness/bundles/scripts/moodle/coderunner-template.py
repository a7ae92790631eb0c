# The template of a CodeRunner question: sandbox language python3, "Is combinator" and "Template grader" ticked. Its
# parameters: {"numprocs": 500, "memorylimit": 0}, and a time limit of 600 seconds.
import os
import shutil
import subprocess
import sys

ANSWER = """{{ STUDENT_ANSWER | e('py') }}"""
ATTACHMENTS = """{{ ATTACHMENTS | e('py') }}"""

os.mkdir('submission')
names = [os.path.basename(name) for name in ATTACHMENTS.split(',') if name]
for name in names:
    shutil.copy(name, os.path.join('submission', name))
if '@FILE@' not in names:
    with open(os.path.join('submission', '@FILE@'), 'w', encoding='utf-8') as file:
        file.write(ANSWER)

# The results exist from the first moment on; should the time be over, they tell what was decided.
graded = subprocess.run(
    ['timeout', '--kill-after=20', '560',
     'node', '/opt/wouldblock/dist/cli.mjs', 'grade-one', 'submission',
     '--assignment', '/opt/wouldblock/assignment.yaml',
     '--format', 'coderunner', '--live-results', 'results.json', '--lanes', '12'],
    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
if graded.returncode in (0, 2, 124):
    with open('results.json', encoding='utf-8') as file:
        print(file.read())
else:
    # No JSON: CodeRunner takes the question for not graded, and nobody loses points.
    sys.exit('wouldblock could not grade this: ' + graded.stderr[-2000:])
