#!/usr/bin/env bash
# Builds the program of Examples/library from nothing but its package, and has it plan and publish: it prints what its
# page shows.
#
#     ./Tests/library.sh
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/install
# A folder of its own: SwiftPM may take a plan of another package's build that it finds there for the one of this.
# shellcheck disable=SC2046 # the options are words
swift build --package-path Examples/library --scratch-path .build-library -debug-info-format none $(.ci/traits) 2>&1 |
  tail -n 1

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
program=$PWD/.build-library/debug/Restore
cp -r Examples/data "$folder"
# block LANGUAGE: the lines of the page's block of that language.
block() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/{/^\`\`\`/d;p}" Examples/library/README.md; }
# The page's arguments, and its paths, which are those of the repository.
read -r -a words <<< "$(block sh)"
[[ ${words[*]:0:5} == "swift run --package-path Examples/library Restore" ]]
cd "$folder"
arguments=("${words[@]:5}")
"$program" "${arguments[@]/#Examples\/}" | diff <(cd "$OLDPWD" && block text) -

status=0
"$program" data/2026-11-23Z.dump.gz data/export Review reviews > /dev/null 2> errors || status=$?
[[ $status == 1 ]] && grep -q "is there already" errors
status=0
head -c 20000 data/export/Review.json > cut && mv cut data/export/Review.json
"$program" data/2026-11-23Z.dump.gz data/export Review cut > /dev/null 2> errors || status=$?
[[ $status == 2 ]] && grep -q "^Review: Review.json.*the file ends too early" errors
[[ -s reviews/import/Review.json && ! -e cut/import/Review.json ]]
echo "the example plans and publishes"
