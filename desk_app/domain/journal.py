"""The specialist's journal (S-F1): its rows, and the arithmetic of months."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk_app.domain.errors import N_, BadInput

_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_NOT_A_MONTH: Final = N_("“{text}” is not a month. Write the year and the month, for example 2026-10.")
_NOT_A_DATE: Final = N_("“{text}” is not a date. Write year, month and day, for example 2026-10-31.")

COLUMNS: Final = (
    "date", "position", "number", "kind", "type", "system", "description", "organisation", "requester",
    "additional_info", "channel", "specialist", "status", "solved_on", "note",
)  # fmt: skip
"""Codes of the columns a journal may have; S-F1 prints ten of them."""


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One request as the journal prints it. Its number is its place in the print."""

    day: date
    type: str
    description: str
    organisation: str
    requester: str
    additional_info: str
    status: str
    solved_on: date | None
    note: str
    number: str = ""
    kind: str = ""
    system: str = ""
    channel: str = ""
    specialist: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> "Month":
        return Month.of(self.first + timedelta(days=31))

    @property
    def previous(self) -> "Month":
        return Month.of(self.first - timedelta(days=1))

    @property
    def bounds(self) -> tuple[date, date]:
        """The first day of this month and the first day of the next: half-open."""
        return self.first, self.next.first

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @staticmethod
    def of(day: date) -> "Month":
        """The month that `day` lies in."""
        return Month(day.year, day.month)

    @staticmethod
    def parse(text: str) -> "Month":
        """Read "2026-10". Raises BadInput for anything else, "2026-13" too."""
        found = _MONTH.fullmatch(text.strip())
        year, month = (int(found[1]), int(found[2])) if found else (0, 0)
        if not (1900 <= year <= 9998 and 1 <= month <= 12):
            raise BadInput(_NOT_A_MONTH, field="month", text=text)
        return Month(year, month)


def parse_day(text: str) -> date:
    """Read "2026-10-31". Raises BadInput for anything else, 31 February too."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(_NOT_A_DATE, field="day", text=text) from None
