#!/usr/bin/env bash
# Makes the library's documentation with DocC: its catalog, and all that is public in the modules that it passes on.
# Whatever DocC warns of is an error.
#
#     ./Tests/docc.sh [FOLDER]     # FOLDER keeps the pages, for a web server
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/install
# shellcheck disable=SC2046 # the options are words
swift build $(.ci/traits) 2>&1 | tail -n 1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
target=$(swift -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)",/\1/p')
options=(-I .build/debug/Modules -target "$target" -minimum-access-level public)
# The modules that are written in C.
while read -r map; do options+=(-Xcc "-fmodule-map-file=$map"); done < <(
  find Sources .build/checkouts/*/Sources .build/debug/C{Linux,Scan,Fingerprint,Tokens}.build -name module.modulemap
)
mkdir "$work/graphs"
for module in Regraft Merge ImportFiles PlanStore ExtendedJSON Batch; do
  swift symbolgraph-extract -module-name "$module" "${options[@]}" -output-dir "$work/graphs"
done

pages=${1:-$work/pages}
docc convert Sources/Regraft/Regraft.docc --additional-symbol-graph-dir "$work/graphs" --warnings-as-errors \
  --fallback-display-name Regraft --fallback-bundle-identifier regraft --output-dir "$pages" > "$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}
for page in regraft regraft/recoverfromaprogram regraft/planner merge/plan; do
  if [[ ! -e $pages/data/documentation/$page.json ]]; then
    echo "there is no page $page" >&2
    exit 1
  fi
done
echo "the library's pages are made, without a warning"
