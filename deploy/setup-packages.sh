#!/usr/bin/env bash
# Find programs, or install Debian's packages of them: setup-packages.sh FILE=PACKAGE …
# A FILE without a slash is looked for among the commands. Says what it does, and fails rather
# than let a test be left out.
set -euo pipefail

PATH=$PATH:/usr/sbin
packages=()
for pair in "$@"; do
  file=${pair%%=*}
  [[ $file == */* && -e $file ]] || command -v "$file" >/dev/null || packages+=("${pair#*=}")
done
[ ${#packages[@]} -gt 0 ] || exit 0

sudo=()
[ "$(id -u)" = 0 ] || sudo=(sudo -n)
if ! command -v apt-get >/dev/null || ! "${sudo[@]}" true 2>/dev/null; then
  echo "setup: missing: ${packages[*]}." \
    "Fix: ask whoever runs this machine to install these packages of Debian, or their like." >&2
  exit 1
fi
echo "setup: installing Debian's ${packages[*]}"
"${sudo[@]}" apt-get update -qq
# A package must not start its server here: that is what policy-rc.d is for.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee "$policy" >/dev/null
  "${sudo[@]}" chmod +x "$policy"
  trap '"${sudo[@]}" rm -f "$policy"' EXIT
fi
"${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
