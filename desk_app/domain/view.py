"""What a list of tickets shows: which ones, in which order."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Queue(StrEnum):
    """The standing lists of the desk.

    TODAY is what one person has agreed or has to do by the end of the office's day; VERIFY the fixes to be checked.
    """

    TODAY = "today"
    ALL = "all"
    OPEN = "open"
    MINE = "mine"
    MY_LINE = "my-line"
    UNREGISTERED = "unregistered"
    WAITING = "waiting"
    OUTSIDE = "outside"
    APPROVAL = "approval"
    VERIFY = "verify"
    SOLVED = "solved"
    OVERDUE = "overdue"


class SortColumn(StrEnum):
    """Columns a list may be ordered by; every one has an index of its own."""

    NUMBER = "number"
    STATUS = "status"
    KIND = "kind"
    TYPE = "type"
    CHANNEL = "channel"
    PRIORITY = "priority"
    SYSTEM = "system"
    LINE = "line"
    ASSIGNEE = "assignee"
    SUBJECT = "subject"
    REQUESTER = "requester"
    ORGANISATION = "organisation"
    RECEIVED = "received_at"
    REGISTERED = "registered_at"
    SOLVED = "solved_at"
    CLOSED = "closed_at"
    DUE = "due_at"
    APPOINTMENT = "appointment_at"
    REMINDER = "remind_at"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order; ties are broken by the order of arrival, in the same direction."""

    column: SortColumn = SortColumn.NUMBER
    descending: bool = True


MOMENT_COLUMNS = (
    SortColumn.RECEIVED,
    SortColumn.REGISTERED,
    SortColumn.SOLVED,
    SortColumn.CLOSED,
    SortColumn.DUE,
    SortColumn.APPOINTMENT,
    SortColumn.REMINDER,
)


GROUP_COLUMNS = (
    SortColumn.STATUS,
    SortColumn.SYSTEM,
    SortColumn.LINE,
    SortColumn.ASSIGNEE,
    SortColumn.TYPE,
    SortColumn.ORGANISATION,
    SortColumn.KIND,
    SortColumn.PRIORITY,
    SortColumn.CHANNEL,
    SortColumn.RECEIVED,
)
"""Columns a list may be grouped by; received means the local day."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open interval of UTC moments of one column; an end that is None is open."""

    column: SortColumn
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets: every condition given must hold. `words` are searched in any case, all of them.

    `registered_from` and `registered_until` are a half-open interval of UTC moments. `chosen` asks for any of
    some codes of a section, `people` for any of some assignees (0 is nobody), `spans` for moments in an interval,
    `exactly` for columns that hold this very id of a choice or a person, or this very sort key.
    """

    queue: Queue = Queue.ALL
    words: str = ""
    system: str = ""
    assignee: int = 0
    requester: int = 0
    registered_from: datetime | None = None
    registered_until: datetime | None = None
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    people: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    exactly: tuple[tuple[SortColumn, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A filter and an order; `then` orders the ties. Queues that say "my" mean the person who looks.

    With a `group`, one of GROUP_COLUMNS, tickets of the same value stand together, in the order within each.
    """

    filter: TicketFilter = TicketFilter()
    sort: Sort = Sort()
    then: tuple[Sort, ...] = ()
    group: SortColumn | None = None

    @property
    def groups_descend(self) -> bool:
        """Whether the groups stand in falling order: as the list is sorted by them, else days the newest first."""
        found = [sort.descending for sort in (self.sort, *self.then) if sort.column == self.group]
        return found[0] if found else self.group in MOMENT_COLUMNS


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view under a name. `owner` 0 shares it; `text` is what stands in the search box."""

    name: str
    text: str = ""
    queue: Queue = Queue.ALL
    sorts: tuple[Sort, ...] = (Sort(),)
    columns: tuple[str, ...] = ()
    owner: int = 0
    id: int = 0
    group: SortColumn | None = None
