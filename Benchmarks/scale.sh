#!/usr/bin/env bash
# Measures how the time and the peak memory of a plan grow from a million objects to ten.
#
#     Benchmarks/scale.sh [OBJECTS]      # of the larger data set, 10000000; the smaller one has a tenth of them
#
# Takes 8 GB of disk, and minutes to make the data. REGRAFT=PATH measures another binary than the project's release
# build. Ends with 1 when a count is wrong, or when a figure misses its bar by more than half.
set -euo pipefail
cd "$(dirname "$0")"

objects=${1:-10000000}
smaller=$((objects / 10))
rounds=3

# shellcheck source-path=SCRIPTDIR source=common.sh
source common.sh

# check_disk: that there is room for the larger data set, unless it is there.
check_disk() {
  local needed=$((objects * 800)) free
  [[ -d data/$objects ]] && return
  free=$(df --output=avail --block-size=1 data | tail -n 1)
  ((free >= needed)) || fail "the data take $((needed / 1000000)) MB of disk, and $((free / 1000000)) MB are free"
}

# plan NAME FILE [OPTION...]: a plan over the data set NAME; its seconds and its peak memory in MB are added to FILE
# and FILE.memory.
plan() {
  timed "$2" "$regraft" plan "data/$1/backup.archive.gz" --current "data/$1/export" "${@:3}"
  megabytes_of "$scratch/measure" >> "$scratch/$2.memory"
}

build_programs
mkdir -p data
check_disk
make_folder "data/$smaller" "$tools/MakeDataset" --objects "$smaller"
make_folder "data/$objects" "$tools/MakeDataset" --objects "$objects"

limited=""
if [[ $("$regraft" plan --help) == *--memory-limit* ]]; then limited=yes; fi

# Reading each data set once before it is measured also brings it into the page cache, where there is room.
check_counts "$smaller" > /dev/null
check_counts "$objects" > /dev/null
for ((round = 1; round <= rounds; round++)); do
  plan "$smaller" smaller
  plan "$objects" larger
  if [[ $limited ]]; then plan "$objects" limited --memory-limit 128M; fi
done

figure "plan, $smaller objects" "$(median "$scratch/smaller")" s
figure "plan, $objects objects" "$(median "$scratch/larger")" s
row "plan, $objects / $smaller objects" "$(ratio larger smaller)" 11.5 ""
row "plan, peak memory, $objects objects" "$(median "$scratch/larger.memory")" 700 MB
if [[ $limited ]]; then
  figure "plan --memory-limit 128M" "$(median "$scratch/limited")" s
  row "plan --memory-limit 128M / plan" "$(ratio limited larger)" 2.5 ""
  row "plan --memory-limit 128M, peak memory" "$(median "$scratch/limited.memory")" 160 MB
fi

fail_if_far_over
