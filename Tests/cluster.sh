#!/usr/bin/env bash
# Makes the plan of the flower shop in parts, with the scripts of Examples/cluster: by GNU parallel, and by a Slurm with
# this machine as its only node, for which it has to be root. Each time the joined plan has to be that of one run. Installs
# what is missing (Debian).
#
#     ./Tests/cluster.sh     # REGRAFT=PATH for another program than the release build
set -euo pipefail
cd "$(dirname "$0")/.."
source Tests/Faults/find-regraft.sh

missing=()
for package in parallel:parallel slurmctld:slurm-wlm slurmd:slurm-wlm munged:munge; do
  PATH=$PATH:/usr/sbin command -v "${package%%:*}" > /dev/null || missing+=("${package##*:}")
done
if [[ ${#missing[@]} -gt 0 ]]; then
  sudo=()
  [[ $(id -u) -eq 0 ]] || sudo=(sudo)
  echo "installing ${missing[*]}" >&2
  "${sudo[@]}" apt-get update -qq > /dev/null
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
    > /dev/null
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
backup=Examples/data/2026-11-23Z.dump.gz export=Examples/data/export
for parts in 1 4 9; do
  status=0
  Examples/cluster/parallel.sh "$backup" "$export" "$folder/$parts.plan" "$parts" > "$folder/text" || status=$?
  # One object is withheld.
  [[ $status == 2 ]]
  grep -q "Recover   25 objects" "$folder/text"
  Examples/cluster/compare.sh "$backup" "$export" "$folder/$parts.plan"
  echo "$parts processes have made the plan of one run"
done
# One part that fails is no plan.
status=0
Examples/cluster/parallel.sh "$backup" "$folder/missing" "$folder/none.plan" 2> /dev/null || status=$?
[[ $status != 0 && ! -e $folder/none.plan && -z $(find "$folder" -name '*.parts.*') ]]

sudo=()
[[ $(id -u) -eq 0 ]] || sudo=(sudo --preserve-env=REGRAFT)
PATH=$PATH:/usr/sbin "${sudo[@]}" Examples/cluster/slurm-on-this-machine.sh 4
