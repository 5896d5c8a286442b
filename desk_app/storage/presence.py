"""Who else has the office open: one small file for every running program, in a folder beside the office file.

`office.desk.here/<key>.json` is written by its own program alone and read by all. `office.desk.here/locks` has a byte
for each: a program holds its own locked while it runs. A byte that is free while its program goes on writing shows
that locks do not reach the server, and that SQLite's own locks do not either.
"""

import os
import platform
import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from desk_app import __version__
from desk_app.domain.errors import Unavailable
from desk_app.domain.office import Person
from desk_app.domain.text import LINE_LIMIT, clean_line
from desk_app.services.station import Peer
from desk_app.storage import heartbeats
from desk_app.storage.byte_locks import REACH, ByteLocks
from desk_app.storage.heartbeats import EDITED, KEY, LARGEST, Heartbeat
from desk_app.storage.turns import NAME as TURN

BEAT: Final = 20.0
"""How often a program says that it is still there, in seconds."""
GONE: Final = 60.0
"""After how many seconds without a word, by our own clock, a colleague is gone."""
SPACED: Final = BEAT / 2
"""How far apart two signs of unseen locks have to be, in seconds: caches may show one death in two steps."""
DAY: Final = 24 * 60 * 60
CROWD: Final = 1000
"""How many entries of the folder are looked at."""
NEVER: Final = float("-inf")
_OURS: Final = re.compile(r"[0-9a-f]{32}\.(json|clock)")
_here: Final[set[str]] = set()
"""The keys in this very process: a process does not see its own locks."""


@dataclass(slots=True)
class _Colleague:
    """What is known of another program. Times are our own clock's, in seconds."""

    stamp: tuple[int, int, int]
    last: Heartbeat
    seen: float
    alive: bool
    free_since: float | None = None
    unseen_lock: bool = False


