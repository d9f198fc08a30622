#!/usr/bin/env bash
# Runs all tests, after installing what a build needs and is missing.
#
#     ./Tests/run.sh [--sanitize address|thread] [OPTION...]      # options of `swift test`, such as --filter Merge
#
# A sanitizer looks at the tests and at the programs that they start. Its build is one of its own, .build-address or
# .build-thread; whatever it reports is printed at the end, and the exit code is 66.
set -euo pipefail
cd "$(dirname "$0")/.."

sanitizer=
if [[ ${1:-} == --sanitize || ${1:-} == --sanitize=* ]]; then
  [[ $1 == *=* ]] || set -- "--sanitize=${2:-}" "${@:3}"
  sanitizer=${1#*=}
  shift
  if [[ ! $sanitizer =~ ^(address|thread)$ ]]; then
    echo "--sanitize takes address or thread" >&2
    exit 64
  fi
fi

.ci/install
if [[ -z $sanitizer ]]; then
  # shellcheck disable=SC2046 # the options are words
  exec swift test --disable-xctest $(.ci/traits) "$@"
fi

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
# Memory that is not to be had is an error to be told, as without a sanitizer. In files, because some tests read what a
# program prints.
options="allocator_may_return_null=1:exitcode=66:print_suppressions=0:log_path='$reports/report'"
# Suppressions are by name, and some tests start programs without a PATH in which the tool for names would be found. It
# comes with Swift.
symbolizer=$(command -v llvm-symbolizer || echo "$(dirname "$(readlink -f "$(command -v swift)")")/llvm-symbolizer")
if [[ ! -x $symbolizer ]]; then
  echo "no llvm-symbolizer, neither in PATH nor beside swift: what is left aside would not be known by its name" >&2
  exit 69
fi
options+=":external_symbolizer_path='$symbolizer'"
export ASAN_OPTIONS=$options:detect_leaks=1
export LSAN_OPTIONS=print_suppressions=0:suppressions="'$PWD/Tests/Sanitizers/leaks.txt'"
export TSAN_OPTIONS=$options:halt_on_error=0:suppressions="'$PWD/Tests/Sanitizers/threads.txt'"
# A trace takes minutes, and the sanitizer has one.
export SWIFT_BACKTRACE=enable=no
# Random worlds take many times as long.
export REGRAFT_MODEL_WORLDS=${REGRAFT_MODEL_WORLDS:-100} REGRAFT_SHARD_WORLDS=${REGRAFT_SHARD_WORLDS:-10}
# What cannot be tested with it is left out.
export REGRAFT_SANITIZER=$sanitizer
echo "with the $sanitizer sanitizer; $REGRAFT_MODEL_WORLDS worlds of ModelTests, $REGRAFT_SHARD_WORLDS of ShardModelTests"

status=0
# shellcheck disable=SC2046 # the options are words
swift test --disable-xctest $(.ci/traits) --scratch-path ".build-$sanitizer" --sanitize="$sanitizer" "$@" || status=$?
found=$(find "$reports" -type f | wc -l)
if [[ $found -gt 0 ]]; then
  cat "$reports"/*
  echo "the $sanitizer sanitizer has reports of $found processes" >&2
  exit 66
fi
[[ $status -ne 0 ]] || echo "the $sanitizer sanitizer has nothing to report"
exit "$status"
