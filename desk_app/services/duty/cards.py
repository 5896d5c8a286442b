"""Staff cards, absences and wishes: what the planner knows of people (E-5.1, E-5.3, E-8.2, E-8.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desk_app.domain.errors import BadInput
from desk_app.domain.office import Office, Person
from desk_app.domain.roster import Absence, Member, Wish
from desk_app.domain.roster.wire import member_from_json, member_json
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.duty_ports import DutyReads, Paper, Sort
from desk_app.services.ports import Changes, Session


@dataclass(frozen=True, slots=True)
class Away:
    """An absence with the paper it stands on; `reason` and `document` are words (E-8.2)."""

    absence: Absence
    reason: str = ""
    document: str = ""
    paper: int = 0


def members(duty: DutyReads, office: Office, people: Iterable[Person]) -> tuple[Member, ...]:
    """Return the staff cards of everybody active who has a line, by name; who has no card yet has a plain one."""
    cards = {paper.staff: paper.body for paper in duty.papers(Sort.CARD)}
    found = []
    for person in people:
        if not person.id or not person.active:
            continue
        body = cards.get(person.id)
        if body is not None:
            found.append(replace(member_from_json({**body, "id": person.id, "name": person.name, "limits": None})))
        elif person.line in office.choices("line"):
            found.append(Member(person.id, person.name, frozenset({person.line})))
    return tuple(sorted(found, key=lambda member: member.name.casefold()))


def save_card(db: Session, member: Member) -> Changes:
    """Keep somebody's staff card. Raises BadInput for days out of order or a share that is none."""
    rights.require(db, "roster")
    if not 1 <= member.share <= 100:
        raise BadInput("The share of the norm is a number from 1 to 100 per cent.", field="share")
    if member.since and member.until and member.until < member.since:
        raise BadInput("The last day of work lies before the first one. Correct one of the two.", field="until")
    body = {key: value for key, value in member_json(member).items() if key not in ("id", "name", "limits")}
    before = next(iter(db.duty.papers(Sort.CARD, staff=member.id)), None)
    if before is None:
        db.duty.add(Paper(Sort.CARD, "", member.id, body))
    else:
        db.duty.save(replace(before, body=body))
    db.note(Event("duty-card", db.now, {"staff": member.id, "card": body}))
    return Changes(duty=True)


def absences(duty: DutyReads, first: date, last: date) -> tuple[Away, ...]:
    """Return the absences that touch the days from `first` to `last`, both included."""
    found = (_away(paper) for paper in duty.papers(Sort.ABSENCE, last=last.isoformat()))
    return tuple(away for away in found if away.absence.last >= first)


def add_absence(db: Session, absence: Absence, reason: str = "", document: str = "") -> Changes:
    """Keep an absence of somebody; leave lowers the norm (E-8.4). Raises BadInput when it ends before it begins."""
    rights.require(db, "roster")
    if absence.last < absence.first:
        raise BadInput("The absence ends before it begins. Correct one of the two days.", field="last")
    said = {
        "last": absence.last.isoformat(),
        "kind": absence.kind,
        "lowers_norm": absence.lowers_norm,
        "reason": reason,
        "document": document,
    }
    db.duty.add(Paper(Sort.ABSENCE, absence.first.isoformat(), absence.person, said))
    db.note(Event("duty-absence", db.now, {"staff": absence.person, "first": absence.first.isoformat(), **said}))
    return Changes(duty=True)


def drop_absence(db: Session, paper_id: int) -> Changes:
    """Take an absence away."""
    rights.require(db, "roster")
    paper = db.duty.paper(paper_id)
    db.duty.drop(paper_id)
    db.note(Event("duty-absence-gone", db.now, {"staff": paper.staff, "first": paper.key, **paper.body}))
    return Changes(duty=True)


def wishes(duty: DutyReads, first: date, last: date) -> tuple[Wish, ...]:
    """Return the wishes for the days from `first` to `last`."""
    found = []
    for paper in duty.papers(Sort.CARD):
        for day, code, wanted, weight in paper.body.get("wishes", ()):
            if first.isoformat() <= day <= last.isoformat():
                found.append(Wish(paper.staff, date.fromisoformat(day), code, wanted, weight))
    return tuple(found)


def _away(paper: Paper) -> Away:
    said: Mapping[str, Any] = paper.body
    days = (date.fromisoformat(paper.key), date.fromisoformat(said["last"]))
    absence = Absence(paper.staff, *days, said["kind"], said["lowers_norm"])
    return Away(absence, said.get("reason", ""), said.get("document", ""), paper.id)
