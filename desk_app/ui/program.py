"""What belongs to the program as a whole: palette, keys, accounts, directory, import, language, look."""

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desk_app.app import qt_i18n, recent, theme
from desk_app.app.backups import Backups
from desk_app.app.desk import Desk
from desk_app.app.following import Reach
from desk_app.app.icons import put_icon
from desk_app.app.keys import KeyMap
from desk_app.app.reminders import CHOICES, Reminders
from desk_app.app.theme import Theme
from desk_app.app.tray import Tray
from desk_app.domain.errors import N_, Damaged, UserError
from desk_app.domain.journal import Month
from desk_app.i18n import LANGUAGES, language, tr, trn
from desk_app.services.backups import Keeper
from desk_app.services.office_ports import Profiles
from desk_app.services.places import called
from desk_app.ui.editor.plain import caption

if TYPE_CHECKING:
    from desk_app.ui.palette import Command

STAYS_DAMAGED: Final = 12.0
"""How long the office file has to be damaged, look after look, before it is called so, in seconds."""
LOOKS: Final = {
    Theme.SYSTEM: (N_("As the computer"), "device-desktop"),
    Theme.LIGHT: (N_("Light"), "sun"),
    Theme.DARK: (N_("Dark"), "moon"),
}


class Main(Protocol):
    """What the program needs of the main window."""

    actions_by_id: dict[str, QAction]
    other_office: SignalInstance

    def commands(self) -> "list[Command]": ...
    def say_again(self) -> None: ...


