"""One row of an old journal, as a ticket with the history it had."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from desk_app.domain import record
from desk_app.domain.errors import BadInput
from desk_app.domain.grid import Fault, Value, cell_text
from desk_app.domain.history import payload_text
from desk_app.domain.intake import require
from desk_app.domain.office import Choices, Meaning, Office, Person
from desk_app.domain.text import clean_line, clean_text, normalise, quoted
from desk_app.domain.tickets import Approval, Outcome, Requester, Ticket
from desk_app.domain.written_dates import written_moment, written_time
from desk_app.services.sheet_columns import word_key

TEXTS: Final = ("description", "additional_info", "note", "cause", "solution")
WHO: Final = ("organisation", "phone", "email", "room")
CHOICES: Final = ("kind", "type", "channel", "priority", "system")
MOMENTS: Final = ("date", "received", "solved", "closed")
ENDS: Final = ("solved", "closed")
_DAY_BEGINS: Final = time(9)
_DAY_ENDS: Final = time(18)
_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SYNONYMS: Final[Mapping[Meaning, str]] = {
    Meaning.SOLVED: "решен, выполнен, исполнен, готов, сделан, устранен, solved, done, resolved, completed, fixed",
    Meaning.CLOSED: "закрыт, завершен, closed",
    Meaning.DECLINED: "отклонен, отказан, declined, rejected, refused",
    Meaning.ACTIVE: "в работе, принят, принят в работу, открыт, in work, in progress, open, active",
    Meaning.WAITING: "ожидание, waiting",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket to be: everything but its number (unless it has one of its own), its line and its directory entry.

    `place` is where the row stands in the order of the sheets, `fingerprint` digests what it says. `stranger` is
    a specialist without an account, `said` what the history keeps besides the fields.
    """

    place: int
    sheet: str
    row: int
    ticket: Ticket
    fingerprint: bytes
    stranger: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def registered_at(self) -> datetime:
        """When it was registered (UTC), which every row of a journal says."""
        assert self.ticket.registered_at
        return self.ticket.registered_at


