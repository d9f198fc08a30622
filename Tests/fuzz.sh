#!/usr/bin/env bash
# Fuzzes the readers with libFuzzer and the address sanitizer: SECONDS for each target, all where none
# is named.
#
#     ./Tests/fuzz.sh SECONDS [TARGET...]     # bson, archive, gzip, json, extendedjson, ids
#
# A second run goes on where the first one ended: what was found to be of use is kept in .fuzz/corpus.
# A crash, a broken promise, 10 seconds for one input, and 2 GB of memory are findings; the input is
# then in .fuzz/findings, and the exit code is 1. To run it again:
#
#     FUZZ_TARGET=TARGET .build-fuzz/release/Fuzz FILE
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0" >&2
  exit 64
}
[[ ${1:-} =~ ^[1-9][0-9]*$ ]] || usage
seconds=$1
shift
targets=("$@")
[[ $# -gt 0 ]] || targets=(bson archive gzip json extendedjson ids)
for target in "${targets[@]}"; do
  [[ $target =~ ^(bson|archive|gzip|json|extendedjson|ids)$ ]] || usage
done

.ci/install
mkdir -p .fuzz/findings
# Both in one option: of several the compiler takes the last one, and SwiftPM hands several of its own on in any order.
# shellcheck disable=SC2046 # the options are words
REGRAFT_FUZZ=1 swift build -c release $(.ci/traits) --scratch-path .build-fuzz --product Fuzz \
  --sanitize=fuzzer -Xswiftc -sanitize=address,fuzzer -Xcc -fsanitize=address > .fuzz/build.log 2>&1 || {
  tail -n 40 .fuzz/build.log >&2
  exit 1
}

# fuzz TARGET OPTION...: one run of libFuzzer over a target's corpus; its log is in .fuzz/TARGET.log. Leaks are not looked for
# between two inputs, when the thread that has read one may be about to end; Tests/run.sh --sanitize address does that.
fuzz() {
  local target=$1 corpus=.fuzz/corpus/$1
  shift
  mkdir -p "$corpus"
  FUZZ_TARGET=$target FUZZ_SEEDS=$corpus .build-fuzz/release/Fuzz 2> /dev/null
  SWIFT_BACKTRACE=enable=no FUZZ_TARGET=$target .build-fuzz/release/Fuzz "$corpus" -timeout=10 -rss_limit_mb=2048 \
    -detect_leaks=0 -artifact_prefix=".fuzz/findings/$target-" -print_final_stats=1 "$@" > ".fuzz/$target.log" 2>&1
}

# Without comparisons of whole values only the coverage of branches leads to the crash.
rm -rf .fuzz/corpus/planted .fuzz/findings/planted-*
if fuzz planted -runs=5000000 -max_total_time=120 -use_cmp=0 || ! grep -q "the planted crash" .fuzz/planted.log; then
  echo "The planted crash was not found: see .fuzz/planted.log" >&2
  exit 1
fi
rm -rf .fuzz/findings/planted-*
echo "planted: found, as it has to be"

found=0
for target in "${targets[@]}"; do
  dictionary=Tests/Fuzz/json.dict
  [[ $target == *json || $target == ids ]] || dictionary=Tests/Fuzz/bson.dict
  outcome="no findings"
  if ! fuzz "$target" -max_total_time="$seconds" -max_len=4096 -dict=$dictionary; then
    found=1
    outcome="FOUND $(sed -n 's/^.*Test unit written to //p' ".fuzz/$target.log" | tail -n 1) (.fuzz/$target.log)"
  fi
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' ".fuzz/$target.log")
  coverage=$(sed -n 's/^.* cov: \([0-9]*\) .*/\1/p' ".fuzz/$target.log" | tail -n 1)
  echo "$target: ${executions:-0} executions, coverage ${coverage:-0}, $outcome"
done
exit $found
