#!/usr/bin/env bash
# Makes Examples/data anew. The same files come out each time.
#
#     Benchmarks/make-example.sh
set -euo pipefail
cd "$(dirname "$0")"

swift build -c release --product MakeExample >&2
.build/release/MakeExample ../Examples/data
