"""Prints every clause of docs/clauses.md with the tests that show it and how they ended just now.

Arguments go to pytest: `clauses.py tests/acceptance` looks at the papers alone.
"""

import os
import sys
from collections import defaultdict
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ACCEPTANCE = "tests/acceptance"
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import pytest  # noqa: E402

from tests.support.clauses import clauses  # noqa: E402


class Ledger:
    """A pytest plugin that notes which clauses each test shows and how it ended."""

    def __init__(self) -> None:
        self.tests: dict[str, list[str]] = defaultdict(list)
        self.results: dict[str, str] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for mark in item.iter_markers("clause"):
                for clause in mark.args:
                    self.tests[clause].append(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            before = self.results.get(report.nodeid, "passed")
            self.results[report.nodeid] = report.outcome if before == "passed" else before

    def lines(self, clause: str) -> list[str]:
        """Return one line for every test of `clause`: how it ended, and its name."""
        return [f"{self.results.get(test, 'not run'):<8}{test}" for test in sorted(set(self.tests[clause]))]

    def shown(self, clause: str, folder: str = "") -> bool:
        """Tell whether a test of `clause`, below `folder`, has passed."""
        return any(self.results.get(test) == "passed" for test in self.tests[clause] if test.startswith(folder))


def main() -> int:
    ledger = Ledger()
    os.chdir(ROOT)
    options = ["-m", "clause", "-q", "--no-header", "--no-summary", "-p", "no:xdist"]
    status = pytest.main([*options, *sys.argv[1:]], plugins=[ledger])
    print()
    for clause, paper in clauses().items():
        print(f"{clause:<8}{paper}")
        print(*(f"        {line}" for line in ledger.lines(clause) or ["—"]), sep="\n")
    shown = [clause for clause in clauses() if ledger.shown(clause)]
    print(f"\n{len(shown)} of {len(clauses())} clauses have a passing test")
    lacking = [clause for clause in clauses() if not ledger.shown(clause, ACCEPTANCE)]
    print(f"Without a passing test in {ACCEPTANCE}: {', '.join(lacking) or '—'}")
    return 0 if status in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED} else 1


if __name__ == "__main__":
    sys.exit(main())
