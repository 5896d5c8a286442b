"""Every window and dialog of the program, opened as a day at the desk would: a new one must be added here."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

import desk_app.ui
from desk_app.app.desk import Desk
from desk_app.app.keys import KeyMap
from desk_app.app.messages import Messages
from desk_app.domain.asks import ASKS
from desk_app.domain.errors import NotFound
from desk_app.domain.office import Step
from desk_app.domain.view import Queue, SavedView
from desk_app.first_run import FirstRun
from desk_app.services import tickets

Opened = Iterator[QWidget]
BASES = {"Frame", "SheetDialog", "ReportWindow"}
"""Dialogs that are only begun here and finished by others."""


def windows_of_the_program() -> dict[str, type[QWidget]]:
    """Return every class of desk_app.ui that stands as a window of its own, by name."""
    found = {}
    for module in _modules():
        for name, kind in vars(module).items():
            if inspect.isclass(kind) and kind.__module__ == module.__name__ and _is_window(kind):
                found[name] = kind
    return {name: kind for name, kind in found.items() if name not in BASES}


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(desk_app.ui.__path__, "desk_app.ui."):
        if ".generated" not in found.name:
            yield importlib.import_module(found.name)


def _is_window(kind: type) -> bool:
    if issubclass(kind, QDialog | QMainWindow):
        return True
    ours = [one for one in kind.__mro__ if one.__module__.startswith("desk_app.")]
    return issubclass(kind, QWidget) and any("Qt.WindowType.Window)" in inspect.getsource(one) for one in ours)


def until(ready: Callable[[], object], seconds: float = 20) -> None:
    """Let the windows live until `ready`."""
    for _ in range(int(seconds * 100)):
        if ready():
            return
        _spin(10)
    raise TimeoutError("the window does not get ready")


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents()


def main_window(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.main_window import MainWindow

    window = MainWindow(desk, folder / "office.desk")
    window.resize(1280, 720)
    window.show()
    until(lambda: window.middle.day.day is not None)
    yield from the_day(desk, window)
    window.queues.choose(Queue.OPEN)
    until(lambda: window.table.tickets.rowCount() > 0)
    window.table.select_row(0)
    until(lambda: window.pane.card is not None)
    _spin(150)
    yield window
    window.hide()
    window.deleteLater()


def the_day(desk: Desk, window) -> Opened:
    """Give the day without anything, and with a promised call."""
    day = window.middle.day
    yield window
    desk.command(window, lambda db: tickets.do(db, 1, "remind", {"when": "2026-11-20T09:00"}))
    until(day.list.days.rowCount)
    day.list.setCurrentIndex(day.list.days.index(day.list.days.first()))
    until(lambda: window.pane.card is not None)
    _spin(150)
    yield window
    desk.command(window, lambda db: tickets.do(db, 1, "remind", {}))
    until(lambda: not day.list.days.rowCount())


def registration(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.editor.registration import RegistrationWindow

    window = RegistrationWindow.open(desk, root)
    yield window
    window.close()


def card(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.editor.window import TicketWindow

    window = TicketWindow.open(desk, 1, root)
    until(lambda: window.pane.card is not None)
    yield window
    window.pane.edit()
    yield window
    window.close()


def steps(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.editor.steps import StepDialog

    ticket = a_card(desk).ticket
    for verb, asks in ASKS.items():
        if asks:
            step = Step(verb, workflow_label(desk, verb), frozenset(), "", frozenset(), ())
            dialog = StepDialog.open_for(desk, ticket, step, root)
            if dialog is not None:
                yield dialog
                dialog.reject()


def workflow_label(desk: Desk, verb: str) -> str:
    """Return what the office calls the step of `verb`."""
    return next((step.label for step in desk.office.steps if step.verb == verb), "1")


def a_card(desk: Desk):
    """Return the card of the first ticket."""
    found = []
    desk.query(desk, lambda reader: reader.card(1), found.append)
    until(lambda: found)
    return found[0]


def a_contact(desk: Desk):
    """Return somebody of the directory, as its window lists them."""
    from desk_app.ui.directory.window import DirectoryWindow

    holder = QWidget()
    window = DirectoryWindow.open(desk, holder)
    until(lambda: window.people.form.entry is not None)
    entry = window.people.form.entry
    window.close()
    holder.deleteLater()
    return entry


def conflict(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.editor.conflict import Clash, ConflictDialog

    entry = a_card(desk).history[-1]
    clashes = [Clash(code, "Поле", "2-44-90", "2-44-91 …", entry) for code in ("note", "phone")]
    dialog = ConflictDialog.open_for(desk, clashes, root)
    yield dialog
    dialog.reject()


def drafts(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.editor.offer import DraftsDialog, offer_drafts
    from desk_app.ui.editor.window import TicketWindow

    window = TicketWindow.open(desk, 1, root)
    until(lambda: window.pane.card is not None)
    window.pane.comment.text.set_value("123 456")
    window.close()
    offer_drafts(desk, desk.drafts, root)
    until(lambda: root.findChild(DraftsDialog) is not None)
    dialog = root.findChild(DraftsDialog)
    yield dialog
    for line in list(dialog.lines):
        line.discard.click()
    dialog.reject()


def picture(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.editor.picture import PictureDialog

    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(0x808080)
    dialog = PictureDialog.open_for(image, "1.png", lambda: None, root)
    yield dialog
    dialog.reject()


def journal(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.reports.journal_window import JournalWindow

    window = JournalWindow.open(desk, root)
    until(lambda: window._made is not None)
    yield window
    window.close()


def acts(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.services.acts import ActKind
    from desk_app.ui.reports.act_window import ActWindow

    window = ActWindow.open(desk, ActKind.DATA_CHANGES, root)
    until(lambda: window._made is not None)
    yield window
    window.show_kind(ActKind.REPEATED)
    until(lambda: window._made is not None)
    yield window
    window.close()


def proposals(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.services.acts import ActKind
    from desk_app.ui.reports.act_window import ActWindow
    from desk_app.ui.reports.proposals import ProposalsDialog

    window = ActWindow.open(desk, ActKind.REPEATED, root)
    window.months.step(1)
    until(lambda: window._made is not None)
    window.propose.click()
    dialog = window.findChild(ProposalsDialog)
    yield dialog
    dialog.reject()
    window.close()


def ticket_print(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.reports.ticket_print_window import TicketPrintWindow

    window = TicketPrintWindow.open(desk, 1, root)
    until(lambda: window._made is not None)
    yield window
    window.close()


def duty_print(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.reports.duty_print_window import DutyForm, DutyPrintWindow

    desk.settings.set("duty.print.form", DutyForm.TIMESHEET.value)  # it needs no schedule
    window = DutyPrintWindow.open(desk, "2026-12", None, root)
    until(lambda: window._made is not None)
    yield window
    window.close()


def sign_in(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.people.sign_in import SignInDialog

    dialog = SignInDialog(lambda _login, _password: desk.me, "", [], root)
    dialog.show()
    yield dialog
    dialog.reject()


def accounts(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.people.accounts import AccountsDialog

    dialog = AccountsDialog.open(desk, root)
    yield dialog
    dialog.accept()


def backups(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.app.backups import Backups
    from desk_app.domain.errors import Damaged
    from desk_app.storage.keeper import OfficeBackups
    from desk_app.ui.backups.dialog import BackupsDialog
    from tests.support.desk import make_office

    path = folder / "kept.desk"
    if not path.exists():
        make_office(path, 3)
    kept = Backups(OfficeBackups(path, follow=True))
    dialog = BackupsDialog.open(desk, kept, root)
    until(dialog.restore.isEnabled)
    dialog.back_up()
    until(lambda: dialog.found)
    yield dialog
    dialog.accept()
    damaged = BackupsDialog.open(desk, kept, root, Damaged("123"))
    until(lambda: damaged.found)
    yield damaged
    damaged.accept()
    kept.close()


def account(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.editor.verb_form import VerbForm
    from desk_app.ui.people.accounts import AccountsDialog, open_own_password

    dialog = AccountsDialog.open(desk, root)
    dialog.add()
    form = dialog.findChild(VerbForm)
    yield form
    form.reject()
    dialog.accept()
    own = open_own_password(desk, root)
    yield own
    own.reject()


def templates(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.services import call_templates
    from desk_app.ui.editor.registration import RegistrationWindow
    from desk_app.ui.editor.template_picker import TemplatePicker
    from desk_app.ui.editor.templates_dialog import TemplatesDialog
    from desk_app.ui.editor.verb_form import VerbForm

    window = RegistrationWindow.open(desk, root)
    raw = {"description": "123", "solution": "456"}
    desk.command(window, lambda db: call_templates.save_template(db, "789", raw))
    until(lambda: window.templates.found)
    window.templates.pick()
    picker = window.findChild(TemplatePicker)
    yield picker
    picker.reject()
    window.templates.begin_with(window.templates.found[0])
    yield window
    window.templates.keep()
    form = window.findChild(VerbForm)
    yield form
    form.reject()
    window.templates.manage()
    dialog = window.findChild(TemplatesDialog)
    until(lambda: dialog.found)
    yield dialog
    dialog.forget()
    until(lambda: not dialog.found)
    yield dialog
    dialog.accept()
    window.form.dirty = False
    window.close()


def recovery_key(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.services.recovery import new_key
    from desk_app.ui.people.recovery_key import RecoveryKeyDialog

    dialog = RecoveryKeyDialog.open(desk, new_key(), root)
    yield dialog
    dialog.accept()


def start(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.app import recent
    from desk_app.ui.start import StartDialog

    recent.remember(desk.settings, folder / "1.desk")
    dialog = StartDialog(FirstRun(), desk.settings, Messages(), parent=root)
    dialog.show()
    until(lambda: not dialog.welcome.recents._looks)
    yield dialog
    dialog.begin()
    until(lambda: dialog.step == 1)
    dialog._place.rows.fill({"name": "1", "path": str(folder / "new.desk")})
    dialog._you.rows.fill({"full_name": "1", "password": "123456789", "again": "123456789"})
    for step in (2, 3, 4):
        yield dialog
        dialog.go_on()
        until(lambda step=step: dialog.step == step)
    yield dialog
    dialog.making.close_down()
    dialog.step = 0
    dialog.reject()


def palette(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.palette import Palette

    for window in main_window(desk, root, folder):
        dialog = Palette(window.program.commands(), window)
        dialog.show()
        yield dialog
        dialog.reject()


def keys(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.shortcuts import ShortcutSheet

    dialog = ShortcutSheet.open(KeyMap(desk.settings), lambda: None, root)
    yield dialog
    dialog.choose("refresh")
    dialog.begin()
    yield dialog
    dialog._wait(False)
    dialog.reject()


def administration(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.domain.errors import BadInput
    from desk_app.profiles.write import TomlProfiles
    from desk_app.ui.admin.window import AdministrationWindow

    window = AdministrationWindow.open(desk, TomlProfiles(), root)
    yield window
    for section in ("status", "step", "service", "question", "role", "deadline"):
        window.go_to((section, "", ""))
        if not window.page.code:
            window.page.add()
        yield window
    window.page.tabs.setCurrentIndex(0)
    window.problems.show_problems([BadInput("“{field}” is empty. Fill it in.", field="1")], window.draft.seed)
    window.notice.say("123")
    yield window
    window.draft.put(window.draft.basis)
    window.close()


def difference(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.admin.difference import DifferenceDialog

    dialog = DifferenceDialog([("1", "2 → 3"), ("1", "4 → 5"), ("6", "7")], "8", root)
    dialog.show()
    yield dialog
    dialog.reject()


def directory(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.directory.window import DirectoryWindow

    window = DirectoryWindow.open(desk, root)
    until(lambda: window.people.form.entry is not None)
    yield window
    window.tabs.setCurrentWidget(window.organisations)
    until(lambda: window.organisations.form.entry is not None)
    yield window
    window.close()


def calendar(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.calendar.window import CalendarWindow

    window = CalendarWindow.open(desk, root)
    yield window
    window.show_year(2031)
    yield window
    window.reject()


def duty(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.duty.window import DutyWindow

    window = DutyWindow.open(desk, root)
    until(lambda: window.parts.begin.isVisible() or window.sheet is not None)
    yield window
    if window.sheet is None:
        window.parts.begin.click()
        until(lambda: window.sheet is not None)
        yield window
    window.close()


OF_MONTH = ("ApproveDialog", "VersionsDialog", "PatternDialog", "AskDialog", "DutyRequestsDialog", "CardsDialog")
OF_MONTH += ("PresenceBoard",)


def of_month(name: str, desk: Desk, root: QWidget, folder: Path) -> Opened:
    """Open a question about a month."""
    from desk_app.ui.duty.ask_dialog import AskDialog
    from desk_app.ui.duty.board import PresenceBoard
    from desk_app.ui.duty.cards_dialog import CardsDialog
    from desk_app.ui.duty.month_dialogs import ApproveDialog, VersionsDialog
    from desk_app.ui.duty.patterns import PatternDialog
    from desk_app.ui.duty.requests_dialog import DutyRequestsDialog
    from desk_app.ui.duty.window import DutyWindow

    window = DutyWindow.open(desk, root)
    until(lambda: window.parts.begin.isVisible() or window.sheet is not None)
    if window.sheet is None:
        window.parts.begin.click()
    until(lambda: window.sheet is not None)
    sheet = window.sheet
    assert sheet is not None
    makers: dict[str, Callable[[], QDialog]] = {
        "ApproveDialog": lambda: ApproveDialog({}, "Beisenova Dana", 1, window),
        "VersionsDialog": lambda: VersionsDialog(window.versions, {}, sheet.shorts, window),
        "PatternDialog": lambda: PatternDialog(sheet, [], window),
        "AskDialog": lambda: AskDialog(sheet, {}, desk.me.id, window, for_others=True),
        "DutyRequestsDialog": lambda: DutyRequestsDialog(desk, sheet.days[0].isoformat()[:7], sheet, window),
        "CardsDialog": lambda: CardsDialog(desk, window),
        "PresenceBoard": lambda: PresenceBoard.open(desk, window),
    }
    made = makers[name]()
    made.show()
    yield made
    made.reject()
    window.close()


def why_due(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.editor.why_due import WhyDueDialog

    dialog = WhyDueDialog.open_for(desk.office, a_card(desk), root)
    yield dialog
    dialog.reject()


def of_contact(module: str, name: str, desk: Desk, root: QWidget, folder: Path) -> Opened:
    kind = getattr(importlib.import_module(f"desk_app.ui.directory.{module}"), name)
    dialog = kind.open(desk, a_contact(desk), root)
    _spin(150)
    yield dialog
    dialog.reject()


def merge(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.directory.merge import MergeDialog
    from desk_app.ui.directory.window import DirectoryWindow

    window = DirectoryWindow.open(desk, root)
    until(lambda: window.people.form.entry is not None)
    dialog = MergeDialog.open(desk, window.people.kind, None, window)
    _spin(200)
    yield dialog
    dialog.reject()
    window.close()


def people_sheet(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.directory.people_sheet import PeopleSheetDialog
    from desk_app.ui.imports.sheet_dialog import MAPPING, PREVIEW

    dialog = PeopleSheetDialog.open(desk, root)
    yield dialog
    dialog.paste("ФИО\tОрганизация\tТелефон\nНовикова Ольга\tЛицей № 2\t2-44-91\n\tЛицей № 2\t2\n")
    until(lambda: dialog.pages.currentIndex() == MAPPING)
    yield dialog
    dialog.look()
    until(lambda: dialog.pages.currentIndex() == PREVIEW)
    yield dialog
    dialog.reject()


def imports(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.imports.dialog import ImportDialog
    from desk_app.ui.imports.sheet_dialog import DONE, MAPPING, PREVIEW
    from tests.screens.imports import book

    folder = folder / f"sheet-{desk.office.language}"
    folder.mkdir(exist_ok=True)
    dialog = ImportDialog.open(desk, root)
    yield dialog
    dialog.read(book(desk, desk.office.language, folder))
    until(lambda: dialog.pages.currentIndex() == MAPPING)
    yield dialog
    dialog.look()
    until(lambda: dialog.pages.currentIndex() == PREVIEW)
    yield dialog
    dialog.judged.skip.setChecked(True)
    dialog.write()
    until(lambda: dialog.pages.currentIndex() == DONE)
    yield dialog
    dialog.reject()


def bulk(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.tickets.bulk_dialog import BulkDialog

    step = next(step for step in desk.office.steps if step.verb == "assign")
    dialog = BulkDialog.open(desk, [1, 2, 3], step, root)
    _spin(200)
    yield dialog
    dialog.reject()


def go_to(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.tickets.go_to import GoToDialog

    dialog = GoToDialog(desk, root)
    dialog.show()
    yield dialog
    dialog.reject()


def view(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.tickets.view_dialog import ViewDialog

    dialog = ViewDialog(root, [SavedView("1", owner=desk.me.id, id=1)], True, None, "2")
    dialog.show()
    yield dialog
    dialog.reject()


def waiting(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.app.outbox import new_entry
    from desk_app.services.outbox import Kind, refused
    from desk_app.ui.outbox.waiting import WaitingDialog

    call = replace(new_entry(Kind.REGISTER, {"raw": {"description": "123"}}), provisional="1")
    said = new_entry(Kind.COMMENT, {"raw": {"text": "456"}, "call": call.op_id.hex()})
    refusal = refused(NotFound("There is no ticket {number} in this office.", number=9))
    desk.outbox.entries = (call, said, replace(call, op_id=b"9" * 16, refusal=refusal))
    dialog = WaitingDialog.open_over(desk, root)
    dialog.parts[0].buttons["comment"].click()
    _spin(50)
    yield dialog
    desk.outbox.entries = ()
    dialog.reject()


def copying(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.start.copying import CopyingWindow

    window = CopyingWindow("1.desk", root)
    window.tick(35, 100)
    until(window.isVisible)
    yield window
    window.finish()


def what_is_going_on(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.board.window import BoardWindow

    window = BoardWindow.open(desk, root)
    yield window
    window.new_incident()
    window.say_state()
    yield window
    window.close()


def statistics(desk: Desk, root: QWidget, folder: Path) -> Opened:
    from desk_app.ui.reports.statistics_window import StatisticsWindow

    window = StatisticsWindow.open(desk, root)
    window.resize(1280, 720)
    until(lambda: window.figures is not None)
    yield window
    window.bar.length.setCurrentIndex(window.bar.length.findData(""))
    until(lambda: window.figures is None)
    until(lambda: window.figures is not None)
    _spin(50)
    yield window
    window.close()


OPENERS: dict[str, Callable[[Desk, QWidget, Path], Opened]] = {
    "MainWindow": main_window,
    "RegistrationWindow": registration,
    "TicketWindow": card,
    "StepDialog": steps,
    "ConflictDialog": conflict,
    "DraftsDialog": drafts,
    "PictureDialog": picture,
    "JournalWindow": journal,
    "ActWindow": acts,
    "ProposalsDialog": proposals,
    "TicketPrintWindow": ticket_print,
    "DutyPrintWindow": duty_print,
    "StatisticsWindow": statistics,
    "SignInDialog": sign_in,
    "AccountsDialog": accounts,
    "BackupsDialog": backups,
    "VerbForm": account,
    "RecoveryKeyDialog": recovery_key,
    "TemplatePicker": templates,
    "TemplatesDialog": templates,
    "StartDialog": start,
    "Palette": palette,
    "ShortcutSheet": keys,
    "DirectoryWindow": directory,
    "AdministrationWindow": administration,
    "DifferenceDialog": difference,
    "CalendarWindow": calendar,
    "DutyWindow": duty,
    **{name: partial(of_month, name) for name in OF_MONTH},
    "BoardWindow": what_is_going_on,
    "WhyDueDialog": why_due,
    "EraseDialog": partial(of_contact, "erase", "EraseDialog"),
    "RequestsDialog": partial(of_contact, "requests", "RequestsDialog"),
    "MergeDialog": merge,
    "PeopleSheetDialog": people_sheet,
    "ImportDialog": imports,
    "BulkDialog": bulk,
    "GoToDialog": go_to,
    "WaitingDialog": waiting,
    "CopyingWindow": copying,
    "ViewDialog": view,
}
