#!/bin/sh
# Opens the sample office in DIR, making it first where it is missing. Without a display it prints
# last month's journal instead, and says where things are.
set -eu
dir=${1:-build/demo}
desk=.venv/bin/desk-app
office=$dir/office.desk

if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$desk" demo "$dir"
fi

mkdir -p "$dir"
[ -f "$office" ] || "$desk" demo "$dir" --no-window
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
