#!/usr/bin/env bash
# Runs all tests, after installing what a build needs and is missing.
#
#     ./Tests/run.sh [OPTION...]      # options of `swift test`, such as --filter Merge
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/install
# shellcheck disable=SC2046 # the options are words
swift test --disable-xctest $(.ci/traits) "$@"
