"""Today: the technician's first screen, from the next appointment down to what is overdue."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.errors import UserError
from desk_app.domain.view import Queue
from desk_app.i18n import explain, format_date, tr, weekday_name
from desk_app.services import agenda
from desk_app.services.agenda import Day, Part
from desk_app.services.ports import Changes
from desk_app.ui.board.strip import BoardStrip
from desk_app.ui.editor.plain import Elided, plain_label, quiet_button, scaled, tip
from desk_app.ui.reports.notice import Notice
from desk_app.ui.today import calendar_file
from desk_app.ui.today.list import DayList
from desk_app.ui.today.reminder_bar import JournalReminder
from desk_app.ui.today.steps import DEEDS, DayDeeds, Deed
from desk_app.ui.today.words import empty, following, summary
from desk_app.ui.widgets.lines import Line

_MINUTE: Final = 60_000
_SETTLE: Final = 60
_REST: Final = 4
_QUEUES: Final = {Part.ARRIVED: Queue.UNREGISTERED, Part.LATE: Queue.OVERDUE}


class TodayPage(QWidget):
    """Reads the day when it is shown, when something changed, and every minute.

    `current_changed` carries the ticket of the current line or None, `opened` a ticket, `asked_queue` a Queue,
    `typed` letters for the search box, `loaded` the Day that is shown now, `asked_journal` the Month whose journal
    is to be opened.
    """

    current_changed = Signal(object)
    opened = Signal(int)
    asked_queue = Signal(object)
    typed = Signal(str)
    loaded = Signal(object)
    asked_journal = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__(parent)
        self._desk, self._now = desk, now
        self.day: Day | None = None
        self._current: int | None = None
        self._reading = self._again = False
        self._rest_until = 0.0
        self._make_parts()
        self._lay_out()
        self._connect()
        self.say_again()

    # -- made of --

    def _make_parts(self) -> None:
        self.title = scaled(plain_label("", self), 1.35)
        self.summary = Elided("", self)
        self.summary.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.save = quiet_button("calendar", "", self)
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save.setMenu(QMenu(self.save))
        self.board = BoardStrip(self._desk, self)
        self.notice = Notice(self)
        self.journal = JournalReminder(self._desk, self.asked_journal.emit, self, self._now)
        self.list = DayList(self)
        self.after = Elided("", self)
        self.after.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.deeds = DayDeeds(self._desk, self.notice, self)
        self.buttons = {deed.id: self._button(deed) for deed in DEEDS}
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self.reload)
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self.reload)

    def _button(self, deed: Deed) -> QToolButton:
        button = quiet_button(deed.icon, tr(deed.text), self)
        button.clicked.connect(partial(self._do, deed.id))
        if deed.key:
            keys = QShortcut(QKeySequence(deed.key), self, partial(self._do, deed.id))
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, GRID, GRID // 2)
        head.setSpacing(2 * GRID)
        head.addWidget(self.title)
        head.addWidget(self.summary, 1)
        head.addWidget(self.save)
        foot = QHBoxLayout()
        foot.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        foot.setSpacing(GRID // 2)
        for button in self.buttons.values():
            foot.addWidget(button)
        foot.addStretch(1)
        below = QHBoxLayout()
        below.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        below.addWidget(self.after)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        for part in (self.board, self.journal, self.notice):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addLayout(below)
        column.addWidget(Line(self))
        column.addLayout(foot)

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self.opened)
        self.list.typed.connect(self.typed)
        self.list.more.connect(self._more)
        self._desk.changed.connect(self._changed)
        self._desk.renewed.connect(self.reload)
        menu = self.save.menu()
        self._saving = (
            (menu.addAction(""), calendar_file.save_day),
            (menu.addAction(""), calendar_file.save_all),
        )
        for action, save in self._saving:
            action.triggered.connect(partial(self._save, save))
        self._one = menu.addAction("")
        self._one.triggered.connect(self._save_one)
        menu.aboutToShow.connect(self._gate)

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self.list.setAccessibleName(tr("Today"))
        self.save.setText(tr("To a calendar…"))
        self.save.setAccessibleName(tr("To a calendar…"))
        self.save.setToolTip(tr("Save appointments as a file that Outlook, Thunderbird or a telephone takes"))
        for (action, _save), text in zip(
            self._saving, (tr("My appointments of today…"), tr("All my appointments…")), strict=True
        ):
            action.setText(text)
        self._one.setText(tr("Only this appointment…"))
        for deed in DEEDS:
            button = self.buttons[deed.id]
            keys = QKeySequence(deed.key).toString(QKeySequence.SequenceFormat.NativeText)
            button.setText(tr(deed.text))
            button.setAccessibleName(tr(deed.text))
            button.setToolTip(f"{tr(deed.tip)} ({keys})" if keys else tr(deed.tip))
        self.board.say_again()
        self.journal.say_again()
        self._entitle()
        if self.day is not None:
            self._show_day(self.day, self._now())

    def _entitle(self) -> None:
        local = self._now().astimezone(self._desk.office.zone)
        self.title.setText(tr("Today, {weekday} {day}", weekday=weekday_name(local), day=format_date(local)))

    # -- reading --

    def reload(self) -> None:
        """Read the day anew."""
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        self.journal.look()
        began, me, now = monotonic(), self._desk.me, self._now()

        def show(day: Day) -> None:
            self._reading = False
            self._rest_until = monotonic() + _REST * (monotonic() - began)
            self._show_day(day, now)
            self.loaded.emit(day)
            if self._again:
                self._later.start(_SETTLE)

        self._desk.query(self, lambda reader: agenda.today(reader, me, now), show, self._failed)

    def _failed(self, error: UserError) -> None:
        self._reading = False
        self.list.empty_text = explain(error)
        self.list.viewport().update()

    def _show_day(self, day: Day, now: datetime) -> None:
        office, self.day = self._desk.office, day
        self._entitle()
        self.summary.setText(summary(day))
        self.summary.setToolTip(tip(summary(day)))
        self.after.setText(following(office, day, now))
        self.after.setVisible(bool(self.after.text()))
        self.list.empty_text = empty(day)
        self.list.show_day(office, day, now)
        self._chosen()

    def _changed(self, news: Changes) -> None:
        if news.tickets or news.office:
            self._later.start(max(_SETTLE, int((self._rest_until - monotonic()) * 1000)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.journal.look()

    # -- what is chosen and done --

    def current_ticket(self) -> int | None:
        """Return the ticket of the current line, or None."""
        task = self.list.task()
        return task.ticket_id if task else None

    def _chosen(self) -> None:
        self._gate()
        ticket = self.current_ticket()
        if ticket != self._current:
            self._current = ticket
            self.current_changed.emit(ticket)

    def _gate(self) -> None:
        task = self.list.task()
        for deed in DEEDS:
            button = self.buttons[deed.id]
            can = self.deeds.possible(deed, task)
            button.setEnabled(can)
            button.setVisible(can or not deed.parts)
        self._one.setEnabled(task is not None and task.part is Part.MEETINGS)

    def _do(self, deed: str, _checked: bool = False) -> None:
        task = self.list.task()
        spec = next(one for one in DEEDS if one.id == deed)
        if task is None or not self.deeds.possible(spec, task):
            return
        if deed == "open":
            self.opened.emit(task.ticket_id)
        else:
            self.deeds.do(deed, task)

    def _more(self, part: Part) -> None:
        self.asked_queue.emit(_QUEUES.get(part, Queue.MINE))

    def _save(self, save: Callable[[Desk, QWidget, Notice], None], _checked: bool = False) -> None:
        save(self._desk, self, self.notice)

    def _save_one(self) -> None:
        ticket = self.current_ticket()
        if ticket is not None:
            calendar_file.save_one(self._desk, self, self.notice, ticket)
