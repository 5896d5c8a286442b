"""When the ticket of a card is due, how it stands with that, and the way to the reasons."""

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk_app.app.icons import drawn
from desk_app.app.theme import Hue, ink, tint
from desk_app.domain.office import Office
from desk_app.i18n import tr
from desk_app.services.ports import TicketCard
from desk_app.ui.editor.due_words import Standing, first_due, local, standing
from desk_app.ui.editor.plain import plain_label, quiet_button, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.editor.why_due import WhyDueDialog

_MINUTE: Final = 60_000
_PICTURE: Final = 16
_EDGE: Final = 6


class DueSection(QWidget):
    """Hidden where no limit is set for the ticket. What it says of the time follows the clock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card: TicketCard | None = None
        self._office: Office | None = None
        self.date = plain_label("", self)
        self.why = quiet_button("help", tr("Why?"), self)
        self.why.setToolTip(tr("From when it counts, by which limit, and which days did not count"))
        self.why.clicked.connect(self._ask)
        self.mark = StandingMark(self)
        self.first = small(plain_label("", self))
        top = QHBoxLayout()
        top.addWidget(self.date)
        top.addStretch()
        top.addWidget(self.why)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading(tr("Due"), self))
        column.addLayout(top)
        column.addWidget(self.mark)
        column.addWidget(self.first)
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._say)
        self.hide()

    def show_ticket(self, card: TicketCard, office: Office) -> None:
        """Show when the ticket of `card` is due."""
        self._card, self._office = card, office
        self._say()
        self._clock.start()

    def _say(self) -> None:
        if self._card is None or self._office is None:
            return
        office, ticket = self._office, self._card.ticket
        now = standing(office, ticket, datetime.now(UTC))
        self.setVisible(now is not None)
        if now is None:
            return
        self.date.setText(local(office, ticket.due_at) if ticket.due_at else tr("No date now"))
        self.date.setAccessibleName(tr("Due") + f": {self.date.text()}, {now.text}")
        self.mark.say(now)
        self.first.setText(first_due(office, ticket))
        self.first.setVisible(bool(self.first.text()))

    def _ask(self) -> None:
        if self._card is not None and self._office is not None:
            WhyDueDialog.open_for(self._office, self._card, self.window())


class StandingMark(QLabel):
    """A sentence with its picture, on a quiet ground of the colour that says the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing = Standing("", Hue.GOOD, "clock")
        self.setWordWrap(True)
        self.setTextFormat(plain_label("").textFormat())
        self.setContentsMargins(2 * _EDGE + _PICTURE, 3, _EDGE, 3)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    def say(self, standing: Standing) -> None:
        """Show `standing`."""
        self._standing = standing
        self.setText(standing.text)
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, scale = QGuiApplication.palette(), self.devicePixelRatioF()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(ink(now, self._standing.hue))
            painter.setBrush(tint(now, self._standing.hue))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            picture = drawn(self._standing.symbol, ink(now, self._standing.hue).name(), round(_PICTURE * scale))
            picture.setDevicePixelRatio(scale)
            painter.drawPixmap(QPoint(_EDGE, (self.height() - _PICTURE) // 2), picture)
        super().paintEvent(event)

    def _colour(self) -> None:
        now = QPalette(QGuiApplication.palette())
        now.setColor(QPalette.ColorRole.WindowText, ink(now, self._standing.hue))
        self.setPalette(now)
