#!/bin/bash
# VPL runs this to evaluate a submission, and after it the vpl_execution that it makes. wouldblock has to be installed on
# the jail server in /opt/wouldblock (install.sh), and assignment.yaml to be one of the files to keep when running.
cat >vpl_execution <<'END'
#!/bin/bash
mkdir -p .wouldblock/submission
for file in *; do
  case $file in
    vpl_* | common_script.sh | assignment.yaml) ;;
    *) cp -R -- "$file" .wouldblock/submission/ ;;
  esac
done
# Below the activity's limit of time: what was decided by then is told.
timeout --kill-after=20 "${VPL_WOULDBLOCK_SECONDS:-220}" \
  node /opt/wouldblock/dist/cli.mjs grade-one .wouldblock/submission \
  --assignment assignment.yaml --format vpl --live-results .wouldblock/results.txt --lanes 12 \
  >/dev/null 2>.wouldblock/errors.txt
case $? in
  0 | 2 | 124) cat .wouldblock/results.txt ;;
  # Without a grade, VPL leaves the submission to the instructor.
  *)
    echo 'Comment :=>>This could not be graded, and that is not your fault. Your instructor has been left the reason.'
    head -c 2000 .wouldblock/errors.txt >&2
    ;;
esac
END
chmod +x vpl_execution
