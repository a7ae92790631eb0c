#!/usr/bin/env bash
# Installs wouldblock into a folder, with what it needs: for the building of an image of Debian or Ubuntu, as root, with
# the network. Nothing is fetched later. Usage: install.sh FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
target=$1

node_is_new_enough() {
  command -v node >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number)
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'
}

missing=()
command -v python3 >/dev/null || missing+=(python3)
# Submissions run as users of their own, within limits.
{ command -v setpriv && command -v prlimit; } >/dev/null || missing+=(util-linux)
node_is_new_enough || missing+=(ca-certificates curl xz-utils)
if [ ${#missing[@]} -gt 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends "${missing[@]}"
fi

# What the distributions have is too old; Node's own build is held to its published checksum.
if ! node_is_new_enough; then
  case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) echo "install.sh: there is no build of Node for $(uname -m); install Node 20.19 or newer first" >&2 && exit 1 ;;
  esac
  from=https://nodejs.org/dist/latest-v22.x
  scratch=$(mktemp -d)
  curl -fsSL "$from/SHASUMS256.txt" | grep "linux-$arch.tar.xz\$" >"$scratch/sum"
  archive=$(awk '{ print $2 }' "$scratch/sum")
  curl -fsSL "$from/$archive" -o "$scratch/$archive"
  (cd "$scratch" && sha256sum --check --quiet sum)
  tar -xJf "$scratch/$archive" -C /usr/local --strip-components=1 --no-same-owner
  rm -rf "$scratch"
fi

mkdir -p "$target"
cp -R suite/. "$target"
(cd "$target" && npm install --omit=dev --omit=peer --ignore-scripts --no-audit --no-fund --loglevel=error)
# The users that submissions run as read the adapters.
chmod -R a+rX "$target"
