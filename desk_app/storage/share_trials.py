"""Trials of locks and of what two programs see of each other's work, on one computer."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from desk_app.domain.errors import UserError
from desk_app.storage.bare_file import HOT
from desk_app.storage.byte_locks import ByteLocks
from desk_app.storage.share_ground import Ground
from desk_app.storage.share_outcome import Outcome, bad, ok, unknown, warning
from desk_app.storage.share_partner import connected
from desk_app.storage.share_sentences import no_locks, no_upgrade
from desk_app.storage.trouble import PATIENCE, pauses

Trial = Callable[[Ground], Outcome]
ROUNDS: Final = 20
ROWS: Final = 200
"""How many rows the trial file has; each fills a page of its own."""
FILE: Final = "trial.db"
_TOUCH: Final = "UPDATE trial SET n = n + 1"
_SUM: Final = "SELECT SUM(n) FROM trial"


def journal_mode(ground: Ground) -> Outcome:
    """Try whether the office file can be kept as it has to be: with a journal that stays."""
    _prepare(ground.mine / FILE)
    with closing(connected(ground.mine / FILE)) as connection:
        mode = str(connection.execute("PRAGMA journal_mode=PERSIST").fetchall()[0][0])
        _saved(connection)
    journal = ground.mine / f"{FILE}-journal"
    if mode.lower() == "persist" and journal.exists():
        return ok("journal", UserError("The file can be kept with a journal that stays beside it."))
    return bad(
        "journal",
        UserError(
            "The journal beside the file does not stay (mode “{mode}”). Let every account that uses the office change "
            "and delete files in this folder, and no virus scanner or clean-up task remove “*-journal” there.",
            mode=mode,
        ),
    )


def lock_upgrade(ground: Ground) -> Outcome:
    """Try whether a reader can become a writer on one handle, as SQLite does with every save."""
    with closing(connected(ground.mine / FILE)) as connection:
        try:
            for statement in ("BEGIN", _SUM, _TOUCH, "COMMIT"):
                connection.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            return bad("lock-upgrade", no_upgrade())
    return ok("lock-upgrade", UserError("A program that reads can go on to save."))


def lock_between_programs(ground: Ground) -> Outcome:
    """Try whether one program's lock holds up another, and no longer than it has to."""
    partner = ground.partner
    with closing(connected(ground.mine / FILE)) as connection:
        if not _saved(connection):
            return _unsavable("locks")
        partner.asked("run", name=FILE, statements=["BEGIN", _SUM])
        beside_reader = _saved(connection)
        partner.asked("run", name=FILE, statements=["ROLLBACK", "BEGIN IMMEDIATE"])
        beside_writer = _saved(connection)
        partner.asked("run", name=FILE, statements=["ROLLBACK"])
        afterwards = _saved(connection)
    with closing(ByteLocks(ground.mine / "locks")) as locks:
        taken = partner.asked("take", place=1)
        unseen = locks.is_free(1)
        partner.asked("release", place=1)
        freed = locks.is_free(1)
    if beside_reader or beside_writer or not taken or unseen:
        return bad("locks", no_locks())
    if not (afterwards and freed):
        return bad(
            "locks",
            UserError(
                "A lock stays after the program that held it let go. Restart the server's file service; on a Samba "
                "server leave “posix locking” and “kernel oplocks” as they come."
            ),
        )
    return ok("locks", UserError("One program's lock holds up another on this computer, and ends when it is released."))


