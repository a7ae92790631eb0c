#!/usr/bin/env bash
# PrairieLearn runs this for each submission, as root, in a container without a network.
set -uo pipefail
# Elsewhere only for tests.
grade=${GRADE:-/grade}
wouldblock=${WOULDBLOCK:-/wouldblock}
# Less than the question's "timeout".
seconds=${WOULDBLOCK_SECONDS:-560}

mkdir -p "$grade/results"
# The assignment and the results are not the submission's business, and it runs as another user.
chmod 700 "$grade/tests" "$grade/results"
[ ! -e "$grade/data" ] || chmod 700 "$grade/data"

least=plain
[ "$(id -u)" -ne 0 ] || least=user

timeout --signal=TERM --kill-after=20 "$seconds" \
  node "$wouldblock/dist/cli.mjs" grade-one "$grade/student" \
  --assignment "$grade/tests/assignment.yaml" \
  --format prairielearn --live-results "$grade/results/results.json" \
  --require-sandbox "$least" --lanes "${WOULDBLOCK_LANES:-16}"
status=$?

case $status in
  0 | 2 | 124) exit 0 ;;
  *) exit "$status" ;;
esac
