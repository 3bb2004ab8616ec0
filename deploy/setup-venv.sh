#!/usr/bin/env bash
# Make a virtual environment and install exactly what requirements.lock names.
# Debian ships Python without the part that puts pip into an environment; as root we fetch it.
set -euo pipefail
python=$1 venv=$2

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
pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet)
echo "setup: installing the packages of requirements.lock into $venv"
"${pip[@]}" install --require-hashes -r requirements.lock
# This folder's own package, so that `helpkit` runs and imports everywhere.
"${pip[@]}" install --no-deps --no-build-isolation --editable .
