"""The card of one ticket as a window of its own."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.domain.text import subject_of
from desk_app.i18n import tr
from desk_app.services.ports import TicketCard
from desk_app.ui.editor.pane import TicketPane
from desk_app.ui.outbox.banner import AwayBanner
from desk_app.ui.widgets.tabs import tab_as_laid_out


class TicketWindow(QWidget):
    """One ticket; opening it again raises its window."""

    def __init__(self, desk: Desk, ticket_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self.ticket_id = ticket_id
        self.banner = AwayBanner(desk, self._open_waiting, self, only_away=True)
        self.pane = TicketPane(desk, self, wide=True)
        self.pane.shown.connect(self._entitle)
        self.pane.shown.connect(lambda _card: tab_as_laid_out(self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.pane, 1)
        QShortcut(QKeySequence("Ctrl+P"), self, self.pane.print_form)
        self.resize(1000, 660)
        self.pane.show_ticket(ticket_id)

    @classmethod
    def open(cls, desk: Desk, ticket_id: int, parent: QWidget) -> "TicketWindow":
        """Open the ticket with `ticket_id` over the main window of `parent`."""
        root = parent.window()
        while (above := root.parentWidget()) is not None:
            root = above.window()
        opened = (window for window in root.findChildren(cls) if window.ticket_id == ticket_id and window.isVisible())
        window = next(opened, None) or cls(desk, ticket_id, root)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.pane.unsaved:
            self._desk.messages.info(tr("What you typed is kept. Open the ticket again to go on."))
        self.pane.put_aside()
        event.accept()

    def _open_waiting(self) -> None:
        from desk_app.ui.outbox.waiting import WaitingDialog

        WaitingDialog.open_over(self._desk, self)

    def _entitle(self, card: TicketCard) -> None:
        number = card.ticket.number or tr("Not registered")
        self.setWindowTitle(f"{number} · {subject_of(card.ticket.description)[:80]}")
