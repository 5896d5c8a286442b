"""What the cells of a row say, written out once when the row is read and not each time it is painted."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from html import escape
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from desk_app.domain.office import Meaning, Office, Person
from desk_app.domain.view import MOMENT_COLUMNS, SortColumn
from desk_app.i18n import format_date, format_moment, tr
from desk_app.services.ports import Group, TicketRow
from desk_app.ui.models.columns import COLUMNS, titles
from desk_app.ui.models.grouped import Heading


class Haste(StrEnum):
    """How a ticket stood with its time when its row was written out."""

    NONE = ""
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A ticket as the table shows it."""

    row: TicketRow
    cells: tuple[str, ...]
    meaning: Meaning
    mine: bool
    haste: Haste = Haste.NONE


class RowTexts:
    """Writes rows out for one person on one day. Knows no Qt, so that it may work on the worker's thread."""

    def __init__(self, office: Office, people: Mapping[int, Person], me: Person) -> None:
        self._zone: ZoneInfo = office.zone
        self._labels = {
            section: {item.id: item.label for item in choices} for section, choices in office.sections.items()
        }
        self._meanings = {item.id: item.meaning for item in office.choices("status")}
        self._people = {person.id: person.name or person.login for person in people.values()}
        self._me = me.id
        self._titles = {column.key: title for column, title in zip(COLUMNS, titles(office), strict=True)}
        self._now = time.time
        self.today = datetime.now(UTC).astimezone(office.zone).date()
        self._days: dict[date, str] = {}
        self._hours: dict[int, datetime] = {}
        self._writers = tuple(self._writer(column.key) for column in COLUMNS)

    def shown(self, rows: Sequence[TicketRow]) -> list[ShownRow]:
        """Return `rows` written out, in their order."""
        writers, meanings, me = self._writers, self._meanings, self._me
        return [
            ShownRow(
                row,
                tuple([write(row) for write in writers]),
                meanings.get(row.status, Meaning.NEW),
                row.assignee == me,
                self._haste(row) if row.due_at is not None else Haste.NONE,
            )
            for row in rows
        ]

    def heading(self, column: SortColumn, group: Group, folded: bool) -> Heading:
        """Return the row above `group`."""
        return Heading(group, column, self._titles[column], self.label(column, group), folded)

    def label(self, column: SortColumn, group: Group) -> str:
        """Return what a group is called."""
        if column is SortColumn.RECEIVED:
            return self._day(date.fromordinal(int(group.key)))
        if column is SortColumn.ASSIGNEE:
            return self._people.get(int(group.key), "") or tr("Nobody")
        if column is SortColumn.ORGANISATION:
            return group.text or tr("Not given")
        return self._labels[column.value].get(int(group.key), "") or tr("Not given")

    def _day(self, day: date) -> str:
        named = {self.today: tr("Today"), self.today - timedelta(days=1): tr("Yesterday")}.get(day)
        return f"{named}, {format_date(day)}" if named else format_date(day)

    def again(self, rows: Sequence[ShownRow | Heading]) -> list[ShownRow | Heading]:
        """Return `rows` written out anew."""
        return [
            self.shown([shown.row])[0]
            if isinstance(shown, ShownRow)
            else self.heading(shown.column, shown.group, shown.folded)
            for shown in rows
        ]

    def full(self, shown: ShownRow, column: int) -> str:
        """Return what a cell says, moments in full."""
        key = COLUMNS[column].key
        seconds = getattr(shown.row, key.value) if key in _MOMENTS else None
        return format_moment(self._local(seconds)) if seconds is not None else shown.cells[column]

    def tip(self, shown: ShownRow, column: int) -> str:
        """Return the tooltip of a cell as rich text, harmless whatever the ticket says."""
        text = self.full(shown, column)
        return f"<qt>{escape(text)}</qt>" if text else ""

    def _writer(self, key: SortColumn) -> Callable[[TicketRow], str]:
        if key == SortColumn.NUMBER:
            unregistered = tr("no number yet")
            return lambda row: row.number or unregistered
        if key == SortColumn.ASSIGNEE:
            return lambda row: self._people.get(row.assignee, "")
        if key == SortColumn.DUE:
            return self._due
        read: Callable[[TicketRow], Any] = attrgetter(key.value)
        if key in _MOMENTS:
            moment = self._moment
            return lambda row: moment(read(row))
        if key.value in self._labels:
            label = self._labels[key.value].get
            return lambda row: label(read(row), "")
        return read

    def _due(self, row: TicketRow) -> str:
        """Return when a ticket is due, with a word where it is late or soon will be."""
        text = self._moment(row.due_at)
        match self._haste(row):
            case Haste.LATE:
                return tr("{when} · late", when=text)
            case Haste.SOON:
                return tr("{when} · soon", when=text)
        return text

    def _haste(self, row: TicketRow) -> Haste:
        """Tell how a ticket stands with its time; finished ones are not late any more."""
        if row.due_at is None or row.solved_at is not None or row.closed_at is not None:
            return Haste.NONE
        now = self._now()
        if row.due_at < now:
            return Haste.LATE
        return Haste.SOON if row.warn_at is not None and row.warn_at <= now else Haste.NONE

    def _moment(self, seconds: int | None) -> str:
        if seconds is None:
            return ""
        hour, rest = divmod(seconds, 900)  # no zone changes its offset within a quarter of an hour
        local = self._hours.get(hour)
        if local is None:
            local = self._hours[hour] = self._local(hour * 900)
        day = local.date()
        if day == self.today:
            return f"{local + timedelta(seconds=rest):%H:%M}"
        text = self._days.get(day)
        if text is None:
            text = self._days[day] = short_date(day, self.today)
        return text

    def _local(self, seconds: int) -> datetime:
        return datetime.fromtimestamp(seconds, self._zone)


def short_date(day: date, today: date) -> str:
    """Return `day` without the year when it is this year: 22.11 or 22 Nov."""
    full = format_date(day)
    return full.removesuffix(str(day.year)).rstrip(" .") if day.year == today.year else full


_MOMENTS = frozenset(MOMENT_COLUMNS)
