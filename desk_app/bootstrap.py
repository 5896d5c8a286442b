"""The one place where the window is wired together: office, workers, person, language, theme."""

import os
import sys
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desk_app import i18n
from desk_app.app import bugs, log, qt_i18n, theme
from desk_app.app.desk import Desk
from desk_app.app.messages import Messages
from desk_app.app.place import Place, Ways, take_place
from desk_app.app.recent import LAST, remember
from desk_app.app.settings import Settings
from desk_app.app.splash import close_splash
from desk_app.domain.errors import Cancelled, Unavailable, UserError
from desk_app.domain.office import Person
from desk_app.services import people, places
from desk_app.services.office_ports import Profiles
from desk_app.site import Site, site

if TYPE_CHECKING:
    from desk_app.ui.main_window import MainWindow
    from desk_app.ui.start import Chosen


@dataclass(frozen=True, slots=True)
class Wish:
    """Which office to sit down at; None asks. With `ask` the sign-in is shown even where it could be done without.

    `login` and `password` were just given; `take_over` begins with the import of a journal.
    """

    path: places.Place | None
    login: str = ""
    password: str = field(default="", repr=False)
    ask: bool = False
    take_over: bool = False


def window(path: places.Place | None = None, login: str | None = None, language: str | None = None) -> int:
    """Open the window on `path`, the office IT named, or the one worked with last; return the exit code.

    The language is the one asked for, the person's own choice, the one IT named, the computer's, or the office's.
    """
    _refuse_no_display()
    settings, here = Settings(), site()
    app = _application(settings, language or settings.get("language", "") or here.language or i18n.system_language())
    messages = Messages()
    log.keep_log()
    bugs.catch_bugs(messages)
    sweeper = bugs.sweep_here(app)
    try:
        wanted, trouble = _wanted(path, here, settings)
        wish: Wish | None = Wish(wanted)
        while wish is not None and (seated := _seated(wish, trouble, login, settings, messages)):
            wish, trouble = _worked(app, seated[1], seated[0], messages), None
        return 0
    finally:
        sweeper.stop()


def _refuse_no_display() -> None:
    """Raise Unavailable where no window can be shown: Qt itself would end the program without a sentence."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named):
        raise Unavailable(
            "There is no display here, so the window cannot be shown. Start the program in a desktop session, "
            "or use its commands: desk-app --help."
        )


def _application(settings: Settings, language: str) -> QApplication:
    QApplication.setApplicationName("desk_app")
    QApplication.setApplicationDisplayName("Desk")
    QApplication.setDesktopFileName("desk-app")
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    theme.prepare_fonts(app)
    qt_i18n.install(app, language)
    theme.dress(app, theme.chosen(settings))
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: theme.follow_system(app, theme.chosen(settings)))
    QTimer.singleShot(0, close_splash)
    return app


def _wanted(path: places.Place | None, here: Site, settings: Settings) -> tuple[places.Place | None, UserError | None]:
    """Return the office to open and what is wrong with IT's settings, where they are needed to know it."""
    if named := path or here.office:
        return named, None
    remembered = settings.get(LAST, "")
    return places.place_of(remembered) if remembered else None, here.trouble


def _seated(
    wish: Wish, trouble: UserError | None, login: str | None, settings: Settings, messages: Messages
) -> tuple[Wish, Desk] | None:
    """Return a desk at an office file that can be opened, asking until there is one; None when the person left.

    With `trouble` it is said at once, and asked.
    """
    while True:
        if wish.path is None or trouble is not None:
            chosen = _chosen(trouble, settings, messages)
            if chosen is None:
                return None
            wish = Wish(chosen.path, chosen.login, chosen.password, take_over=chosen.take_over)
        path = wish.path
        assert path is not None
        try:
            place = _taken(path)
        except UserError as error:
            trouble = error
            continue
        except Cancelled:
            wish, trouble = replace(wish, path=None), None
            continue
        try:
            desk = _sat_down(place, wish, login, settings, messages)
        except UserError as error:
            place.close()
            trouble = error
            continue
        except BaseException:
            place.close()
            raise
        if desk is None:
            place.close()
            return None
        remember(settings, path)
        return wish, desk


def _sat_down(place: Place, wish: Wish, login: str | None, settings: Settings, messages: Messages) -> Desk | None:
    """Return a desk for the person who signs in, also from the copy alone. Raises UserError when it cannot be read."""
    hint = "" if wish.ask else wish.login or login or people.os_login()
    qt_i18n.follow(place.copy.ask(lambda copy: copy.reader.office().language))
    logins = place.copy.ask(lambda copy: [person.login for person in copy.reader.staff() if person.active])

    def check(name: str, password: str | None) -> Person:
        return place.copy.ask(lambda copy: people.sign_in(copy.reader, name, password))

    try:
        person: Person | None = None if wish.ask else check(hint, wish.password or None)
    except UserError:
        person = None
    if person is None:
        from desk_app.ui.people.sign_in import sign_in

        person = sign_in(None, check, hint, logins)
    return Desk(place, person, settings, messages) if person else None


def ways(path: places.Place) -> Ways:
    """Return how the office at `path` is opened."""
    from desk_app.storage import open_copy, open_office, open_station

    return Ways(partial(open_station, path), partial(open_copy, path), partial(open_office, path))


def _taken(path: places.Place) -> Place:
    """Open the office at `path`. Raises UserError where it cannot be, Cancelled when the person said stop."""
    from desk_app.ui.start.copying import CopyingWindow

    window = CopyingWindow(places.called(path)[0])
    try:
        return take_place(ways(path), window.tick, lively=True)
    finally:
        window.finish()


def _chosen(trouble: UserError | None, settings: Settings, messages: Messages) -> "Chosen | None":
    """Ask which office to open; `trouble` says why the last one could not be."""
    from desk_app.first_run import FirstRun
    from desk_app.ui.start import StartDialog

    return StartDialog.ask(FirstRun(), settings, messages, trouble)


def shown(main: "MainWindow") -> None:
    """Called when the window stands; benches and tests put their own here."""


def _keep_backups(main: "MainWindow", path: places.Place) -> None:
    """Let this program make backups when its turn comes; those of a server are its own."""
    if places.is_address(path):
        return
    from desk_app.storage.keeper import OfficeBackups

    main.program.keep_backups(OfficeBackups(Path(path), site().backups))


def _profiles() -> Profiles:
    """Return what reads, writes and checks an office as a file."""
    from desk_app.profiles.write import TomlProfiles

    return TomlProfiles()


def _worked(app: QApplication, desk: Desk, wish: Wish, messages: Messages) -> Wish | None:
    """Show the window until it is closed; return what is wanted next, if anything is."""
    from desk_app.ui.editor.offer import offer_drafts
    from desk_app.ui.main_window import MainWindow

    assert wish.path is not None
    wishes: list[Wish] = []
    try:
        main = MainWindow(desk, wish.path)

        def leave_for(wanted: Wish) -> None:
            if main.close():
                wishes.append(wanted)
                app.quit()

        main.other_office.connect(lambda path: leave_for(Wish(path)))
        main.other_person.connect(lambda: leave_for(Wish(wish.path, ask=True)))
        main.show()
        shown(main)
        _keep_backups(main, wish.path)
        main.program.profiles = _profiles
        if desk.settings.trouble is not None:
            messages.error(main, desk.settings.trouble)
            desk.settings.trouble = None
        offer_drafts(desk, desk.drafts, main)
        if wish.take_over:
            main.actions_by_id["import"].trigger()
        app.exec()
        main.program.close()
        main.deleteLater()
    finally:
        desk.close()
    return wishes[0] if wishes else None
