"""What SQLite and the share may say, and what it means for the person who waits."""

import errno
import random
import sqlite3
import time
import traceback
from collections.abc import Iterator
from enum import Enum
from typing import Final

import peewee

from desk_app.domain.errors import Damaged, Unavailable

PATIENCE: Final = 15.0
"""How long a busy or stumbling share is tried before the person is asked, in seconds."""
LEAST: Final = 3.0
"""How long it is tried at least after the turn to save was waited for, in seconds."""


class Trouble(Enum):
    """What to do about an error."""

    BUSY = "try again"
    PASSING = "open anew and try again"
    SLOW = "took longer than colleagues can wait"
    MAINTAINED = "everybody has to wait"
    FULL = "disk full"
    READ_ONLY = "no right to write"
    NOT_OURS = "not an office file"
    DAMAGED = "damaged"
    DOUBT = "nobody knows whether it was saved"


_BY_CODE: Final = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_PROTOCOL: Trouble.BUSY,
    sqlite3.SQLITE_CANTOPEN: Trouble.PASSING,
    sqlite3.SQLITE_IOERR: Trouble.PASSING,
    sqlite3.SQLITE_CORRUPT: Trouble.PASSING,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_NOTADB: Trouble.NOT_OURS,
}


class StorageError(Exception):
    """An error of the file, with what it means."""

    def __init__(self, trouble: Trouble, cause: BaseException | None = None) -> None:
        super().__init__(f"{trouble.value}: {cause}")
        self.trouble = trouble
        self.cause = cause


class HotJournal(StorageError):
    """A crashed writer's journal stands beside the file, though SQLite on this machine did not see it."""

    def __init__(self) -> None:
        super().__init__(Trouble.PASSING)


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what `error` means, or None for a bug of ours."""
    if isinstance(error, StorageError):
        return error.trouble
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Trouble.FULL
        return Trouble.READ_ONLY if isinstance(error, PermissionError) else Trouble.PASSING
    if isinstance(error, peewee.PeeweeException):
        error = next((part for part in (error.__cause__, error.__context__, *error.args) if _is_sqlite(part)), error)
    if str(error).startswith("Could not decode to UTF-8"):
        return Trouble.DAMAGED
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:  # a backup was put in its place: opened anew, it can be written
        return Trouble.PASSING
    return None if code is None else _BY_CODE.get(code & 0xFF)


def verdict(error: BaseException) -> Trouble | None:
    """Return what `error` means when it did not pass: what stays malformed is damaged."""
    trouble = trouble_of(error)
    return Trouble.DAMAGED if trouble is Trouble.PASSING and "malformed" in str(error) else trouble


def newer(path: object) -> Unavailable:
    """Return what is said of an office that a newer program has made or changed."""
    return Unavailable(
        "This office file was made by a newer version of the program: {path}. Ask IT for the update.", path=path
    )


def _is_sqlite(part: object) -> bool:
    return isinstance(part, sqlite3.Error)


def pauses(patience: float | None = None, longest: float = 0.25, spent: float = 0.0) -> Iterator[float]:
    """Give pauses in seconds, full jitter from 2 ms up to `longest`, until `patience` (seconds) ends.

    They grow that long because who asks for a lock stands in the way of whoever wants to commit: thirty who ask every
    few milliseconds would keep a commit from ever coming through. Where `spent` seconds of the time have gone by, LEAST
    of it are left all the same.
    """
    whole = PATIENCE if patience is None else patience
    end = time.monotonic() + max(whole - spent, min(LEAST, whole))
    reach = 0.002
    while time.monotonic() < end:
        yield random.uniform(0, reach)  # noqa: S311 - spreads writers, guards nothing
        reach = min(longest, reach * 2)


def sentence(trouble: Trouble, path: object) -> Unavailable:
    """Return what to tell the person when trying again is over."""
    match trouble:
        case Trouble.FULL:
            return Unavailable(
                "The disk with the office file is full: {path}. Nothing was saved, and what you typed is still here. "
                "Free some space, then save again.",
                path=path,
            )
        case Trouble.READ_ONLY:
            return Unavailable(
                "You may not write to the office file or its folder: {path}. Nothing was saved. "
                "Ask IT for the right to change files in this folder.",
                path=path,
            )
        case Trouble.NOT_OURS:
            return Damaged("This is not an office file: {path}. Choose another file.", path=path)
        case Trouble.DAMAGED:
            return Damaged(
                "The office file is damaged or only half copied: {path}. Do not save into it. "
                "Ask IT to put the last backup in its place.",
                path=path,
            )
        case Trouble.MAINTAINED:
            return Unavailable(
                "A backup of this office is being put back just now, or the office is brought up to a newer version: "
                "{path}. Nothing was saved, and what you typed is still here. Try again in a minute.",
                path=path,
            )
        case Trouble.BUSY:
            return Unavailable(
                "Colleagues are saving without a pause, and the office file stayed busy: {path}. "
                "Nothing was saved, and what you typed is still here. Try again in a moment.",
                path=path,
            )
        case Trouble.DOUBT:
            return Unavailable(
                "The connection to the shared drive broke at the moment of saving: {path}. It is not known whether it "
                "was saved. What you typed is still here: look at the ticket first, and save again if it is missing.",
                path=path,
            )
        case Trouble.SLOW:
            return Unavailable(
                "Saving took longer than colleagues can be kept waiting, and was undone: {path}. What you typed is "
                "still here. Try again in a moment; if it is about a great many entries, take fewer at once.",
                path=path,
            )
    return Unavailable(
        "The office file cannot be read or written now: {path}. Nothing was saved, and what you typed is still here. "
        "Check the connection to the shared drive, then try again.",
        path=path,
    )


def let_go(error: BaseException) -> None:
    """Drop what the frames of `error` and its causes hold: a statement keeps a closed connection, and its locks."""
    chain: BaseException | None = error
    seen: list[BaseException] = []
    while chain is not None and chain not in seen:  # an error may be its own cause
        traceback.clear_frames(chain.__traceback__)
        seen.append(chain)
        chain = chain.__cause__ or chain.__context__
