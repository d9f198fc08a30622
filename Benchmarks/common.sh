# What run.sh and scale.sh share; they read it in. It makes the programs and the data sets, measures, and prints rows.
# shellcheck shell=bash

regraft=${REGRAFT:-../.build/release/regraft}
tools=.build/release

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# build_product PRODUCT: a program of the package around this one.
build_product() {
  local traits=()
  if pkg-config --exists libisal; then traits=(--traits ISAL); fi
  (cd .. && swift build -c release --product "$1" "${traits[@]}" >&2)
}

# build_programs: the package's programs, and regraft if it is not there.
build_programs() {
  swift build -c release >&2
  [[ -x $regraft ]] && return
  [[ -z ${REGRAFT:-} ]] || fail "there is no program $REGRAFT"
  build_product regraft
}

# make_folder FOLDER COMMAND...: makes a folder, which the command takes as its last argument, unless it is there. It
# gets its name when it is complete, so one that was broken off is not taken for whole.
make_folder() {
  local folder=$1
  shift
  [[ -d $folder ]] && return
  echo "making $folder" >&2
  rm -rf "$folder.unfinished"
  "$@" "$folder.unfinished"
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
megabytes_of() { cut -d ' ' -f 2 "$1" | awk '{ print $1 * 1024 / 1e6 }'; }

# timed NAME COMMAND...: adds the seconds of a run to the file NAME.
timed() {
  measure "$scratch/measure" "${@:2}" > /dev/null
  seconds_of "$scratch/measure" >> "$scratch/$1"
}

# median FILE: of the numbers in FILE, one a line, an odd count of them.
median() { sort -n "$1" | awk '{ value[NR] = $1 } END { print value[(NR + 1) / 2] }'; }

# ratio NAME OTHER: the median of one file of seconds over that of another one.
ratio() {
  awk -v first="$(median "$scratch/$1")" -v second="$(median "$scratch/$2")" 'BEGIN { print first / second }'
}

# figure LABEL VALUE UNIT: a line of the table that has no bar.
figure() { printf '%-44s %10.2f %s\n' "$1" "$2" "$3"; }

# row LABEL VALUE BAR UNIT [LIMIT]: a line of the table that ends in ok or over. A value over the limit, one and a half
# times the bar where nothing else is said, is noted.
row() {
  awk -v label="$1" -v value="$2" -v bar="$3" -v unit="$4" -v limit="${5:-0}" 'BEGIN {
    printf "%-44s %10.2f %-4s <= %8.2f %-4s %s\n", label, value, unit, bar, unit, value <= bar ? "ok" : "over"
    exit value > (limit > 0 ? limit : 1.5 * bar)
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

# fail_if_far_over: the end of a run.
fail_if_far_over() {
  [[ ! -e $scratch/far-over ]] || fail "a figure misses its bar by more than half, or its limit"
}