class RowReader:
    """Makes drafts of the rows of one office's journal."""

    def __init__(self, office: Office, staff: list[Person], specialist: Person, late_epoch: bool = False) -> None:
        self._office = office
        self._staff = _by_name(staff)
        self._specialist = specialist
        self._late_epoch = late_epoch
        self._known: dict[tuple[str, str], str] = {}

    def draft(self, place: int, sheet: str, row: int, values: Mapping[str, Value]) -> Draft:
        """Return what `values` (by field of the journal) say. Raises BadInput naming the field and what is wrong."""
        for name, value in values.items():
            if isinstance(value, Fault):
                raise _faulty(name, value)
        texts: dict[str, Any] = {name: clean_text(cell_text(values[name]), name) for name in TEXTS if name in values}
        require(texts, ("description",))
        moments = self._moments(values)
        codes: dict[str, Any] = {name: self._choice(name, values) for name in CHOICES}
        status = self._status(values, "solved" in moments or "closed" in moments)
        number = _line(values, "number") or None
        ticket = Ticket(**texts, **codes, received_at=moments["received"], registered_at=moments["date"], number=number)
        ticket = replace(ticket, requester=_requester(values))
        person, stranger = self._assignee(values)
        ticket = self._ended(replace(ticket, status=status, assignee=person), moments)
        said = {"specialist": stranger} if stranger else {}
        if "solved" in moments and not ticket.solved_at:
            said["solved_on"] = moments["solved"].isoformat()
        return Draft(place, sheet, row, ticket, self._fingerprint(values), stranger, said)

    # -- moments -----------------------------------------------------------------------------------------------------

    def _moments(self, values: Mapping[str, Value]) -> dict[str, datetime]:
        """Return the UTC moments of the row; `date` (its registration) and `received` are always there."""
        written = {name: self._written(name, values[name]) for name in MOMENTS if name in values}
        given = {name: moment for name, moment in written.items() if moment is not None}
        if "date" not in given and "received" not in given:
            raise BadInput("“{field}” is empty. Fill it in.", field="date")
        if cell_text(values.get("time")).strip():
            first = "date" if "date" in given else "received"
            given[first] = (given[first][0], _time(values["time"]))
        registration = given.get("date") or given["received"]
        arrival = given.get("received") or registration
        began, received = self._at(*registration, begins=True), self._at(*arrival, begins=True)
        if registration[0] == arrival[0] and None in (registration[1], arrival[1]):
            received = min(received, began)
        if received > began:
            raise BadInput(
                "The ticket is registered before it was received. Correct one of the two moments.", field="received"
            )
        ended = {name: self._end(name, *moment, began) for name, moment in given.items() if name in ENDS}
        return {"date": began, "received": received, **ended}

    def _written(self, name: str, value: Value) -> tuple[date, time | None] | None:
        if word_key(cell_text(value)) in ("", "нет", "no"):
            return None
        try:
            return written_moment(value, self._late_epoch)
        except ValueError:
            raise BadInput(
                "“{field}”: there is no such date as “{value}”. Write it like 05.10.2026.",
                field=name,
                value=quoted(cell_text(value)),
            ) from None

    def _at(self, day: date, clock: time | None, begins: bool) -> datetime:
        if clock is None:
            spans = self._office.week.get(_WEEK[day.weekday()], ())
            text = (spans[0].partition("-")[0] if begins else spans[-1].rpartition("-")[2]) if spans else ""
            clock = time.fromisoformat(text) if text else _DAY_BEGINS if begins else _DAY_ENDS
        return datetime.combine(day, clock, self._office.zone).astimezone(UTC)

    def _end(self, name: str, day: date, clock: time | None, began: datetime) -> datetime:
        """Return the moment of an end; one without a time lies at the end of the working day."""
        ended = self._at(day, clock, begins=False)
        if clock is None and day == began.astimezone(self._office.zone).date():
            return max(ended, began)
        if ended < began:
            raise BadInput("“{field}” lies before the registration. Correct one of the two dates.", field=name)
        return ended

    # -- choices and people ------------------------------------------------------------------------------------------

    def _choice(self, section: str, values: Mapping[str, Value]) -> str:
        text = _line(values, section)
        choices = self._office.choices(section)
        if not text or text in "—-–":
            return choices.usual if section != "system" else ""
        if (section, text) not in self._known:
            self._known[section, text] = found(choices, text)
        return self._known[section, text]

    def _status(self, values: Mapping[str, Value], ended: bool) -> str:
        text = _line(values, "status")
        choices = self._office.choices("status")
        if not text or text in "—-–":
            meanings = (Meaning.SOLVED, Meaning.CLOSED) if ended else (Meaning.ACTIVE, Meaning.NEW)
            return next(item.code for meaning in meanings for item in choices.offered if item.meaning is meaning)
        if ("status", text) not in self._known:
            self._known["status", text] = _status_named(choices, text)
        return self._known["status", text]

    def _assignee(self, values: Mapping[str, Value]) -> tuple[int, str]:
        name = _line(values, "specialist")
        if not name:
            return self._specialist.id, ""
        person = self._staff.get(word_key(name))
        return (person.id, "") if person else (0, name)

    # -- how it ended ------------------------------------------------------------------------------------------------

    def _ended(self, ticket: Ticket, moments: Mapping[str, datetime]) -> Ticket:
        """Return `ticket` with its end and its agreement, as its status says."""
        assert ticket.registered_at
        meaning = self._office.meaning(ticket.status)
        solved = moments.get("solved") or moments.get("closed") or ticket.registered_at
        closed = moments.get("closed") or solved
        ends: dict[str, Any] = {}
        if meaning is Meaning.SOLVED:
            ends = {"solved_at": solved, "outcome": Outcome.SOLVED}
        elif meaning is Meaning.CLOSED:
            ends = {"solved_at": min(solved, closed), "closed_at": closed, "outcome": Outcome.SOLVED}
        elif meaning is Meaning.DECLINED:
            ends = {"closed_at": closed, "outcome": Outcome.DECLINED}
        needed = self._office.choices("type").get(ticket.type).approval
        waits = meaning in (Meaning.NEW, Meaning.ACTIVE, Meaning.WAITING)
        agreed = Approval.NOT_NEEDED if not needed else Approval.PENDING if waits else Approval.GIVEN
        return replace(ticket, approval=agreed, **ends)

    def _fingerprint(self, values: Mapping[str, Value]) -> bytes:
        """Digest what the row says, however it is written: a date is the same as text, as date and as number."""
        said = {}
        for name, value in values.items():
            text = normalise(cell_text(value))
            if name in MOMENTS and text and (moment := self._written(name, value)):
                text = f"{moment[0]}T{moment[1] or ''}"
            elif name == "time" and text:
                text = f"{_time(value)}"
            if text and name != "position":
                said[name] = text
        return hashlib.sha256(payload_text(said).encode("utf-8", "replace")).digest()


