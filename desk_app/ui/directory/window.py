"""The directory: who asks, from where, and how to reach them."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QToolButton, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID
from desk_app.i18n import tr, trn
from desk_app.services.directory_ports import Contact
from desk_app.services.ports import Changes
from desk_app.ui.directory.erase import EraseDialog
from desk_app.ui.directory.kinds import organisations_kind, people_kind
from desk_app.ui.directory.merge import MergeDialog
from desk_app.ui.directory.page import DirectoryPage
from desk_app.ui.directory.people_sheet import PeopleSheetDialog
from desk_app.ui.directory.requests import RequestsDialog
from desk_app.ui.editor.plain import quiet_button, tip
from desk_app.ui.widgets.one_window import open_one
from desk_app.ui.widgets.tabs import tab_order
from desk_app.ui.widgets.window_place import keep_on_screen

_GEOMETRY: Final = "directory.geometry"


class DirectoryWindow(QWidget):
    """People and organisations, each on a page of their own."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("DirectoryWindow")
        self.setWindowTitle(tr("Directory"))
        self._desk = desk
        self.people = DirectoryPage(desk, people_kind(), self)
        self.organisations = DirectoryPage(desk, organisations_kind(), self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(tr("Directory"))
        for page in (self.people, self.organisations):
            self.tabs.addTab(page, page.kind.title)
            page.chosen.connect(self._gate)
        self._make_tools()
        self._make_extras()
        self._order_tabs()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._find)
        desk.changed.connect(self._changed)
        if not self.restoreGeometry(QByteArray.fromBase64(desk.settings.get(_GEOMETRY, "").encode())):
            self.resize(1200, 720)
        keep_on_screen(self)
        self._gate()
        self.people.load()
        self.organisations.load()
        self.people.search.setFocus()

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "DirectoryWindow":
        """Open the window over `parent`, or raise the one that is open."""
        return open_one(cls, parent, lambda: cls(desk, parent))

    # -- made of --

    def _make_tools(self) -> None:
        self.add = _tool(self.people, "user-plus", tr("Add a person"))
        self.sheet = _tool(self.people, "file-spreadsheet", tr("From Excel…"))
        self.doubles = _tool(self.people, "users", tr("Merge doubles…"))
        self.organisation_doubles = _tool(self.organisations, "building", tr("Merge doubles…"))
        tab_order(self.people.search, self.add, self.sheet, self.doubles, self.people.table)
        tab_order(self.organisations.search, self.organisation_doubles, self.organisations.table)
        self.add.clicked.connect(lambda: self.people.add(Contact("")))
        self.sheet.clicked.connect(lambda: PeopleSheetDialog.open(self._desk, self))
        self.doubles.clicked.connect(lambda: self.merge(self.people))
        self.organisation_doubles.clicked.connect(lambda: self.merge(self.organisations))

    def _make_extras(self) -> None:
        self.requests = quiet_button("list", "", self)
        self.erase = quiet_button("trash", tr("Erase this person…"), self)
        for button in (self.requests, self.erase):
            button.setMinimumHeight(4 * GRID)
            self.people.form.extra.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.requests.clicked.connect(self._show_requests)
        self.erase.clicked.connect(self._erase)

    def _order_tabs(self) -> None:
        people, others = self.people, self.organisations
        extras = (people.form.undo, self.requests, self.erase)
        tools = (people.search, self.add, self.sheet, self.doubles, people.table)
        for chain in (tools, extras, (others.search, self.organisation_doubles, others.table)):
            for above, below in pairwise(chain):
                QWidget.setTabOrder(above, below)

    def _changed(self, _news: Changes) -> None:
        self._gate()

    def _gate(self) -> None:
        may = self._desk.office.may(self._desk.me, "directory")
        reason = "" if may else tr("Changing the directory needs a right that you do not have.")
        for button in (self.add, self.sheet, self.doubles, self.organisation_doubles):
            button.setEnabled(may)
            button.setToolTip(tip(reason or button.accessibleName()))
        for page, button in ((self.people, self.doubles), (self.organisations, self.organisation_doubles)):
            several = len(page.table.chosen_rows())
            words = trn("Merge {n} entry…", "Merge {n} entries…", several) if several > 1 else tr("Merge doubles…")
            button.setText(words)
            button.setAccessibleName(words)
        entry = self.people.form.entry
        stored = entry is not None and entry.id > 0
        words = trn("{n} request of this person", "{n} requests of this person", entry.tickets if stored else 0)
        self.requests.setText(words)
        self.requests.setAccessibleName(words)
        self.requests.setVisible(stored)
        self.requests.setEnabled(stored and entry.tickets > 0)
        self.erase.setVisible(stored and self._desk.office.may(self._desk.me, "erase"))

    # -- what is done --

    def _page(self) -> DirectoryPage:
        return self.people if self.tabs.currentWidget() is self.people else self.organisations

    def _find(self) -> None:
        self._page().search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._page().search.selectAll()

    def merge(self, page: DirectoryPage) -> MergeDialog:
        """Merge the selected entries, or look for doubles when there are not several."""
        chosen = page.selected()
        return MergeDialog.open(self._desk, page.kind, [chosen] if len(chosen) > 1 else None, self)

    def _show_requests(self) -> None:
        entry = self.people.form.entry
        if entry is not None:
            RequestsDialog.open(self._desk, entry, self)

    def _erase(self) -> None:
        entry = self.people.form.entry
        if entry is not None:
            EraseDialog.open(self._desk, entry, self)

    # -- going --

    def closeEvent(self, event: QCloseEvent) -> None:
        for page in (self.people, self.organisations):
            if not page.may_leave():
                self.tabs.setCurrentWidget(page)
                event.ignore()
                return
        self._desk.settings.set(_GEOMETRY, self.saveGeometry().toBase64().toStdString())
        super().closeEvent(event)


def _tool(page: DirectoryPage, symbol: str, words: str) -> QToolButton:
    tool = QToolButton(page)
    put_icon(tool, symbol)
    tool.setText(words)
    tool.setAccessibleName(words)
    tool.setIconSize(QSize(20, 20))
    tool.setMinimumHeight(4 * GRID)
    tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    page.tools.addWidget(tool)
    return tool
