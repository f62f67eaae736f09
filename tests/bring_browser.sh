#!/bin/sh
# Make sure a Chromium is there for the browser tests; say what to do when none can be had.
set -eu
playwright="$1"
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
fi
if [ -z "$(find "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}" -maxdepth 1 -name 'chromium*' 2>/dev/null)" ]; then
    "$playwright" install chromium || {
        echo "No Chromium for the browser tests. Install one (apt-get install chromium) and run again." >&2
        exit 1
    }
fi
