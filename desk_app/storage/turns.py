"""Whose turn it is to save: a queue of bytes beside the office file, locked by those who wait.

Asking SQLite for its lock is not harmless: whoever asks stands in the way of whoever wants to commit, for several round
trips. Those who wait therefore ask here, where nobody is hindered by it, and come up in the order they came in. The
queue orders, it protects nothing: who does not get the turn saves all the same, and SQLite's own lock decides.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from desk_app.storage.byte_locks import ByteLocks
from desk_app.storage.closing import Closing

NAME: Final = "turn"
"""The file in the folder of those who are here."""
WAITED: Final = 12.0
"""How long a turn is waited for, in seconds."""
SKIPPED: Final = 30.0
"""For how long the turn is not asked for after it was found with somebody who does not save: one who was cut off."""
MET: Final = 60.0
"""How often a reader makes sure that the queue is the one where all others wait, in seconds."""
LOOKED: Final = 0.3
"""How long a reader lets those who save go first, in seconds."""
_TURN: Final = 0
_LAST: Final = 4
"""Byte 0 is the turn itself, 1 to this are the places before it. Whoever finds all taken waits for the last place."""
_PAUSES: Final = (0.006, 0.012, 0.025, 0.05, 0.12)
"""The pauses between two questions for each byte, in seconds: who is nearer asks more often."""
_own: Final[dict[Path, Lock]] = {}
"""Who is first in this very process, by folder: a process does not see its own locks."""


class Wait(NamedTuple):
    """How a turn was waited for: the seconds it took, and whether it did not come in all the time there was."""

    spent: float
    missed: bool


class Turns(Closing):
    """The turn at saving into the office whose programs say in `folder` that they are here."""

    def __init__(self, folder: Path) -> None:
        self._locks = ByteLocks(folder / NAME)
        self._own = _own.setdefault(folder.absolute(), Lock())
        self._skipped = 0.0
        self._met = time.monotonic()
        self._saved = False

    @contextmanager
    def mine(self, patience: float | None = None) -> Iterator[Wait]:
        """Wait until it is our turn, at most `patience` seconds (WAITED), and keep it. Never raises by itself.

        Two round trips when nobody else saves.
        """
        began = time.monotonic()
        end = began + min(WAITED if patience is None else patience, WAITED)
        taken = began >= self._skipped and self._wait(end)
        spent = time.monotonic() - began
        try:
            yield Wait(spent, missed=not taken and began + spent >= end)
        finally:
            if taken:
                self._saved = True
                self._leave(_TURN)
                self._own.release()

    def give_way(self) -> None:
        """Wait a moment while somebody saves: a reader in the middle of it would hold them up. Never raises.

        Who has just saved waits for nobody: a person waits for what they saved to be on the screen.
        """
        if self._saved:
            self._saved = False
            return
        end = time.monotonic() + LOOKED
        with suppress(OSError):
            while time.monotonic() >= self._skipped and not self._nobody_saves():
                if time.monotonic() > end:
                    return
                time.sleep(_jittered(_PAUSES[_LAST]))

    def skip(self) -> None:
        """Do without for a while: who has the turn does not save."""
        self._skipped = time.monotonic() + SKIPPED

    def close(self) -> None:
        """Let go of the file."""
        self._locks.close()

    def _nobody_saves(self) -> bool:
        """Tell whether the turn is free. Raises OSError.

        Nobody in this process takes it meanwhile: looking lets go of the process's own lock.
        """
        if not self._own.acquire(blocking=False):
            return False
        try:
            if (now := time.monotonic()) - self._met >= MET:
                self._met = now
                self._locks.meet()
            return self._locks.is_free(_TURN)
        finally:
            self._own.release()

    def _wait(self, end: float) -> bool:
        """Wait until the time `end` for the turn in this process, and then among all; tell whether it is ours."""
        if not self._own.acquire(timeout=max(0.0, end - time.monotonic())):
            return False
        came = False
        try:
            came = self._locks.take(_TURN) or self._come_up(end)
        except OSError:  # no folder yet, no right to it, or no share: SQLite will say what is the matter
            pass
        finally:
            if not came:
                self._own.release()
        return came

    def _come_up(self, end: float) -> bool:
        """Come up from the last place to the turn until the time `end`; tell whether it is ours. Raises OSError."""
        held: int | None = None
        try:
            for place in range(_LAST, _TURN - 1, -1):
                if not self._ask(place, end):
                    return False
                before, held = held, place
                if before is not None:
                    self._leave(before)
            held = None
            return True
        finally:
            if held is not None:
                self._leave(held)

    def _ask(self, place: int, end: float) -> bool:
        """Ask for the byte at `place` until it is ours or the time `end` has come. Raises OSError."""
        while not self._locks.take(place):
            if time.monotonic() > end:
                return False
            time.sleep(_jittered(_PAUSES[place]))
        return True

    def _leave(self, place: int) -> None:
        with suppress(OSError):
            self._locks.release(place)


def _jittered(pause: float) -> float:
    return pause * random.uniform(0.5, 1.5)  # noqa: S311 - spreads those who wait, guards nothing
