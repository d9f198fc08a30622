#!/usr/bin/env bash
# Corrupts backups and exports of every form: each byte of small ones, and larger ones COUNT times (20000) at random. Every
# run must end with an error, stop the table, or write only what is truly deleted and truly the backup's.
#
#     ./Tests/corruption.sh [COUNT] [--short] [--seed N]     # REGRAFT=PATH for another program than the release build
set -euo pipefail
cd "$(dirname "$0")/.."
source Tests/Faults/find-regraft.sh
exec python3 Tests/Faults/corruption.py "$@"
