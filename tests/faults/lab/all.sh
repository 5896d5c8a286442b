#!/usr/bin/env bash
# Everything the lab shows, one after another, as root: an hour. RESULTS is where the tables go.
set -eu
cd "$(dirname "$0")/../../.."
results=${RESULTS:-build/lab.txt}; mkdir -p "$(dirname "$results")"
tests/faults/lab/lab.sh install >/dev/null
tests/faults/lab/lab.sh up 3
trap 'tests/faults/lab/lab.sh down' EXIT
{
  date -u +%F; smbd --version; linux.uml --version | tail -1
  for what in nobrl "hidden 20" "hidden 20 actimeo=5" cut "paced 300"; do
    # shellcheck disable=SC2086
    .venv/bin/python -m tests.faults.lab.run $what
  done
} | tee "$results"
