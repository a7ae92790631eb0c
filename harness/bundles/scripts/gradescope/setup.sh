#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image of the autograder.
set -euo pipefail
"$(dirname "${BASH_SOURCE[0]}")/install.sh" /opt/wouldblock
