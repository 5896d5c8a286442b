"""What is asked of a ticket besides its fields, while its fields are typed into: it follows the choices made there."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from desk_app.domain.answers import as_fields, is_answer
from desk_app.domain.office import Office
from desk_app.domain.questions import questions_for
from desk_app.domain.tickets import Ticket
from desk_app.ui.editor.questionnaire import Questionnaire
from desk_app.ui.editor.rows import Rows

_ABOUT: Final = ("kind", "type", "service")


class AboutTicket(QObject):
    """Keeps a questionnaire among `rows`. `asked` tells that other questions are asked than before."""

    asked = Signal()

    def __init__(self, office: Office, ticket: Ticket, rows: Rows) -> None:
        super().__init__(rows)
        self._office = office
        self._ticket = ticket
        self._rows = rows
        self.questions = Questionnaire(office, rows)
        rows.add_part(self.questions)
        self.questions.asked.connect(self._take_over)
        self.questions.edited.connect(rows.edited)
        for code in _ABOUT:
            if code in rows.rows:
                rows.rows[code].input.edited.connect(self.follow)
        self.rebase(ticket)

    def rebase(self, ticket: Ticket) -> None:
        """Go on from `ticket`: its answers stand where nothing else was typed."""
        self._ticket = ticket
        typed = {code: value for code, value in self.questions.values().items() if value}
        self.questions.remember({**as_fields(ticket.answers), **typed})
        self.follow()

    def follow(self) -> None:
        """Ask what is to be asked of such a ticket."""
        kind, type_, service = (self._code(section) for section in _ABOUT)
        asked = questions_for(self._office, kind, type_, service)
        self.questions.ask([question for question in asked if question.on_card])

    def base_of(self, code: str) -> str:
        """Return what the input of the answer `code` holds for what the ticket has."""
        made = self._rows.rows[code].input
        typed = made.value()
        made.set_value(as_fields(self._ticket.answers).get(code, ""))
        base = str(made.value())
        made.set_value(typed)
        return base

    def _code(self, section: str) -> str:
        row = self._rows.rows.get(section)
        return str(row.input.value()) if row is not None else str(getattr(self._ticket, section))

    def _take_over(self) -> None:
        others = {code: row for code, row in self._rows.rows.items() if not is_answer(code)}
        self._rows.rows = {**others, **self.questions.rows}
        self.asked.emit()
