#!/usr/bin/env bash
# Tries slurm.sbatch without a cluster: sets up Slurm with this machine as its only node (Debian: slurm-wlm, munge), has
# it plan the flower shop of ../data in parts, joins them, and compares with the plan of one run.
#
#     sudo ./slurm-on-this-machine.sh [PARTS]      # 4 where it is not said
#
# All that it makes, keys and logs too, is in a folder of its own, which is removed; the daemons that it has started are
# ended. A Slurm that is there already is not touched. REGRAFT names the program, where it is not in the PATH.
set -euo pipefail
# Its whole path, for tasks begin in another folder.
REGRAFT=$(realpath "$(command -v "${REGRAFT:-regraft}")")
export REGRAFT
cd "$(dirname "$0")"
parts=${1:-4}
if [[ $(id -u) != 0 ]]; then
  echo "Slurm's daemons have to be started as root" >&2
  exit 1
fi

folder=$(mktemp -d)
daemons=()
clean_up() {
  local status=$?
  if [[ $status != 0 ]]; then tail -n 20 "$folder"/*.log "$folder"/parts/*.out >&2 || true; fi
  # Backwards: each leans on the ones before it.
  for ((index = ${#daemons[@]} - 1; index >= 0; index--)); do
    kill "${daemons[index]}" 2> /dev/null || true
    wait "${daemons[index]}" || true
  done
  rm -rf "$folder"
}
trap clean_up EXIT
# start NAME COMMAND...: runs a daemon in the foreground, so that its process id is known.
start() {
  "${@:2}" > "$folder/$1.log" 2>&1 &
  daemons+=($!)
}
# wait_for COMMAND...: until it succeeds, for half a minute.
wait_for() {
  for _ in $(seq 300); do
    if "$@" > /dev/null 2>&1; then return; fi
    sleep 0.1
  done
  echo "waited in vain for: $*" >&2
  return 1
}

# munge: who says that he is root is.
install -d -m 755 "$folder/munge"
dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 status=none
chmod 600 "$folder/munge/key"
chmod 755 "$folder"
start munged munged --foreground --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" \
  --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" --seed-file="$folder/munge/seed"
wait_for test -S "$folder/munge/socket"

# Slurm: one controller, one node, nothing that needs systemd or control groups.
host=$(hostname -s)
cpus=$(nproc)
install -d "$folder/state" "$folder/spool" "$folder/parts"
cat > "$folder/slurm.conf" << CONF
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=36817
SlurmdPort=36818
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
CryptoType=crypto/munge
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cpus State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$folder/slurm.conf
start slurmctld slurmctld -D -f "$SLURM_CONF"
wait_for scontrol ping
start slurmd slurmd -D -f "$SLURM_CONF" -N "$host"
is_idle() { [[ $(sinfo --noheader --format=%T) == idle ]]; }
wait_for is_idle

# The parts, and the one plan of them.
data=$PWD/../data
backup=$data/2026-11-23Z.dump.gz export=$data/export
sbatch --wait --array="1-$parts" --output="$folder/parts/%a.out" slurm.sbatch "$backup" "$export" "$folder/parts" \
  "$parts"
status=0
"$REGRAFT" merge-plans "$folder"/parts/part-*.plan --output "$folder/joined.plan" --quiet || status=$?
# 2: done, but one object is withheld.
[[ $status == 0 || $status == 2 ]]
./compare.sh "$backup" "$export" "$folder/joined.plan"
echo "$parts tasks of Slurm have made the plan of one run"
