#!/usr/bin/env bash
# Runs the lines of Documentation/install.md, for a home folder that is made for it, and looks at what is there then:
# that bash, zsh and fish complete, and that `man` finds the page. Installs zsh, fish and man where they are missing
# (Debian).
#
#     ./Tests/install.sh
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/install

packages=()
for program in zsh fish man; do
  command -v "$program" > /dev/null || packages+=("${program/#man/man-db}")
done
if [[ ${#packages[@]} -gt 0 ]]; then
  sudo=()
  [[ $(id -u) -eq 0 ]] || sudo=(sudo)
  echo "installing ${packages[*]}" >&2
  "${sudo[@]}" apt-get update -qq > /dev/null
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" \
    > /dev/null
fi

# block N: the lines of the N-th block of commands.
block() {
  awk -v wanted="$1" '/^```/ { inside = !inside; number += inside; next } inside && number == wanted' \
    Documentation/install.md
}
# expect WHAT COMMAND...: fails where no line that the command prints is WHAT.
expect() {
  local what=$1
  shift
  "$@" > "$HOME/printed" || true
  if ! grep -qxF -e "$what" "$HOME/printed"; then
    printf 'no line "%s", but:\n' "$what" >&2
    cat "$HOME/printed" >&2
    exit 1
  fi
}

[[ $(block 2 | wc -l) == 5 ]]
bash -e <(block 1) 2>&1 | tail -n 1

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home
unset XDG_DATA_HOME XDG_CONFIG_HOME ZDOTDIR MANPATH
bash -e <(block 2)
block 3 > "$HOME/.zshrc"
PATH=$HOME/.local/bin:$PATH

[[ $(command -v regraft) == "$HOME/.local/bin/regraft" ]]
cp -r Examples/data "$HOME/shop"
cd "$HOME/shop"

# in_bash WORD...: what bash offers for the last word, with bash's own call of a completion function.
in_bash() {
  bash --norc -c '
    source "$HOME/.local/share/bash-completion/completions/regraft"
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
    "$(complete -p regraft | sed "s/.*-F \([^ ]*\).*/\1/")" regraft "${*: -1}" "${*: -2:1}"
    printf "%s\n" "${COMPREPLY[@]%% }"
  ' bash "$@"
}
# in_fish LINE: what fish offers at the end of the line.
in_fish() { fish -c 'complete -C $argv[1]' "$1" | cut -f 1; }
# in_zsh LINE: what zsh offers at the end of the line, in a terminal of its own.
in_zsh() { timeout 60 zsh -f "$HOME/ask.zsh" "$1" | tr -s ' \t\r' '\n'; }
cat > "$HOME/ask.zsh" <<'END'
zmodload zsh/zpty
zpty shell "TERM=dumb zsh -f -i"
zpty -w shell 'PROMPT=; unsetopt zle_bracketed_paste; LISTMAX=1000'
zpty -w shell 'source ~/.zshrc; autoload -Uz compinit; compinit -D -u; echo beg""un'
zpty -r shell text '*begun*'
# What is typed before the shell reads keys is not completed.
sleep 1
zpty -w -n shell "$1"$'\t\t'
sleep 1
zpty -w -n shell $'\025'
zpty -w shell 'echo fin""ished'
zpty -r shell text '*finished*'
print -r -- "$text"
END

zsh -n "$HOME/.local/share/zsh/site-functions/_regraft"
fish --no-execute "$HOME/.config/fish/completions/regraft.fish"
# Commands, options, an option's values, and files.
for word in plan preview; do
  expect "$word" in_bash regraft p
  expect "$word" in_zsh 'regraft p'
  expect "$word" in_fish 'regraft p'
done
for word in --output --output-format; do
  expect "$word" in_bash regraft recover --outp
  expect "$word" in_zsh 'regraft recover --outp'
  expect "$word" in_fish 'regraft recover --outp'
done
for word in deleted modified diverged created; do
  expect "$word" in_bash regraft preview x --status ''
  expect "$word" in_zsh 'regraft preview x --status '
  expect "$word" in_fish 'regraft preview x --status '
done
if in_bash regraft preview x --status '' | grep -qx unchanged; then
  echo "preview takes no --status unchanged" >&2
  exit 1
fi
expect 2026-11-23Z.dump.gz in_bash regraft inspect 20
expect 2026-11-23Z.dump.gz in_zsh 'regraft inspect 20'
expect 2026-11-23Z.dump.gz in_fish 'regraft inspect 20'

[[ $(man -w regraft) == "$HOME/.local/share/man/man1/regraft.1" ]]
MANWIDTH=100 man regraft | col -bx > "$HOME/manual"
for pattern in '^REGRAFT\(1\)' '^ +--allow-mass-deletion table' '^ +--where query' '^ +EXIT STATUS' \
  '^ {5}'{recover,plan,merge-plans,preview,edit,emit,report,verify,undo,history,inspect,show,drill,batch}'( |$)'; do
  if ! grep -qE -e "$pattern" "$HOME/manual"; then
    echo "the manual page has no line \"$pattern\"" >&2
    exit 1
  fi
done
echo "installed, and all three shells complete"
