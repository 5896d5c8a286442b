"""The settings of the office itself: name, time, numbers, week, what stands around the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from desk_app import calendars
from desk_app.app.theme import GRID
from desk_app.domain import numbering
from desk_app.domain.errors import N_, UserError
from desk_app.domain.office import ATTACHMENT_LIMIT_MB, OfficeSeed
from desk_app.i18n import explain, tr
from desk_app.services.office_words import DAYS, JOURNAL, key_name
from desk_app.ui.admin.item_form import add_hint
from desk_app.ui.editor.inputs import ChoiceInput, LineInput
from desk_app.ui.editor.number_input import NumberInput
from desk_app.ui.editor.plain import Remark, plain_label, scaled
from desk_app.ui.editor.rows import Row, Rows, heading
from desk_app.ui.start.inputs import ZoneInput

_NUMBERS: Final = ("attachment_limit_mb", "journal_day")
"""Settings that are whole numbers, and need not be said."""
COUNTRIES: Final = {"RU": N_("Russia"), "KZ": N_("Kazakhstan"), "IR": N_("Iran")}
"""What the countries are called whose calendars are shipped."""


class OfficeForm(QScrollArea):
    """`edited` carries the name of a setting and its value; `calendar_asked` asks for the working calendar."""

    edited = Signal(str, object)
    calendar_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seed: OfficeSeed | None = None
        self._filling = False
        self._typed = ""
        self.inputs: dict[str, Any] = {}
        self.example = Remark(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._paper = QWidget(self)
        column = QVBoxLayout(self._paper)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        self._paper.setMaximumWidth(90 * GRID)
        column.addWidget(scaled(plain_label(tr("The office"), self._paper), 1.2))
        self._add_facts(column)
        self._add_week(column)
        self._add_journal(column)
        column.addStretch(1)
        self.setWidget(self._paper)

    def show_office(self, seed: OfficeSeed, may: bool = True) -> None:
        """Show the settings of `seed`."""
        self._filling, self._seed = True, seed
        values: dict[str, str] = {
            **{name: getattr(seed, name) for name in ("name", "time_zone", "country", "number_template")},
            "attachment_limit_mb": str(seed.settings.get("attachment_limit_mb", ATTACHMENT_LIMIT_MB)),
            "journal_day": str(seed.settings.get("journal_day", "")),
            **{f"week.{day}": ", ".join(seed.week.get(day, ())) for day in DAYS},
            **{f"journal.{part}": seed.journal.get(part, "") for part in JOURNAL},
        }
        for name, value in values.items():
            if name != self._typed and self.inputs[name].value() != value:
                self.inputs[name].set_value(value)
        self._paper.setEnabled(may)
        self._show_example()
        self._filling = False

    def focus(self, name: str) -> None:
        """Put the cursor on a setting."""
        target = self.inputs.get(name) or self.inputs.get(f"{name}.mon") or self.inputs.get(f"{name}.title")
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(target)

    # -- made of --

    def _add_facts(self, column: QVBoxLayout) -> None:
        rows = Rows(self._paper)
        countries = [(code, tr(COUNTRIES.get(code, code)), 0) for code in calendars.shipped()]
        for name, made, wide in (
            ("name", LineInput(), True),
            ("time_zone", ZoneInput(), False),
            ("country", _Country(countries), False),
            ("number_template", LineInput(), True),
            ("attachment_limit_mb", NumberInput(whole=True), False),
            ("journal_day", NumberInput(whole=True), False),
        ):
            row = Row(name, key_name("", name), made, name not in _NUMBERS)
            if name == "number_template":
                add_hint(row, tr("{parts} stand for year, month and number.", parts="{year}, {month:02}, {seq:06}"))
                below = row.layout()
                assert below is not None
                below.addWidget(self.example)
            self._keep(name, made)
            rows.add(row, wide)
        column.addWidget(rows)

    def _add_week(self, column: QVBoxLayout) -> None:
        column.addWidget(heading(tr("Working week: 08:30-12:30, 13:30-17:00; nothing for a day off"), self._paper))
        rows = Rows(self._paper)
        for day, name in DAYS.items():
            self._keep(f"week.{day}", made := LineInput())
            rows.add(Row(f"week.{day}", _capital(tr(name)), made, False), wide=False)
        column.addWidget(rows)
        button = QPushButton(tr("Working calendar…"), self._paper)
        button.clicked.connect(self.calendar_asked)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def _add_journal(self, column: QVBoxLayout) -> None:
        column.addWidget(heading(tr("Texts of the printed journal"), self._paper))
        rows = Rows(self._paper)
        for part, name in JOURNAL.items():
            self._keep(f"journal.{part}", made := LineInput())
            rows.add(Row(f"journal.{part}", tr(name), made, False), wide=part in ("title", "form"))
        column.addWidget(rows)

    def _keep(self, name: str, made: Any) -> None:
        self.inputs[name] = made
        made.edited.connect(lambda: self._tell(name))

    # -- what is typed --

    def _tell(self, name: str) -> None:
        if self._filling or self._seed is None:
            return
        value: Any = self.inputs[name].value().strip()
        fact, _, part = name.partition(".")
        if fact == "week":
            value = _with(self._seed.week, part, tuple(span for span in _spans(value) if span))
            value = {day: spans for day, spans in value.items() if spans or day in self._seed.week}
        elif fact == "journal":
            value = _with(self._seed.journal, part, value)
        elif fact in _NUMBERS:
            value = int(value) if value.isdigit() else None
        self._show_example()
        self._typed = name  # what is typed is not tidied up under the typing hand
        self.edited.emit(fact, value)
        self._typed = ""

    def _show_example(self) -> None:
        template = self.inputs["number_template"].value()
        try:
            numbering.check_template(template)
        except UserError as error:
            self.example.say(explain(error))
            return
        today = datetime.now().astimezone()
        self.example.say(tr("The next number may be: {number}", number=numbering.number(template, today, 123)), None)


class _Country(ChoiceInput):
    """A country whose calendar is shipped, or the office's own."""

    def set_value(self, value: str) -> None:
        if value and self.findData(value) < 0:
            self.addItem(value, value)
        super().set_value(value)

    def __init__(self, choices: list[tuple[str, str, int]]) -> None:
        super().__init__(choices, optional=False)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _spans(text: str) -> list[str]:
    return [part.strip().replace("–", "-").replace(" ", "") for part in text.replace(";", ",").split(",")]


def _with(values: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    return {**values, key: value}
