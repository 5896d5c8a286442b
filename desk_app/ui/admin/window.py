"""Office settings: everything an office may call or do its own way, changed together and checked before it is saved."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID, Hue, calm_selection
from desk_app.domain.errors import Conflict, UserError
from desk_app.domain.office import OfficeSeed
from desk_app.domain.office_change import (
    completed,
    differences,
    items_of,
    moves_due_dates,
    seed_of,
)
from desk_app.domain.office_edit import with_fact, with_ids
from desk_app.i18n import tr, trn
from desk_app.services import administration
from desk_app.services.office_ports import Profiles
from desk_app.services.office_words import SECTION_NAMES, told
from desk_app.services.ports import Changes, Reader
from desk_app.services.recount import recount
from desk_app.services.whole_file import write_whole
from desk_app.ui.admin.difference import DifferenceDialog
from desk_app.ui.admin.draft import OfficeDraft
from desk_app.ui.admin.office_form import OfficeForm
from desk_app.ui.admin.page import SectionPage
from desk_app.ui.admin.problems import Place, ProblemList
from desk_app.ui.editor.keeping import Keeping
from desk_app.ui.editor.plain import quiet_button
from desk_app.ui.reports.notice import Notice
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.lines import Line, LineSplitter
from desk_app.ui.widgets.window_place import keep_on_screen

KIND: Final = "office"
"""The kind of the draft that is kept."""
_GEOMETRY: Final = "office.geometry"


class AdministrationWindow(QWidget):
    """What is changed here is a draft until it is saved; it stays on this computer when the window is closed."""

    def __init__(self, desk: Desk, profiles: Profiles, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("AdministrationWindow")
        self.setWindowTitle(tr("Office settings"))
        self._desk, self._profiles = desk, profiles
        self._waiting = False
        self.draft = OfficeDraft(seed_of(desk.office), self)
        self.sections = QListWidget(self)
        self.page = SectionPage(desk, self.draft, self)
        self.office = OfficeForm(self)
        self.pages = QStackedWidget(self)
        self.notice = Notice(self)
        self.problems = ProblemList(self)
        self._make_tools()
        self._arrange()
        self._connect()
        self._keeping = Keeping(desk, self, self.draft.values)
        self._give_back()
        if not self.restoreGeometry(QByteArray.fromBase64(desk.settings.get(_GEOMETRY, "").encode())):
            self.resize(1240, 720)
        keep_on_screen(self)
        self._renew()
        self.sections.setCurrentRow(0)
        self.sections.setFocus()

    @classmethod
    def open(cls, desk: Desk, profiles: Profiles, parent: QWidget) -> "AdministrationWindow":
        """Open the window over `parent`, or raise the one that is open."""
        opened = (window for window in parent.findChildren(cls) if window.isVisible())
        window = next(opened, None) or cls(desk, profiles, parent)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

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
        for part in (self.accounts, self.calendar, self.take, self.give, self.check, self.save):
            top.addWidget(part)
        self.sections.setAccessibleName(tr("Sections"))
        self.sections.setFrameShape(QListWidget.Shape.NoFrame)
        calm_selection(self.sections)
        for section in SECTION_NAMES:
            item = QListWidgetItem("", self.sections)
            item.setData(Qt.ItemDataRole.UserRole, section)
        self.pages.addWidget(self.office)
        self.pages.addWidget(self.page)
        parts = LineSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.sections)
        parts.addWidget(self.pages)
        parts.setStretchFactor(1, 1)
        self.sections.setMinimumWidth(22 * GRID)
        parts.setSizes([30 * GRID, 124 * GRID])
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
        self.page.said.connect(lambda text: self.notice.say(text, hue=Hue.WAITING))
        self.problems.asked.connect(self.go_to)
        self.draft.changed.connect(self._renew)
        for button, act in (
            (self.undo, self.draft.undo),
            (self.redo, self.draft.redo),
            (self.discard, self._ask_discard),
            (self.accounts, self._open_accounts),
            (self.calendar, self._open_calendar),
            (self.take, self._ask_import),
            (self.give, self._ask_export),
            (self.check, self.look),
            (self.save, self.ask_save),
        ):
            button.clicked.connect(partial(_do, act))
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self.draft.undo),
            (QKeySequence.StandardKey.Redo, self.draft.redo),
            (QKeySequence.StandardKey.Save, self.ask_save),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self._desk.changed.connect(self._changed)

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
        self._keeping.touch() if hasattr(self, "_keeping") else None
        self._gate(bool(found))

    def _gate(self, dirty: bool) -> None:
        self.undo.setEnabled(self.draft.may_undo)
        self.redo.setEnabled(self.draft.may_redo)
        self.discard.setEnabled(dirty and not self._waiting)
        self.save.setEnabled(dirty and self.may and not self._waiting)
        self.take.setEnabled(self.may)
        self.calendar.setEnabled(True)
        self.accounts.setVisible(self._desk.office.may(self._desk.me, "staff"))
        title = tr("Office settings")
        self.setWindowTitle(f"{title} — {tr('not saved')}" if dirty else title)

    def _set_fact(self, name: str, value: object) -> None:
        self.draft.put(with_fact(self.draft.seed, name, value), name)

    # -- checking and saving --

    def look(self) -> bool:
        """Show everything that is wrong; return whether nothing is."""
        staff = [person for person in self._desk.people.values() if person.id]
        seed, basis = self.draft.seed, self.draft.basis
        found = [*self._profiles.problems(seed)]
        found += administration.unfit(basis, seed, staff, self._desk.me) if not found else []
        self.problems.show_problems(found, seed)
        if not found:
            self.notice.say(tr("Nothing is wrong: it can be saved."))
        return not found

    def ask_save(self) -> None:
        """Show what would change; save it when that is wanted."""
        if not self.save.isEnabled():
            return
        self.notice.hide()
        wanted, profiles, me = self.draft.seed, self._profiles, self._desk.me

        def plan(reader: Reader) -> tuple[OfficeSeed, OfficeSeed, list[UserError]]:
            now = seed_of(reader.office())
            new = administration.planned(now, wanted, reader.administration.used)
            wrong = [*profiles.problems(new)] or administration.unfit(now, new, reader.staff(), me)
            return now, new, wrong

        self._wait(True)
        self._desk.query(self, plan, self._planned, failed=self._failed)

    def _planned(self, plan: tuple[OfficeSeed, OfficeSeed, list[UserError]]) -> None:
        self._wait(False)
        now, new, wrong = plan
        if differences(self.draft.basis, now):
            self._tell_conflict()
            return
        if wrong:
            self.problems.show_problems(wrong, new)
            return
        self.problems.hide()
        found = differences(now, new)
        late = tr("Open tickets are counted anew after that.") if moves_due_dates(found) else ""
        dialog = DifferenceDialog(told(found, now, new), late, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(partial(self._save, moves_due_dates(found)))
        dialog.open()

    def _save(self, late: bool) -> None:
        basis, wanted, profiles = self.draft.basis, self.draft.seed, self._profiles
        self._wait(True)
        self._desk.command(
            self,
            lambda db: administration.change_office(db, basis, wanted, profiles),
            partial(self._saved, late),
            failed=self._failed,
        )

    def _saved(self, late: bool, _changes: Changes) -> None:
        self._wait(False)
        self._desk.query(self, lambda reader: seed_of(reader.office()), self._kept)
        self.notice.say(tr("Saved. Everybody has it from now on."))
        if late:
            right = administration.RIGHT
            self._desk.batch(self, lambda reader, uow, tick: recount(uow, reader, tick, right), self._counted)

    def _kept(self, now: OfficeSeed) -> None:
        self.draft.basis = self.draft.seed = now
        self.draft.renew(now)
        self._keeping.forget()

    def _counted(self, ids: Sequence[int]) -> None:
        if ids:
            moved = trn("{n} ticket is due at another time now.", "{n} tickets are due at another time now.", len(ids))
            self.notice.say(tr("Saved. Everybody has it from now on.") + " " + moved)

    def _failed(self, error: UserError) -> None:
        self._wait(False)
        if isinstance(error, Conflict):
            self._tell_conflict()
        else:
            self.problems.show_problems([error], self.draft.seed)

    def _wait(self, waiting: bool) -> None:
        self._waiting = waiting
        self._gate(self.draft.dirty)

    # -- colleagues --

    def _changed(self, news: Changes) -> None:
        if not (news.office or news.staff) or self._waiting:
            return
        now = seed_of(self._desk.office)
        if not differences(self.draft.basis, now):
            self._gate(self.draft.dirty)
        elif self.draft.dirty:
            self._tell_conflict()
        else:
            self.draft.renew(now)

    def _tell_conflict(self) -> None:
        offer = (tr("Take it in"), "refresh", self.take_in)
        self.notice.say(tr("A colleague has changed the office meanwhile."), [offer], Hue.WAITING)

    def take_in(self) -> None:
        """Put what is not saved upon what a colleague saved."""
        self._tell_clashes(self.draft.renew(seed_of(self._desk.office)))

    def _tell_clashes(self, clashes: Sequence[tuple[str, str]]) -> None:
        seed = self.draft.seed
        names = [item.label for section, code in clashes for item in items_of(seed, section) if item.code == code]
        if names:
            said = tr("Both of you changed: {names}. Yours stands here; look at it.", names=", ".join(names))
            self.notice.say(said, hue=Hue.WAITING)
        else:
            self.notice.hide()

    # -- drafts --

    def _give_back(self) -> None:
        left = self._keeping.begin(KIND)
        if left is None:
            return
        try:
            clashes = self.draft.give_back(left.values)
        except (ValueError, KeyError, TypeError):
            return
        if self.draft.dirty:
            self.notice.say(tr("What you changed last time and did not save is here again."), hue=Hue.CALM)
            if clashes:
                self._tell_clashes(clashes)

    def _ask_discard(self) -> None:
        if self._desk.messages.ask(self, tr("Discard everything that is not saved here?"), tr("Discard")):
            self.draft.put(self.draft.basis)
            self._keeping.forget()

    # -- files --

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Write the office as a profile"), "office.toml", "TOML (*.toml)")
        if name:
            self.export_file(Path(name))

    def export_file(self, path: Path) -> None:
        """Write what stands here as a profile to `path`."""
        profiles, seed = self._profiles, self.draft.seed

        def write() -> None:
            write_whole(path, lambda stream: stream.write(profiles.write(seed).encode()))

        said = tr("Written: {path}", path=path)
        self._desk.work(self, write, lambda _: self.notice.say(said), failed=self._failed)

    def _ask_import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Take the office from a profile"), "", "TOML (*.toml)")
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Put the profile at `path` in the place of everything here; it is not saved yet."""
        profiles, basis = self._profiles, self.draft.basis

        def read() -> OfficeSeed:
            return completed(profiles.read(path, basis.language), basis)

        self._desk.work(self, read, self._imported, failed=self._failed)

    def _imported(self, seed: OfficeSeed) -> None:
        self.draft.put(with_ids(seed, self.draft.basis))
        said = trn("{n} thing is different now.", "{n} things are different now.", len(self.draft.found))
        self.notice.say(said, [(tr("Check"), "checks", self.look)], Hue.CALM)

    # -- elsewhere, and going --

    def _open_calendar(self) -> None:
        from desk_app.ui.calendar.window import CalendarWindow

        CalendarWindow.open(self._desk, self)

    def _open_accounts(self) -> None:
        from desk_app.ui.people.accounts import AccountsDialog

        AccountsDialog.open(self._desk, self)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keeping.leave()
        self._desk.settings.set(_GEOMETRY, self.saveGeometry().toBase64().toStdString())
        super().closeEvent(event)


def _do(act: object, _checked: bool = False) -> None:
    assert callable(act)
    act()
