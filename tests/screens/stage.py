"""The stage that pictures are taken on: a real sample office, the window on it, and no screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desk_app import demo, profiles
from desk_app.app.desk import Desk
from desk_app.app.messages import Messages
from desk_app.app.place import take_place
from desk_app.app.settings import Settings
from desk_app.bootstrap import ways
from desk_app.domain.office import Person
from desk_app.storage import create_office, open_office
from desk_app.ui.main_window import MainWindow

SIZES = ((1280, 720), (1920, 1080))
PROFILE = "situation-centre"
ADMIN = "admin"
SEED = 1


def make_office(path: Path, language: str, calls: int, profile: str = PROFILE) -> Path:
    """Make the sample office in `language`; 0 calls make an empty one."""
    now = datetime.now(UTC).replace(microsecond=0)
    admin = Person(0, ADMIN, demo.admin_name(language, SEED), "administrator")
    create_office(path, profiles.load(profile, language), admin, clock=lambda: demo.beginning(now))
    if calls:
        with open_office(path) as file:
            demo.play(file, ADMIN, calls, SEED, now)
    return path


@contextmanager
def seated(path: Path, login: str = "") -> Iterator[Desk]:
    """Give a desk at the office; `login` "" is the technician with the most work."""
    place = take_place(ways(path))
    person = place.copy.ask(lambda copy: _person(copy.reader, login))
    desk = Desk(place, person, Settings(path.with_suffix(".json")), Messages())
    try:
        yield desk
    finally:
        desk.close()


def spin(milliseconds: int = 250) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def until(ready: Callable[[], object], seconds: float = 10) -> None:
    """Let the window live until `ready`."""
    for _ in range(int(seconds * 20)):
        if ready():
            break
        spin(50)
    else:
        raise TimeoutError("the window is not ready for its picture")
    spin()


@contextmanager
def main_window(desk: Desk, path: Path, size: tuple[int, int] = SIZES[0]) -> Iterator[MainWindow]:
    """Give the main window, with its rows on the screen."""
    window = MainWindow(desk, path)
    window.resize(*size)
    window.show()
    until(lambda: window._total is not None)
    spin(400)
    try:
        yield window
    finally:
        close(window)


def close(window: QWidget) -> None:
    """Close `window` without a question, and let it go."""
    window.hide()
    window.deleteLater()
    QApplication.sendPostedEvents()
    spin(20)


def _person(reader, login):
    staff = reader.staff()
    named = [person for person in staff if person.login == login]
    technicians = [person for person in staff if person.role == "technician"]
    return (named or technicians or staff)[0]
