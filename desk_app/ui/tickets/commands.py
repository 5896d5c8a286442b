"""What the person does with the list: keep views, change many tickets, take rows in and out."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QStatusTipEvent
from PySide6.QtWidgets import QMenu, QWidget

from desk_app import i18n
from desk_app.app.batch import Progress
from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.errors import UserError
from desk_app.domain.office import Step
from desk_app.domain.view import SavedView
from desk_app.i18n import explain, tr, trn
from desk_app.services.ports import Reader, TicketCard, UnitOfWork
from desk_app.ui.reports.notice import Notice
from desk_app.ui.tickets.bulk_bar import BulkBar, add_steps
from desk_app.ui.tickets.bulk_text import grouped, steps_for_many, told
from desk_app.ui.tickets.copy import copy_rows
from desk_app.ui.tickets.listing import Listing
from desk_app.ui.tickets.queues import QueueList
from desk_app.ui.tickets.table import TicketTable

if TYPE_CHECKING:
    from desk_app.services import bulk
    from desk_app.ui.tickets.exporting import Export

LIST_ACTIONS: Final = ("copy", "paste", "change-many", "go-to", "save-view", "columns", "group", "export")
"""The actions that `ListCommands` handles."""
_MOST_NAME: Final = 40


class ListCommands(QObject):
    """Joins the list to its dialogs; what was done is said in `notice`, above the rows."""

    def __init__(self, desk: Desk, listing: Listing, side: QueueList, table: TicketTable, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._listing = listing
        self._side = side
        self._table = table
        self._window = window
        self._export: Export | None = None
        self.notice = Notice(window)
        self.bar = BulkBar(window)
        self.bar.asked.connect(self.change_many)
        self.bar.cleared.connect(table.clearSelection)
        table.chosen_changed.connect(self._count)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(lambda place: self._offer(table.viewport().mapToGlobal(place)))
        side.saving.connect(self.save_view)
        side.renaming.connect(self._rename_view)
        side.forgetting.connect(self._forget_view)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions of the list do."""
        return {
            "copy": lambda: copy_rows(self._desk, self._table),
            "paste": self.paste,
            "change-many": self.offer_steps,
            "go-to": self.go_to,
            "save-view": self.save_view,
            "columns": lambda: self._table.columns.choose(self._corner()),
            "group": lambda: self._listing.grouping.offer(self._corner()),
            "export": self.export,
        }

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self.bar.say_again()

    # -- many tickets --

    def _count(self) -> None:
        self.bar.show_count(self._table.chosen.count(), steps_for_many(self._desk.office, self._desk.me))

    def offer_steps(self) -> None:
        """Offer what can be done with the selected tickets, at the current one."""
        index = self._table.currentIndex()
        place = self._table.visualRect(index).bottomLeft() if index.isValid() else QPoint(0, 0)
        self._offer(self._table.viewport().mapToGlobal(place))

    def _offer(self, place: QPoint) -> None:
        if not self._table.selectionModel().hasSelection():
            return
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in ("open", "copy"):
            if action := self._window.findChild(QAction, name):
                menu.addAction(action)
        menu.addSeparator()
        add_steps(menu, steps_for_many(self._desk.office, self._desk.me), self.change_many)
        menu.aboutToHide.connect(lambda: QGuiApplication.sendEvent(self._window, QStatusTipEvent("")))
        menu.popup(place)

    def change_many(self, step: Step) -> None:
        """Take `step` with everything that is selected."""
        self._table.chosen.ask(lambda ids: self._change(ids, step))

    def _change(self, ids: list[int], step: Step) -> None:
        if len(ids) == 1:
            self._desk.query(self, lambda reader: reader.card(ids[0]), lambda card: self._change_one(card, step))
        elif ids:
            from desk_app.ui.tickets.bulk_dialog import BulkDialog

            dialog = BulkDialog.open(self._desk, ids, step, self._window)
            dialog.taken.connect(lambda _count: self._changed(list(dialog.result_.done), step))

    def _change_one(self, card: TicketCard, step: Step) -> None:
        from desk_app.domain import workflow
        from desk_app.ui.editor.steps import StepDialog

        try:
            found = workflow.find_step(self._desk.office, card.ticket, step.verb)
        except UserError as why:
            self._desk.messages.error(self._window, why)
            return
        StepDialog.open_for(self._desk, card.ticket, found, self._window)

    def _changed(self, ids: list[int], step: Step) -> None:
        if not ids:
            return
        from desk_app.services.undo import NEVER

        may = self._desk.office.may(self._desk.me, "undo") and step.verb not in NEVER
        undo = (tr("Undo"), "arrow-back-up", lambda: self._undo_many(ids, step))
        said = trn("{n} ticket: {step}.", "{n} tickets: {step}.", len(ids), step=step.label)
        self.notice.say(said, [undo] if may else [])

    def _undo_many(self, ids: list[int], step: Step) -> None:
        from desk_app.services import bulk

        def run(_reader: Reader, uow: UnitOfWork, tick: Progress) -> bulk.BulkResult:
            return bulk.undo(uow, ids, step.verb, lambda done: tick(done, len(ids)))

        self.notice.say(tr("Undoing…"), (), Hue.CALM)
        fail = self._not_undone
        batch = self._desk.batch(self, run, lambda result: self._undone(result, step), fail, self._undoing)
        batch.stopped.connect(self.notice.hide)

    def _undoing(self, done: int, total: int) -> None:
        self.notice.text.setText(tr("Undoing… {done} of {total}", done=done, total=total))

    def _undone(self, result: "bulk.BulkResult", step: Step) -> None:
        said = trn("{n} ticket is as it was.", "{n} tickets are as they were.", len(result.done))
        if result.refused:
            said += "\n" + told(grouped(result.refused, step))
        self.notice.say(said, (), Hue.WAITING if result.refused else Hue.GOOD)

    def _not_undone(self, error: UserError) -> None:
        self.notice.say(explain(error), (), Hue.BAD)

    # -- saved views --

    def save_view(self) -> None:
        """Ask for a name, and keep what is shown under it."""
        saved = self._listing.saved
        proposed = saved.name if saved else (self._listing.asked() or self._listing.title())[:_MOST_NAME]
        self._ask_name(None, proposed, self._listing.save)

    def _rename_view(self, view: SavedView) -> None:
        self._ask_name(view, view.name, partial(self._listing.rename, view))

    def _ask_name(self, old: SavedView | None, proposed: str, then: Callable[[str, bool], object]) -> None:
        from desk_app.ui.tickets.view_dialog import ViewDialog

        may_share = self._desk.office.may(self._desk.me, "share-view")
        dialog = ViewDialog(self._window, self._side.views, may_share, old, proposed)
        dialog.accepted.connect(lambda: then(*dialog.answer()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget_view(self, view: SavedView) -> None:
        undo = (tr("Undo"), "arrow-back-up", lambda: self._bring_back(view))
        said = tr("The view “{name}” is deleted.", name=view.name)
        self._listing.forget(view, lambda: self.notice.say(said, [undo], Hue.CALM))

    def _bring_back(self, view: SavedView) -> None:
        self._listing.bring_back(view)
        self.notice.hide()

    # -- in and out --

    def go_to(self) -> None:
        """Ask for a number, and open its ticket."""
        from desk_app.ui.tickets.go_to import GoToDialog

        dialog = GoToDialog(self._desk, self._window)
        dialog.found.connect(self._table.opened)
        dialog.open()

    def paste(self) -> None:
        """Take a table from the clipboard to where journals are imported."""
        text = QGuiApplication.clipboard().text()
        if "\t" not in text and "\n" not in text.strip():
            self._desk.messages.info(tr("Copy rows in Excel first: the clipboard holds no table."))
            return
        from desk_app.ui.imports.dialog import ImportDialog

        ImportDialog.open(self._desk, self._window).paste(text)

    def export(self) -> None:
        """Ask for a file, and write the whole list to it."""
        from desk_app.ui.tickets.export_file import ask_file
        from desk_app.ui.tickets.exporting import Export, Wanted, file_name

        if self._export is not None:
            self._desk.messages.info(tr("A list is being written already. Wait for it, or stop it."))
            return
        today = datetime.now(UTC).astimezone(self._desk.office.zone).date()
        path = ask_file(self._window, self._desk, file_name(self._listing.title(), today))
        if path is None:
            return
        with i18n.speaking(self._desk.office.language):
            title = self._listing.title()
        columns = tuple(self._table.columns.shown())
        wanted = Wanted(self._listing.view, columns, title, path)
        self._export = Export(self._desk, wanted, self)
        self._export.moved.connect(self._export_moved, Qt.ConnectionType.QueuedConnection)
        self._export.done.connect(self._exported)
        self._export.failed.connect(self._not_exported)
        self._export.stopped.connect(self._export_stopped)
        self.notice.say(tr("Writing the list…"), [(tr("Stop"), "x", self._export.stop)], Hue.CALM)
        self._export.start()

    def _export_moved(self, done: int, total: int) -> None:
        if self._export is not None:
            self.notice.text.setText(tr("Writing the list… {percent} %", percent=done * 100 // max(total, 1)))

    def _exported(self, path: Path, rows: int) -> None:
        from desk_app.ui.reports.files import show_file

        self._export = None
        said = trn("{n} row is in {path}.", "{n} rows are in {path}.", rows, path=path)
        offers = [
            (tr("Open the file"), "file-text", partial(show_file, self._window, self._desk, path)),
            (tr("Open the folder"), "folder-open", partial(show_file, self._window, self._desk, path.parent)),
        ]
        self.notice.say(said, offers)

    def _not_exported(self, error: UserError) -> None:
        self._export = None
        self.notice.say(explain(error), [(tr("Choose another file…"), "device-floppy", self.export)], Hue.BAD)

    def _export_stopped(self) -> None:
        self._export = None
        self.notice.say(tr("Stopped. No file was written."), (), Hue.PAST)

    def _corner(self) -> QPoint:
        header = self._table.header
        return header.mapToGlobal(QPoint(0, header.height()))
