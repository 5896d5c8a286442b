"""A ticket as it will print: the error form of Appendix 1, or all of it (E-6.1c, J-3.5)."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.i18n import tr
from desk_app.reports.form import Form
from desk_app.reports.ticket_form_kinds import NAMES, TicketForm
from desk_app.services.ports import Changes, Reader, TicketCard
from desk_app.ui.reports import files
from desk_app.ui.reports.month_bar import Choice
from desk_app.ui.reports.window import ReportWindow, raised
from desk_app.ui.reports.words import Words
from desk_app.ui.widgets.tabs import tab_order

_GEOMETRY: Final = "print.geometry"
_FORM: Final = "print.form"
"""Under this key the form that was chosen last is kept."""


class TicketPrintWindow(ReportWindow[TicketCard]):
    """Starts with the form that was chosen last."""

    def __init__(self, desk: Desk, ticket_id: int, parent: QWidget | None = None) -> None:
        self.ticket_id = ticket_id
        self._number = ""
        self.form = Choice(22)
        super().__init__(desk, parent, self.form, _GEOMETRY)
        tab_order(self.form, *self.tools, self.print, self.pages)
        self.say_again()
        self.form.setCurrentIndex(max(self.form.findData(desk.settings.get(_FORM, "")), 0))
        self.form.currentIndexChanged.connect(self._chosen)
        self.refresh()

    @classmethod
    def open(cls, desk: Desk, ticket_id: int, parent: QWidget) -> "TicketPrintWindow":
        """Open the print of a ticket over `parent`, or raise the one that is open."""
        root = parent.window()
        opened = (one for one in root.findChildren(cls) if one.ticket_id == ticket_id and one.isVisible())
        return raised(next(opened, None) or cls(desk, ticket_id, root))

    def say_again(self) -> None:
        self.form.offer([(form.value, tr(NAMES[form])) for form in TicketForm])
        self.form.setAccessibleName(tr("Which form"))
        super().say_again()

    def words(self) -> Words:
        return Words(
            title=tr("Print of the ticket {number}", number=self._number) if self._number else tr("Print of a ticket"),
            soon=tr("The pages of the form will stand here in a moment."),
            reading=tr("Reading the ticket…"),
            failed=tr("The form could not be made."),
            changed=tr("The ticket was changed since these pages were made."),
            save=tr("Save the form"),
            print=tr("Print the form"),
        )

    def ask(self) -> Callable[[Reader], TicketCard]:
        ticket_id = self.ticket_id
        return lambda reader: reader.card(ticket_id)

    def describe(self, read: TicketCard, as_of: datetime | None) -> Callable[[], Form]:
        self._number = read.ticket.number or ""
        self.setWindowTitle(self.words().title)
        form, office, people = self.chosen(), self._desk.office, tuple(self._desk.people.values())
        printed_on = self.now().date()

        def described() -> Form:
            from desk_app.reports.ticket_form_kinds import ticket_form

            return ticket_form(form, office, people, read, printed_on=printed_on, as_of=as_of)

        return described

    def chosen(self) -> TicketForm:
        """Return the form that is chosen."""
        return TicketForm(str(self.form.currentData() or TicketForm.ERROR.value))

    def counted(self, read: TicketCard) -> int:
        return 1

    def rows_text(self, rows: int) -> str:
        return ""

    def file_name(self) -> str:
        return files.file_name(tr(NAMES[self.chosen()]), self._number)

    def is_about(self, news: Changes) -> bool:
        return self.ticket_id in news.tickets

    def _chosen(self) -> None:
        self._desk.settings.set(_FORM, self.chosen().value)
        self.choose_again()
