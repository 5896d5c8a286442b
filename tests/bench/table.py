"""How fast the list of tickets is, beside a bare table view and raw sqlite3 that show the same rows."""

import compileall
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, QModelIndex
from PySide6.QtWidgets import QApplication, QTableView

from desk_app.domain.text import normalise
from desk_app.domain.view import Queue, Sort, SortColumn, TicketFilter, View
from desk_app.ui.models.refresh import PAGE
from desk_app.ui.tickets.table import TicketTable
from tests.bench.dataset import office
from tests.support.desk import sit_down

FIELDS = "id, number, status_id, received_at, subject, requester, organisation, system_id, assignee_id"
ROUNDS = 7
WORDS = tuple(f"Принтер {number}" for number in range(771, 800))
"""Another search each round: the program keeps what it found until the file changes."""


class Bare(QAbstractTableModel):
    """Tuples and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[Any, ...]] = []

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return len(self.rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 8

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        return str(self.rows[index.row()][index.column() + 1]) if role == 0 else None


class Raw:
    """sqlite3 and a bare view, in the same process and on the same file."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        self.view, self.model = QTableView(), Bare()
        self.view.verticalHeader().setDefaultSectionSize(28)
        self.view.setModel(self.model)
        self.view.resize(1280, 720)
        self.view.show()
        QApplication.processEvents()  # a view that was never exposed does not paint at all

    def show(self, query: str, *values: Any) -> None:
        rows = self.db.execute(f"SELECT {FIELDS} FROM ticket WHERE id IN ({query})", values).fetchall()
        self.model.beginResetModel()
        self.model.rows = rows
        self.model.endResetModel()
        QApplication.processEvents()

    def count(self, condition: str = "1", *values: Any) -> int:
        return int(self.db.execute(f"SELECT COUNT(*) FROM ticket WHERE {condition}", values).fetchone()[0])


class Ours:
    """The table of the program at a desk of its own."""

    def __init__(self, path: Path) -> None:
        self.desk = sit_down(path)
        self.table = TicketTable(self.desk)
        self.table.resize(1280, 720)
        self.table.show()
        QApplication.processEvents()
        self.counted = 0
        self.table.tickets.loaded.connect(self._loaded)

    def _loaded(self, total: int) -> None:
        self.counted += 1

    def show(self, view: View) -> None:
        """Show `view`, painted and counted."""
        before = self.counted
        self.table.tickets.show_view(view)
        spin(lambda: self.counted > before)
        QApplication.processEvents()

    def jump(self, row: int) -> None:
        model = self.table.tickets
        self.table.scrollTo(model.index(row, 0), QTableView.ScrollHint.PositionAtTop)
        self.table.viewport().repaint()
        spin(lambda: model.shown(row) is not None and model.shown(row + 25) is not None)
        QApplication.processEvents()


def _like(words: str) -> list[str]:
    return [f"%{word}%" for word in normalise(words).split()]


def spin(done: Callable[[], bool]) -> None:
    """Let events happen until `done`."""
    while not done():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # with a limit it would spin


def took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def run(quick: bool = False) -> None:
    """Print the table of steps and ratios; `quick` leaves the million out."""
    app = QApplication.instance() or QApplication([])
    print(f"{'step':44}{'ours ms':>10}{'raw ms':>10}{'ratio':>8}")
    for count in (100_000,) if quick else (100_000, 1_000_000):
        _steps(count, office(count))
    _start(office(100_000), 3 if quick else 5)
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _steps(count: int, path: Path) -> None:
    ours, raw = Ours(path), Raw(path)
    newest = "SELECT id FROM ticket ORDER BY number DESC, id DESC LIMIT 200"
    by_name = "SELECT id FROM ticket ORDER BY requester_key, id LIMIT 200"
    is_open = (
        "status_id IN (SELECT id FROM item WHERE section='status' AND "
        "json_extract(data, '$.meaning') IN ('new', 'active', 'waiting', 'outside'))"
    )
    middle = count // 2
    mine_words, raw_words = iter(WORDS), iter(WORDS)
    search = "id IN (SELECT id FROM ticket_text WHERE search LIKE ? AND search LIKE ?)"
    plain, named = View(), View(sort=Sort(SortColumn.REQUESTER, False))
    steps: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("first page, painted and counted", lambda: ours.show(plain), lambda: (raw.show(newest), raw.count())),
        ("jump to the middle", lambda: (ours.show(plain), None)[1] or ours.jump(middle),
         lambda: (raw.show(newest), raw.count(), raw.show(f"{newest} OFFSET {middle // PAGE * PAGE}"))),
        ("sort by another column", lambda: ours.show(named), lambda: (raw.show(by_name), raw.count())),
        ("filter: the open queue", lambda: ours.show(View(TicketFilter(Queue.OPEN))),
         lambda: (raw.show(newest.replace("ORDER", f"WHERE {is_open} ORDER")), raw.count(is_open))),
        ("filter: two words", lambda: ours.show(View(TicketFilter(words=next(mine_words)))),
         lambda: raw.show(newest.replace("ORDER", f"WHERE {search} ORDER"), *_like(next(raw_words)))),
    ]  # fmt: skip
    for name, mine, bare in steps:
        own, other = [], []
        for _ in range(ROUNDS):
            ours.table.tickets.view = View(TicketFilter(words="?"))
            other.append(took(bare))
            own.append(took(mine))
        _say(f"{count:>9,}  {name}", statistics.median(own), statistics.median(other))
    ours.desk.close()
    raw.db.close()
    ours.table.close()
    raw.view.close()


_BARE = """
import time; began = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
app = QApplication([]); main = QMainWindow(); main.setCentralWidget(QTableView()); main.resize(1280, 720)
main.show(); QTimer.singleShot(0, app.quit); app.exec(); main.grab()
print((time.perf_counter() - began) * 1000, flush=True); import os; os._exit(0)
"""
_OURS = """
import sys, time; began = time.perf_counter()
from pathlib import Path
from desk_app import bootstrap
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
def painted(main):
    main.grab(); print((time.perf_counter() - began) * 1000, flush=True); import os; os._exit(0)
bootstrap.shown = painted
bootstrap.people.os_login = lambda: "ivanov"
bootstrap.window(Path(sys.argv[1]), "ivanov", "ru")
"""


def _start(path: Path, rounds: int) -> None:
    """Measure from the first line of Python to the first paint, in processes of their own."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    compileall.compile_dir(Path(__file__).parents[2] / "desk_app", quiet=1)
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(rounds):
        for name, code in (("bare", _BARE), ("ours", _OURS)):
            done = subprocess.run(
                [sys.executable, "-c", code, str(path)],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            if done.returncode:
                print(done.stderr)
                return
            times[name].append(float(done.stdout.split()[-1]))
    _say("start to first paint", statistics.median(times["ours"]), statistics.median(times["bare"]))


def _say(name: str, own: float, other: float) -> None:
    print(f"{name:44}{own:10.1f}{other:10.1f}{own / other:8.2f}", flush=True)


if __name__ == "__main__":
    run("--quick" in sys.argv)
