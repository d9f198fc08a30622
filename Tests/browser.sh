#!/usr/bin/env bash
# Looks at the report in a browser: that it shows what it should, filters, sorts, ticks and saves, and that hostile
# values stay text. Installs Chromium where it is missing (Debian).
#
#     ./Tests/browser.sh [FOLDER]     # FOLDER keeps the pages and their pictures
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/install

if ! command -v chromium > /dev/null || ! command -v chromedriver > /dev/null; then
  sudo=()
  [[ $(id -u) -eq 0 ]] || sudo=(sudo)
  echo "installing chromium and chromium-driver" >&2
  "${sudo[@]}" apt-get update -qq > /dev/null
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    chromium chromium-driver fonts-dejavu-core > /dev/null
fi

# shellcheck disable=SC2046 # the options are words
swift build $(.ci/traits) --product regraft 2>&1 | tail -n 1

folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
[[ $# -gt 0 ]] || trap 'rm -rf "$folder"' EXIT
REGRAFT=$PWD/.build/debug/regraft python3 Tests/Browser/report_tests.py "$folder"