def coherence(ground: Ground) -> Outcome:
    """Try whether each of two programs sees at once what the other has saved."""
    old = 0
    with closing(connected(ground.mine / FILE)) as connection:
        connection.execute(_SUM).fetchall()
        ground.partner.asked("run", name=FILE, statements=[_SUM])
        for turn in range(ROUNDS):
            if turn % 2 == 0:
                if not _saved(connection):
                    return _unsavable("coherence")
                saved, read = connection.execute(_SUM).fetchall()[0][0], _asked_sum(ground)
            else:
                saved = ground.partner.asked("run", name=FILE, statements=["BEGIN IMMEDIATE", _TOUCH, "COMMIT", _SUM])
                read = connection.execute(_SUM).fetchall()[0][0]
            old += read != saved
    if old:
        return bad("coherence", UserError(
            "In {count} of {of} tries a program read what was there before another had saved. Mount the share with "
            "“cache=strict” (the default) or “cache=none”, never “cache=loose”; on an NFS mount leave out “nocto”.",
            count=old, of=ROUNDS,
        ))  # fmt: skip
    return ok("coherence", UserError("What one program saves, another on this computer reads at once."))


def file_size(ground: Ground) -> Outcome:
    """Try whether a file that another program lengthens has its new length here at once."""
    path, old = ground.mine / "long", 0
    for _ in range(ROUNDS):
        there = ground.partner.asked("append", name=path.name, size=5000)
        old += path.stat().st_size != there
    if old:
        return warning("size", UserError(
            "In {count} of {of} tries a file that another program had lengthened still had its old length. Mount the "
            "share with “actimeo=1” or less; on Windows set FileInfoCacheLifetime to 0.", count=old, of=ROUNDS,
        ))  # fmt: skip
    return ok("size", UserError("A file that another program lengthens has its new length at once."))


def left_journal(ground: Ground) -> Outcome:
    """Try whether the half-done save of a program that died is seen and taken back."""
    with closing(connected(ground.mine / FILE)) as connection:
        if not _saved(connection):
            return _unsavable("left-journal")
        before = connection.execute(_SUM).fetchall()[0][0]
    ground.partner.asked("run", name=FILE, statements=["PRAGMA cache_size=5", "BEGIN IMMEDIATE", _TOUCH])
    ground.kill_partner()
    handle = os.open(ground.mine / f"{FILE}-journal", os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        hot = os.read(handle, len(HOT)) == HOT
    finally:
        os.close(handle)
    with closing(connected(ground.mine / FILE)) as connection:
        after = _patient_sum(connection)
    if hot and after == before:
        return ok("left-journal", UserError("A save that a program left half done is seen here and taken back."))
    return bad("left-journal", UserError(
        "A save that a program left half done is not taken back: its journal is not seen. Mount the share with "
        "“cache=none” or “actimeo=0”, and let no virus scanner hold or remove “*-journal” in this folder."
    ))  # fmt: skip


def _prepare(path: Path) -> None:
    """Make a file to try with, on this computer first: where saving fails the share has to be judged all the same."""
    with TemporaryDirectory() as here:
        made = Path(here, path.name)
        with closing(sqlite3.connect(made)) as connection, connection:
            connection.execute("CREATE TABLE trial (n INTEGER, filling BLOB)")
            connection.executemany("INSERT INTO trial VALUES (0, zeroblob(4000))", [()] * ROWS)
        shutil.copyfile(made, path)


def _unsavable(code: str) -> Outcome:
    return unknown(
        code, UserError("This could not be tried, since nothing can be saved. Put right what is said above.")
    )


def _saved(connection: sqlite3.Connection) -> bool:
    """Tell whether a save went through; others' locks are waited for but a moment."""
    try:
        for statement in ("BEGIN IMMEDIATE", _TOUCH, "COMMIT"):
            connection.execute(statement).fetchall()
    except sqlite3.OperationalError as error:
        if not is_busy(error):
            raise
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return False
    return True


def _asked_sum(ground: Ground) -> object:
    return ground.partner.asked("run", name=FILE, statements=[_SUM])


def _patient_sum(connection: sqlite3.Connection) -> object:
    """Return the sum; the server may still keep the locks of the dead for a moment."""
    for pause in pauses(PATIENCE):
        try:
            return connection.execute(_SUM).fetchall()[0][0]
        except sqlite3.OperationalError:
            time.sleep(pause)
    return None


def is_busy(error: sqlite3.OperationalError) -> bool:
    """Tell whether somebody's lock was in the way."""
    return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
