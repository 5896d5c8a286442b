"""What is going on, in a few lines: over the day, and beside the form of a system that is affected (E-6.2b)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, Hue, quiet
from desk_app.domain.board import affected, board_of
from desk_app.i18n import tr, trn
from desk_app.services.ports import Changes
from desk_app.ui.board.words import HUES, SYMBOLS, incident_words, state_words
from desk_app.ui.editor.due_section import StandingMark
from desk_app.ui.editor.due_words import Standing
from desk_app.ui.editor.plain import plain_label, quiet_button, small

LINES: Final = 3
"""Lines of news that are shown; the window has them all."""


class News(QWidget):
    """Lines of news, each with its picture and its colour; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: tuple[Standing, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID // 4)
        self.hide()

    def say(self, news: Sequence[Standing]) -> None:
        """Show `news`, as many as there is room for."""
        if tuple(news) == self.shown:
            return
        self.shown = tuple(news)
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for one in news[:LINES]:
            mark = StandingMark(self)
            mark.say(one)
            mark.setAccessibleName(one.text)
            self._column.addWidget(mark)
        if len(news) > LINES:
            self._column.addWidget(small(plain_label(trn("and {n} more", "and {n} more", len(news) - LINES), self)))
        self.setAccessibleName("; ".join(one.text for one in news))
        self.setVisible(bool(news))


class BoardStrip(QWidget):
    """The board over the day; hidden while all is well. `desk` tells when it changes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.news = News(self)
        self.news.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.open = quiet_button("info-circle", "", self)
        self.open.clicked.connect(self._open)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self.news, 1)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        desk.changed.connect(self._changed)
        self.say_again()

    def say_again(self) -> None:
        """Say what is going on now, in the language spoken now."""
        office, now = self._desk.office, datetime.now(UTC)
        board = board_of(office)
        found = [
            *(Standing(incident_words(office, one, now), Hue.BAD, "alert-triangle") for one in board.incidents),
            *(Standing(state_words(office, one, now), HUES[one.state], SYMBOLS[one.state]) for one in board.troubled),
        ]
        self.open.setText(tr("What is going on"))
        self.open.setAccessibleName(tr("What is going on"))
        self.news.say(found)
        self.setVisible(bool(found))

    def _changed(self, news: Changes) -> None:
        if news.office:
            self.say_again()

    def _open(self) -> None:
        from desk_app.ui.board.window import BoardWindow

        BoardWindow.open(self._desk, self.window())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(0, self.height() - 1, self.width(), 1, quiet(self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self.update()


class SystemNotice(News):
    """What the board tells of one system, for a form beside which it stands; hidden while that system works."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._system = desk, ""
        desk.changed.connect(self._changed)

    def show_system(self, system: str) -> None:
        """Tell of `system` (a code, "" is none), of what it is part of and of its parts; follow the board from now."""
        self._system = system
        office, now = self._desk.office, datetime.now(UTC)
        state, incidents = affected(office, system)
        found = [Standing(incident_words(office, one, now), Hue.BAD, "alert-triangle") for one in incidents]
        if state is not None:
            found.append(Standing(state_words(office, state, now), HUES[state.state], SYMBOLS[state.state]))
        self.say(found)

    def _changed(self, news: Changes) -> None:
        if news.office:
            self.show_system(self._system)
