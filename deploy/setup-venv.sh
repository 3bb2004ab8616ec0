#!/usr/bin/env bash
# Make a virtual environment and install exactly what a lock file names: with uv, which pip fetches.
# Debian ships Python without the part that puts pip into an environment; as root we fetch it.
set -euo pipefail
python=$1 venv=$2 lock=$3

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "setup: $("$python" --version) is too old; Python 3.11 or newer is needed." \
    "Fix: install it, or name one: make PYTHON=python3.12 …" >&2
  exit 1
}

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo -n"
  echo "setup: installing Debian's python${version}-venv, which this Python lacks"
  { $sudo apt-get update -qq && $sudo apt-get install -y -qq "python${version}-venv" >/dev/null; } || {
    echo "setup: python${version}-venv could not be installed." \
      "Fix: ask whoever runs this machine for the package python${version}-venv." >&2
    exit 1
  }
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
bin=$venv/bin
pip=("$bin/python" -m pip --disable-pip-version-check --quiet)
if ! [ -x "$bin/uv" ]; then
  # Its own lines of the lock file, with their hashes.
  "${pip[@]}" install --require-hashes -r <(sed -n '/^uv==/,/[^\\]$/p' "$lock")
fi
# Where pip was told to look, uv looks too: a mirror that is near, or the only one that answers.
mirror=$("${pip[@]}" config get global.index-url 2>/dev/null || true)
[ -z "$mirror" ] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$mirror}
uv=("$bin/uv" pip install --quiet --python "$bin/python")
echo "setup: installing the packages of $lock into $venv"
"${uv[@]}" --require-hashes -r "$lock"
# This folder's own package, so that `helpkit` runs and imports everywhere.
"${uv[@]}" --no-deps --no-build-isolation --editable .
