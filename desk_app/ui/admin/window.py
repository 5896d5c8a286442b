"""Office settings: everything an office may call or do its own way, changed together and checked before it is saved."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, ROW_HEIGHT, Hue
from desk_app.domain.office_change import items_of, seed_of
from desk_app.domain.office_edit import with_fact
from desk_app.i18n import tr
from desk_app.services import administration
from desk_app.services.office_ports import Profiles
from desk_app.services.office_words import SECTION_NAMES
from desk_app.ui.admin.draft import OfficeDraft
from desk_app.ui.admin.inputs import SmallList
from desk_app.ui.admin.office_form import OfficeForm
from desk_app.ui.admin.page import SectionPage
from desk_app.ui.admin.problems import Place, ProblemList
from desk_app.ui.admin.saving import Saving
from desk_app.ui.editor.keeping import Keeping
from desk_app.ui.editor.offer import OFFICE
from desk_app.ui.editor.plain import quiet_button
from desk_app.ui.reports.notice import Notice, Offer
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.lines import Line, LineSplitter
from desk_app.ui.widgets.one_window import open_one
from desk_app.ui.widgets.tabs import tab_as_laid_out
from desk_app.ui.widgets.window_place import keep_on_screen

_GEOMETRY: Final = "office.geometry"


class AdministrationWindow(QWidget):
    """What is changed here is a draft until it is saved; it stays on this computer when the window is closed."""

    def __init__(self, desk: Desk, profiles: Profiles, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("AdministrationWindow")
        self.setWindowTitle(tr("Office settings"))
        self._desk = desk
        self.draft = OfficeDraft(seed_of(desk.office), self)
        self.sections = SmallList(self)
        self.page = SectionPage(desk, self.draft, self)
        self.office = OfficeForm(self)
        self.pages = QStackedWidget(self)
        self.notice = Notice(self)
        self.problems = ProblemList(self)
        self.saving = Saving(desk, profiles, self.draft, self)
        self._keeping = Keeping(desk, self, self.draft.values)
        self._make_tools()
        self._arrange()
        self._connect()
        self._give_back()
        if not self.restoreGeometry(QByteArray.fromBase64(desk.settings.get(_GEOMETRY, "").encode())):
            self.resize(1240, 720)
        keep_on_screen(self)
        self._renew()
        self.sections.setCurrentRow(0)
        self._order_tabs()
        self.sections.setFocus()

    @classmethod
    def open(cls, desk: Desk, profiles: Profiles, parent: QWidget) -> "AdministrationWindow":
        """Open the window over `parent`, or raise the one that is open."""
        return open_one(cls, parent, lambda: cls(desk, profiles, parent))

    # -- made of --

    def _make_tools(self) -> None:
        def tool(symbol: str, words: str, hint: str = "") -> QToolButton:
            button = quiet_button(symbol, words, self)
            button.setMinimumHeight(4 * GRID)
            if hint:
                button.setAccessibleName(hint)
                button.setToolTip(hint)
            return button

        self.undo = tool("arrow-back-up", "", tr("Take the last change back (Ctrl+Z)"))
        self.redo = tool("arrow-forward-up", "", tr("Do it again (Ctrl+Y)"))
        self.discard = tool("trash", tr("Discard"))
        self.accounts = tool("users", tr("Accounts…"))
        self.calendar = tool("calendar", tr("Working calendar…"))
        self.take = tool("folder-open", tr("Import…"))
        self.give = tool("download", tr("Export…"))
        self.check = tool("checks", tr("Check"))
        self.save = PrimaryButton(tr("Save…"), "device-floppy", self)
        self.save.setAccessibleName(tr("Save…"))

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        top.setSpacing(GRID // 2)
        for button in (self.undo, self.redo, self.discard):
            top.addWidget(button)
        top.addStretch(1)
        for widget in (self.accounts, self.calendar, self.take, self.give, self.check, self.save):
            top.addWidget(widget)
        self.sections.setAccessibleName(tr("Sections"))
        self.sections.setFrameShape(SmallList.Shape.NoFrame)
        for section in SECTION_NAMES:
            item = QListWidgetItem("", self.sections)
            item.setSizeHint(QSize(0, ROW_HEIGHT + 2))
            item.setData(Qt.ItemDataRole.UserRole, section)
        self.pages.addWidget(self.office)
        self.pages.addWidget(self.page)
        parts = LineSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.sections)
        parts.addWidget(self.pages)
        parts.setStretchFactor(1, 1)
        self.sections.setMinimumWidth(22 * GRID)
        parts.setSizes([26 * GRID, 128 * GRID])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        for part in (Line(self), self.notice, parts, self.problems):
            column.addWidget(part, 1 if part is parts else 0)

    def _connect(self) -> None:
        self.sections.currentRowChanged.connect(lambda _row: self._show())
        self.office.edited.connect(self._set_fact)
        self.office.calendar_asked.connect(self._open_calendar)
        self.page.said.connect(self._say)
        self.page.form.shown.connect(self._order_tabs)
        self.problems.asked.connect(self.go_to)
        self.draft.changed.connect(self._renew)
        for button, act in (
            (self.undo, self.draft.undo),
            (self.redo, self.draft.redo),
            (self.discard, self._ask_discard),
            (self.accounts, self._open_accounts),
            (self.calendar, self._open_calendar),
            (self.take, self.saving.ask_import),
            (self.give, self.saving.ask_export),
            (self.check, self.saving.look),
            (self.save, self.saving.ask_save),
        ):
            button.clicked.connect(partial(_do, act))
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self.draft.undo),
            (QKeySequence.StandardKey.Redo, self.draft.redo),
            (QKeySequence.StandardKey.Save, self.saving.ask_save),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self.saving.said.connect(self._say)
        self.saving.quiet.connect(self.notice.hide)
        self.saving.wrong.connect(self.problems.show_problems)
        self.saving.waits.connect(self._gate)
        self.saving.saved.connect(self._forget)

    # -- what is shown --

    @property
    def section(self) -> str:
        """The section that is shown; "" is the office itself."""
        item = self.sections.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    @property
    def may(self) -> bool:
        """Whether the person may change the office."""
        return self._desk.office.may(self._desk.me, administration.RIGHT)

    def go_to(self, place: Place) -> None:
        """Show a place of the office, with the cursor on it."""
        section, code, key = place
        self.sections.setCurrentRow(list(SECTION_NAMES).index(section))
        if section:
            self.page.show_section(section, code, key)
        else:
            self.office.focus(key)

    def _show(self) -> None:
        self.draft.pause()
        if self.section:
            self.pages.setCurrentWidget(self.page)
            self.page.show_section(self.section)
        else:
            self.pages.setCurrentWidget(self.office)

    def _renew(self) -> None:
        seed, found = self.draft.seed, self.draft.found
        touched = {one.section for one in found}
        for row in range(self.sections.count()):
            item = self.sections.item(row)
            section = str(item.data(Qt.ItemDataRole.UserRole))
            count = f"  {len(items_of(seed, section))}" if section else ""
            item.setText(tr(SECTION_NAMES[section]) + count + (" •" if section in touched else ""))
            item.setToolTip(tr("Changed, not saved yet") if section in touched else "")
        self.page.may = self.may
        self.office.show_office(seed, self.may)
        self._keeping.touch()
        self._gate()

    def _say(self, text: str, offers: Sequence[Offer], hue: Hue) -> None:
        self.notice.say(text, offers, hue)
        self._order_tabs()

    def _order_tabs(self) -> None:
        tab_as_laid_out(self)

    def _forget(self) -> None:
        self._keeping.forget()

    def _gate(self) -> None:
        dirty = self.draft.dirty
        self.undo.setEnabled(self.draft.may_undo)
        self.redo.setEnabled(self.draft.may_redo)
        self.discard.setEnabled(dirty and not self.saving.waiting)
        self.save.setEnabled(dirty and self.may and not self.saving.waiting)
        self.take.setEnabled(self.may)
        self.calendar.setEnabled(True)
        self.accounts.setVisible(self._desk.office.may(self._desk.me, "staff"))
        title = tr("Office settings")
        self.setWindowTitle(f"{title} — {tr('not saved')}" if dirty else title)

    def _set_fact(self, name: str, value: object) -> None:
        self.draft.put(with_fact(self.draft.seed, name, value), name)

    # -- drafts --

    def _give_back(self) -> None:
        left = self._keeping.begin(OFFICE)
        if left is None:
            return
        try:
            clashes = self.draft.give_back(left.values)
        except (ValueError, KeyError, TypeError):
            return
        if self.draft.dirty:
            self._say(tr("What you changed last time and did not save is here again."), [], Hue.CALM)
            if clashes:
                self.saving.tell_clashes(clashes)

    def _ask_discard(self) -> None:
        if self._desk.messages.ask(self, tr("Discard everything that is not saved here?"), tr("Discard")):
            self.draft.put(self.draft.basis)
            self._keeping.forget()

    # -- elsewhere, and going --

    def _open_calendar(self) -> None:
        from desk_app.ui.calendar.window import CalendarWindow

        CalendarWindow.open(self._desk, self)

    def _open_accounts(self) -> None:
        from desk_app.ui.people.accounts import AccountsDialog

        AccountsDialog.open(self._desk, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keeping.leave()
        self._desk.settings.set(_GEOMETRY, self.saveGeometry().toBase64().toStdString())
        super().closeEvent(event)


def _do(act: object, _checked: bool = False) -> None:
    assert callable(act)
    act()
