"""Saving, and the saves that are under way: where one takes long, the person is told that it is not lost."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.services.ports import Changes, Session
from desk_app.services.station import News, Station

LATE: Final = 1000
"""After how many milliseconds a save is said to take long (storage.md: "after 1 s the status bar says")."""
_log = logging.getLogger("desk_app")


def save(station: Station, me: Person, work: Callable[[Session], Changes], op_id: bytes | None) -> tuple[Changes, News]:
    """Return what `work` changed, and the same with all else that is new. Raises what the write raises, nothing more.

    Once it is written it is saved, whatever happens to the copy then: who was told otherwise would save it twice. The
    next look that reaches the office brings what is missing, and finds what was in the way.
    """
    own = station.unit_of_work(me).write(work, op_id)
    try:
        news = station.pull()
    except UserError:
        news = News()
    except Exception:
        _log.exception("unexpected after a save")
        news = News()
    return own, replace(news, changes=_merged(own, news.changes))


def _merged(own: Changes, news: Changes) -> Changes:
    return Changes(
        tuple(dict.fromkeys(own.tickets + news.tickets)),
        own.directory or news.directory,
        own.staff or news.staff,
        own.office or news.office,
        own.duty or news.duty,
    )


class Saves(QObject):
    """Counts the saves that are under way. `late` carries True when one takes long, False when all have ended."""

    late = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._open = 0
        self._timer = QTimer(self, interval=LATE, singleShot=True)
        self._timer.timeout.connect(self._told)
        self._late = False

    def begun(self) -> None:
        """Count one that begins."""
        self._open += 1
        if not self._timer.isActive() and not self._late:
            self._timer.start()

    def ended(self) -> None:
        """Count one that has ended, however that was."""
        self._open -= 1
        if self._open == 0:
            self.stop()

    def stop(self) -> None:
        """Say nothing more of those that are under way."""
        self._timer.stop()
        if self._late:
            self._late = False
            self.late.emit(False)

    def _told(self) -> None:
        self._late = True
        self.late.emit(True)
