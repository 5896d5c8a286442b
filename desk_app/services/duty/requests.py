"""Requests about duty: asked, agreed by the colleague, decided by the head, applied as an amendment (E-7b, E-8.1b).

Whoever has the right to make schedules may ask and agree for anybody. Each step is in the history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from desk_app.domain import duty as duty_data
from desk_app.domain.errors import BadInput, NotAllowed, NotFound
from desk_app.domain.office import Office
from desk_app.domain.roster import Absence, Breach, Cell, Plan, breaches
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.duty import cards, schedules, takers
from desk_app.services.duty_ports import DutyReads, Paper, Sort
from desk_app.services.ports import Changes, Session

AHEAD: Final = timedelta(hours=12)
"""How long before the shift an absence has to be announced (E-8.1b)."""


class Wanted(StrEnum):
    """What is asked for."""

    SWAP = "swap"
    """Two people take each other's duty on the days named."""
    CHANGE = "change"
    """Another shift, or none, on one day."""
    COVER = "cover"
    """Somebody else takes the shift; open to everybody until somebody does."""
    ABSENCE = "absence"
    """Days on which somebody cannot come."""
    BREAK = "break"
    """A break outside the schedule (E-7c)."""


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    """Anybody may take the shift."""
    ASKED = "asked"
    """The colleague has not said yes or no."""
    AGREED = "agreed"
    """The head has not decided."""
    APPLIED = "applied"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


EXCUSED: Final = ("illness", "leave", "journey", "unpaid")
"""Absences that lower the norm of the month."""
OPEN_STATES: Final = (State.OPEN, State.ASKED, State.AGREED)


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the month `month`. `person` asks, `other` is the colleague (0: nobody, or not yet).

    `days` are those it is about; `code` is the shift wanted; `seen` are the cells as they stood when it was asked.
    `late` is set when an absence was announced less than AHEAD before the shift. `start` and `minutes` are those of
    a break: a minute of the day, and how long.
    """

    wanted: Wanted
    month: str
    person: int
    days: tuple[date, ...]
    other: int = 0
    code: str = ""
    reason: str = ""
    kind: str = ""
    start: int = 0
    minutes: int = 0
    state: State = State.ASKED
    late: bool = False
    asked_at: str = ""
    decided_by: int = 0
    comment: str = ""
    seen: Mapping[Cell, str] = field(default_factory=dict)
    paper: Paper | None = None


def requests(duty: DutyReads, month: str = "", open_only: bool = False) -> tuple[Request, ...]:
    """Return the requests of a month ("" for all), oldest first."""
    found = (_request(paper) for paper in duty.papers(Sort.REQUEST, month, month or "\uffff"))
    return tuple(one for one in found if not open_only or one.state in OPEN_STATES)


def ask(db: Session, wanted: Request) -> Changes:
    """Ask for `wanted`. Raises NotAllowed for somebody else's duty, BadInput for what cannot be asked."""
    _refuse_others(db, wanted.person)
    plan = _plan(db.duty, wanted.month)
    first, last = schedules.days_of(wanted.month)
    if not wanted.days or any(not first <= day <= last for day in wanted.days):
        raise BadInput("Name a day of {month}.", field="days", month=wanted.month)
    if wanted.wanted is Wanted.SWAP and wanted.other in (0, wanted.person):
        raise BadInput("Name the colleague to swap with.", field="other")
    if wanted.wanted in (Wanted.ABSENCE, Wanted.BREAK) and not wanted.reason.strip():
        raise BadInput("“{field}” is empty. Fill it in.", field="reason")
    takers.refuse_strangers(db, _people(wanted))
    if wanted.wanted is Wanted.COVER and wanted.other:
        takers.refuse_busy(plan, _taken(wanted))
    seen = {(person, day): plan.code(person, day) for person in _people(wanted) for day in wanted.days}
    if wanted.wanted in (Wanted.SWAP, Wanted.COVER) and not any(seen.values()):
        raise BadInput("Nobody has duty on these days: there is nothing to swap.", field="days")
    state = _first_state(wanted)
    made = replace(wanted, state=state, seen=seen, asked_at=db.now.isoformat(), late=_is_late(db, wanted, plan))
    paper_id = db.duty.add(Paper(Sort.REQUEST, wanted.month, wanted.person, _body(made)))
    db.note(Event("duty-request", db.now, {"request": paper_id, **_said(made)}))
    return Changes(duty=True)


