"""A selection of thousands of rows, held by the tickets it is of, however the rows move meanwhile."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, QTimer
from PySide6.QtWidgets import QTableView

from desk_app.app.desk import Desk
from desk_app.services.ports import Reader
from desk_app.ui.models.ticket_table import TicketTableModel

FOLLOWED: Final = 200
"""How many selected tickets are followed row by row when rows move; larger selections are held here."""
_PAUSE: Final = 60
_EVERYTHING: Final = 1 << 40
_SELECT = QItemSelectionModel.SelectionFlag


class HeldSelection(QObject):
    """Knows the ids of what is selected in `table`; those of a large selection are read once it rests."""

    def __init__(self, desk: Desk, table: QTableView, tickets: TicketTableModel) -> None:
        super().__init__(table)
        self._desk = desk
        self._table = table
        self._tickets = tickets
        self._ids: list[int] = []
        self._era = 0
        self._placing = False
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._rest.timeout.connect(self._hold)
        tickets.moved.connect(self._moved)
        tickets.modelReset.connect(self._let_go)

    def count(self) -> int:
        """Return how many tickets are selected."""
        return sum(count for _, count in self.spans())

    def spans(self) -> list[tuple[int, int]]:
        """Return (offset, tickets) of what is selected, from the top; headings do not count."""
        spans, outline = self._row_spans(), self._tickets.outline
        return spans if not outline.groups else [part for one in spans for part in outline.spans(*one)]

    def _row_spans(self) -> list[tuple[int, int]]:
        return sorted((one.top(), one.height()) for one in self._table.selectionModel().selection().toList())

    def changed(self) -> None:
        """Hear that the person selected something else."""
        if not self._placing:
            self._let_go()
            if self.count() > FOLLOWED:
                self._rest.start()

    def ask(self, then: Callable[[list[int]], None]) -> None:
        """Call `then` with the ids of what is selected now."""
        if self._ids:
            then(list(self._ids))
            return
        spans = self.spans()
        if sum(height for _, height in spans) <= FOLLOWED:
            rows = [row for top, height in self._row_spans() for row in range(top, top + height)]
            near = [self._tickets.ticket_id(row) for row in rows if not self._tickets.outline.group_at(row)]
            if all(near):
                then([ticket for ticket in near if ticket])
                return
        self._read(spans, then)

    def _let_go(self) -> None:
        self._era += 1
        self._ids = []

    def _hold(self) -> None:
        era = self._era

        def held(ids: list[int]) -> None:
            if era == self._era:
                self._ids = ids

        self._read(self.spans(), held)

    def _read(self, spans: Sequence[tuple[int, int]], then: Callable[[list[int]], None]) -> None:
        view, me = self._tickets.view, self._desk.me

        def read(reader: Reader) -> list[int]:
            return [ticket for top, height in spans for ticket in reader.ids(view, me, top, height)]

        self._desk.query(self, read, then)

    def _moved(self) -> None:
        """Find the held tickets where they are now; those that left the list are selected no more."""
        if not self._ids:
            return
        era, view, me, held = self._era, self._tickets.view, self._desk.me, set(self._ids)

        def read(reader: Reader) -> tuple[list[int], list[int]]:
            ids = reader.ids(view, me, 0, _EVERYTHING)
            rows = [row for row, ticket in enumerate(ids) if ticket in held]
            return rows, [ids[row] for row in rows]

        def place(found: tuple[list[int], list[int]]) -> None:
            if era == self._era:
                offsets, self._ids = found
                self._place(offsets)

        self._desk.query(self, read, place)

    def _place(self, offsets: Sequence[int]) -> None:
        chosen, last = QItemSelection(), self._tickets.columnCount() - 1
        there = [row for offset in offsets if (row := self._tickets.outline.row_of(offset)) is not None]
        for first, until in _runs([row for row in there if row < self._tickets.rowCount()]):
            chosen.select(self._tickets.index(first, 0), self._tickets.index(until, last))
        self._placing = True
        self._table.selectionModel().select(chosen, _SELECT.ClearAndSelect)
        self._placing = False


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give (first, last) of every run of neighbours in `rows`, which ascend."""
    edges = [at for at, (one, other) in enumerate(pairwise(rows), 1) if other != one + 1]
    for first, until in zip([0, *edges], [*edges, len(rows)], strict=True):
        if until > first:
            yield rows[first], rows[until - 1]
