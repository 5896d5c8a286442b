"""A ticket and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from desk_app.domain.deadlines import Pause


class Approval(StrEnum):
    """Whether somebody outside has to agree before the work (S-3.5)."""

    NOT_NEEDED = ""
    PENDING = "pending"
    GIVEN = "given"
    OVERRIDDEN = "overridden"


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
class Appointment:
    """How long an agreed appointment takes (minutes), how and where it is held: phone, room (K-4.2, K-4.7)."""

    minutes: int = 30
    how: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One step of the approval chain that was given: by letter, or let through without (`override` says why).

    `by` is the person who recorded it; `scan` the name of an attached file (P-2).
    """

    step: str
    at: datetime
    by: int
    letter_no: str = ""
    letter_date: str = ""
    scan: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request or consultation (K-2.1).

    Choices are codes of the office's sections, "" for none. `assignee` is a person's id, 0 for nobody.
    `number` is None until it is registered (K-2.2). `version` is the number of events so far.

    `due_at` is when the next thing has to be done, None while the clock stands (`domain.clock`); of a finished ticket
    it is when it was due. `first_due_at` stays when the time is extended (K-4.6). `breached` names the limits it
    broke, a space between.

    `solved_at` is when it was fixed, apart from `closed_at` (E-6.3b). `rating` is 1-5, 0 for none (E-6.3c); `reworks`
    counts how often a fix was sent back (E-6.3a). `answers` has {code of a question: plain JSON} (J-3.6). `agreed` are
    the steps of its approval chain that were given, in order (P-2). `remind_at` is a promised call.
    """

    description: str
    received_at: datetime
    kind: str
    type: str
    channel: str
    priority: str
    system: str = ""
    service: str = ""
    mode: str = ""
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
    appointment_at: datetime | None = None
    appointment: Appointment | None = None
    remind_at: datetime | None = None
    agreed: tuple[Agreement, ...] = ()
    complexity: str = ""
    fix_by: date | None = None
    confirmed_by: str = ""
    confirmed_how: str = ""
    rating: int = 0
    rating_comment: str = ""
    reworks: int = 0
    answers: Mapping[str, Any] = field(default_factory=dict)
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
