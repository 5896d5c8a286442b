"""What is said of an approval chain: each step, how it stands, and what is missing (P-2, S-3.5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from desk_app.domain import approvals
from desk_app.domain.errors import N_
from desk_app.domain.office import Item, Office, Person
from desk_app.domain.tickets import Agreement, Approval, Ticket
from desk_app.i18n import format_date, format_moment, tr

_NEEDS: Final = {
    "letter_no": N_("the No. of the letter"),
    "letter_date": N_("its date"),
    "scan": N_("its scan"),
}


class State(Enum):
    """How a step of a chain stands."""

    GIVEN = "given"
    NEXT = "next"
    LATER = "later"
    LET_THROUGH = "let through"


@dataclass(frozen=True, slots=True)
class Told:
    """One step of a chain in words: who agrees, how it stands, and what is to be said of it besides."""

    who: str
    state: State
    said: str
    details: tuple[str, ...] = ()
    scan: str = ""


STATES: Final = {
    State.GIVEN: N_("agreed"),
    State.NEXT: N_("awaited now"),
    State.LATER: N_("comes later"),
    State.LET_THROUGH: N_("let through without it"),
}


def told_chain(office: Office, ticket: Ticket, people: Mapping[int, Person]) -> tuple[Told, ...]:
    """Return the chain of `ticket` in words, step by step; () where nobody has to agree."""
    given = {one.step: one for one in ticket.agreed if one.step}
    let_through = ticket.approval is Approval.OVERRIDDEN
    upcoming = approvals.next_step(office, ticket)
    found = []
    for step in approvals.chain(office, ticket):
        if step.code in given:
            found.append(_given(office, step, given[step.code], people))
        elif let_through:
            found.append(Told(step.label, State.LET_THROUGH, tr(STATES[State.LET_THROUGH])))
        elif upcoming is not None and step.code == upcoming.code:
            details = tuple(filter(None, (needed_words(step), _recorded_by(office, step))))
            found.append(Told(step.label, State.NEXT, tr(STATES[State.NEXT]), details))
        else:
            found.append(Told(step.label, State.LATER, tr(STATES[State.LATER])))
    return tuple(found)


def chain_sentence(office: Office, ticket: Ticket, people: Mapping[int, Person]) -> str:
    """Return why the ticket may not be worked on yet, or that it was let through; "" where there is nothing to say."""
    if ticket.approval is Approval.OVERRIDDEN:
        return "\n".join(_let_through(office, ticket, people))
    missing = approvals.missing(office, ticket) if ticket.approval is Approval.PENDING else ()
    if not missing:
        return ""
    if len(missing) == 1:
        return tr("Waits for the agreement of: {approver}. It cannot be solved before that.", approver=missing[0].label)
    return tr(
        "Agreements still missing: {count}, the next one of: {approver}. It cannot be solved before that.",
        count=len(missing),
        approver=missing[0].label,
    )


def may_record(office: Office, ticket: Ticket, person: Person) -> bool:
    """Tell whether `person` is one of those who record the agreement whose turn it is."""
    step = approvals.next_step(office, ticket)
    roles = step.data.get("by", ()) if step else ()
    return not roles or person.role in roles or office.may(person, "*")


def needed_words(step: Item) -> str:
    """Return what has to be given with the agreement `step`, in words; "" for nothing."""
    needs = [tr(_NEEDS[need]) for need in step.data.get("needs", ()) if need in _NEEDS]
    return tr("Needed with it: {what}", what=", ".join(needs)) if needs else ""


def _recorded_by(office: Office, step: Item) -> str:
    roles = ", ".join(office.choices("role").label(role) for role in step.data.get("by", ()))
    return tr("Recorded by: {roles}", roles=roles) if roles else ""


def _given(office: Office, step: Item, one: Agreement, people: Mapping[int, Person]) -> Told:
    when = format_moment(one.at.astimezone(office.zone))
    who = people[one.by].name if one.by in people else ""
    by = tr("recorded by {name}", name=who) if who else ""
    details = " · ".join(filter(None, (_letter(one), by)))
    said = f"{tr(STATES[State.GIVEN])}, {when}"
    return Told(step.label, State.GIVEN, said, (details,) if details else (), one.scan)


def _letter(one: Agreement) -> str:
    day = format_date(date.fromisoformat(one.letter_date)) if one.letter_date else ""
    if one.letter_no and day:
        return tr("letter No. {number} of {day}", number=one.letter_no, day=day)
    if one.letter_no:
        return tr("letter No. {number}", number=one.letter_no)
    return tr("letter of {day}", day=day) if day else ""


def _let_through(office: Office, ticket: Ticket, people: Mapping[int, Person]) -> Iterator[str]:
    for one in ticket.agreed:
        if one.override:
            when = format_moment(one.at.astimezone(office.zone))
            name = people[one.by].name if one.by in people else "—"
            yield tr(
                "Let through without its agreements by {name} on {when}: {reason}",
                name=name,
                when=when,
                reason=one.override,
            )
