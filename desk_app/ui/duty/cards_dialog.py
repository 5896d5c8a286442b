"""Staff cards and absences: whom the planner may put where, and when they are away (E-5.1, E-5.3, E-8.2, E-8.4)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue, calm_selection, show_edges
from desk_app.domain.errors import UserError
from desk_app.domain.roster import Absence, Employment, Member
from desk_app.i18n import explain, format_date, tr
from desk_app.services.duty import cards
from desk_app.services.duty.cards import Away
from desk_app.services.ports import Changes, Reader, Session
from desk_app.ui.editor.inputs import MomentInput
from desk_app.ui.editor.plain import Remark, plain_label
from desk_app.ui.widgets.buttons import PrimaryButton

_DATA: Final = int(Qt.ItemDataRole.UserRole)
YEAR: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class _Known:
    members: tuple[Member, ...]
    away: tuple[Away, ...]


class CardsDialog(QDialog):
    """A list of people; beside it the card of the chosen one, and their absences."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("CardsDialog")
        self.setWindowTitle(tr("People of the duty schedule"))
        self._desk = desk
        self._known = _Known((), ())
        self._shown: Member | None = None
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("People"))
        self.list.setMaximumWidth(240)
        self.lines = QListWidget(self)
        self.lines.setMaximumHeight(120)
        for item in desk.office.choices("line").offered:
            line = QListWidgetItem(item.label, self.lines)
            line.setData(_DATA, item.code)
            line.setCheckState(Qt.CheckState.Unchecked)
        self.employment = QComboBox(self)
        self.employment.addItem(tr("permanent"), Employment.PERMANENT)
        self.employment.addItem(tr("temporary"), Employment.TEMPORARY)
        self.since, self.until, self.trainee, self.exam = (self._day() for _ in range(4))
        self.share = QSpinBox(self)
        self.share.setRange(1, 100)
        self.share.setSuffix(" %")
        self.remark = Remark(self)
        self.save = PrimaryButton(tr("Save the card"), "", self)
        self.save.clicked.connect(self._save)
        self._make_absences()
        self._arrange()
        self._dress()
        self.list.currentRowChanged.connect(lambda _row: self._show())
        desk.changed.connect(self._changed)
        self.resize(820, 560)
        self._load()

    def _make_absences(self) -> None:
        self.absences = QListWidget(self)
        self.absences.setAccessibleName(tr("Absences"))
        today = date.today()  # noqa: DTZ011 - people's own day
        self.first, self.last = (QDateEdit(QDate(today.year, today.month, today.day), self) for _ in range(2))
        for edit, label in ((self.first, tr("First day")), (self.last, tr("Last day"))):
            edit.setCalendarPopup(True)
            edit.setAccessibleName(label)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(tr("Kind of absence"))
        for code, text in (("leave", tr("leave")), ("illness", tr("illness")), ("journey", tr("journey")),
                           ("unpaid", tr("unpaid leave")), ("truancy", tr("absence without reason"))):  # fmt: skip
            self.kind.addItem(text, code)
        self.lowers = QCheckBox(tr("lowers the norm"), self)
        self.lowers.setChecked(True)
        self.document = QLineEdit(self)
        self.document.setPlaceholderText(tr("reason, document"))
        self.document.setAccessibleName(tr("Reason, document"))
        self.add = QPushButton(tr("Add"), self)
        self.add.clicked.connect(self._add)
        self.drop = QPushButton(tr("Take away"), self)
        self.drop.clicked.connect(self._drop)
        for button in (self.add, self.drop):
            button.setAutoDefault(False)

    def _day(self) -> MomentInput:
        return MomentInput(datetime.now(self._desk.office.zone), optional=True, day_only=True, parent=self)

    def _arrange(self) -> None:
        form = QFormLayout()
        for label, field in (
            (tr("Lines"), self.lines), (tr("Employment"), self.employment), (tr("Employed since"), self.since),
            (tr("Employed until"), self.until), (tr("Share of the norm"), self.share),
            (tr("Trainee until"), self.trainee), (tr("Exam passed on"), self.exam),
        ):  # fmt: skip
            field.setAccessibleName(label)
            form.addRow(plain_label(label, self), field)
        row = QHBoxLayout()
        for widget in (self.first, plain_label("–", self), self.last, self.kind, self.lowers):
            row.addWidget(widget, 1 if widget is self.kind else 0)
        second = QHBoxLayout()
        second.addWidget(self.document, 1)
        second.addWidget(self.add)
        second.addWidget(self.drop)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTrailing)
        right.addWidget(plain_label(tr("Absences"), self))
        right.addWidget(self.absences, 1)
        right.addLayout(row)
        right.addLayout(second)
        right.addWidget(self.remark)
        whole = QHBoxLayout(self)
        whole.addWidget(self.list)
        whole.addLayout(right, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._dress()

    def _dress(self) -> None:
        for view in (self.list, self.lines, self.absences):
            calm_selection(view)
            show_edges(view)

    # -- showing --

    def _load(self) -> None:
        office, people = self._desk.office, tuple(self._desk.people.values())
        today = date.today()  # noqa: DTZ011 - people's own day

        def ask(reader: Reader) -> _Known:
            away = cards.absences(reader.duty, today - YEAR, today + YEAR)
            return _Known(cards.members(reader.duty, office, people), away)

        self._desk.query(self, ask, self._loaded, failed=self._failed)

    def _loaded(self, known: _Known) -> None:
        chosen = self._shown.id if self._shown else 0
        self._known = known
        self.list.clear()
        self.list.addItems([member.name for member in known.members])
        ids = [member.id for member in known.members]
        self.list.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        self._show()

    def _member(self) -> Member | None:
        row = self.list.currentRow()
        return self._known.members[row] if 0 <= row < len(self._known.members) else None

    def _show(self) -> None:
        member = self._member()
        if member is None:
            return
        if member != self._shown:  # what is typed stays while others are about something else
            self._shown = member
            self._fill(member)
        self.absences.clear()
        for away in self._known.away:
            if away.absence.person == member.id:
                self.absences.addItem(self._away(away))
        if not self.absences.count():
            self.absences.addItem(tr("No absence is noted."))
            self.absences.setCurrentRow(0)

    def _fill(self, member: Member) -> None:
        for place in range(self.lines.count()):
            item = self.lines.item(place)
            checked = item.data(_DATA) in member.lines
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        self.employment.setCurrentIndex(self.employment.findData(member.employment))
        days = ((self.since, member.since), (self.until, member.until), (self.trainee, member.trainee_until))
        for edit, day in (*days, (self.exam, member.exam)):
            edit.set_value(day.isoformat() if day else "")
        self.share.setValue(member.share)

    def _away(self, away: Away) -> QListWidgetItem:
        one = away.absence
        place = self.kind.findData(one.kind)
        kind = self.kind.itemText(place) if place >= 0 else one.kind
        words = (f"{format_date(one.first)} – {format_date(one.last)}", kind, away.reason, away.document)
        item = QListWidgetItem(" · ".join(filter(None, words)))
        item.setData(_DATA, away.paper)
        return item

    def _changed(self, news: Changes) -> None:
        if news.duty or news.staff:
            self._load()

    # -- doing --

    def _save(self) -> None:
        member = self._member()
        if member is None:
            return
        items = (self.lines.item(place) for place in range(self.lines.count()))
        lines = frozenset(item.data(_DATA) for item in items if item.checkState() is Qt.CheckState.Checked)
        card = replace(
            member, lines=lines, employment=Employment(self.employment.currentData()), since=_maybe(self.since),
            until=_maybe(self.until), share=self.share.value(), trainee_until=_maybe(self.trainee),
            exam=_maybe(self.exam),
        )  # fmt: skip
        self._do(lambda db: cards.save_card(db, card), tr("The card is saved."))

    def _add(self) -> None:
        member = self._member()
        first, last = _day_of(self.first), _day_of(self.last)
        if member is not None:
            away = Absence(member.id, first, last, str(self.kind.currentData()), self.lowers.isChecked())
            words = self.document.text().strip()
            self._do(lambda db: cards.add_absence(db, away, words), tr("The absence is noted."))

    def _drop(self) -> None:
        item = self.absences.currentItem()
        if item is not None and item.data(_DATA):
            paper = int(item.data(_DATA))
            self._do(lambda db: cards.drop_absence(db, paper), tr("The absence is taken away."))

    def _do(self, work: Callable[[Session], Changes], said: str) -> None:
        self._desk.command(self, work, lambda _changes: self.remark.say(said, Hue.GOOD), failed=self._failed)

    def _failed(self, error: UserError) -> None:
        self.remark.say(explain(error))


def _day_of(edit: QDateEdit) -> date:
    return date(edit.date().year(), edit.date().month(), edit.date().day())


def _maybe(given: MomentInput) -> date | None:
    return date.fromisoformat(given.value()) if given.value() else None
