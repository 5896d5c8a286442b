"""Every bench: `python -m tests.bench [--quick]`."""

import sys

from tests.bench import copying, duty, reports, statistics, table

if __name__ == "__main__":
    quick = "--quick" in sys.argv
    table.run(quick)
    reports.run(quick)
    copying.run(quick)
    statistics.run(quick)
    duty.run(quick)
