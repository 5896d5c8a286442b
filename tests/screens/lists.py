"""The list of tickets at work: completion, saved views, columns, several orders, many tickets at once, an export."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from desk_app.app.desk import Desk
from desk_app.domain.view import Queue, SavedView, Sort, SortColumn
from desk_app.services import views
from desk_app.ui.tickets.bulk_dialog import BulkDialog
from desk_app.ui.tickets.bulk_text import steps_for_many
from tests.screens.stage import ADMIN, SIZES, main_window, spin, until
from tests.support.desk import write

Picture = tuple[str, QWidget]
KEY = {"ru": "статус:", "en": "status:"}
WRONG = {"ru": "система:космос", "en": "system:space"}
SAVED = {
    "ru": (
        ("Срочные моей линии", "срочность:Высокий", Queue.MY_LINE, False),
        ("Закрыто за год", "закрыто:2026", Queue.ALL, True),
        ("Принтеры", "принтер", Queue.ALL, False),
    ),
    "en": (
        ("Urgent of my line", "priority:High", Queue.MY_LINE, False),
        ("Closed this year", "closed:2026", Queue.ALL, True),
        ("Printers", "printer", Queue.ALL, False),
    ),
}
SORTS = (Sort(SortColumn.STATUS, descending=False), Sort(SortColumn.SYSTEM, descending=False), Sort())


def lists(desk: Desk, path: Path, language: str) -> Iterator[Picture]:
    """Give the list in its states, in every size."""
    keep_views(desk, path, language)
    for size in SIZES:
        with main_window(desk, path, size) as window:
            wide = size[0]
            window.queues.choose(Queue.ALL)
            spin(600)
            yield from asking(window, language, wide)
            until(lambda window=window: window.queues.views)
            window.queues.choose_view(window.queues.views[-1].id)
            spin(600)
            window.table.show_sorts(SORTS)
            spin(600)
            yield f"views-{wide}", window
            yield from columns(window, wide)
            window.queues.choose(Queue.ALL)
            spin(600)
            yield from many(desk, window, wide)


def asking(window, language: str, wide: int) -> Iterator[Picture]:
    """Give what the search box offers, and what it says to what it does not know."""
    search = window.top.search
    window.activateWindow()
    search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    search._hint()
    spin(100)
    yield f"search-hints-{wide}", window
    search.setText(KEY[language])
    search._suggest()
    search.popup.move_by(1)
    spin(100)
    yield f"search-completion-{wide}", window
    search.popup.hide()
    search.setText(WRONG[language])
    spin(500)
    yield f"search-unknown-{wide}", window
    search.clear()
    spin(400)


def columns(window, wide: int) -> Iterator[Picture]:
    """Give the menu of the header, as a picture of the window with it on top."""
    header = window.table.header
    window.table.columns.choose(header.mapToGlobal(QPoint(60, header.height())))
    spin(100)
    menu = next(menu for menu in header.findChildren(QMenu) if menu.isVisible())
    with_menu = Overlay(window, menu)
    yield f"columns-{wide}", with_menu
    menu.close()


def many(desk: Desk, window, wide: int) -> Iterator[Picture]:
    """Give several selected tickets, what can be done with them, and what became of it."""
    table, flags = window.table, QItemSelectionModel.SelectionFlag
    for row in range(2, 40):
        table.selectionModel().select(table.tickets.index(row, 0), flags.Select | flags.Rows)
    table.selectionModel().setCurrentIndex(table.tickets.index(2, 0), flags.NoUpdate)
    spin(400)
    yield f"selected-{wide}", window
    ids = [table.tickets.ticket_id(row) for row in range(2, 140)]
    for step in [step for step in steps_for_many(desk.office, desk.me) if step.verb in ("assign", "solve")]:
        dialog = BulkDialog.open(desk, ids, step, window)
        until(lambda dialog=dialog: not dialog.bar.isVisible())
        if wide == SIZES[0][0]:
            yield f"bulk-{step.verb}", dialog
        dialog.reject()
    window.lists._exported(Path("/home/ivanov/Documents") / "Tickets 2026-11-22.xlsx", 12480)
    spin(100)
    yield f"exported-{wide}", window
    window.lists.notice.hide()
    if wide == SIZES[0][0]:
        window.lists.save_view()
        spin(100)
        dialog = [one for one in window.findChildren(QDialog) if one.isVisible()][-1]
        yield "save-view", dialog
        dialog.reject()


class Overlay:
    """A window with a menu over it, as one picture: a menu is a window of its own."""

    def __init__(self, window: QWidget, menu: QMenu) -> None:
        self._window = window
        self._menu = menu

    def grab(self):
        """Return both, one over the other."""
        from PySide6.QtGui import QPainter

        picture = self._window.grab()
        with QPainter(picture) as painter:
            painter.drawPixmap(self._window.mapFromGlobal(self._menu.pos()), self._menu.grab())
        return picture


def keep_views(desk: Desk, path: Path, language: str) -> None:
    """Keep a few views in the office."""
    for name, text, queue, shared in SAVED[language]:
        saved = SavedView(name, text, queue, (Sort(),), (), desk.me.id)
        write(path, desk.me.login if not shared else ADMIN, partial(views.save_view, view=saved, shared=shared))
