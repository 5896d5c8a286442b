"""The questions of a service, a kind or a type as inputs of a form (J-3.6, P-1)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_app.domain.answers import ANSWERS, code_of, is_answer
from desk_app.domain.errors import BadInput
from desk_app.domain.office import Office
from desk_app.domain.questions import Question
from desk_app.i18n import tr
from desk_app.ui.editor.inputs import ChoiceInput, FlagInput, LineInput, MomentInput, TextInput
from desk_app.ui.editor.number_input import NumberInput
from desk_app.ui.editor.plain import tip
from desk_app.ui.editor.rows import Row, Rows, heading


class Questionnaire(Rows):
    """Asks what it is told to ask; what was answered comes back when a question does."""

    asked = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._questions: tuple[Question, ...] = ()
        self._kept: dict[str, str] = {}
        self._heading = heading(tr("Questions"), self)
        self._grid.addWidget(self._heading, 0, 0, 1, 2)
        self.hide()

    def ask(self, questions: Sequence[Question]) -> None:
        """Ask `questions`; those on the screen already stay untouched where nothing changed."""
        if tuple(questions) == self._questions:
            return
        self._questions = tuple(questions)
        self._kept |= {code: value for code, value in self.values().items() if value}
        focused = next((code for code, row in self.rows.items() if row.isAncestorOf(row.window().focusWidget())), "")
        self.clear_rows()
        for question in questions:
            self.add(question_row(question, datetime.now(self._office.zone)), wide=_is_wide(question))
        self.fill({code: self._kept.get(code, "") for code in self.rows})
        self.setVisible(bool(questions))
        if focused in self.rows:
            self.rows[focused].input.setFocus()
        self.asked.emit()

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep `values` for the questions they answer, now or once they are asked."""
        self._kept |= {code: value for code, value in values.items() if is_answer(code)}
        self.fill({code: value for code, value in values.items() if code in self.rows})

    def forget(self) -> None:
        """Begin with no answer at all."""
        self._kept = {}
        for row in self.rows.values():
            row.input.set_value("")
            row.say("")


def question_row(question: Question, now: datetime) -> Row:
    """Return the row that asks `question`; `now` is local."""
    made = _input(question, now)
    own_words = isinstance(made, FlagInput)
    row = Row(code_of(question), "" if own_words else question.label, made, question.required)
    row.label = question.label
    if own_words:
        made.setAccessibleName(question.label)
    if question.hint:
        made.setToolTip(tip(question.hint))
        if hasattr(made, "setPlaceholderText"):
            made.setPlaceholderText(question.hint)
    return row


def about_answers(errors: Iterable[BadInput], rows: Mapping[str, Row]) -> list[BadInput]:
    """Return `errors` with those about an answer naming the row of its question."""
    return [_located(error, rows) for error in errors]


def _located(error: BadInput, rows: Mapping[str, Row]) -> BadInput:
    asked = error.params.get("question")
    code = next((code for code, row in rows.items() if is_answer(code) and row.label == asked), "")
    if error.field != ANSWERS or not code:
        return error
    return BadInput(error.template, **{**error.params, "field": code})  # type: ignore[arg-type]


def _is_wide(question: Question) -> bool:
    return question.type in ("text", "flag") or len(question.label) > 40


def _input(question: Question, now: datetime) -> Any:
    match question.type:
        case "text":
            return TextInput(3)
        case "number":
            return NumberInput()
        case "day":
            return MomentInput(now, optional=True, day_only=True)
        case "flag" if question.required:  # nothing chosen is not the same as no
            return ChoiceInput([("true", tr("Yes"), 0), ("false", tr("No"), 0)], optional=True)
        case "flag":
            return FlagInput(question.label)
        case "choice":
            return ChoiceInput([(choice, choice, 0) for choice in question.choices], optional=True)
    return LineInput()
