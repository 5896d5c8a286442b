"""Saving a new call: sent to the office, or kept here until it is back, and the number said."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from desk_app.app.desk import Desk
from desk_app.app.outbox import new_entry
from desk_app.app.theme import Hue
from desk_app.domain.errors import BadInput, UserError
from desk_app.i18n import explain, tr
from desk_app.services.outbox import Entry, Kind
from desk_app.services.ports import Changes, TicketRow
from desk_app.ui.editor.questionnaire import about_answers

if TYPE_CHECKING:
    from desk_app.ui.editor.registration import RegistrationWindow


class EntrySaving(QObject):
    """Saves what stands in `window`; `busy` while that is under way.

    The number stays in sight until a key closes the window or the next call begins in it: a window that went away by
    itself would leave the Enter that was meant for it to the list behind.
    """

    def __init__(self, desk: Desk, window: "RegistrationWindow") -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._said = (window.ui.saved_word.text(), window.ui.saved_hint.text())
        self.busy = False

    def save(self, another: bool = False, convert: bool = False) -> None:
        """Register the call; with `another` the window stays for the next one, with `convert` it becomes a request."""
        window = self._window
        if self.busy or window.done:
            return
        if errors := window.form.problems():
            self._blame(errors)
            return
        self._busy(True)
        then, kept = partial(self._written, another=another), partial(self._kept, another=another)
        self._desk.outbox.send(window, self._entry(convert), then, kept, self._failed)

    def _entry(self, convert: bool) -> Entry:
        window = self._window
        key, form = window.keeping.key, window.form
        about: dict[str, Any] = {
            "raw": form.raw(window.clock.opened),
            "draft": key.kind if key else "",
            "files": window.files.paths(),
        }
        if window.ui.answered.isChecked():
            return new_entry(Kind.ANSWER, {**about, "solution": form.solution()})
        agreed = form.about.appointment()
        if then := [*([["appoint", agreed]] if agreed else []), *([["convert", {}]] if convert else [])]:
            about["then"] = then
        return new_entry(Kind.REGISTER, about)

    def _written(self, changes: Changes, another: bool) -> None:
        window, ticket_id = self._window, changes.tickets[-1]  # of a consultation made a request, the request
        window.files.attach(ticket_id)
        self._saved(another)
        window.registered.emit(ticket_id)
        self._desk.query(
            self,
            lambda reader: reader.rows([ticket_id]),
            lambda rows: self._tell(rows, another),
            failed=lambda _error: self._tell([], another),
        )

    def _kept(self, entry: Entry, another: bool) -> None:
        """Say what the call is called until the office is back."""
        window = self._window
        lost = [name for name in window.files.waiting if name not in entry.payload["files"]]
        window.files.clear()
        self._saved(another)
        said = tr("Kept on this computer as {number}, and sent when the office is back.", number=entry.provisional)
        if lost:
            said += " " + tr("Pasted screenshots were not kept: attach them again then.")
        self._desk.messages.info(said)
        window.saved.say(said, Hue.WAITING)
        window.ui.saved_number.setText(entry.provisional)
        window.ui.saved_word.setText(tr("Kept on this computer as"))
        window.ui.saved_hint.setText(tr("Sent when the office is back. Enter closes this window"))

    def _saved(self, another: bool) -> None:
        window = self._window
        window.form.dirty = False
        window.keeping.forget()
        self._busy(False)
        if another:
            window.next_call()
        else:
            window.ui.saved_number.clear()
            window.ui.saved_word.setText(self._said[0])
            window.ui.saved_hint.setText(self._said[1])
            window.ui.pages.setCurrentWidget(window.ui.saved_page)
            window.clock.stop()
            window.consult.stop()

    def _tell(self, rows: list[TicketRow], another: bool) -> None:
        number = (rows[0].number or "") if rows else ""
        self._desk.messages.info(tr("Registered: {number}", number=number or "—"))
        if another:
            self._window.saved.say(tr("Registered: {number}. The next call:", number=number or "—"), Hue.GOOD)
        self._window.ui.saved_number.setText(number)

    def _failed(self, error: UserError) -> None:
        self._busy(False)
        self._blame([error])

    def _blame(self, errors: list[Any]) -> None:
        form = self._window.form
        fields = about_answers([error for error in errors if isinstance(error, BadInput)], form.rows)
        other = [error for error in errors if not isinstance(error, BadInput)] + form.blame(fields)
        names = form.names()
        self._window.remark.say(" ".join(explain(error, names) for error in other))

    def _busy(self, saving: bool) -> None:
        window = self._window
        self.busy = saving
        window.setCursor(Qt.CursorShape.BusyCursor if saving else Qt.CursorShape.ArrowCursor)
        for widget in (window.form, window.ui.save, window.ui.save_next, window.ui.answered, window.ui.template):
            widget.setEnabled(not saving)
        window.request.setEnabled(not saving and not window.ui.answered.isChecked())
        window.remark.say(tr("Saving…") if saving else "", None)
        if not saving:
            window.form.refocus()
