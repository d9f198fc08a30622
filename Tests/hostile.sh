#!/usr/bin/env bash
# Gives the program input that is made to hurt: bombs, lies about lengths, names that lead elsewhere, and what is no file.
#
#     ./Tests/hostile.sh [--short]     # REGRAFT=PATH for another program than the release build
set -euo pipefail
cd "$(dirname "$0")/.."
source Tests/Faults/find-regraft.sh
exec python3 Tests/Faults/hostile.py "$@"
