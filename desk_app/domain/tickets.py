"""A ticket and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from desk_app.domain.deadlines import Pause


class Approval(StrEnum):
    """Whether somebody outside has to agree before the work (S-3.5)."""

    NOT_NEEDED = ""
    PENDING = "pending"
    GIVEN = "given"


class Outcome(StrEnum):
    """How a ticket ended."""

    NONE = ""
    SOLVED = "solved"
    DECLINED = "declined"
    CONVERTED = "converted"


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks, as it was when the ticket was registered. `id` is the directory's row, 0 if not there."""

    name: str = ""
    organisation: str = ""
    phone: str = ""
    email: str = ""
    room: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Extension:
    """More time: when it was given, and until when (K-4.6)."""

    at: datetime
    to: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request or consultation (K-2.1).

    Choices are codes of the office's sections, "" for none. `assignee` is a person's id, 0 for nobody.
    `number` is None until it is registered (K-2.2). `version` is the number of events so far.

    `due_at` is when the next thing has to be done, None while the clock stands (`domain.clock`); of a finished ticket
    it is when it was due. `first_due_at` stays when the time is extended (K-4.6). `breached` names the limits it
    broke, a space between.
    """

    description: str
    received_at: datetime
    kind: str
    type: str
    channel: str
    priority: str
    system: str = ""
    line: str = ""
    status: str = ""
    assignee: int = 0
    requester: Requester = field(default_factory=Requester)
    additional_info: str = ""
    note: str = ""
    cause: str = ""
    solution: str = ""
    registered_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    approval: Approval = Approval.NOT_NEEDED
    outcome: Outcome = Outcome.NONE
    due_at: datetime | None = None
    first_due_at: datetime | None = None
    due_register_at: datetime | None = None
    due_return_at: datetime | None = None
    warn_at: datetime | None = None
    extension: Extension | None = None
    pauses: tuple[Pause, ...] = ()
    breached: str = ""
    id: int = 0
    number: str | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a ticket's history: who did what, and what it changed (J-3.5).

    `data` is plain JSON: what was said with the step, and under "changes" a pair [old, new] a field.
    `at` is when it happened; when it was entered is the storage's to say.
    """

    verb: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
