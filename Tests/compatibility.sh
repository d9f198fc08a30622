#!/usr/bin/env bash
# Recovers, and imports the files into a table as Baqend does: what was current must be there byte for byte, what was lost
# as the backup has it, value by value and type by type. Python decodes the backup and reads the files.
#
#     ./Tests/compatibility.sh [BACKUP EXPORT]     # REGRAFT=PATH for another program than the release build
set -euo pipefail
cd "$(dirname "$0")/.."
source Tests/Faults/find-regraft.sh
exec python3 Tests/Faults/compatibility.py "$@"