class Presence:
    """This program's own file, and everybody else's. Used and closed on one thread.

    `clock` gives seconds that only grow; the clocks of two computers are never compared.
    """

    def __init__(self, office: Path, key: str | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.key = key or uuid.uuid4().hex
        if not KEY.fullmatch(self.key):
            raise ValueError(self.key)
        self._office = office
        self._folder = folder_of(office)
        self._file = self._folder / f"{self.key}.json"
        self._clock = clock
        self._locks = ByteLocks(self._folder / "locks")
        self._mine: Heartbeat | None = None
        self._written = self._looked = NEVER
        self._share_time = 0.0
        self._since = datetime.now(UTC).isoformat(timespec="seconds")
        self._others: dict[str, _Colleague] = {}
        _here.add(self.key)

    def meet(self, person: Person, editing: Sequence[int]) -> tuple[Peer, ...]:
        """Tell that `person` is here and edits the tickets with these ids; return the others, by name.

        While the share stumbles, return what was last known. Raises Unavailable when locks do not reach the server.
        Round trips: a look costs a listing and, where a listing brings no sizes and times, one for each colleague;
        3 more for each who has written since, and 2 to try their byte. An own word costs 11, once in BEAT seconds.
        """
        with suppress(OSError):
            self._tell(person, tuple(sorted(set(editing)))[:EDITED])
        with suppress(OSError):
            self._look()
        self._prove_locks()
        found = [other.last.peer(key) for key, other in self._others.items() if other.alive]
        return tuple(sorted(found, key=lambda peer: (peer.name, peer.key)))

    def close(self) -> None:
        """Take the own file away and release the own byte. Never raises."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
        self._locks.close()
        _here.discard(self.key)

    # -- the own word ------------------------------------------------------------------------------------------------

    def _tell(self, person: Person, editing: tuple[int, ...]) -> None:
        now, before = self._clock(), self._mine
        name = clean_line(person.name[:LINE_LIMIT])
        beat = before.beat if before else 0
        said = Heartbeat(person.id, name, _host(), editing, beat, True, __version__, self._since)
        if before and replace(before, held=True) == said and now - self._written < BEAT:
            return
        make_folder(self._office)
        self._written = NEVER  # until it is: a word that did not get through is said again
        self._mine = replace(said, beat=beat + 1, held=self._hold())
        heartbeats.write(self._file, self._mine)
        self._written = now
        self._share_time = self._file.stat().st_mtime

    def _hold(self) -> bool:
        """Hold the own byte, before others see the word that says so."""
        try:
            return self._locks.renew(_place(self.key))
        except OSError:
            return False

    # -- the others --------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        found = dict(self._files())
        now = self._clock()
        pause = now - self._looked
        if pause > GONE and self._others:  # we were away ourselves: nobody could be heard
            for other in self._others.values():
                other.seen += pause - BEAT
        self._looked = now
        for key in self._others.keys() - found.keys():
            del self._others[key]
        for key, stamp in found.items():
            known = self._others.get(key)
            if known is None or known.stamp != stamp:
                with suppress(OSError):  # it was replaced or taken away just now
                    self._hear(key, stamp, now)
        for other in self._others.values():
            other.alive = other.alive and now - other.seen <= GONE

    def _files(self) -> Iterator[tuple[str, tuple[int, int, int]]]:
        """Give the files of the others, as they are listed, and remove those of the long dead."""
        with os.scandir(self._folder) as entries:
            for entry in islice(entries, CROWD):
                key = entry.name[:32]
                if key == self.key or not _OURS.fullmatch(entry.name) or not entry.is_file(follow_symlinks=False):
                    continue
                with suppress(OSError):
                    looks = entry.stat(follow_symlinks=False)
                    if self._share_time - looks.st_mtime > DAY:
                        Path(entry.path).unlink()
                    elif entry.name.endswith(".json") and 0 < looks.st_size <= LARGEST:
                        yield key, (looks.st_mtime_ns, looks.st_size, looks.st_ino)

    def _hear(self, key: str, stamp: tuple[int, int, int], now: float) -> None:
        said = heartbeats.read(self._folder / f"{key}.json")
        known = self._others.get(key)
        if said is None:
            return
        if known is None:  # a file alone says little: its program may have died long ago
            alive = not (said.held and self._is_free(key))
            self._others[key] = _Colleague(stamp, said, now, alive)
            return
        moved = said.since != known.last.since or said.beat > known.last.beat
        known.stamp = stamp
        if not moved:
            return
        known.last, known.seen, known.alive = said, now, True
        if not (said.held and self._is_free(key)):
            known.free_since, known.unseen_lock = None, False
        elif known.free_since is None:
            known.free_since = now
        elif now - known.free_since >= SPACED:
            known.unseen_lock = True

    def _is_free(self, key: str) -> bool:
        """Tell whether another's byte is free. What cannot be tried proves nothing."""
        if key in _here:
            return False
        try:
            return self._locks.is_free(_place(key))
        except OSError:
            return False

    def _prove_locks(self) -> None:
        for other in self._others.values():
            if other.alive and other.unseen_lock:
                raise Unavailable(
                    "Locks do not reach the server that keeps {path}: the program of {name} on {host} holds one that "
                    "this computer does not see. Two people could overwrite each other's work, so nothing is saved "
                    "from here. Ask IT to mount the share without “nobrl”, “nolock” and “local_lock” on both "
                    "computers, and to set “locking = yes” and “strict locking = auto” on a Samba server.",
                    path=self._office,
                    name=other.last.name,
                    host=other.last.host,
                )


def folder_of(office: Path) -> Path:
    """Return the folder in which running programs say that they have `office` open."""
    return office.with_name(office.name + ".here")


def make_folder(office: Path) -> Path:
    """Make the folder beside `office`, for everybody who may write to the office file. Raises OSError.

    Where the office file is not, nothing is made: an empty mount point is not the share.
    """
    folder = folder_of(office)
    mode = office.stat().st_mode & 0o777
    if not folder.is_dir():
        folder.mkdir(exist_ok=True)
        with suppress(OSError):
            folder.chmod(mode | (mode & 0o444) >> 2)
            for name in ("locks", TURN):
                (folder / name).touch()
                (folder / name).chmod(mode)
    return folder


def _place(key: str) -> int:
    return int(key, 16) % REACH


def _host() -> str:
    return clean_line(platform.node()[:LINE_LIMIT])
