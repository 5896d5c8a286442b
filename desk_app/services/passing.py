"""To whom a ticket goes, and who may take a step because of who had it before."""

from typing import Any

from desk_app.domain import workflow
from desk_app.domain.approvals import next_step
from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.lines import LINE, sort_of
from desk_app.domain.office import Meaning, Office, Person
from desk_app.domain.text import normalise
from desk_app.domain.tickets import Ticket
from desk_app.services.ports import Session


def receiver(db: Session, ticket: Ticket, to: str) -> dict[str, Any]:
    """Return the fields that give `ticket` to the person, line, unit or contractor called `to` (J-3.1).

    Raises BadInput when there is none.
    """
    person = db.person(to)
    if person:
        return {"assignee": person.id, "line": person.line or ticket.line}
    try:
        return {"assignee": 0, "line": _offered_line(db, to)}
    except BadInput:
        raise BadInput(
            "There is no colleague and no line “{to}” here. Give a login, a full name or a line.",
            field="to",
            to=to,
        ) from None


def addressee(db: Session, to: str) -> dict[str, Any]:
    """Return the line that a hand-over to `to` leads to; nothing where `to` is words. Who is responsible stays."""
    try:
        return {"line": _offered_line(db, to)}
    except BadInput:
        return {}


def _offered_line(db: Session, to: str) -> str:
    """Return the line called `to`. Raises BadInput where there is none, or it is not offered any more."""
    lines = db.office.choices("line")
    code = lines.find(to)
    if lines[code].retired:
        raise BadInput("The line “{to}” is not offered any more.", field="to", to=to)
    return code


def line_before(db: Session, ticket: Ticket, target: str) -> dict[str, Any]:
    """Return the line that `ticket` goes back to from a unit or a contractor; nothing where they go on with it.

    `target` is the status that the return leads to (E-6.1d: developers give an estimate back, and then mend).
    """
    lines = db.office.choices("line")
    if ticket.line not in lines or sort_of(lines[ticket.line]) == LINE:
        return {}
    if target and db.office.meaning(target) is Meaning.OUTSIDE:
        return {}
    for entry in reversed(db.history(ticket.id)):
        before = (entry.data or {}).get("changes", {}).get("line", ("",))[0]
        if before in lines and sort_of(lines[before]) == LINE:
            return {"line": before}
    return {}


def refuse_not_theirs(db: Session, ticket: Ticket, verb: str, answer: dict[str, Any]) -> None:
    """Raise NotAllowed where it is somebody else's to say that a fix is good, to rate it, or to agree."""
    refuse_check(db.office, ticket, db.actor, verb)
    if verb == "rate":
        _refuse_own_work(db, ticket, str(answer.get("by", "")))
    if verb == "approve":
        _refuse_other_step(db, ticket)
        scan = str(answer.get("scan", ""))
        if scan and scan not in (file.name for file in db.attachments.of(ticket.id)):
            raise BadInput("The ticket has no file “{name}”. Attach the scan first.", field="scan", name=scan)


def refuse_check(office: Office, ticket: Ticket, person: Person, verb: str) -> None:
    """Raise NotAllowed where `verb` says that a fix is good or not, and that is not for `person` to say (E-6.3a)."""
    if not workflow.may_check(office, ticket, person, verb):
        raise NotAllowed("This fix is checked by who is responsible for the ticket, or by the head (E-6.3a).")


def _refuse_own_work(db: Session, ticket: Ticket, rates: str) -> None:
    """Raise NotAllowed for whoever did the work (E-6.3c)."""
    workers = {entry.by.id: entry.by for entry in db.history(ticket.id) if entry.verb == "solve"}
    named = {normalise(text) for person in workers.values() for text in (person.login, person.name) if text}
    theirs = db.actor.id in (*workers, ticket.assignee)
    rater = db.person(rates) if rates else None
    if theirs or normalise(rates) in named or (rater and rater.id in (*workers, ticket.assignee)):
        raise NotAllowed("Nobody rates their own work. Let the requester or a colleague do it.")


def _refuse_other_step(db: Session, ticket: Ticket) -> None:
    """Raise NotAllowed where only people of other roles may record the agreement whose turn it is (P-2)."""
    step = next_step(db.office, ticket)
    roles = tuple(step.data.get("by", ())) if step else ()
    if step and roles and db.actor.role not in roles and not db.office.may(db.actor, "*"):
        raise NotAllowed(
            "The agreement of “{approver}” is recorded by: {roles}.",
            approver=step.label,
            roles=", ".join(db.office.choices("role").label(role) for role in roles),
        )
