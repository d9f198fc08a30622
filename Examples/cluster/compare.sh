#!/usr/bin/env bash
# Compares a plan that was joined from parts with the one that a single run makes: what `preview --json` prints, and the
# import files, have to be the same to the byte.
#
#     ./compare.sh BACKUP EXPORT FILE.plan
set -euo pipefail
if [[ $# != 3 ]]; then
  sed -n 's/^#     //p' "$0" >&2
  exit 64
fi
regraft=${REGRAFT:-regraft} backup=$1 export=$2 joined=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# done_or_incomplete COMMAND...: also exit code 2 is a result.
done_or_incomplete() {
  local status=0
  "$@" || status=$?
  [[ $status == 0 || $status == 2 ]]
}
done_or_incomplete "$regraft" plan "$backup" --current "$export" --output "$folder/whole.plan" --quiet
"$regraft" preview "$folder/whole.plan" --json > "$folder/whole.jsonl"
"$regraft" preview "$joined" --json > "$folder/joined.jsonl"
cmp "$folder/whole.jsonl" "$folder/joined.jsonl"
done_or_incomplete "$regraft" emit "$folder/whole.plan" --output "$folder/whole" --quiet
done_or_incomplete "$regraft" emit "$joined" --output "$folder/joined" --quiet
diff -r "$folder/whole" "$folder/joined"
