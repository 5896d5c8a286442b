"""The list that is on the screen as a file: its columns in their order, every row of it."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from desk_app import i18n
from desk_app.app.desk import Desk
from desk_app.domain.errors import Cancelled
from desk_app.domain.office import Office
from desk_app.domain.view import View
from desk_app.i18n import tr
from desk_app.reports.description import Report, Row
from desk_app.services.ports import TicketRow
from desk_app.ui.models.columns import COLUMNS, titles

SLICE: Final = 1000
"""Rows read at a time, so that the list itself is read in between."""
_EVERYTHING: Final = 1 << 40
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is exported: which rows, under which columns, called what, and where to."""

    view: View
    columns: tuple[int, ...]
    title: str
    path: Path


class Export(QObject):
    """Reads beside the list, then writes off the window's thread.

    `moved` carries how many of how many rows are written or read; one of `done` (the path and the rows),
    `failed` (a UserError) and `stopped` ends it. A file that was there stays until the new one is whole.
    """

    moved = Signal(int, int)
    done = Signal(object, int)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, desk: Desk, wanted: Wanted, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = wanted
        self._ids: list[int] = []
        self._rows: list[TicketRow] = []
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin."""
        view, me = self._wanted.view, self._desk.me
        self._desk.query(self, lambda reader: reader.ids(view, me, 0, _EVERYTHING), self._found, self.failed.emit)

    def stop(self) -> None:
        """End soon; nothing is left behind."""
        self._stop.set()

    def _found(self, ids: list[int]) -> None:
        self._ids = ids
        self._read(0)

    def _read(self, start: int) -> None:
        """Read the rows from `start` on. Those of tickets that went away meanwhile are left out."""
        if self._stop.is_set():
            self.stopped.emit()
        elif start >= len(self._ids):
            self._write()
        else:
            some = self._ids[start : start + SLICE]
            self._desk.query(
                self, lambda reader: reader.rows(some), lambda rows: self._take(start, rows), self.failed.emit
            )

    def _take(self, start: int, rows: list[TicketRow]) -> None:
        self._rows += rows
        self.moved.emit(min(start + SLICE, len(self._ids)), 2 * len(self._ids))
        self._read(start + SLICE)

    def _write(self) -> None:
        desk, wanted, rows = self._desk, self._wanted, self._rows
        people = {person.id: person.name or person.login for person in desk.people.values()}
        office = desk.office

        def work() -> None:
            write_list(office, people, wanted, rows, self._tick)

        self._desk.work(self, lambda: self._guarded(work), self._written, self.failed.emit)

    def _guarded(self, work: Callable[[], None]) -> bool:
        """Do `work`; False when it was stopped."""
        try:
            work()
        except Cancelled:
            return False
        return True

    def _written(self, whole: bool) -> None:
        if whole:
            self.done.emit(self._wanted.path, len(self._rows))
        else:
            self.stopped.emit()

    def _tick(self, at: int) -> None:
        """Hear that row `at` goes into the file. Runs off the window's thread."""
        if self._stop.is_set():
            raise Cancelled
        self.moved.emit(len(self._rows) + at, 2 * len(self._rows))


class _Ticking:
    """Rows that tell how many of them were taken."""

    def __init__(self, rows: Iterable[Row], tick: Callable[[int], None], before: int = 0) -> None:
        self._rows = rows
        self._tick = tick
        self._before = before

    def __iter__(self) -> Iterator[Row]:
        for at, row in enumerate(self._rows, self._before):
            if at % 100 == 0:
                self._tick(at)
            yield row


def _ticking(report: Report, tick: Callable[[int], None]) -> Report:
    """Return `report` with rows that tell how many of them were taken."""
    groups, before = [], 0
    for group in report.groups:
        rows = list(group.rows)
        groups.append(replace(group, rows=_Ticking(rows, tick, before)))
        before += len(rows)
    return replace(report, rows=_Ticking(report.rows, tick), groups=tuple(groups))


def write_list(
    office: Office, people: Mapping[int, str], wanted: Wanted, rows: Sequence[TicketRow], tick: Callable[[int], None]
) -> None:
    """Write `rows` to the file that is wanted, in the office's language; `tick` hears how far it is."""
    from desk_app.reports import write
    from desk_app.reports.filter_words import filter_words
    from desk_app.reports.ticket_list import ListScope, list_report

    with i18n.speaking(office.language):
        headers = titles(office)
        keyed = [(column.key, header) for column, header in zip(COLUMNS, headers, strict=True)]
        columns = [keyed[at] for at in wanted.columns]
        today = datetime.now(UTC).astimezone(office.zone).date()
        asked = filter_words(wanted.view, office, people)
        grouped = next((one for one in keyed if one[0] == wanted.view.group), None)
        report = list_report(office, people, rows, columns, ListScope(wanted.title, asked, today, grouped))
        write(_ticking(report, tick), wanted.path)


def file_name(title: str, today: date) -> str:
    """Return a name for the file that any file system takes: «Мои 2026-11-22»."""
    name = " ".join(_FORBIDDEN.sub(" ", title).split())[:80].rstrip(" .")
    return f"{name or tr('Tickets')} {today:%Y-%m-%d}"
