"""Statistics read piece by piece, so that whatever else the window reads has its turn between two pieces."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from desk_app.app.desk import Desk
from desk_app.domain.errors import UserError
from desk_app.domain.statistics import Asked, Tallies
from desk_app.reports.statistics import Sheet, sheet_of
from desk_app.services.statistics import Part, figures, parts


class Reading(QObject):
    """Reads what was asked for last. `moved` tells how many of how many pieces are read.

    Then comes `done` with a Sheet, or `failed` with a UserError.
    """

    moved = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._number = 0
        self._parts: tuple[Part, ...] = ()
        self._found: list[Tallies] = []
        self._as_of: datetime | None = None

    @property
    def going(self) -> bool:
        """Whether something is being read."""
        return bool(self._parts)

    def begin(self, asked: Asked) -> None:
        """Read the statistics of `asked`; what was asked before is let go of."""
        self._number += 1
        self._parts, self._found = parts(self._desk.office, asked, datetime.now(UTC)), []
        self.moved.emit(0, len(self._parts))
        first = partial(self._first, self._number, asked)
        self._desk.query_now(self, self._parts[0], first, partial(self._not_read, self._number))

    def stop(self) -> None:
        """Read no further."""
        self._number += 1
        self._parts = ()

    def _first(self, number: int, asked: Asked, tallies: Tallies, as_of: datetime | None) -> None:
        self._as_of = as_of
        self._took(number, asked, tallies)

    def _took(self, number: int, asked: Asked, tallies: Tallies) -> None:
        if number != self._number:
            return
        self._found.append(tallies)
        self.moved.emit(len(self._found), len(self._parts))
        if len(self._found) < len(self._parts):
            then = partial(self._took, number, asked)
            self._desk.query(self, self._parts[len(self._found)], then, partial(self._not_read, number))
            return
        office, people, found, as_of = self._desk.office, dict(self._desk.people), self._found, self._as_of

        def work() -> Sheet:
            return sheet_of(figures(office, people, asked, found, as_of))

        self._desk.work(self, work, partial(self._put, number), partial(self._not_read, number))

    def _put(self, number: int, read: Sheet) -> None:
        if number == self._number:
            self._parts = ()
            self.done.emit(read)

    def _not_read(self, number: int, error: UserError) -> None:
        if number == self._number:
            self._parts = ()
            self.failed.emit(error)
