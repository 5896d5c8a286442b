"""The backups of the office: what there is, and for an administrator the way back to one of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.backups import Backups
from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.messages import BUG
from desk_app.app.theme import GRID, ROW_HEIGHT, Hue
from desk_app.domain.errors import N_, UserError
from desk_app.i18n import explain, format_moment, tr, trn
from desk_app.services import backup_words
from desk_app.services.backups import Backup, Keeper, Preview, Restored
from desk_app.services.ports import Finding
from desk_app.ui.editor.plain import Remark, plain_label, scaled
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.list_view import be_list

T = TypeVar("T")
RIGHT: Final = "restore"
_HEADERS: Final = (N_("Made"), N_("Tickets"), N_("State"))


class BackupsDialog(QDialog):
    """What there is, newest first, and this computer's copy on top. `trouble` says what is wrong with the office."""

    def __init__(
        self, desk: Desk, backups: Backups, parent: QWidget | None = None, trouble: UserError | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._backups = desk, backups
        self.found: list[Backup] = []
        self.setObjectName("BackupsDialog")
        self.setWindowTitle(tr("Backups"))
        self._may = desk.office.may(desk.me, RIGHT)
        self.table = QTableWidget(self)
        self.remark = Remark(self)
        self.progress = QProgressBar(self)
        self.make = QPushButton(tr("Back up now"), self)
        self.check = QPushButton(tr("Check the office"), self)
        self.restore = PrimaryButton(tr("Put back…"), "history", self)
        self.done_button = QPushButton(tr("Close"), self)
        self._lay_out(trouble)
        self.make.clicked.connect(self.back_up)
        self.check.clicked.connect(self.look_through)
        self.restore.clicked.connect(self.preview)
        self.done_button.clicked.connect(self.accept)
        self.table.itemSelectionChanged.connect(self._gate)
        self._busy = False
        self._fill([])
        self.look()

    @classmethod
    def open(  # type: ignore[override]
        cls, desk: Desk, backups: Backups, parent: QWidget, trouble: UserError | None = None
    ) -> "BackupsDialog":
        """Open the dialog over `parent`."""
        dialog = cls(desk, backups, parent, trouble)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        return dialog

    def _lay_out(self, trouble: UserError | None) -> None:
        self.resize(84 * GRID, 58 * GRID)
        be_list(self.table)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setAccessibleName(tr("Backups"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        put_icon(self.make, "device-floppy")
        put_icon(self.check, "checks")
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.progress.hide()
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(scaled(plain_label(tr("Backups of “{name}”", name=self._desk.office.name), self), 1.2))
        for sentence in self._sentences(trouble):
            label = plain_label(sentence, self)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.table, 1)
        column.addWidget(self.remark)
        column.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        for button in (self.make, self.check):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.restore)
        foot.addWidget(self.done_button)
        column.addLayout(foot)
        for button in (self.make, self.check, self.restore, self.done_button):
            button.setAutoDefault(False)
            button.setVisible(self._may)
        self.done_button.setMinimumHeight(4 * GRID)

    def _sentences(self, trouble: UserError | None) -> list[str]:
        told = [explain(trouble)] if trouble else []
        if trouble:
            told.append(
                tr(
                    "You can go on reading and searching: this computer shows its own copy of the office. Nothing is "
                    "saved into the damaged file."
                )
            )
        else:
            told.append(tr("One of the open programs makes a backup every hour, without anybody having to wait."))
        if self._may:
            told.append(
                tr("When a backup is put back, the present file is put aside, and later work comes from the computers.")
            )
        else:
            told.append(tr("Only an administrator puts a backup back. Call: {names}.", names=self._administrators()))
        return told

    def _administrators(self) -> str:
        office, people = self._desk.office, self._desk.people.values()
        names = [person.name or person.login for person in people if person.active and office.may(person, RIGHT)]
        return ", ".join(names) or "—"

    # -- what there is ----

    def look(self) -> None:
        """Look which backups there are."""
        self._ask_for(lambda keeper: keeper.backups(), self._fill)

    @property
    def chosen(self) -> Backup | None:
        """The backup chosen; None stands for this computer's copy."""
        row = self.table.currentRow()
        return self.found[row - 1] if 0 < row <= len(self.found) else None

    def _fill(self, found: Sequence[Backup]) -> None:
        self._end()
        self.found = list(found)
        now = datetime.now(self._desk.office.zone)
        seen = self._desk.reach.seen
        known = tr("as of {time}", time=format_moment(seen.astimezone(now.tzinfo))) if seen else ""
        rows = [(tr("This computer's copy"), "", known)]
        for one in found:
            count = str(one.tickets) if one.tickets else "—"
            rows.append((backup_words.when(one, now), count, backup_words.state(one)))
        self.table.setColumnCount(len(_HEADERS))
        self.table.setRowCount(len(rows))
        for place, header in enumerate(_HEADERS):
            item = QTableWidgetItem(tr(header))
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
            self.table.setHorizontalHeaderItem(place, item)
        for row, cells in enumerate(rows):
            for place, text in enumerate(cells):
                self.table.setItem(row, place, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()
        for place in (0, 1):
            self.table.setColumnWidth(place, self.table.columnWidth(place) + 3 * GRID)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.selectRow(next((place for place, one in enumerate(found, 1) if one.verified), 0))
        self._gate()

    # -- what can be done ----

    def back_up(self) -> None:
        """Make a backup now."""
        self._ask_for(lambda keeper: keeper.make(), self._backed_up, tr("A backup is being made…"))

    def _backed_up(self, made: Backup) -> None:
        self._end()
        now = datetime.now(self._desk.office.zone)
        self.remark.say(backup_words.described(made, now), Hue.GOOD if made.verified else Hue.BAD)
        self._backups.ask(self, lambda keeper: keeper.backups(), self._fill, self._failed)

    def look_through(self) -> None:
        """Check the office."""
        self._ask_for(lambda keeper: keeper.check(), self._looked_through, tr("The office is being checked…"))

    def _looked_through(self, findings: list[Finding]) -> None:
        self._end()
        if not findings:
            self.remark.say(tr("The file is whole."), Hue.GOOD)
            return
        first = findings[0]
        what = explain(UserError(first.template, **first.params))
        count = trn("{n} thing is not as it should be", "{n} things are not as they should be", len(findings))
        self.remark.say(f"{count}: {first.where}: {what}")

    def preview(self) -> None:
        """Tell what putting back the chosen backup would mean, and ask."""
        chosen = self.chosen
        self._ask_for(lambda keeper: keeper.preview(chosen), lambda told: self._ask(chosen, told))

    def _ask(self, chosen: Backup | None, told: Preview) -> None:
        self._end()
        question = backup_words.question(chosen, told, datetime.now(self._desk.office.zone))
        if not self._desk.messages.ask(self, question, tr("Put it back"), tr("Leave it as it is"), careful=True):
            return
        name = self._desk.me.name or self._desk.me.login
        said = tr("It is being put back…")
        self._ask_for(lambda keeper: keeper.restore(chosen, name), self._restored, said, must=True)

    def _restored(self, done: Restored) -> None:
        self._end()
        self.remark.say(backup_words.outcome(done), Hue.GOOD)
        self._desk.look()
        self._backups.ask(self, lambda keeper: keeper.backups(), self._fill, self._failed)

    # -- waiting ----

    def _ask_for(
        self, work: Callable[[Keeper], T], then: Callable[[T], None], said: str = "", must: bool = False
    ) -> None:
        self._busy = True
        self.progress.show()
        self.remark.say(said, None)
        self._gate()
        self._backups.ask(self, work, then, self._failed, must)

    def _failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, UserError):
            self._desk.messages.bug(error, silent=True)
        self.remark.say(explain(error if isinstance(error, UserError) else UserError(BUG)))

    def _end(self) -> None:
        self._busy = False
        self.progress.hide()
        self._gate()

    def _gate(self) -> None:
        for button in (self.make, self.check):
            button.setEnabled(not self._busy)
        self.restore.setEnabled(not self._busy and self.table.currentRow() >= 0)
