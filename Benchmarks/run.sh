#!/usr/bin/env bash
# Measures regraft's time against gzip's and zlib's, its peak memory, and its stages, and checks its counts on the way.
#
#     Benchmarks/run.sh [OBJECTS]
#
# REGRAFT=PATH measures another binary than the project's release build; the stages are always the project's.
# Ends with 1 when a count is wrong, or when a figure misses its bar by more than half.
set -euo pipefail
cd "$(dirname "$0")"

objects=${1:-1000000}
rounds=5
stages=../.build/release/Stages

# shellcheck source-path=SCRIPTDIR source=common.sh
source common.sh

# measure_memory LABEL NAME EXPORTED [OPTION...]: the rows for the peak memory of plan and recover.
measure_memory() {
  local label=$1 folder=data/$2 exported=$3 bar
  shift 3
  bar=$(awk -v objects="$exported" 'BEGIN { print 64 * objects / 1e6 + 96 }')
  local command peak
  for command in plan recover; do
    peak=$(peak_memory "$command" "$folder" export "$@")
    row "$command, peak memory$label" "$peak" "$bar" MB
  done
}

# peak_memory COMMAND FOLDER EXPORT [OPTION...]: of one run of plan or recover, in MB.
peak_memory() {
  local run=("$regraft" "$1" "$2/backup.archive.gz" --current "$2/$3" "${@:4}")
  [[ $1 == plan ]] || run+=(--output "$scratch/recovered")
  measure "$scratch/measure" "${run[@]}" > /dev/null
  rm -rf "$scratch/recovered"
  megabytes_of "$scratch/measure"
}

# measure_large_objects: the rows for what one large object adds to the peak memory of a run that is the same but
# for it, once with the object deleted and once with it modified.
measure_large_objects() {
  local command status kind small large bar
  local -A labels=([text]="a text of 16 MB" [members]="100,000 members" [numbers]="1,000,000 numbers")
  for command in plan recover; do
    for status in deleted modified; do
      small=$(peak_memory "$command" data/large-objects/small "$status")
      for kind in text members numbers; do
        large=$(peak_memory "$command" "data/large-objects/$kind" "$status")
        bar=$(awk '{ print 4 * $1 / 1e6 }' "data/large-objects/$kind/bytes")
        row "$command, ${labels[$kind]}, $status" \
          "$(awk -v large="$large" -v small="$small" 'BEGIN { print large - small }')" "$bar" MB
      done
    done
  done
}

# measure_time NAME: all commands in turn, so that what disturbs the machine disturbs each of them.
measure_time() {
  local folder=data/$1 round command
  local inputs=("$folder/backup.archive.gz" --current "$folder/export")
  for ((round = 1; round <= rounds; round++)); do
    timed plan "$regraft" plan "${inputs[@]}"
    timed gzip gzip -dc "$folder/backup.archive.gz"
    timed inflate "$tools/InflateWithZlib" "$folder/backup.archive.gz"
    timed recover "$regraft" recover "${inputs[@]}" --output "$scratch/recovered"
    timed plan-file "$regraft" plan "${inputs[@]}" --output "$scratch/kept.plan"
    timed help "$regraft" --help
    rm -rf "$scratch/recovered" "$scratch/kept.plan"
  done
  for command in plan gzip inflate recover plan-file; do
    figure "$command, median of $rounds" "$(median "$scratch/$command")" s
  done
  # Bars that are not reached with 100,000 objects: their limits are what was, and half as much again or more.
  row "plan / gzip -dc" "$(ratio plan gzip)" 0.45 "" 1.1
  row "plan / zlib's inflate" "$(ratio plan inflate)" 0.8 "" 1.9
  row "recover / plan" "$(ratio recover plan)" 1.8 ""
  row "plan --output / plan" "$(ratio plan-file plan)" 1.8 "" 3.9
  row "regraft --help" "$(median "$scratch/help" | awk '{ print $1 * 1000 }')" 25 ms
}

# measure_stages NAME: the rows of the stages; exit status 3 says that one is far below its bar.
measure_stages() {
  local status=0
  "$stages" "data/$1" || status=$?
  case $status in
    0) ;;
    3) touch "$scratch/far-over" ;;
    *) fail "exit status $status: Stages" ;;
  esac
}

mass_deletion=()
for table in Message Product Event; do
  mass_deletion+=(--allow-mass-deletion "$table")
done

build_programs
REGRAFT_STAGES=1 build_product Stages
mkdir -p data
make_folder "data/$objects" "$tools/MakeDataset" --objects "$objects"
make_folder "data/$objects-mass-deletion" "$tools/MakeDataset" --objects "$objects" --deleted 0.6
make_folder data/large-objects "$tools/MakeLargeObjects"

# Reading each data set once before it is measured also brings it into the page cache.
exported=$(check_counts "$objects")
measure_time "$objects"
measure_memory "" "$objects" "$exported"
exported=$(check_counts "$objects-mass-deletion" "${mass_deletion[@]}")
measure_memory ", 60 % deleted" "$objects-mass-deletion" "$exported" "${mass_deletion[@]}"
measure_large_objects
measure_stages "$objects"

fail_if_far_over
