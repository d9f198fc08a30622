#!/usr/bin/env bash
# Runs every command on data in which every private value bears a mark, and looks for the mark in all that is printed and
# left behind; and looks at the modes of files and folders.
#
#     ./Tests/privacy.sh     # REGRAFT=PATH for another program than the release build
set -euo pipefail
cd "$(dirname "$0")/.."
source Tests/Faults/find-regraft.sh
exec python3 Tests/Faults/privacy.py "$@"
