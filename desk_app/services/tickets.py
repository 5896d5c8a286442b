"""What people do with tickets. Every verb runs inside one `UnitOfWork.write`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from desk_app.domain import merging, record, workflow
from desk_app.domain.asks import ASKS, parse_answer
from desk_app.domain.clock import begun, unclocked
from desk_app.domain.errors import BadInput, Conflict
from desk_app.domain.intake import (
    MOMENTS,
    merged_requester,
    parse_fields,
    refuse_retired,
    refuse_unknown,
    require,
    text_of,
)
from desk_app.domain.moments import parse_moment
from desk_app.domain.questions import refuse_unanswered
from desk_app.domain.text import clean_line
from desk_app.domain.tickets import Event, Requester, Ticket
from desk_app.services import breaches, catalogue, passing, rights
from desk_app.services.ports import Changes, Session
from desk_app.services.undo import undo

VERBS: Final = ("register", "edit", "undo", *(verb for verb in ASKS if verb != "register"))
"""The verbs of `do`."""
_LEANS: Final[Mapping[str, tuple[str, ...]]] = {
    "assign": ("assignee", "line"),
    "escalate": ("assignee", "line"),
    "hand-over": ("line",),
    "return": ("line", "fix_by", "complexity"),
    "approve": ("agreed",),
    "override": ("agreed",),
    "solve": ("solution", "cause"),
}
"""What a verb changes besides the course of the ticket."""
TEMPLATE: Final = "template"
"""Under this key a call may say the name of the template it was begun with."""
CLOCKS_APART: Final = timedelta(minutes=15)
"""How far another workstation's clock may be ahead before it is anybody's business."""


def register(db: Session, raw: Mapping[str, object], taken: datetime | None = None) -> Changes:
    """Register a call: a new ticket with its number (K-2.2, K-4.3). `raw` holds the fields of a ticket.

    `taken` is when the person registered it on a computer that could not reach the office. That needs no right
    to backdate: the history has both moments. It has the name, too, of the TEMPLATE the call was begun with.
    """
    rights.require(db, "register")
    at = _registered_at(db, raw, taken)
    said, call = _apart(raw)
    ticket = _drafted(db, call, at)
    refuse_unanswered(db.office, ticket)
    return _directory(db, _registered(db, ticket, at, said))


def arrive(db: Session, raw: Mapping[str, object]) -> Changes:
    """Keep what has arrived but is not registered yet: it has no number until then (K-4.3)."""
    rights.require(db, "register")
    ticket = _drafted(db, raw, _registered_at(db, raw))
    ticket = begun(db.office, ticket)
    event = Event("arrive", ticket.received_at, {"fields": record.contents(ticket)})
    return _directory(db, db.add_ticket(replace(ticket, version=1), event))


def answer_at_once(db: Session, raw: Mapping[str, object], solution: str, taken: datetime | None = None) -> Changes:
    """Register a call that is answered already: registered, solved and closed in one go (K-4.1, S-3.4a).

    `taken` as for `register`.
    """
    changes = register(db, raw, taken)
    ticket_id = changes.tickets[0]
    do(db, ticket_id, "solve", {"solution": solution}, taken=taken)
    ticket = db.ticket(ticket_id)
    if any(step.verb == "close" for step in workflow.next_steps(db.office, ticket, db.actor)):
        do(db, ticket_id, "close", {}, taken=taken)
    return changes


def do(
    db: Session,
    ticket_id: int,
    verb: str,
    raw: Mapping[str, object] | None = None,
    version: int | None = None,
    *,
    taken: datetime | None = None,
) -> Changes:
    """Take the step `verb` with a ticket. `raw` answers what the step asks, and "at" when it happened.

    `version` is what the person saw; None stands for whatever it is now. `taken` as for `register`.
    Raises NotAllowed, BadInput (not possible now, something missing), Conflict (a colleague saved first).
    """
    if verb not in VERBS:
        raise BadInput("There is no step “{verb}”. Known are: {known}.", verb=verb, known=", ".join(VERBS))
    rights.require(db, verb)
    answer = dict(raw or {})
    given = _moment(db, answer.pop("at", None), "at")
    ticket = db.ticket(ticket_id)
    at = given or _now(db, ticket, taken)
    if verb == "register":
        at = _moment(db, answer.get("registered_at"), "registered_at") or at
    if verb != "undo":  # what runs out by a slip that is taken back never ran out
        ticket = breaches.note(db, ticket, at)
    if verb == "edit":
        return _edit(db, ticket, answer, at, version)
    if verb == "undo":
        refuse_unknown(answer, ())
        _refuse_overlap(db, ticket, version, {*merging.COURSE})
        return undo(db, ticket)
    if verb == "register":
        refuse_unknown(answer, ("registered_at",))
        refuse_unanswered(db.office, ticket)
        workflow.find_step(db.office, ticket, verb)
        return Changes((_registered(db, ticket, at),))
    if verb not in workflow.FREE:
        _refuse_overlap(db, ticket, version, {*merging.COURSE, *_LEANS.get(verb, ())})
    return _step(db, ticket, verb, answer, at)


def _apart(raw: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
    """Return what the history keeps besides the fields of a call, and those fields."""
    call = {name: value for name, value in raw.items() if name != TEMPLATE}
    template = raw.get(TEMPLATE)
    name = clean_line(text_of(template, TEMPLATE), TEMPLATE) if template is not None else ""
    return ({TEMPLATE: name} if name else {}), call


def _edit(db: Session, ticket: Ticket, raw: Mapping[str, object], at: datetime, version: int | None) -> Changes:
    """Change fields; what a colleague saved since `version` stands beside it where the two did not meet."""
    fields = parse_fields(db.office, raw)
    refuse_retired(db.office, fields, ticket)
    _refuse_overlap(db, ticket, version, merging.differing(ticket, fields))
    for name in MOMENTS:
        _refuse_future(db, fields.get(name, db.now), name)
    if "registered_at" in fields:
        rights.require(db, "backdate")
        if ticket.number is None:
            raise BadInput("This ticket is not registered yet. Register it first.", field="registered_at")
    if "requester" in fields:
        requester = merged_requester(ticket.requester, fields["requester"])
        given = fields["requester"].keys() & {"phone", "email", "room"}  # what was emptied stays empty
        fields["requester"] = db.remember_requester(requester, complete=not given)
    new, event = workflow.edited(db.office, ticket, fields, at)
    if new == replace(ticket, version=new.version):
        return Changes((ticket.id,))
    db.save_ticket(ticket, new, event)
    return Changes((ticket.id,), directory="requester" in fields)


def _step(db: Session, ticket: Ticket, verb: str, raw: Mapping[str, object], at: datetime) -> Changes:
    step = workflow.find_step(db.office, ticket, verb)
    answer = parse_answer(db.office, verb, raw, step.requires)
    workflow.refuse_early(ticket, at)  # before anything else is written
    touched: tuple[int, ...] = (ticket.id,)
    passing.refuse_not_theirs(db, ticket, verb, answer)
    if verb in ("assign", "escalate"):
        answer |= passing.receiver(db, ticket, str(answer["to"]))
    elif verb == "hand-over":
        answer |= passing.addressee(db, str(answer["to"]))
    elif verb == "return":
        answer |= passing.line_before(db, ticket, step.target)
    elif verb == "link":
        other = db.ticket(db.find_ticket(str(answer["to"])))
        touched += (_link(db, ticket, other, str(answer.get("relation", "")), at),)
        answer["to"] = other.number or str(other.id)
    elif verb == "convert":
        touched += (_convert(db, ticket, step.kinds, at),)
        answer["request"] = db.ticket(touched[1]).number
    if verb == "solve":  # first, so that the step is the last thing that happened, and can be undone
        ticket = catalogue.give_files(db, ticket, at)
    new, event = workflow.take(db.office, ticket, step, answer, at=at, by=db.actor.id)
    db.save_ticket(ticket, new, event)
    return Changes(touched)


def _link(db: Session, ticket: Ticket, other: Ticket, relation: str, at: datetime) -> int:
    if other.id == ticket.id:
        raise BadInput("A ticket cannot be linked to itself. Name another one.", field="to")
    db.link_tickets(ticket.id, other.id, relation)
    event = Event("link", at, {"to": ticket.number or str(ticket.id), "relation": relation})
    db.save_ticket(other, replace(other, version=other.version + 1), event)
    return other.id


def _convert(db: Session, ticket: Ticket, kinds: frozenset[str], at: datetime) -> int:
    """Make a request of a consultation, nothing typed twice, linked both ways (K-5.2)."""
    kind = next(item.code for item in db.office.choices("kind").offered if item.code not in kinds)
    draft = replace(
        unclocked(ticket),
        id=0,
        version=0,
        number=None,
        kind=kind,
        status="",
        registered_at=None,
        solved_at=None,
        closed_at=None,
    )
    new_id = _registered(db, draft, at, {"of": ticket.number})
    db.link_tickets(ticket.id, new_id, "convert")
    catalogue.carry_files(db, ticket, db.ticket(new_id), at)
    return new_id


def _drafted(db: Session, raw: Mapping[str, object], at: datetime) -> Ticket:
    """Return the ticket that `raw` describes; what does not say when it was received was received `at`."""
    fields = parse_fields(db.office, raw)
    refuse_retired(db.office, fields)
    require(fields, ("description",))
    fields.pop("registered_at", None)
    _refuse_future(db, fields.setdefault("received_at", at), "received_at")
    fields |= catalogue.defaults(db.office, fields)
    for section in ("kind", "type", "channel", "priority", "mode"):
        fields[section] = fields.get(section) or db.office.choices(section).usual
    requester = Requester(**fields.pop("requester", {}))
    if requester.name or requester.organisation:
        requester = db.remember_requester(requester)
    fields["answers"] = {code: value for code, value in fields.get("answers", {}).items() if value is not None}
    fields.setdefault("line", db.actor.line or db.office.choices("line").first)
    return Ticket(**fields, requester=requester)


def _registered(db: Session, ticket: Ticket, at: datetime, said: Mapping[str, object] | None = None) -> int:
    new, event = workflow.registered(db.office, ticket, db.next_number(at), at)
    if not ticket.assignee and not ticket.id:
        new = replace(new, assignee=db.actor.id)
    if ticket.id:
        db.save_ticket(ticket, new, event)
        return ticket.id
    data = {"number": new.number, "fields": record.contents(new), **(said or {})}
    return db.add_ticket(new, Event("register", at, data))


def _directory(db: Session, ticket_id: int) -> Changes:
    return Changes((ticket_id,), directory=True)


def _registered_at(db: Session, raw: Mapping[str, object], taken: datetime | None = None) -> datetime:
    return _moment(db, raw.get("registered_at"), "registered_at") or _by_now(db, taken)


def _by_now(db: Session, taken: datetime | None) -> datetime:
    """Return `taken`, in whole seconds and not later than now; None is now."""
    return db.now if taken is None else min(taken.replace(microsecond=0), db.now)


def _moment(db: Session, given: object, field: str) -> datetime | None:
    if given in (None, ""):
        return None
    moment = parse_moment(given, db.office.zone, field)
    rights.require(db, "backdate")
    _refuse_future(db, moment, field)
    return moment


def _refuse_future(db: Session, moment: datetime, field: str) -> None:
    """Raise BadInput for a moment that has not come yet, even by another workstation's clock."""
    if moment > db.now + CLOCKS_APART:
        raise BadInput("“{field}” lies in the future. Correct the moment.", field=field)


def _now(db: Session, ticket: Ticket, taken: datetime | None) -> datetime:
    """Return the present moment, or `taken`; where the clock of who began the ticket is a bit ahead, its beginning."""
    began, now = ticket.registered_at or ticket.received_at, _by_now(db, taken)
    return began if timedelta() < began - now <= CLOCKS_APART else now


def _refuse_overlap(db: Session, ticket: Ticket, version: int | None, names: set[str]) -> None:
    """Raise Conflict when a colleague has changed any of `names` since `version`; None stands for now."""
    if version is None or version >= ticket.version:
        return
    later = db.history(ticket.id)[version:]
    theirs = {name for entry in later for name in merging.touched((entry.data or {}).get("changes", {}))}
    if both := sorted(theirs & names):
        raise Conflict(
            "{name} has saved this ticket since you opened it. What you typed is still here: "
            "look at what changed, then save again.",
            both,
            name=later[-1].by.name or later[-1].by.login,
        )
