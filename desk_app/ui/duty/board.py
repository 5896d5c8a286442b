"""Who is here: the presence board, and one's own marks (E-8.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue, ink
from desk_app.domain.duty import short_of
from desk_app.domain.duty_day import Mark, Presence
from desk_app.domain.errors import N_, UserError
from desk_app.domain.office import Person
from desk_app.i18n import explain, explained, format_moment, tr
from desk_app.services.duty import presence
from desk_app.services.duty.presence import OnDuty
from desk_app.services.ports import Changes, Reader
from desk_app.ui.editor.plain import Remark, plain_label
from desk_app.ui.widgets.list_view import be_list
from desk_app.ui.widgets.one_window import open_one

MINUTE: Final = 60_000
SHOWN: Final[Mapping[Presence, str]] = {
    Presence.EXPECTED: N_("expected"),
    Presence.WORKING: N_("at work"),
    Presence.LUNCH: N_("LUNCH"),
    Presence.BREAK: N_("on a break"),
    Presence.UNDISTURBED: N_("do not disturb"),
    Presence.AWAY: N_("away"),
    Presence.LEFT: N_("has left"),
    Presence.FREE: N_("free"),
}
MARKS: Final[Mapping[Mark, str]] = {
    Mark.ARRIVED: N_("I am here"),
    Mark.LUNCH: N_("Lunch"),
    Mark.BREAK: N_("Break"),
    Mark.UNDISTURBED: N_("Do not disturb"),
    Mark.AWAY: N_("Away"),
    Mark.BACK: N_("I am back"),
    Mark.LEFT: N_("I leave"),
}


@dataclass(frozen=True, slots=True)
class _Seen:
    board: list[OnDuty]
    following: dict[str, tuple[Person, datetime]]


class PresenceBoard(QDialog):
    """Shows everybody of the day by line, and takes one's own marks."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("PresenceBoard")
        self.setWindowTitle(tr("Who is here"))
        self._desk = desk
        self.table = QTableWidget(0, 5, self)
        self.table.setHorizontalHeaderLabels([tr("Name"), tr("Line"), tr("Shift"), tr("State"), tr("Remarks")])
        self.table.setAccessibleName(tr("Who is here"))
        be_list(self.table)
        self.table.verticalHeader().hide()
        self.table.hide()  # until it is known who is there
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.next = plain_label("", self)
        self.next.setWordWrap(True)
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(tr("Why, where it is outside the schedule"))
        self.reason.setAccessibleName(tr("Reason"))
        self.remark = Remark(self)
        column = QVBoxLayout(self)
        column.addWidget(self.table, 1)
        column.addWidget(self.next)
        column.addWidget(self.remark)
        column.addWidget(self.reason)
        column.addLayout(self._marks())
        self.resize(820, 480)
        desk.changed.connect(self._changed)
        self._clock = QTimer(self, interval=MINUTE)
        self._clock.timeout.connect(self._load)
        self._clock.start()
        self._load()

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "PresenceBoard":  # type: ignore[override]
        """Open the board over `parent`, or raise the one that is open."""
        window = open_one(cls, parent, lambda: cls(desk, parent))
        window.finished.connect(window.deleteLater)
        return window

    def _marks(self) -> QGridLayout:
        grid = QGridLayout()
        self.buttons: dict[Mark, QPushButton] = {}
        for place, (mark, text) in enumerate(MARKS.items()):
            button = QPushButton(tr(text), self)
            button.setAutoDefault(False)
            button.clicked.connect(self._marking(mark))
            grid.addWidget(button, place // 4, place % 4)
            self.buttons[mark] = button
        return grid

    def _marking(self, mark: Mark) -> Callable[[], None]:
        def do() -> None:
            reason = self.reason.text().strip()
            self._desk.command(self, lambda db: presence.mark(db, mark, reason), self._marked, failed=self._failed)

        return do

    def _marked(self, _changes: Changes) -> None:
        self.reason.clear()
        self.remark.say("")

    def _changed(self, news: Changes) -> None:
        if news.duty or news.staff or news.office:
            self._load()

    def _load(self) -> None:
        office, people = self._desk.office, tuple(self._desk.people.values())
        now = datetime.now(UTC)

        def ask(reader: Reader) -> _Seen:
            asked = (reader.duty, office, people, now)
            return _Seen(presence.board(*asked), presence.following(*asked))

        self._desk.query(self, ask, self._loaded, failed=self._failed)

    def _loaded(self, seen: _Seen) -> None:
        office, zone = self._desk.office, self._desk.office.zone
        lines = office.choices("line")
        self.table.setRowCount(len(seen.board))
        self.table.setVisible(bool(seen.board))
        for row, one in enumerate(seen.board):
            since = f" · {format_moment(one.now.since.astimezone(zone))[-5:]}" if one.now.since else ""
            warned = "; ".join(explained(warning.template, warning.params) for warning in one.now.warnings)
            texts = (one.person.name, lines.label(one.line), short_of(office, one.code) if one.code else "",
                     tr(SHOWN[one.now.presence]) + since, warned or one.now.reason)  # fmt: skip
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if warned and column == 4:
                    item.setForeground(ink(self.palette(), Hue.BAD))
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        coming = [
            tr("{line}: {name} from {moment}", line=lines.label(line), name=person.name,
               moment=format_moment(when.astimezone(zone)))
            for line, (person, when) in sorted(seen.following.items())
        ]  # fmt: skip
        nobody = tr("Nobody has duty today by a published schedule.")
        text = tr("Next on duty: {who}", who="; ".join(coming)) if coming else ""
        self.next.setText(text if seen.board else f"{nobody} {text}")

    def _failed(self, error: UserError) -> None:
        self.remark.say(explain(error))
