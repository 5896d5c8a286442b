"""Backups from the window: one of the running programs makes one every hour, on a thread that nobody waits for."""

import logging
import random
from collections.abc import Callable
from typing import Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer

from desk_app.app.tasks import NoOffice, Worker
from desk_app.domain.errors import UserError
from desk_app.services.backups import Backup, Keeper

T = TypeVar("T")
FIRST: Final = (60_000, 240_000)
AGAIN: Final = (240_000, 600_000)
"""How long until a program looks whether a backup is due, from..to in milliseconds; apart from the others."""
_log = logging.getLogger("desk_app")


class Backups(QObject):
    """Keeps the backups of the office of a window. Close it with the window."""

    def __init__(self, keeper: Keeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._worker = Worker(NoOffice, "backups")
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self.look)
        self.trouble: UserError | None = None
        """Why the last backup of an hour was not made, where it was not."""
        self._wait(FIRST)

    def look(self) -> None:
        """Make the backup of this hour, unless a colleague's program has."""
        self._worker.run(self, lambda _: self._keeper.hourly(), self._made, self._not_made)

    def ask(
        self,
        owner: QObject,
        work: Callable[[Keeper], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
        must: bool = False,
    ) -> None:
        """Let the keeper do `work`, then call `then` or `failed`, unless `owner` is gone by then."""
        self._worker.run(
            owner, lambda _: work(self._keeper), then, lambda e: failed(e) if shiboken6.isValid(owner) else None, must
        )

    def close(self) -> None:
        """Stop; what is under way is ended first."""
        self._next.stop()
        self._worker.close()

    def _made(self, _backup: Backup | None) -> None:
        self.trouble = None
        self._wait(AGAIN)

    def _not_made(self, error: Exception) -> None:
        self.trouble = error if isinstance(error, UserError) else None
        _log.warning("no backup: %s", error)
        self._wait(AGAIN)

    def _wait(self, span: tuple[int, int]) -> None:
        self._next.start(random.randint(*span))  # noqa: S311 - jitter, not a secret
