# Names the program that is tested, REGRAFT=PATH or the release build, which is made where it is missing. The other scripts
# read this one, in the repository's folder.
export REGRAFT=${REGRAFT:-.build/release/regraft}
if [[ ! -x $REGRAFT ]]; then
  .ci/install
  # shellcheck disable=SC2046 # the options are words
  swift build -c release $(.ci/traits) --product regraft 2>&1 | tail -n 1
fi
