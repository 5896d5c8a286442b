"""The parts of the main window that tell of the office being away and of what waits."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.app.desk import Desk
from desk_app.i18n import explain, tr
from desk_app.services.outbox import Entry, Kind
from desk_app.services.ports import Changes, TicketRow
from desk_app.ui.editor.plain import caption
from desk_app.ui.outbox.banner import AwayBanner
from desk_app.ui.outbox.files import WaitingFiles
from desk_app.ui.outbox.found import FoundWaiting
from desk_app.ui.outbox.words import how_much
from desk_app.ui.tickets.listing import Listing
from desk_app.ui.widgets.side_button import side_button


class OutboxParts(QObject):
    """`banner` and `found` belong over the table, `button` below the queues; hidden while there is nothing to say."""

    def __init__(self, desk: Desk, listing: Listing, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._session_ends = False
        self.button = side_button("hourglass", window)
        self.button.clicked.connect(lambda _checked: self.open_waiting())
        self.banner = AwayBanner(desk, self.open_waiting, window)
        self.found = FoundWaiting(desk, listing, self.open_waiting, window)
        desk.outbox.changed.connect(self._count)
        desk.outbox.sent.connect(self._sent)
        desk.renewed.connect(self._renewed)
        self.files = WaitingFiles(desk, self)
        self._epoch = desk.epoch
        if isinstance(app := QApplication.instance(), QApplication):
            app.commitDataRequest.connect(self.end_session)
        self._count()

    def open_waiting(self) -> None:
        """Show what waits."""
        from desk_app.ui.outbox.waiting import WaitingDialog

        WaitingDialog.open_over(self._desk, self._window)

    def may_leave(self) -> bool:
        """Tell whether the program may be left: who leaves something unsent behind is asked, the computer's end not."""
        desk = self._desk
        said = how_much([entry for entry in desk.outbox.entries if not entry.refusal], len(desk.outbox.leaving))
        if not said or self._session_ends:
            return True
        question = tr(
            "Not sent to the office yet: {what}. It stays on this computer, and is sent when you open the program "
            "here again.",
            what=said,
        )
        return desk.messages.ask(self._window, question, tr("Leave all the same"), tr("Stay"), careful=True)

    @Slot()
    def end_session(self) -> None:
        """Ask nothing any more: the computer is shut down or signed out of, and a question would block that."""
        self._session_ends = True

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self._count()
        self.banner.say_again(anew=True)
        self.found.say_again()

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
