"""Another file gets the office's name, and the old one with its journal goes aside: both are done, or neither is."""

import contextlib
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from desk_app.domain.errors import N_, Unavailable
from desk_app.storage import maintenance
from desk_app.storage.attachments import sync_folder
from desk_app.storage.maintenance import Flag
from desk_app.storage.trouble import pauses

T = TypeVar("T")
LET_GO: Final = 30.0
"""How long other workstations are given to let a file go, and the share to be there again, in seconds."""
_HELD: Final = N_(
    "The old office file cannot be put aside, for a program holds it open: {path}: {reason}. Close every window of "
    "this office, then try again."
)
_UNNAMED: Final = N_(
    "The restored file cannot take the name of the office: {path}: {reason}. The office is as it was. Check the "
    "connection to the shared drive, then try again."
)


def exchange(office: Path, new: Path, told: Flag) -> Path | None:
    """Put the office file and its journal aside where `told` says, and give `new` its name; return where they lie.

    That is None where there was no office file. To be called while everybody is kept out. Raises Unavailable, with all
    as it was; CutShort when the old file lies aside, and the share does not let it come back.
    """
    aside, journal = office.parent / told.aside, office.with_name(office.name + "-journal")
    # The database goes first and comes back last: without its journal it may be half a transaction.
    pair = [office, journal]
    old = _insist(lambda: [one for one in pair if one.exists() or (aside / one.name).exists()], office, _HELD)
    try:
        for path in old:
            _insist(partial(_put_aside, path, aside), office, _HELD)
        _insist(partial(_give_name, new, office), office, _UNNAMED)
    except BaseException as error:
        if not _come_back(old, office, aside):
            raise maintenance.cut_short(office, told) from error
        raise
    sync_folder(office.parent)
    return aside if old else None


def _put_aside(path: Path, aside: Path) -> None:
    if path.exists():  # else there was none, or the share did not answer that it moved it
        aside.mkdir(exist_ok=True)
        path.rename(aside / path.name)
        sync_folder(aside)


def _give_name(new: Path, office: Path) -> None:
    if new.exists() or not office.exists():
        new.rename(office)


def _come_back(old: list[Path], office: Path, aside: Path) -> bool:
    """Put back what of `old` lies aside. Returns False when the share does not let it."""

    def work() -> None:
        for path in [] if office.exists() else reversed(old):
            if not path.exists():
                (aside / path.name).rename(path)

    try:
        _insist(work, office, _HELD)
    except Unavailable:
        return False
    with contextlib.suppress(OSError):
        aside.rmdir()
    sync_folder(office.parent)
    return True


def _insist(work: Callable[[], T], path: Path, sentence: str) -> T:
    """Return what `work` does, as long as it takes the others to let go. Raises Unavailable with `sentence`."""
    last: OSError | None = None
    for pause in pauses(LET_GO):
        try:
            return work()
        except OSError as error:  # on Windows, while anybody has the file open
            last = error
        time.sleep(pause)
    raise Unavailable(sentence, path=path, reason=last.strerror if last else "—")
