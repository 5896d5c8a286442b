"""A ticket and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


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
class Ticket:
    """One request or consultation (K-2.1).

    Choices are codes of the office's sections, "" for none. `assignee` is a person's id, 0 for nobody.
    `number` is None until it is registered (K-2.2). `version` is the number of events so far.
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
