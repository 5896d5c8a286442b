"""The one place where the window is wired together: file, worker, person, language, theme."""

import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desk_app import i18n
from desk_app.app import bugs, log, qt_i18n, theme
from desk_app.app.desk import Desk
from desk_app.app.messages import Messages
from desk_app.app.settings import Settings
from desk_app.app.splash import close_splash
from desk_app.app.tasks import Backend, Worker
from desk_app.app.theme import Theme
from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.services import people
from desk_app.site import Site, site

if TYPE_CHECKING:
    from desk_app.ui.main_window import MainWindow

LAST: Final = "office.last"
SAMPLE_PROFILE: Final = "situation-centre"
SAMPLE_TICKETS: Final = 500
SAMPLE_SEED: Final = 1


def window(path: Path | None = None, login: str | None = None, language: str | None = None) -> int:
    """Open the window on `path`, the office IT named, or the one worked with last; return the exit code.

    The language is the one asked for, the person's own choice, the one IT named, or the computer's.
    """
    settings, here = Settings(), site()
    app = _application(settings, language or settings.get("language", "") or here.language or i18n.system_language())
    messages = Messages()
    log.keep_log()
    bugs.catch_bugs(messages)
    sweeper = bugs.sweep_here(app)
    try:
        wanted, trouble = _wanted(path, here, settings)
        while desk := _seated(wanted, trouble, login, settings, messages):
            office_path, seat = desk
            if not _worked(app, seat, office_path, messages):
                break
            wanted = trouble = None
        return 0
    finally:
        sweeper.stop()


def _application(settings: Settings, language: str) -> QApplication:
    QApplication.setApplicationName("desk_app")
    QApplication.setApplicationDisplayName("Desk")
    QApplication.setDesktopFileName("desk-app")
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    chosen = settings.get("theme", Theme.SYSTEM.value)
    look = Theme(chosen) if chosen in set(Theme) else Theme.SYSTEM
    theme.prepare_fonts(app)
    qt_i18n.install(app, language)
    theme.dress(app, look)
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: theme.follow_system(app, look))
    QTimer.singleShot(0, close_splash)
    return app


def _wanted(path: Path | None, here: Site, settings: Settings) -> tuple[Path | None, UserError | None]:
    """Return the office to open and what is wrong with IT's settings, where they are needed to know it."""
    if named := path or here.office:
        return named, None
    remembered = settings.get(LAST, "")
    return Path(remembered) if remembered else None, here.trouble


def _seated(
    path: Path | None, trouble: UserError | None, login: str | None, settings: Settings, messages: Messages
) -> tuple[Path, Desk] | None:
    """Return a desk at an office file that can be opened, asking until there is one; None when the person left.

    With `trouble` it is said at once, and asked.
    """
    while True:
        if path is None or trouble is not None:
            path = _chosen(trouble)
            if path is None:
                return None
        worker = Worker(partial(_opened, path))
        try:
            desk = _sat_down(worker, login, settings, messages)
        except UserError as error:
            worker.close()
            trouble = error
            continue
        except BaseException:
            worker.close()
            raise
        if desk is None:
            worker.close()
            return None
        settings.set(LAST, str(path.absolute()))
        return path, desk


def _sat_down(worker: Worker, login: str | None, settings: Settings, messages: Messages) -> Desk | None:
    """Return a desk for the person who signs in. Raises UserError when the office cannot be opened."""
    hint = login or people.os_login()
    logins = worker.ask(lambda backend: [person.login for person in backend.reader.staff() if person.active])

    def check(name: str, password: str | None) -> Person:
        return worker.ask(lambda backend: people.sign_in(backend.reader, name, password))

    try:
        person: Person | None = check(hint, None)
    except UserError:
        from desk_app.ui.people.sign_in import sign_in

        person = sign_in(None, check, hint, logins)
    return Desk(worker, person, settings, messages) if person else None


def _opened(path: Path) -> Backend:
    from desk_app.storage import open_office

    return open_office(path)


def _chosen(trouble: UserError | None) -> Path | None:
    """Ask which office to open; `trouble` says why the last one could not be."""
    from desk_app.ui.start import Profile, StartDialog, Starter

    def shipped() -> list[Profile]:
        from desk_app import profiles

        return [Profile(found.code, found.name, found.about) for found in profiles.shipped(i18n.language())]

    return StartDialog.ask(None, trouble, Starter(shipped, _create, _sample))


def _create(path: Path, profile: str, name: str) -> None:
    """Make an office from a shipped profile, with the computer's user as its first administrator."""
    from desk_app.profiles import load
    from desk_app.storage import create_office

    login = people.os_login() or "admin"
    create_office(path, load(profile, i18n.language(), name), Person(0, login, login, "administrator"))


def _sample() -> Path:
    """Return the sample office of this computer's user, made when it is not there yet."""
    from platformdirs import user_data_path

    from desk_app import demo, profiles
    from desk_app.storage import create_office, open_office

    path = user_data_path("desk_app", appauthor=False) / "sample" / "office.desk"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name("draft.desk")
    draft.unlink(missing_ok=True)
    now = datetime.now(UTC).replace(microsecond=0)
    language = i18n.language() if i18n.language() in i18n.LANGUAGES else i18n.FALLBACK
    login = people.os_login() or "admin"
    name = demo.admin_name(language, SAMPLE_SEED)
    admin = Person(0, login, name, "administrator")
    seed = profiles.load(SAMPLE_PROFILE, language)
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        create_office(draft, seed, admin, clock=lambda: demo.beginning(now))
        with open_office(draft) as file:
            demo.play(file, login, SAMPLE_TICKETS, SAMPLE_SEED, now)
        draft.rename(path)
    finally:
        QApplication.restoreOverrideCursor()
    return path


def shown(main: "MainWindow") -> None:
    """Called when the window stands; benches and tests put their own here."""


def _worked(app: QApplication, desk: Desk, path: Path, messages: Messages) -> bool:
    """Show the window until it is closed; tell whether another office is wanted."""
    from desk_app.ui.editor.offer import offer_drafts
    from desk_app.ui.main_window import MainWindow

    wishes: list[bool] = []
    try:
        main = MainWindow(desk, path)

        def leave_for_another() -> None:
            if main.close():
                wishes.append(True)
                app.quit()

        main.other_office.connect(leave_for_another)
        main.show()
        shown(main)
        if desk.settings.trouble is not None:
            messages.error(main, desk.settings.trouble)
            desk.settings.trouble = None
        offer_drafts(desk, desk.drafts, main)
        app.exec()
        main.deleteLater()
    finally:
        desk.close()
    return bool(wishes)
