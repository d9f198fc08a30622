#!/usr/bin/env bash
# Makes one plan in several parts, each by a process of its own, with GNU parallel (Debian: parallel).
#
#     ./parallel.sh BACKUP EXPORT FILE.plan [PARTS [OPTION...]]
#
# PARTS is 4 where it is not said; options are those of `regraft plan`. REGRAFT names the program, where it is not in
# the PATH. With --sshlogin in the variable PARALLEL the parts run on other machines, which see the same folders.
set -euo pipefail
if [[ $# -lt 3 ]]; then
  sed -n 's/^#     //p' "$0" >&2
  exit 64
fi
regraft=${REGRAFT:-regraft} backup=$1 export=$2 plan=$3 parts=${4:-4}

# Beside the plan, so that other machines see it too.
folder=$(mktemp -d "$plan.parts.XXXXXX")
trap 'rm -rf "$folder"' EXIT
# One part that fails ends all: without it there is nothing to join.
seq "$parts" | parallel --quote --halt now,fail=1 \
  "$regraft" plan "$backup" --current "$export" --shard "{}/$parts" --output "$folder/part-{}.plan" \
  --quiet --progress none "${@:5}"
"$regraft" merge-plans "$folder"/part-*.plan --output "$plan"
