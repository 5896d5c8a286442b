"""What is asked when something is said on the board: an incident, or how a system stands."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.board import STATES, Availability, Incident, board_of
from desk_app.domain.errors import Conflict
from desk_app.i18n import tr
from desk_app.services import board
from desk_app.services.ports import Changes, Session
from desk_app.ui.editor.fields import choices
from desk_app.ui.editor.inputs import ChoiceInput, LineInput
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.editor.verb_form import Raw, VerbForm


def ask_incident(desk: Desk, parent: QWidget) -> VerbForm:
    """Ask for a new incident."""
    return VerbForm.ask(desk, _incident_rows(desk), partial(_incident, board.report), tr("New incident"), parent)


def ask_change(desk: Desk, one: Incident, parent: QWidget) -> VerbForm:
    """Ask for other words of an incident."""
    rows = _incident_rows(desk)
    rows.fill({"text": one.text, "system": one.system, "tickets": ", ".join(one.tickets)})
    work = partial(_incident, partial(board.change, incident=one.id))
    return VerbForm.ask(desk, rows, work, tr("Change the incident"), parent)


def ask_state(desk: Desk, one: Availability, parent: QWidget) -> VerbForm:
    """Ask how a system stands."""
    rows = Rows()
    states = ChoiceInput([(str(state), tr(said), 0) for state, said in STATES.items()], optional=False)
    rows.add(Row("state", tr("State"), states, required=True))
    rows.add(Row("words", tr("In a few words"), LineInput(), required=False))
    rows.fill({"state": str(one.state), "words": one.words})
    title = desk.office.choices("system").label(one.system)
    return VerbForm.ask(desk, rows, partial(_state, one.system, [one.since]), title, parent)


def _incident_rows(desk: Desk) -> Rows:
    rows = Rows()
    rows.add(Row("text", tr("What is going on"), LineInput(), required=True))
    rows.add(Row("system", tr("System"), ChoiceInput(choices(desk.office, "system"), optional=True), required=False))
    rows.add(Row("tickets", tr("Ticket numbers, a comma between"), LineInput(), required=False))
    return rows


def _incident(verb: Callable[..., Changes], db: Session, raw: Raw) -> Changes:
    numbers = [part.strip() for part in str(raw.get("tickets", "")).replace(";", ",").split(",") if part.strip()]
    return verb(db, text=str(raw.get("text", "")), system=str(raw.get("system", "")), tickets=numbers)


def _state(system: str, seen: list[datetime | None], db: Session, raw: Raw) -> Changes:
    """Say how `system` stands. Who was told that a colleague spoke first may say it all the same."""
    try:
        return board.set_state(db, system, str(raw.get("state", "")), str(raw.get("words", "")), seen[0])
    except Conflict:
        seen[0] = board_of(db.office).state(system).since
        raise