def found(choices: Choices, text: str) -> str:
    """Return the code that `text` names, in any gender («Решён», «решено») and punctuation. Raises BadInput."""
    loose = _loose(text)
    for item in choices:
        if loose in (_loose(item.label), _loose(item.code)):
            return item.code
    return choices.find(text)


def history_data(draft: Draft, ticket: Ticket, file: str) -> dict[str, Any]:
    """Return what the history says about the import of `ticket`."""
    source = {"file": file, "sheet": draft.sheet, "row": draft.row}
    return {"number": ticket.number, "source": source, **draft.said, "fields": record.contents(ticket)}


def _status_named(choices: Choices, text: str) -> str:
    try:
        return found(choices, text)
    except BadInput:
        if code := _by_meaning(choices, text):
            return code
        raise


def _by_meaning(choices: Choices, text: str) -> str:
    """Return the only status that means what `text` says in another office's words, or ""."""
    loose = _loose(text)
    for meaning, words in _SYNONYMS.items():
        same = [item.code for item in choices if item.meaning is meaning]
        if loose in {_loose(word) for word in words.split(", ")} and len(same) == 1:
            return same[0]
    return ""


def _loose(text: str) -> str:
    return " ".join(word.rstrip("аоы") or word for word in word_key(text).split())


def _by_name(staff: list[Person]) -> dict[str, Person]:
    """Return people by login, full name, and surname with initials where only one person has them."""
    short = [(_initials(person.name), person) for person in staff]
    names = [name for name, _ in short]
    return {
        **{name: person for name, person in short if names.count(name) == 1},
        **{word_key(person.name): person for person in staff},
        **{word_key(person.login): person for person in staff},
    }


def _initials(name: str) -> str:
    surname, *given = word_key(name).split() or [""]
    return " ".join((surname, *(part[0] for part in given)))


def _requester(values: Mapping[str, Value]) -> Requester:
    parts: dict[str, Any] = {name: _line(values, name) for name in WHO}
    return Requester(_line(values, "requester"), **parts)


def _line(values: Mapping[str, Value], name: str) -> str:
    return clean_line(cell_text(values[name]), name) if name in values else ""


def _time(value: Value) -> time:
    try:
        return written_time(value)
    except ValueError:
        raise BadInput(
            "“{field}”: there is no such time as “{value}”. Write it like 15:40.",
            field="time",
            value=quoted(cell_text(value)),
        ) from None


def _faulty(name: str, value: Fault) -> BadInput:
    if value.what == "formula":
        return BadInput(
            "“{field}” holds a formula that was never calculated. Open the sheet in Excel, save it, and try again.",
            field=name,
        )
    return BadInput(
        "“{field}” holds the error {value}. Correct the formula in the sheet.", field=name, value=quoted(value.what)
    )
