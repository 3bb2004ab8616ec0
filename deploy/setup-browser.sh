#!/usr/bin/env bash
# Find a Chromium for the browser tests, or install one: Debian's as root, otherwise Playwright's.
# Says what it does. Without a browser the tests cannot run, so this fails rather than skips.
set -euo pipefail
bin=$1

# Without a Chinese font sizes and paper are not what readers get.
if command -v fc-list >/dev/null && [ -z "$(fc-list :lang=zh)" ]; then
  "$(dirname "$0")/setup-packages.sh" \
    /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc=fonts-noto-cjk
fi

# The shell without windows takes a third of the work of a whole browser; Ubuntu does not have it.
is_debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
add() {
  echo "browser: installing Debian's $1"
  apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >/dev/null
}
shell=chromium-headless-shell
if ! command -v $shell >/dev/null && is_debian_root && apt-cache show $shell >/dev/null 2>&1; then
  add $shell || echo "browser: $shell could not be installed; any Chromium will do"
fi

for name in $shell chromium chromium-browser google-chrome-stable; do
  if path=$(command -v "$name"); then
    echo "browser: using $path"
    exit 0
  fi
done

if is_debian_root; then
  add chromium
elif "$bin/python" -c 'from playwright.sync_api import sync_playwright as s
with s() as p: open(p.chromium.executable_path)' 2>/dev/null; then
  echo "browser: using the Chromium that Playwright downloaded before"
else
  echo "browser: downloading Playwright's own Chromium"
  "$bin/playwright" install chromium
fi
