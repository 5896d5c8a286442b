"""Who may take a shift of a colleague (E-7b)."""

from collections.abc import Iterable

from desk_app.domain.errors import BadInput
from desk_app.domain.roster import Cell, Plan
from desk_app.services.duty import cards
from desk_app.services.ports import Session


def refuse_strangers(db: Session, people: Iterable[int]) -> None:
    """Raise BadInput for somebody who has no duty at all: their shift would stand in no schedule."""
    known = {member.id for member in cards.members(db.duty, db.office, db.staff.everybody())}
    if not known.issuperset(people):
        raise BadInput("Only people of the duty schedule take shifts. Name one of them.", field="other")


def refuse_busy(plan: Plan, cells: Iterable[Cell]) -> None:
    """Raise BadInput where who takes a shift has one of their own among `cells`, which it would push out."""
    if any(plan.code(*cell) for cell in cells):
        raise BadInput("The colleague has duty of their own on this day. Ask for a swap instead.", field="other")