def agree(db: Session, paper_id: int, yes: bool = True, comment: str = "") -> Changes:
    """Say yes or no as the colleague who was asked; take an open shift. Raises NotAllowed, BadInput."""
    found = _find(db, paper_id)
    if found.state is State.OPEN and yes:
        if db.actor.id == found.person:
            raise BadInput("It is your own shift that is offered. A colleague has to take it.")
        found = replace(found, other=db.actor.id, state=State.ASKED)
        takers.refuse_strangers(db, (found.other,))
        takers.refuse_busy(_plan(db.duty, found.month), _taken(found))
    if found.state is not State.ASKED:
        raise _not_now(found)
    _refuse_others(db, found.other)
    return _keep(db, replace(found, state=State.AGREED if yes else State.DECLINED, comment=comment), "agree")


def withdraw(db: Session, paper_id: int) -> Changes:
    """Take back a request that is not decided yet."""
    found = _find(db, paper_id)
    _refuse_others(db, found.person)
    if found.state not in OPEN_STATES:
        raise _not_now(found)
    return _keep(db, replace(found, state=State.WITHDRAWN), "withdraw")


def decide(db: Session, paper_id: int, yes: bool, comment: str = "", despite: str = "") -> Changes:
    """Decide as the head; an approved one is applied at once, as the next version of the schedule.

    One that is applied already stays so, and nothing happens. `despite` says why a broken rule is put up with.
    Raises NotAllowed, BadInput when the schedule has changed since it was asked, or when a hard rule would break.
    """
    rights.require(db, "roster")
    found = _find(db, paper_id)
    if found.state is State.APPLIED and yes:
        return Changes()
    if found.state is not State.AGREED:
        raise _not_now(found)
    if not yes:
        return _keep(db, replace(found, state=State.DECLINED, decided_by=db.actor.id, comment=comment), "decline")
    cells = applied(db.duty, found)
    if cells:
        _apply(db, found, cells, despite)
    if found.wanted is Wanted.ABSENCE:
        kind = found.kind or "absence"
        away = Absence(found.person, min(found.days), max(found.days), kind, lowers_norm=kind in EXCUSED)
        cards.add_absence(db, away, found.reason)
        _offer(db, found, cells)
    done = replace(found, state=State.APPLIED, decided_by=db.actor.id, comment=comment or despite)
    return _keep(db, done, "apply")


def applied(duty: DutyReads, found: Request) -> dict[Cell, str]:
    """Return the cells that a request changes. Raises BadInput when the schedule is another than when it was asked."""
    plan = _plan(duty, found.month)
    if any(plan.code(*cell) != code for cell, code in found.seen.items()):
        raise BadInput("The schedule has changed on these days since this was asked. Ask again.")
    mine = {(found.person, day): plan.code(found.person, day) for day in found.days}
    match found.wanted:
        case Wanted.SWAP:
            theirs = {(found.other, day): code for (_, day), code in mine.items()}
            return theirs | {(found.person, day): plan.code(found.other, day) for day in found.days}
        case Wanted.COVER:
            takers.refuse_busy(plan, _taken(found))
            given = {(found.other, day): code or found.code for (_, day), code in mine.items() if code or found.code}
            return given | dict.fromkeys(mine, "")
        case Wanted.CHANGE:
            return dict.fromkeys(mine, found.code)
        case Wanted.ABSENCE:
            return {cell: "" for cell, code in mine.items() if code}
    return {}


def broken(db_or_duty: DutyReads, office: Office, people: Iterable[Any], found: Request) -> tuple[Breach, ...]:
    """Return the hard rules that `found` would break, and that are not broken already."""
    frame = schedules.frame(db_or_duty, office, people, found.month)
    plan = _plan(db_or_duty, found.month)
    before = {_key(one) for one in breaches(frame, plan) if one.hard}
    new = plan.copy()
    for cell, code in applied(db_or_duty, found).items():
        new.put(*cell, code)
    return tuple(one for one in breaches(frame, new) if one.hard and _key(one) not in before)


def _apply(db: Session, found: Request, cells: Mapping[Cell, str], despite: str) -> None:
    if found.wanted is not Wanted.ABSENCE and not despite:
        for breach in broken(db.duty, db.office, db.staff.everybody(), found):
            raise BadInput(breach.template, field="days", **breach.params)
    plan = _plan(db.duty, found.month).copy()
    drafts = [one for one in schedules.versions(db.duty, found.month) if one.number == schedules.DRAFT]
    for cell, code in cells.items():
        plan.put(*cell, code)
    published = schedules.versions(db.duty, found.month)[-1].published
    number = schedules.amend(db, found.month, plan, note=found.reason)
    if published:  # duty is done by it from now on
        schedules.publish(db, found.month, number)
    for draft in drafts:
        new = draft.plan.copy()
        for cell, code in cells.items():
            new.put(*cell, code)
        assert draft.paper is not None
        schedules.save(db, found.month, new, draft.paper.version)


