"""Asks what somebody wants of their duty: a swap, another shift, cover, an absence, a break."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import QDate, QTime
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from desk_app.i18n import tr
from desk_app.services.duty.requests import Request, Wanted
from desk_app.ui.duty.request_words import WANTED
from desk_app.ui.duty.sheet import Sheet
from desk_app.ui.editor.plain import plain_label
from desk_app.ui.widgets.buttons import PrimaryButton

_KINDS = ("illness", "leave", "journey", "unpaid", "absence")


class AskDialog(QDialog):
    """Makes a Request of what is filled in. Only who makes schedules may ask for somebody else."""

    def __init__(
        self, sheet: Sheet, names: Mapping[int, str], me: int, parent: QWidget, *, for_others: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Ask about duty"))
        self._sheet = sheet
        self.wanted = QComboBox(self)
        for wanted, text in WANTED.items():
            self.wanted.addItem(tr(text), wanted)
        self.person = self._people(names)
        self.person.setCurrentIndex(max(self.person.findData(me), 0))
        self.person.setEnabled(for_others or self.person.findData(me) < 0)
        self.first, self.last = self._day(), self._day()
        self.other = self._people(names)
        self.shift = QComboBox(self)
        self.shift.addItem(tr("free"), "")
        for code, label in sheet.labels.items():
            self.shift.addItem(f"{sheet.shorts[code]} · {label}", code)
        self.kind = QComboBox(self)
        texts = (tr("illness"), tr("leave"), tr("journey"), tr("unpaid leave"), tr("other"))
        for code, text in zip(_KINDS, texts, strict=True):
            self.kind.addItem(text, code)
        self.start = QTimeEdit(QTime(10, 0), self)
        self.minutes = QSpinBox(self)
        self.minutes.setRange(5, 240)
        self.minutes.setValue(15)
        self.reason = QLineEdit(self)
        self._arrange()
        self.wanted.currentIndexChanged.connect(self._gate)
        self.person.currentIndexChanged.connect(self._part)
        self._part()
        self._gate()

    def request(self, month: str) -> Request:
        """Return what is asked for."""
        wanted = Wanted(self.wanted.currentData())
        days: tuple[date, ...] = (_day_of(self.first),)
        if wanted is Wanted.ABSENCE:
            days = self._days()
        elif wanted is Wanted.SWAP:  # the two days alone, not what lies between
            days = tuple(sorted({_day_of(self.first), _day_of(self.last)}))
        return Request(
            wanted,
            month,
            int(self.person.currentData() or 0),
            days,
            other=int(self.other.currentData() or 0) if self.other.isEnabled() else 0,
            code=str(self.shift.currentData() or "") if wanted is Wanted.CHANGE else "",
            reason=self.reason.text().strip(),
            kind=str(self.kind.currentData()) if wanted is Wanted.ABSENCE else "",
            start=self.start.time().hour() * 60 + self.start.time().minute() if wanted is Wanted.BREAK else 0,
            minutes=self.minutes.value() if wanted is Wanted.BREAK else 0,
        )

    def _days(self) -> tuple[date, ...]:
        first, last = _day_of(self.first), _day_of(self.last)
        return tuple(day for day in self._sheet.days if first <= day <= last) or (first,)

    def _people(self, names: Mapping[int, str]) -> QComboBox:
        box = QComboBox(self)
        for member in self._sheet.members:
            box.addItem(names.get(member.id, member.name), member.id)
        return box

    def _day(self) -> QDateEdit:
        shown = max(self._sheet.days[0], min(date.today(), self._sheet.days[-1]))  # noqa: DTZ011 - people's own day
        edit = QDateEdit(QDate(shown.year, shown.month, shown.day), self)
        edit.setCalendarPopup(True)
        edit.setMinimumDate(QDate(*self._sheet.days[0].timetuple()[:3]))
        edit.setMaximumDate(QDate(*self._sheet.days[-1].timetuple()[:3]))
        return edit

    def _arrange(self) -> None:
        self._form = QFormLayout()
        self._rows = (
            (tr("What"), self.wanted), (tr("Who"), self.person), (tr("Day"), self.first), (tr("Last day"), self.last),
            (tr("Colleague"), self.other), (tr("Shift"), self.shift), (tr("Kind of absence"), self.kind),
            (tr("Begins at"), self.start), (tr("Minutes"), self.minutes), (tr("Reason"), self.reason),
        )  # fmt: skip
        for label, field in self._rows:
            field.setAccessibleName(label)
            self._form.addRow(plain_label(label, self), field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(PrimaryButton(tr("Ask"), "", self), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(self._form)
        column.addStretch()
        column.addWidget(buttons)
        self.setMinimumWidth(440)

    def _part(self) -> None:
        """Let the colleague be somebody else: nobody swaps with themselves."""
        if self.other.count() > 1 and self.other.currentData() == self.person.currentData():
            self.other.setCurrentIndex((self.other.currentIndex() + 1) % self.other.count())

    def _gate(self) -> None:
        """Show what belongs to what is asked for."""
        wanted = Wanted(self.wanted.currentData())
        shown = {
            self.last: wanted in (Wanted.ABSENCE, Wanted.SWAP),
            self.other: wanted is Wanted.SWAP,
            self.shift: wanted is Wanted.CHANGE,
            self.kind: wanted is Wanted.ABSENCE,
            self.start: wanted is Wanted.BREAK,
            self.minutes: wanted is Wanted.BREAK,
        }
        for field, seen in shown.items():
            self._form.setRowVisible(field, seen)
            field.setEnabled(seen)


def _day_of(edit: QDateEdit) -> date:
    return date(edit.date().year(), edit.date().month(), edit.date().day())
