#!/usr/bin/env bash
# Everything the lab shows, one after another, as root: 20 minutes on an idle computer. RESULTS is where it goes.
# What is timed comes first: SQLite alone, the program, SQLite alone again.
set -eu
cd "$(dirname "$0")/../../.."
results=${RESULTS:-build/lab.txt}; mkdir -p "$(dirname "$results")"
tests/faults/lab/lab.sh install >/dev/null
tests/faults/lab/lab.sh up 3
trap 'tests/faults/lab/lab.sh down' EXIT
{
  date -u +%F; smbd --version; linux.uml --version | tail -1
  for what in "floor 60" "paced 300" "floor 60" nobrl "hidden 20" "hidden 20 actimeo=5" cut; do
    # shellcheck disable=SC2086
    .venv/bin/python -m tests.faults.lab.run $what || printf '| %s | to end | it did not |\n' "$what"
  done
} | tee "$results"
printf '\n| what | aim | found |\n|---|---|---|\n'
grep '^|' "$results"
