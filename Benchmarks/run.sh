#!/usr/bin/env bash
# Measures regraft's time against gzip's, and its peak memory, and checks its counts on the way.
#
#     Benchmarks/run.sh [OBJECTS]
#
# REGRAFT=PATH measures another binary than the project's release build.
# Ends with 1 when a count is wrong, or when a figure misses its bar by more than half.
set -euo pipefail
cd "$(dirname "$0")"

objects=${1:-1000000}
rounds=5
regraft=${REGRAFT:-../.build/release/regraft}
tools=.build/release
ratio_bar=0.8

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "run.sh: $*" >&2
  exit 1
}

# build_programs: the package's programs, and regraft if it is not there.
build_programs() {
  swift build -c release >&2
  [[ -x $regraft ]] && return
  [[ -z ${REGRAFT:-} ]] || fail "there is no program $REGRAFT"
  local traits=()
  if pkg-config --exists libisal; then traits=(--traits ISAL); fi
  (cd .. && swift build -c release --product regraft "${traits[@]}" >&2)
}

# make_data NAME [OPTION...]: the data set data/NAME, unless it is there. It gets its name when it
# is complete, so one that was broken off is not taken for whole.
make_data() {
  local folder=data/$1
  shift
  [[ -d $folder ]] && return
  echo "making $folder" >&2
  rm -rf "$folder.unfinished"
  "$tools/MakeDataset" "$folder.unfinished" --objects "$objects" "$@"
  mv "$folder.unfinished" "$folder"
}

# measure FILE COMMAND...: runs a command, its seconds and its peak memory in KB go to FILE. Exit
# status 2 is right as well: done, but something was left out. Its messages are shown if it fails.
measure() {
  local status=0
  "$tools/Measure" "$@" 2> "$scratch/messages" || status=$?
  [[ $status == 0 || $status == 2 ]] && return
  cat "$scratch/messages" >&2
  fail "exit status $status: ${*:2}"
}

seconds_of() { cut -d ' ' -f 1 "$1"; }
memory_of() { cut -d ' ' -f 2 "$1"; }

# median FILE: of the numbers in FILE, one a line, an odd count of them.
median() { sort -n "$1" | awk '{ value[NR] = $1 } END { print value[(NR + 1) / 2] }'; }

# row LABEL VALUE BAR UNIT: a line of the table that ends in ok or over. Far over is noted.
row() {
  awk -v label="$1" -v value="$2" -v bar="$3" -v unit="$4" 'BEGIN {
    printf "%-44s %10.2f %-3s <= %8.2f %-3s %s\n", label, value, unit, bar, unit, value <= bar ? "ok" : "over"
    exit value > 1.5 * bar
  }' || touch "$scratch/far-over"
}

# check_counts NAME [OPTION...]: compares the counts of a plan with the truth, and prints how many
# objects the export holds.
check_counts() {
  local folder=data/$1
  shift
  measure "$scratch/measure" "$regraft" plan "$folder/backup.archive.gz" --current "$folder/export" \
    --json "$@" > "$scratch/plan.json"
  "$tools/CompareTruth" "$folder/truth.json" "$scratch/plan.json" \
    || fail "the counts for $folder are wrong"
}

# measure_memory LABEL NAME EXPORTED [OPTION...]: the rows for the peak memory of plan and recover.
measure_memory() {
  local label=$1 folder=data/$2 exported=$3 bar
  shift 3
  bar=$(awk -v objects="$exported" 'BEGIN { print 64 * objects / 1e6 + 96 }')
  local inputs=("$folder/backup.archive.gz" --current "$folder/export" "$@")
  measure "$scratch/plan" "$regraft" plan "${inputs[@]}" > /dev/null
  measure "$scratch/recover" "$regraft" recover "${inputs[@]}" --output "$scratch/recovered" > /dev/null
  rm -rf "$scratch/recovered"
  local command
  for command in plan recover; do
    row "$command, peak memory$label" \
      "$(memory_of "$scratch/$command" | awk '{ print $1 * 1024 / 1e6 }')" "$bar" MB
  done
}

# timed NAME COMMAND...: adds the seconds of a run to the file NAME.
timed() {
  measure "$scratch/measure" "${@:2}" > /dev/null
  seconds_of "$scratch/measure" >> "$scratch/$1"
}

# ratio NAME OTHER: the median of one file of seconds over that of another one.
ratio() {
  awk -v first="$(median "$scratch/$1")" -v second="$(median "$scratch/$2")" 'BEGIN { print first / second }'
}

# measure_time NAME: all commands in turn, so that what disturbs the machine disturbs each of them.
measure_time() {
  local folder=data/$1 round command
  local inputs=("$folder/backup.archive.gz" --current "$folder/export")
  for ((round = 1; round <= rounds; round++)); do
    timed plan "$regraft" plan "${inputs[@]}"
    timed gzip gzip -dc "$folder/backup.archive.gz"
    timed recover "$regraft" recover "${inputs[@]}" --output "$scratch/recovered"
    timed plan-file "$regraft" plan "${inputs[@]}" --output "$scratch/kept.plan"
    timed help "$regraft" --help
    rm -rf "$scratch/recovered" "$scratch/kept.plan"
  done
  for command in plan gzip recover plan-file; do
    printf '%-44s %10.2f s\n' "$command, median of $rounds" "$(median "$scratch/$command")"
  done
  row "plan / gzip -dc" "$(ratio plan gzip)" "$ratio_bar" ""
  row "recover / plan" "$(ratio recover plan)" 1.8 ""
  row "plan --output / plan" "$(ratio plan-file plan)" 1.8 ""
  row "regraft --help" "$(median "$scratch/help" | awk '{ print $1 * 1000 }')" 25 ms
}

mass_deletion=()
for table in Message Product Event; do
  mass_deletion+=(--allow-mass-deletion "$table")
done

build_programs
mkdir -p data
make_data "$objects"
make_data "$objects-mass-deletion" --deleted 0.6

# Reading each data set once before it is measured also brings it into the page cache.
exported=$(check_counts "$objects")
measure_time "$objects"
measure_memory "" "$objects" "$exported"
exported=$(check_counts "$objects-mass-deletion" "${mass_deletion[@]}")
measure_memory ", 60 % deleted" "$objects-mass-deletion" "$exported" "${mass_deletion[@]}"

[[ ! -e $scratch/far-over ]] || fail "a figure misses its bar by more than half"