class Program(QObject):
    """Does what the program menu says, for the main window `main`."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._main = cast("Main", window)
        self.keys = KeyMap(desk.settings)
        self._menus: tuple[QMenu, ...] = ()
        self.tray = Tray(desk, self)
        self.tray.asked.connect(self.open_ticket)
        self.reminders = Reminders(desk, self.tray, self)
        self.backups: Backups | None = None
        self.profiles: Callable[[], Profiles] | None = None
        """Makes what reads, writes and checks an office as a file."""
        self._damaged_since: float | None = None
        desk.reached.connect(self._reached)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the actions of the table do."""
        return {
            "theme": self.turn_light,
            "journal": self.open_journal,
            "acts": self.open_acts,
            "palette": self.open_palette,
            "shortcuts": self.open_keys,
            "tray": lambda: self.tray.want(not self.tray.wanted),
            "statistics": self.open_statistics,
            "directory": self.open_directory,
            "board": self.open_board,
            "calendar": self.open_calendar,
            "duty": self.open_duty,
            "import": self.open_import,
            "accounts": self.open_accounts,
            "password": self.set_password,
            "backups": self.open_backups,
            "office": self.open_administration,
        }

    def keep_backups(self, keeper: Keeper) -> None:
        """Make a backup every hour, and offer the way back to one."""
        self.backups = Backups(keeper, self)

    def close(self) -> None:
        """Stop what goes on beside the window."""
        if self.backups is not None:
            self.backups.close()

    def open_backups(self, trouble: UserError | None = None) -> None:
        """Open the list of backups; `trouble` says what is wrong with the office."""
        if self.backups is not None:
            from desk_app.ui.backups.dialog import BackupsDialog

            BackupsDialog.open(self._desk, self.backups, self._window, trouble)

    def _reached(self, reach: Reach) -> None:
        """Offer the repair, once, where the office file stays damaged: on a bad share that word comes and goes."""
        if not isinstance(reach.away, Damaged):
            self._damaged_since = None
            return
        now = time.monotonic()
        if self._damaged_since is None:
            self._damaged_since = now
        elif now - self._damaged_since > STAYS_DAMAGED:
            self._damaged_since = float("inf")
            self.open_backups(reach.away)

    def open_ticket(self, ticket_id: int) -> None:
        """Show the ticket of a message in a window of its own."""
        from desk_app.ui.editor.window import TicketWindow

        TicketWindow.open(self._desk, ticket_id, self._window)

    def open_palette(self) -> None:
        """Open the command palette."""
        from desk_app.ui.palette import Palette

        Palette.open(self.commands(), self._window)

    def commands(self) -> "list[Command]":
        """Return everything that can be done from the main window."""
        from desk_app.ui.palette import of_actions

        return [*self._main.commands(), *of_actions(self._main.actions_by_id, self.keys)]

    def open_keys(self) -> None:
        """Open the sheet of all keys."""
        from desk_app.ui.shortcuts import ShortcutSheet

        ShortcutSheet.open(self.keys, self._keys_changed, self._window)

    def turn_light(self) -> None:
        """Change between light and dark."""
        self._dress((Theme.LIGHT if theme.is_dark() else Theme.DARK).value)

    def open_journal(self, month: Month | None = None) -> None:
        """Open the journal of `month`; without one, of the month it showed last or that before this one."""
        from desk_app.ui.reports.journal_window import JournalWindow  # it brings the PDF libraries

        window = JournalWindow.open(self._desk, self._window)
        if month is not None:
            window.scope.choose(month)

    def open_acts(self) -> None:
        """Open the acts of a month."""
        from desk_app.services.acts import ActKind
        from desk_app.ui.reports.act_window import ActWindow

        ActWindow.open(self._desk, ActKind.DATA_CHANGES, self._window)

    def open_statistics(self) -> None:
        """Open the statistics of a period."""
        from desk_app.ui.reports.statistics_window import StatisticsWindow

        StatisticsWindow.open(self._desk, self._window)

    def open_directory(self) -> None:
        """Open the directory of requesters."""
        from desk_app.ui.directory.window import DirectoryWindow

        DirectoryWindow.open(self._desk, self._window)

    def open_board(self) -> None:
        """Open the board “what is going on”."""
        from desk_app.ui.board.window import BoardWindow

        BoardWindow.open(self._desk, self._window)

    def open_duty(self) -> None:
        """Open the duty planner."""
        from desk_app.ui.duty.window import DutyWindow

        DutyWindow.open(self._desk, self._window)

    def open_calendar(self) -> None:
        """Open the working calendar of the office."""
        from desk_app.ui.calendar.window import CalendarWindow

        CalendarWindow.open(self._desk, self._window)

    def open_import(self) -> None:
        """Take over a journal that was kept in Excel."""
        from desk_app.ui.imports.dialog import ImportDialog

        ImportDialog.open(self._desk, self._window)

    def open_accounts(self) -> None:
        """Open the accounts of the office."""
        from desk_app.ui.people.accounts import AccountsDialog

        AccountsDialog.open(self._desk, self._window)

    def open_administration(self) -> None:
        """Open what the office consists of."""
        if self.profiles is not None:
            from desk_app.ui.admin.window import AdministrationWindow

            AdministrationWindow.open(self._desk, self.profiles(), self._window)

    def set_password(self) -> None:
        """Ask for a new password of one's own."""
        from desk_app.ui.people.accounts import open_own_password

        open_own_password(self._desk, self._window)

    def fill_menu(self, menu: QMenu) -> None:
        """Put what is chosen from a list before the last entry of the person's menu; give the actions their keys."""
        self.keys.put(self._main.actions_by_id)
        self._main.actions_by_id["tray"].setChecked(self.tray.wanted)
        before = menu.actions()[-1]
        self._menus = tuple(QMenu(menu) for _ in range(4))
        for sub, name in zip(self._menus, ("history", "world", "contrast", "clock"), strict=True):
            menu.insertMenu(before, sub)
            put_icon(sub.menuAction(), name)
        menu.insertSeparator(before)
        self._menus[0].aboutToShow.connect(self._fill_recent)
        self.say_again()

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        if not self._menus:
            return
        _offices, speech, looks, ahead = self._menus
        titles = (tr("Recent offices"), tr("Language"), tr("Light or dark"), tr("Remind of appointments"))
        for menu, title in zip(self._menus, titles, strict=True):
            menu.setTitle(title)
            menu.setAccessibleName(title)
        self._fill_recent()
        _choices(speech, LANGUAGES, language(), self._speak)
        look = theme.chosen(self._desk.settings)
        _choices(looks, {look.value: tr(said) for look, (said, _icon) in LOOKS.items()}, look.value, self._dress)

        _choices(ahead, _aheads(), str(self.reminders.ahead), lambda minutes: self.reminders.set_ahead(int(minutes)))

    def _fill_recent(self) -> None:
        menu = self._menus[0]
        menu.clear()
        for path in recent.recent(self._desk.settings)[1:]:
            action = menu.addAction(caption(" — ".join(called(path))))
            action.triggered.connect(lambda _checked=False, path=path: self._main.other_office.emit(path))
        if menu.isEmpty():
            menu.addAction(tr("No other office yet")).setEnabled(False)

    def _speak(self, code: str) -> None:
        self._desk.settings.set("language", code)
        qt_i18n.install(_application(), code)

    def _dress(self, look: str) -> None:
        self._desk.settings.set(theme.SETTING, look)
        theme.dress(_application(), Theme(look))

    def _keys_changed(self) -> None:
        self.keys.put(self._main.actions_by_id)
        self._main.say_again()


def _aheads() -> dict[str, str]:
    """Return how long before an appointment one may be reminded, by minutes."""
    return {
        str(minutes): trn("{n} minute before", "{n} minutes before", minutes) if minutes else tr("Not at all")
        for minutes in CHOICES
    }


def _choices(menu: QMenu, texts: Mapping[str, str], chosen: str, choose: Callable[[str], object]) -> None:
    menu.clear()
    for old in menu.findChildren(QActionGroup):
        old.deleteLater()
    group = QActionGroup(menu)
    for code, text in texts.items():
        action = menu.addAction(caption(text))
        action.setCheckable(True)
        action.setChecked(code == chosen)
        action.triggered.connect(lambda _checked=False, code=code: choose(code))
        group.addAction(action)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
