#!/bin/sh
# usage: run_demo.sh [DIR [PROFILE]]
# Opens the sample office in DIR, making it first where it is missing, of PROFILE if that is named. Without a
# display it prints last month's journal instead, and says where things are.
set -eu
dir=${1:-build/demo}
profile=${2:-}
desk=.venv/bin/desk-app
office=$dir/office.desk
set -- "$dir"
[ -z "$profile" ] || [ -f "$office" ] || set -- "$dir" --profile "$profile"

if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$desk" demo "$@"
fi

mkdir -p "$dir"
[ -f "$office" ] || "$desk" demo "$@" --no-window
month=$(.venv/bin/python -c 'import datetime as d; print(f"{d.date.today().replace(day=1) - d.timedelta(1):%Y-%m}")')
journal=$dir/journal-$month.pdf
"$desk" journal "$office" --month "$month" --out "$journal"
cat <<END

This machine has no display, so the window stays closed.
  the sample office      $office
  its journal of $month $journal
To see the window, run "make run" in a desktop session, or forward one: ssh -X this machine, then make run.
From here:  $desk --help
END
