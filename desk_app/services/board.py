"""What is said on the board “what is going on”, by whoever may (E-6.2b).

Each verb reads the board anew inside its transaction, so two who speak at once lose nothing of one another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from desk_app.domain.board import SETTING, Availability, Board, Incident, State, board_of, setting_of
from desk_app.domain.errors import BadInput, Conflict, NotFound
from desk_app.domain.office import Office
from desk_app.domain.text import clean_line
from desk_app.domain.tickets import Event
from desk_app.services.ports import Changes, Session
from desk_app.services.rights import require

RIGHT: Final = "board"
MOST: Final = 100
"""Incidents that may be open at once."""


def set_state(db: Session, system: str, state: str, words: str = "", seen: datetime | bool | None = False) -> Changes:
    """Say how `system` (a code) stands. `seen` is since when it stood as the person saw it; False asks nothing.

    Raises BadInput for a system or a state there is not, Conflict when a colleague spoke since, NotAllowed.
    """
    require(db, RIGHT)
    code, told = db.office.choices("system").find(system), clean_line(words, "words")
    if state not in set(State):
        raise BadInput(
            "There is no state “{state}”. Choose one of: {known}.",
            field="state",
            state=state[:40],
            known=[str(one) for one in State],
        )
    board = board_of(db.office)
    before = board.state(code)
    if seen is not False and before.since != seen:
        raise _spoke_since()
    if (before.state, before.words) == (State(state), told):
        return Changes()
    after = Availability(code, State(state), told, db.now, db.actor.id)
    said = {"system": code, "before": str(before.state), "after": state, **({"words": told} if told else {})}
    return _kept(db, replace(board, systems={**board.systems, code: after}), "state", said)


def report(db: Session, text: str, system: str = "", tickets: Sequence[str] = ()) -> Changes:
    """Put a mass incident on the board. `tickets` are numbers. Raises BadInput, NotFound for a number, NotAllowed."""
    require(db, RIGHT)
    board = board_of(db.office)
    if len(board.incidents) >= MOST:
        raise BadInput("There are {count} incidents on the board. End some of them first.", count=MOST)
    number = _last(db.office) + 1
    fresh = Incident(number, _text(text), _system(db, system), db.now, db.actor.id, _numbers(db, tickets))
    said = {"incident": number, "text": fresh.text, **({"system": fresh.system} if fresh.system else {})}
    return _kept(db, replace(board, incidents=(*board.incidents, fresh)), "report", said)


def change(db: Session, incident: int, text: str, system: str = "", tickets: Sequence[str] = ()) -> Changes:
    """Tell of an incident in other words. Raises BadInput, Conflict when a colleague ended it, NotAllowed."""
    require(db, RIGHT)
    board, before = _found(db, incident)
    after = replace(before, text=_text(text), system=_system(db, system), tickets=_numbers(db, tickets))
    if after == before:
        return Changes()
    others = tuple(one for one in board.incidents if one.id != incident)
    said = {"incident": incident, "text": after.text, "before": before.text}
    return _kept(db, replace(board, incidents=(*others, after)), "change", said)


def end(db: Session, incident: int) -> Changes:
    """Take an incident off the board: it is over. Raises Conflict when a colleague ended it, NotAllowed."""
    require(db, RIGHT)
    board, before = _found(db, incident)
    others = tuple(one for one in board.incidents if one.id != incident)
    said = {"incident": incident, "text": before.text, "since": before.since.isoformat()}
    return _kept(db, replace(board, incidents=others), "end", said)


def board_json(office: Office, names: Mapping[int, str]) -> dict[str, Any]:
    """Return the board of `office` as plain JSON, every system with its state; `names` are people's by id."""
    board = board_of(office)

    def told(since: datetime | None, by: int) -> dict[str, Any]:
        found = {"since": since.astimezone(office.zone).isoformat() if since else None, "by": names.get(by, "")}
        return {key: value for key, value in found.items() if value}

    systems = [
        {"system": item.code, "label": item.label, "state": str(one.state), "words": one.words}
        | told(one.since, one.by)
        for item in office.choices("system")
        if (one := board.state(item.code))
    ]
    incidents = [
        {"id": one.id, "text": one.text, "system": one.system, "tickets": list(one.tickets)} | told(one.since, one.by)
        for one in board.incidents
    ]
    return {"incidents": incidents, "systems": systems}


def _kept(db: Session, board: Board, what: str, said: Mapping[str, Any]) -> Changes:
    last = max([_last(db.office), *(one.id for one in board.incidents)])
    db.put_settings({**db.office.settings, SETTING: {**setting_of(board), "last": last}})
    db.note(Event("board", db.now, {"what": what, **said}))
    return Changes(office=True)


def _last(office: Office) -> int:
    """Return the number of the last incident there ever was: no number is given twice."""
    kept = office.settings.get(SETTING)
    last = kept.get("last", 0) if isinstance(kept, Mapping) else 0
    return max([last, *(one.id for one in board_of(office).incidents)])


def _found(db: Session, incident: int) -> tuple[Board, Incident]:
    board = board_of(db.office)
    for one in board.incidents:
        if one.id == incident:
            return board, one
    raise Conflict("A colleague has taken this off the board meanwhile. Look at the board again.")


def _spoke_since() -> Conflict:
    return Conflict("A colleague has said how this system stands since you looked. Look again, then say it anew.")


def _text(text: str) -> str:
    found = clean_line(text, "text")
    if not found:
        raise BadInput("Say in a few words what is going on.", field="text")
    return found


def _system(db: Session, system: str) -> str:
    return db.office.choices("system").find(system) if system else ""


def _numbers(db: Session, tickets: Sequence[str]) -> tuple[str, ...]:
    found = []
    for number in dict.fromkeys(clean_line(one, "tickets") for one in tickets):
        try:
            found.append(db.ticket(db.find_ticket(number)).number or number)
        except NotFound as error:
            raise BadInput(error.template, field="tickets", **error.params) from None
    return tuple(dict.fromkeys(found))
