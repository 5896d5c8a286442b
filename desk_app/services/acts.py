"""The acts of a month, as read from the office: changes in the database, errors that come again (E-4.2b, E-4.2c)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Final

from desk_app.domain import acts
from desk_app.domain.acts import Repeated
from desk_app.domain.approvals import chain
from desk_app.domain.errors import BadInput
from desk_app.domain.journal import Month
from desk_app.domain.office import Office
from desk_app.domain.text import quoted, subject_of
from desk_app.domain.tickets import Ticket
from desk_app.services.journals import steady
from desk_app.services.ports import Reader

SETTING: Final = "acts"
"""Under this setting an office keeps what its acts say, by kind."""
CHANGED: Final = "data_change"
"""The question that marks a change in the database."""
ERROR: Final = "error"
"""The type of tickets that are errors, where an office names no others in its settings."""
_SLICE: Final = 500
_WORK: Final = ("solve", "close")
"""Steps by which somebody says that the change is made."""


class ActKind(StrEnum):
    """Which act."""

    DATA_CHANGES = "data-changes"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class ActTexts:
    """What an office's act says around its table; "" or () where the office sets nothing."""

    title: str = ""
    form: str = ""
    basis: str = ""
    conclusion: str = ""
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed to a change, with the letter that says so."""

    who: str
    letter_no: str = ""
    letter_date: date | None = None


@dataclass(frozen=True, slots=True)
class DataChange:
    """One change in the database: what was done and why, by whom; `made_on` is None while it is not made."""

    day: date
    number: str
    system: str
    what: str
    why: str
    made_on: date | None
    by: str
    agreed: tuple[Agreed, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What an act is made of. `head` is the last entry of the history by then, `as_of` as for a journal.

    `asked` tells whether the office asks at all what the act is about. `errors` are all errors of the month,
    `errors_before` those of the month before.
    """

    kind: ActKind
    office: Office
    month: Month
    texts: ActTexts
    head: tuple[int, bytes]
    asked: bool = True
    changes: tuple[DataChange, ...] = ()
    repeated: tuple[Repeated, ...] = ()
    errors: int = 0
    errors_before: int = 0
    as_of: datetime | None = None
    proposals: Mapping[str, str] = field(default_factory=dict)
    """What the specialist proposes, by the key of a repeated error; under "" what concludes the act."""

    @property
    def fingerprint(self) -> str:
        """What is printed, to be compared with the history of the office file later."""
        seq, digest = self.head
        return f"{seq}-{digest.hex()}"

    @property
    def rows(self) -> int:
        """How many rows the act has."""
        return len(self.changes) + len(self.repeated)


def act(reader: Reader, kind: ActKind, month: Month) -> Act:
    """Read the act of `kind` for `month`. Raises Unavailable when colleagues never paused meanwhile."""
    made, head = steady(reader, lambda: _read(reader, kind, month))
    return Act(kind, made.pop("office"), month, head=head, **made)


def texts_of(office: Office, kind: ActKind) -> ActTexts:
    """Return what `office` says around its act of `kind`."""
    told = _settings(office, kind)
    signers = told.get("signers", ())
    words = {name: str(told.get(name, "")) for name in ("title", "form", "basis", "conclusion")}
    return ActTexts(**words, signers=tuple(str(one) for one in signers) if isinstance(signers, list | tuple) else ())


def error_types(office: Office) -> tuple[str, ...]:
    """Return the codes of the types that are errors: those the office names, or `ERROR`; () for every type."""
    known = office.choices("type")
    named = _settings(office, ActKind.REPEATED).get("types", ())
    found = tuple(code for code in named if code in known) if isinstance(named, list | tuple) else ()
    return found or ((ERROR,) if ERROR in known else ())


def parse_kind(text: str) -> ActKind:
    """Return the kind of act that `text` names. Raises BadInput."""
    try:
        return ActKind(text.strip().casefold())
    except ValueError:
        raise BadInput(
            "There is no act “{kind}”. Choose one of: {choices}.",
            field="kind",
            kind=quoted(text),
            choices=", ".join(ActKind),
        ) from None


def _read(reader: Reader, kind: ActKind, month: Month) -> dict[str, Any]:
    office = reader.office()
    told: dict[str, Any] = {"office": office, "texts": texts_of(office, kind)}
    if kind is ActKind.DATA_CHANGES:
        changes = tuple(_change(reader, office, ticket) for ticket in _marked(reader, office, month))
        return {**told, "asked": CHANGED in office.choices("question"), "changes": changes}
    types = error_types(office)
    now, before = (reader.acts.faults(*_moments(office, one), types) for one in (month, month.previous))
    least = _settings(office, kind).get("at_least")
    few = least if isinstance(least, int) and least > 1 else acts.FEW
    return {
        **told,
        "repeated": acts.repeated(now, before, few),
        "errors": len(now),
        "errors_before": len(before),
    }


def _marked(reader: Reader, office: Office, month: Month) -> Iterator[Ticket]:
    """Give the tickets registered in `month` that are marked as changes of data, oldest first."""
    ids = reader.acts.answered(*_moments(office, month), CHANGED)
    for start in range(0, len(ids), _SLICE):
        for ticket in reader.tickets(ids[start : start + _SLICE]):
            if ticket.answers.get(CHANGED) is True:
                yield ticket


def _moments(office: Office, month: Month) -> tuple[datetime, datetime]:
    """Return when `month` begins and ends in the office (half-open, UTC)."""
    first, until = (datetime.combine(day, time(), office.zone).astimezone(UTC) for day in month.bounds)
    return first, until


def _change(reader: Reader, office: Office, ticket: Ticket) -> DataChange:
    card = reader.card(ticket.id)
    made = ticket.solved_at or ticket.closed_at
    did = {entry.verb: entry.by for entry in card.history}  # the last of each step counts
    by = next((did[verb] for verb in _WORK if made and verb in did), card.assignee)
    assert ticket.registered_at is not None
    return DataChange(
        day=ticket.registered_at.astimezone(office.zone).date(),
        number=ticket.number or "",
        system=office.choices("system").label(ticket.system),
        what=ticket.solution or subject_of(ticket.description),
        why=ticket.cause or subject_of(ticket.description),
        made_on=made.astimezone(office.zone).date() if made else None,
        by=by.name or by.login,
        agreed=tuple(agreements(office, ticket)),
    )


def agreements(office: Office, ticket: Ticket) -> Iterator[Agreed]:
    """Give who agreed to `ticket` so far, in order."""
    steps = {step.code: step.label for step in (*office.choices("approval"), *chain(office, ticket))}
    for one in ticket.agreed:
        day = date.fromisoformat(one.letter_date) if one.letter_date else None
        yield Agreed(steps.get(one.step, one.step), one.letter_no, day)


def _settings(office: Office, kind: ActKind) -> Mapping[str, Any]:
    told = office.settings.get(SETTING)
    of_kind = told.get(kind.value) if isinstance(told, Mapping) else None
    return of_kind if isinstance(of_kind, Mapping) else {}
