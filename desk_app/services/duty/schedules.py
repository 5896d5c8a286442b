"""A month's schedule: its draft, and the versions of it that were approved and published (E-7a).

A version never changes once it is approved. The draft goes on from it, and becomes the next version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from desk_app.domain import duty as duty_data
from desk_app.domain.errors import BadInput, Conflict, NotFound
from desk_app.domain.office import Office, Person
from desk_app.domain.roster import Cell, Change, Frame, Past, Plan, copied, difference, frame_of, tally_past
from desk_app.domain.roster.frame import month_of
from desk_app.domain.roster.wire import plan_from_json, plan_json
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.duty import cards
from desk_app.services.duty_ports import DutyReads, Paper, Sort
from desk_app.services.ports import Changes, Session

DRAFT: Final = 0
"""The version of what is not approved yet."""
PAST_MONTHS: Final = 3
"""How far back weekends and late shifts are counted."""
YEARS: Final = range(1900, 3000)
"""The years whose months there may be schedules of."""
AROUND: Final = timedelta(days=14)
"""How many days outside the month rest and runs are judged by."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One version of a month "2026-12"; `number` 0 is the draft.

    `approved` and `published` say when (ISO, UTC), `by` who approved; `block` holds the words of the approval block:
    "position", "name". `printed` says when the copy on the board was printed.
    """

    month: str
    number: int
    plan: Plan
    by: int = 0
    approved: str = ""
    published: str = ""
    printed: str = ""
    block: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    paper: Paper | None = None


def days_of(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month like "2026-12". Raises BadInput."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise BadInput("“{month}” is no month. Write it like 2026-12.", field="month", month=month) from None
    if first.year not in YEARS:
        raise BadInput("“{month}” is no month. Write it like 2026-12.", field="month", month=month)
    return month_of(first.year, first.month)


def month_before(month: str) -> str:
    """Return the month before `month`."""
    first, _ = days_of(month)
    return (first - timedelta(days=1)).isoformat()[:7]


def versions(duty: DutyReads, month: str) -> tuple[Schedule, ...]:
    """Return the schedules of a month: the draft first, if there is one, then its versions, oldest first."""
    found = [_schedule(paper) for paper in duty.papers(Sort.ROSTER, month, month)]
    return tuple(sorted(found, key=lambda one: one.number))


def schedule(duty: DutyReads, month: str, number: int | None = None) -> Schedule:
    """Return a version of a month; None asks for the draft, or the newest version where there is none.

    Raises NotFound.
    """
    found = {one.number: one for one in versions(duty, month)}
    wanted = number if number is not None else (DRAFT if DRAFT in found else max(found, default=-1))
    if wanted not in found and found and number:
        raise NotFound("There is no version {n} of {month}.", n=number, month=month)
    if wanted not in found:
        raise NotFound("There is no schedule of {month} yet. Begin one.", month=month)
    return found[wanted]


def in_force(duty: DutyReads, month: str) -> Schedule | None:
    """Return the newest published version of a month, None when there is none."""
    return max((one for one in versions(duty, month) if one.published), key=lambda one: one.number, default=None)


def board_is_outdated(duty: DutyReads, month: str) -> bool:
    """Tell whether the copy on the board is not the newest approved version any more."""
    done = [one for one in versions(duty, month) if one.number]
    return bool(done and any(one.printed for one in done) and not done[-1].printed)


def frame(duty: DutyReads, office: Office, people: Iterable[Person], month: str) -> Frame:
    """Return what a plan of `month` is judged by. Raises NoCalendar, BadInput."""
    first, last = days_of(month)
    around: dict[Cell, str] = {}
    for other in (month_before(month), (last + timedelta(days=1)).isoformat()[:7]):
        cells = _newest(duty, other).cells.items()
        around |= {cell: code for cell, code in cells if first - AROUND <= cell[1] <= last + AROUND}
    away = (one.absence for one in cards.absences(duty, first - AROUND, last + AROUND))
    return frame_of(
        office.calendar,
        first,
        last,
        kinds=duty_data.kinds_of(office),
        members=cards.members(duty, office, people),
        demands=duty_data.demands_of(office),
        limits=duty_data.limits_of(office),
        absences=tuple(away),
        wishes=cards.wishes(duty, first, last),
        around=around,
        past=_past(duty, office, month),
        lines=duty_data.lines_of(office),
    )


def begin(db: Session, month: str, copy_of: str = "") -> Changes:
    """Begin the draft of a month: empty, or as `copy_of` was, aligned by weekday.

    Raises BadInput when the month has a draft already, NotFound when there is nothing to copy.
    """
    rights.require(db, "roster")
    days_of(month)
    if any(one.number == DRAFT for one in versions(db.duty, month)):
        raise BadInput("The schedule of {month} is begun already. Go on with it.", field="month", month=month)
    plan = Plan()
    if copy_of:
        source = schedule(db.duty, copy_of)
        judged = frame(db.duty, db.office, db.staff.everybody(), month)
        plan = Plan(dict(copied(source.plan.cells, *days_of(copy_of), judged)))
    db.duty.add(Paper(Sort.ROSTER, month, 0, _body(Schedule(month, DRAFT, plan))))
    db.note(Event("duty-begin", db.now, {"month": month, "copy": copy_of}))
    return Changes(duty=True)


def save(db: Session, month: str, plan: Plan, version: int) -> Changes:
    """Keep `plan` as the draft of a month. `version` is that of the paper that was worked on.

    Raises NotAllowed (E-7b), Conflict when somebody else saved the draft since, BadInput for cells elsewhere.
    """
    rights.require(db, "roster")
    first, last = days_of(month)
    if any(not first <= day <= last for _, day in plan.cells.keys() | plan.pins):
        raise BadInput("A schedule of {month} holds days of this month alone.", field="month", month=month)
    known = {kind.code for kind in duty_data.kinds_of(db.office)}
    if strange := next((code for code in plan.cells.values() if code not in known), ""):
        raise BadInput("There is no kind of shift “{code}”.", field="shift", code=strange)
    draft = schedule(db.duty, month, DRAFT)
    assert draft.paper is not None
    changed = [[c.person, c.day.isoformat(), c.before, c.after] for c in difference(draft.plan, plan)]
    body = _body(replace(draft, plan=plan))
    db.duty.save(replace(draft.paper, body=body, version=version))
    db.note(Event("duty-draft", db.now, {"month": month, "cells": changed}))
    return Changes(duty=True)


def approve(
    db: Session, month: str, block: Mapping[str, str] | None = None, note: str = "", seen: Plan | None = None
) -> Changes:
    """Make the next version of the draft, which nothing changes any more. `seen` is what who approves looked at.

    Raises BadInput when the draft does not differ from the newest version, Conflict when it is not as it was seen.
    """
    rights.require(db, "roster")
    draft = schedule(db.duty, month, DRAFT)
    if seen is not None and difference(seen, draft.plan):
        raise Conflict("The draft is not what you looked at: a colleague saved it first. It is not approved yet.")
    amend(db, month, draft.plan, block, note)
    return Changes(duty=True)


def amend(db: Session, month: str, plan: Plan, block: Mapping[str, str] | None = None, note: str = "") -> int:
    """Keep `plan` as the next version of a month, and go on from it; return its number."""
    done = [one for one in versions(db.duty, month) if one.number]
    if done and not difference(done[-1].plan, plan):
        raise BadInput("The draft is the same as version {n}: there is nothing to approve.", n=done[-1].number)
    number = done[-1].number + 1 if done else 1
    words = dict(block or (done[-1].block if done else {}))
    words.setdefault("name", db.actor.name)
    made = Schedule(month, number, plan, db.actor.id, db.now.isoformat(), block=words, note=note)
    db.duty.add(Paper(Sort.ROSTER, month, 0, _body(made)))
    cells = [[c.person, c.day.isoformat(), c.before, c.after] for c in difference(done[-1].plan, plan)] if done else []
    db.note(Event("duty-approve", db.now, {"month": month, "version": number, "cells": cells, "note": note}))
    return number


def publish(db: Session, month: str, number: int) -> Changes:
    """Publish an approved version: everybody sees it, and it is what duty is done by."""
    return _stamp(db, month, number, "published")


def printed(db: Session, month: str, number: int) -> Changes:
    """Note that a version was printed for the board."""
    return _stamp(db, month, number, "printed")


def differences(duty: DutyReads, month: str, old: int, new: int) -> tuple[Change, ...]:
    """Return the cells in which two versions differ, by date."""
    return difference(schedule(duty, month, old).plan, schedule(duty, month, new).plan)


def _stamp(db: Session, month: str, number: int, name: str) -> Changes:
    rights.require(db, "roster")
    found = schedule(db.duty, month, number)
    if number == DRAFT or found.paper is None:
        raise BadInput("Approve the schedule of {month} first.", month=month)
    db.duty.save(replace(found.paper, body={**_body(found), name: db.now.isoformat()}))
    db.note(Event(f"duty-{name}", db.now, {"month": month, "version": number}))
    return Changes(duty=True)


def _newest(duty: DutyReads, month: str) -> Plan:
    found = versions(duty, month)
    done = [one for one in found if one.number] or list(found)
    return done[-1].plan if done else Plan()


def _past(duty: DutyReads, office: Office, month: str) -> dict[int, Past]:
    """Return what everybody did in the months before."""
    found: dict[int, Past] = {}
    for _ in range(PAST_MONTHS):
        month = month_before(month)
        plan = _newest(duty, month)
        if plan.cells:
            first, last = days_of(month)
            judged = frame_of(
                office.calendar, first, last, kinds=duty_data.kinds_of(office), members=(), demands=(),
                limits=duty_data.limits_of(office),
            )  # fmt: skip
            for person, past in tally_past(judged, plan).items():
                found[person] = found.get(person, Past()) + past
    return found


def _schedule(paper: Paper) -> Schedule:
    said: Mapping[str, Any] = paper.body
    words = {name: said.get(name, "") for name in ("approved", "published", "printed", "note")}
    plan = plan_from_json(said["plan"])
    return Schedule(
        paper.key, said["number"], plan, said.get("by", 0), block=said.get("block", {}), paper=paper, **words
    )


def _body(one: Schedule) -> dict[str, Any]:
    words = {name: getattr(one, name) for name in ("approved", "published", "printed", "note")}
    return {"number": one.number, "plan": plan_json(one.plan), "by": one.by, "block": dict(one.block), **words}


def moment_of(text: str) -> datetime | None:
    """Return the moment that `approved`, `published` or `printed` names, None for "" (UTC)."""
    return datetime.fromisoformat(text) if text else None
