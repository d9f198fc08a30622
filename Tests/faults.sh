#!/usr/bin/env bash
# Takes from `regraft recover`, while it works, what it needs: kills it ROUNDS times (200), fills the disk, takes away
# permissions, memory and file descriptors, has reads fail. What stands at the output's place must be whole, the exit code
# right, and nothing left behind by the next run.
#
#     ./Tests/faults.sh [ROUNDS] [--short] [--seed N]     # REGRAFT=PATH for another program than the release build
set -euo pipefail
cd "$(dirname "$0")/.."
source Tests/Faults/find-regraft.sh
exec python3 Tests/Faults/faults.py "$@"
