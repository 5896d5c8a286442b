"""Who had a ticket and for how long, told from its history alone (E-6.2c)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from desk_app.domain.deadlines import Pause, consumed
from desk_app.domain.office import FINISHED_MEANINGS, Meaning, Office


class Told(Protocol):
    """An entry of a ticket's history, as far as it matters here. `data` is None where it was erased."""

    @property
    def verb(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def data(self) -> Mapping[str, Any] | None: ...


@dataclass(frozen=True, slots=True)
class Holding:
    """A stretch of time in which one line and one person had a ticket.

    `line` is a line's code and `assignee` a person's id, 0 for the whole line. `outside` is whom it was handed over
    to, "" while it is in the office. `until` is None while it goes on; a finished ticket is with nobody.
    """

    line: str
    assignee: int
    outside: str
    since: datetime
    until: datetime | None = None

    def worked(self, office: Office, now: datetime, pauses: Sequence[Pause] = ()) -> timedelta:
        """Return the working time of the stretch until `now` that no pause covers. Raises NoCalendar."""
        return consumed(office.calendar, self.since, self.until or now, pauses)


@dataclass(frozen=True, slots=True)
class _State:
    status: str = ""
    line: str = ""
    assignee: int = 0
    outside: str = ""


def holders(office: Office, history: Iterable[Told]) -> tuple[Holding, ...]:
    """Return who had the ticket of `history` (oldest first), one stretch after another.

    A stretch shorter than a second is left out: a ticket that was passed on as it came was with nobody there.
    """
    state, found = _State(), list[Holding]()
    for entry in history:
        if entry.data is None:
            continue
        state = _after(office, state, entry.data)
        held = None if _meaning(office, state.status) in FINISHED_MEANINGS else state
        if found and found[-1].until is None:
            if held is not None and _whose(found[-1]) == (held.line, held.assignee, held.outside):
                continue
            found[-1] = replace(found[-1], until=max(entry.at, found[-1].since))
        if held is not None:
            found.append(Holding(held.line, held.assignee, held.outside, entry.at))
    return _joined(one for one in found if one.until is None or one.until > one.since)


def _after(office: Office, state: _State, data: Mapping[str, Any]) -> _State:
    """Return who has the ticket after an entry that tells `data`."""
    said = {name: value for name, value in data.get("fields", {}).items() if name in ("status", "line", "assignee")}
    changed = {name: pair[1] for name, pair in data.get("changes", {}).items()}
    said |= {name: value for name, value in changed.items() if name in ("status", "line", "assignee")}
    new = replace(
        state,
        status=str(said.get("status", state.status) or ""),
        line=str(said.get("line", state.line) or ""),
        assignee=int(said.get("assignee", state.assignee) or 0),
    )
    if _meaning(office, new.status) is not Meaning.OUTSIDE:
        return replace(new, outside="")
    to = office.choices("line").label(str(data.get("to", "")))
    return replace(new, outside=to or state.outside or office.choices("status").label(new.status))


def _meaning(office: Office, status: str) -> Meaning:
    """Return what `status` means; one that the office no longer has means work."""
    known = office.choices("status")
    return office.meaning(status) if not status or status in known else Meaning.ACTIVE


def _whose(holding: Holding) -> tuple[str, int, str]:
    return holding.line, holding.assignee, holding.outside


def _joined(stretches: Iterable[Holding]) -> tuple[Holding, ...]:
    """Return `stretches` with those of one holder that follow each other at once made one."""
    found: list[Holding] = []
    for one in stretches:
        if found and _whose(found[-1]) == _whose(one) and found[-1].until == one.since:
            found[-1] = replace(found[-1], until=one.until)
        else:
            found.append(one)
    return tuple(found)
