"""The parts of the main window that tell of the office being away and of what waits."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.i18n import explain, tr
from desk_app.services.outbox import Entry, Kind
from desk_app.services.ports import Changes, TicketRow
from desk_app.ui.editor.plain import caption
from desk_app.ui.outbox.banner import AwayBanner
from desk_app.ui.outbox.files import WaitingFiles
from desk_app.ui.widgets.side_button import side_button


class OutboxParts(QObject):
    """`banner` belongs over the table, `button` below the queues; both are hidden while there is nothing to say."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.button = side_button("hourglass", window)
        self.button.clicked.connect(lambda _checked: self.open_waiting())
        self.banner = AwayBanner(desk, self.open_waiting, window)
        desk.outbox.changed.connect(self._count)
        desk.outbox.sent.connect(self._sent)
        desk.renewed.connect(self._renewed)
        self.files = WaitingFiles(desk, self)
        self._epoch = desk.epoch
        self._count()

    def open_waiting(self) -> None:
        """Show what waits."""
        from desk_app.ui.outbox.waiting import WaitingDialog

        WaitingDialog.open_over(self._desk, self._window)

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self._count()
        self.banner.say_again(anew=True)

    def _count(self) -> None:
        count = len(self._desk.outbox.entries)
        said = tr("Waiting to be sent: {n}", n=count)
        self.button.setText(caption(said))
        self.button.setAccessibleName(said)
        self.button.setToolTip(tr("Calls and comments that are kept on this computer until the office can be reached"))
        self.button.setVisible(bool(count))

    def _sent(self, entry: Entry, changes: Changes) -> None:
        """Say which number a call has got."""
        if entry.kind is Kind.COMMENT or not changes.tickets:
            return
        ticket_id = changes.tickets[0]

        def tell(rows: list[TicketRow]) -> None:
            number = (rows[0].number or "") if rows else ""
            self._desk.messages.info(
                tr("{waited} is registered now: {number}", waited=entry.provisional, number=number)
            )

        self._desk.query(
            self, lambda reader: reader.rows([ticket_id]), tell, lambda error: _say(self._desk, explain(error))
        )

    def _renewed(self) -> None:
        before, self._epoch = self._epoch, self._desk.epoch
        if before != self._epoch:
            self._desk.messages.info(
                tr("IT has put a backup in the place of the office. You see it as it is now; what waits here is sent.")
            )


def _say(desk: Desk, text: str) -> None:
    desk.messages.info(text)
