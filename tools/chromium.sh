#!/bin/sh
# The browser for the journeys: the one on the machine, else the system's package (as root), else Playwright's own.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser journeys (once) …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "Fetching Playwright's Chromium for the browser journeys (once) …"
if ! .venv/bin/playwright install chromium; then
    echo "No Chromium was found. Install the package chromium, then run make test again." >&2
    exit 1
fi
