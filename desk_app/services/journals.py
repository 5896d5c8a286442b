"""The journal of a month as read from the office file: whose, about what, its rows, and the proof of the moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from desk_app.domain.errors import Unavailable
from desk_app.domain.journal import JournalRow, Month
from desk_app.domain.office import NOBODY, Office, Person
from desk_app.services.ports import Reader

T = TypeVar("T")
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """What a journal is about. NOBODY means all specialists, "" all systems; a system includes its subsystems."""

    month: Month
    specialist: Person = NOBODY
    system: str = ""


@dataclass(frozen=True, slots=True)
class MonthJournal:
    """The rows of `scope`. `head` is the sequence number and the hash of the history's last entry by then.

    `as_of` is set where the office could not be reached: the rows are those of a copy of that moment.
    """

    office: Office
    scope: Scope
    rows: tuple[JournalRow, ...]
    head: tuple[int, bytes]
    as_of: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """What is printed, to be compared with the history of the office file later."""
        seq, digest = self.head
        return f"{seq}-{digest.hex()}"


def month_journal(reader: Reader, scope: Scope) -> MonthJournal:
    """Read the journal of `scope`, again when a colleague wrote meanwhile: rows and proof belong together.

    Raises Unavailable when colleagues never paused meanwhile.
    """
    rows, head = steady(reader, lambda: tuple(reader.journal(*scope.month.bounds, scope.specialist.id, scope.system)))
    return MonthJournal(reader.office(), scope, rows, head)


def steady(reader: Reader, read: Callable[[], T]) -> tuple[T, tuple[int, bytes]]:
    """Return what `read` reads and the history's last entry, both of one moment: read again when somebody wrote.

    Raises Unavailable when colleagues never paused meanwhile.
    """
    for _ in range(_TRIES):
        head = reader.head()
        found = read()
        if reader.head() == head:
            return found, head
    raise Unavailable("Colleagues are saving without a pause, so the journal would not hold together. Try again.")