def _offer(db: Session, found: Request, cells: Mapping[Cell, str]) -> None:
    """Offer the shifts that an absence leaves open to everybody."""
    for (person, day), _ in cells.items():
        code = found.seen.get((person, day), "")
        if code:
            offered = Request(Wanted.CHANGE, found.month, person, (day,), code=code, reason=found.reason)
            made = replace(offered, wanted=Wanted.COVER, state=State.OPEN, asked_at=db.now.isoformat(), code=code)
            db.duty.add(Paper(Sort.REQUEST, found.month, person, _body(made)))


def _keep(db: Session, found: Request, what: str) -> Changes:
    assert found.paper is not None
    db.duty.save(replace(found.paper, body=_body(found)))
    db.note(Event(f"duty-{what}", db.now, {"request": found.paper.id, **_said(found)}))
    return Changes(duty=True)


def _refuse_others(db: Session, person: int) -> None:
    if db.actor.id != person and not db.office.may(db.actor, "roster"):
        raise NotAllowed("This is a colleague's duty. They ask and agree themselves, or the head does.")


def _plan(duty: DutyReads, month: str) -> Plan:
    found = [one for one in schedules.versions(duty, month) if one.number]
    if not found:
        raise NotFound("The schedule of {month} is not approved yet: there is nothing to ask for.", month=month)
    return found[-1].plan


def _first_state(wanted: Request) -> State:
    if wanted.wanted is Wanted.COVER and not wanted.other:
        return State.OPEN
    return State.ASKED if wanted.wanted in (Wanted.SWAP, Wanted.COVER) else State.AGREED


def _is_late(db: Session, wanted: Request, plan: Plan) -> bool:
    """Tell whether an absence comes less than AHEAD before the first shift it is about (E-8.1b)."""
    kinds = {kind.code: kind for kind in duty_data.kinds_of(db.office)}
    starts = [
        db.office.calendar.moment(day, kinds[code].start)
        for day in wanted.days
        if (code := plan.code(wanted.person, day)) in kinds
    ]
    return wanted.wanted is Wanted.ABSENCE and bool(starts) and _left(db.now, min(starts)) < AHEAD


def _left(now: datetime, start: datetime) -> timedelta:
    return start - now


def _people(wanted: Request) -> tuple[int, ...]:
    return (wanted.person, wanted.other) if wanted.other else (wanted.person,)


def _taken(wanted: Request) -> Iterable[Cell]:
    """Return the cells that the shifts of a cover come to."""
    return ((wanted.other, day) for day in wanted.days)


def _key(breach: Breach) -> tuple[object, ...]:
    return (breach.rule, breach.people, breach.dates)


def _not_now(found: Request) -> BadInput:
    return BadInput("This request is “{state}” now: nothing can be done with it.", state=str(found.state))


def _find(db: Session, paper_id: int) -> Request:
    paper = db.duty.paper(paper_id)
    if paper.sort is not Sort.REQUEST:
        raise NotFound("This entry of the duty planner is gone. Look at the schedule again.")
    return _request(paper)


_WORDS: Final = (
    *("other", "code", "reason", "kind", "start", "minutes"),
    *("late", "asked_at", "decided_by", "comment"),
)


def _request(paper: Paper) -> Request:
    said = paper.body
    words: dict[str, Any] = {name: said[name] for name in _WORDS if name in said}
    days = tuple(date.fromisoformat(day) for day in said["days"])
    seen = {(person, date.fromisoformat(day)): code for person, day, code in said.get("seen", ())}
    state = State(said["state"])
    return Request(Wanted(said["wanted"]), paper.key, paper.staff, days, state=state, seen=seen, paper=paper, **words)


def _body(one: Request) -> dict[str, Any]:
    seen = [[person, day.isoformat(), code] for (person, day), code in sorted(one.seen.items())]
    return {**_said(one), **{name: getattr(one, name) for name in _WORDS}, "seen": seen}


def _said(one: Request) -> dict[str, Any]:
    """Return what the history says of a request."""
    days = [day.isoformat() for day in one.days]
    found = {
        "wanted": one.wanted.value,
        "state": one.state.value,
        "person": one.person,
        "other": one.other,
        "days": days,
    }
    return found | {"month": one.month, "reason": one.reason, "late": one.late, "comment": one.comment}
