"""What is asked of a ticket besides its fields, while its fields are typed into: it follows the choices made there."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from desk_app.domain.answers import as_fields, is_answer
from desk_app.domain.office import Office
from desk_app.domain.questions import questions_for
from desk_app.domain.tickets import Ticket
from desk_app.ui.editor.questionnaire import Questionnaire
from desk_app.ui.editor.rows import Rows

_ABOUT: Final = ("kind", "type", "service")
_FILLED: Final = ("kind", "type")
"""What a service of the catalogue sets (P-1)."""


class AboutTicket(QObject):
    """Keeps a questionnaire among `rows`. `asked` tells that other questions are asked than before.

    Another service brings its kind and type where those of the service before it still stand.
    """

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
        self._filled: dict[str, str] = {}
        self._filling = False
        for code in _ABOUT:
            if code in rows.rows:
                rows.rows[code].input.edited.connect(self._service_chosen if code == "service" else self.follow)
        self._follow_service(False)
        self.rebase(ticket)

    def fill(self, values: Mapping[str, str]) -> None:
        """Put `values` into the rows; a service among them is there already, and brings nothing."""
        self._filling = True
        try:
            self._rows.fill(values)
        finally:
            self._filling = False

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

    def _service_chosen(self) -> None:
        self._follow_service(not self._filling)
        self.follow()

    def _follow_service(self, fills: bool) -> None:
        """Note what the service that is chosen sets; `fills` puts it where what was set before it still stands."""
        data: Mapping[str, Any] = self._office.choices("service").get(self._code("service")).data
        for code in _FILLED:
            said, before = str(data.get(code, "")), self._filled.get(code)
            if not said:
                continue
            self._filled[code] = said
            if fills and before and self._code(code) == before and code in self._rows.rows:
                self._rows.rows[code].input.set_value(said)

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
