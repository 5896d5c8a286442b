"""What a new call is about: its kind, type, service and mode, and what follows from them in the form."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from desk_app.app.desk import Desk
from desk_app.domain.answers import is_answer
from desk_app.domain.limits import About
from desk_app.domain.questions import questions_for
from desk_app.i18n import tr
from desk_app.ui.editor import fields
from desk_app.ui.editor.inputs import LineInput, MomentInput
from desk_app.ui.editor.questionnaire import Questionnaire
from desk_app.ui.editor.rows import Row, Rows

if TYPE_CHECKING:
    from desk_app.ui.editor.entry import EntryForm

_ABOUT: Final = ("service", "kind", "type", "mode", "priority")
_WHEN: Final = "appoint.when"
_PLACE: Final = "appoint.place"
_SOLUTION: Final = "solution"


class AboutCall(QObject):
    """Keeps the questionnaire of `form` and its question for an appointment as the choices ask for them.

    `chosen` tells that one of the choices is another.
    """

    chosen = Signal()

    def __init__(self, desk: Desk, form: "EntryForm") -> None:
        super().__init__(form)
        self._desk = desk
        self._form = form
        self.questions = Questionnaire(desk.office, form)
        form.add_part(self.questions)
        self.questions.asked.connect(self._take_over)
        self.questions.edited.connect(form.edited)
        self._add_appointment(form)
        for code in _ABOUT:
            if code in form.rows:
                form.rows[code].input.edited.connect(self._service_chosen if code == "service" else self.follow)

    @property
    def value(self) -> About:
        """The codes that limits, questions and scripts are narrowed by."""
        kind, type_, priority, service = (self._code(code) for code in ("kind", "type", "priority", "service"))
        return About(kind=kind, type=type_, priority=priority, service=service, line=self._desk.me.line)

    def follow(self) -> None:
        """Ask what is to be asked now."""
        about = self.value
        asked = questions_for(self._desk.office, about.kind, about.type, about.service)
        self.questions.ask([question for question in asked if question.on_registration])
        wanted = self._wants_appointment()
        for code in (_WHEN, _PLACE):
            self._form.rows[code].setVisible(wanted)
        self.chosen.emit()

    def clear(self) -> None:
        """Begin with no answer at all."""
        self.questions.forget()
        for code in (_WHEN, _PLACE):
            self._form.rows[code].input.set_value("")
        self.follow()

    def appointment(self) -> dict[str, str]:
        """Return what was agreed with the caller, as the services take it; nothing where nothing was."""
        when, place = (self._form.rows[code].input.value() for code in (_WHEN, _PLACE))
        if not when or not self._wants_appointment():
            return {}
        mode = self._desk.office.choices("mode").label(self._code("mode"))
        return {key: text for key, text in (("when", when), ("how", mode), ("place", place)) if text}

    def _code(self, section: str) -> str:
        row = self._form.rows.get(section)
        return str(row.input.value()) if row is not None else fields.default(self._desk.office, section)

    def _service_chosen(self) -> None:
        """Take the kind and the type from the service (P-1)."""
        data: Mapping[str, Any] = self._desk.office.choices("service").get(self._code("service")).data
        for code in ("kind", "type"):
            if data.get(code) and code in self._form.rows:
                self._form.rows[code].input.set_value(str(data[code]))
        self.follow()

    def _wants_appointment(self) -> bool:
        mode = self._desk.office.choices("mode").get(self._code("mode"))
        return bool(mode.data.get("appointment")) and self._desk.office.may(self._desk.me, "appoint")

    def _add_appointment(self, form: Rows) -> None:
        now = datetime.now(self._desk.office.zone)
        hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        when = Row(_WHEN, tr("Agreed time"), MomentInput(hour, optional=True), required=False)
        place = Row(_PLACE, tr("Place or phone"), LineInput(), required=False)
        for row in (when, place):
            form.add(row, wide=False)
            row.hide()

    def _take_over(self) -> None:
        """Let the rows of the questionnaire be rows of the form."""
        own = {code: row for code, row in self._form.rows.items() if not is_answer(code)}
        last = {code: own.pop(code) for code in (_SOLUTION,) if code in own}
        self._form.rows = {**own, **self.questions.rows, **last}


def is_appointment(code: str) -> bool:
    """Tell whether the field `code` of a form belongs to an appointment."""
    return code in (_WHEN, _PLACE)
