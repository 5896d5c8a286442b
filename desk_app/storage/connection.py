"""One connection to the office file, opened and guarded the way a shared drive needs.

`PERSIST` journal, `EXTRA` sync, and every transaction that matters looks at the journal's header itself: on a
network share a crashed writer's journal can stay invisible to SQLite, and half a transaction would be kept.
"""

import time
from collections.abc import Callable, Hashable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

from peewee import SqliteDatabase

from desk_app.storage import bare_file, maintenance
from desk_app.storage.door import Door
from desk_app.storage.reserve import PAGE_SIZE, NoRoom, grow, need_room
from desk_app.storage.share_vfs import ShareDatabase, address
from desk_app.storage.trouble import (
    HotJournal,
    StorageError,
    Trouble,
    let_go,
    newer,
    pauses,
    sentence,
    trouble_of,
    verdict,
)
from desk_app.storage.turns import Turns

T = TypeVar("T")
LONGEST_WRITE: Final = 2.0
"""A transaction older than this is rolled back rather than committed, in seconds."""
COMMIT_PAUSE: Final = 0.01
"""The longest pause between two tries to commit, in seconds: everybody waits for whoever commits."""
SLOW_TRIES: Final = 3
"""How often a transaction that took too long is run: nobody else can save meanwhile."""
_PASSES: Final = (Trouble.BUSY, Trouble.PASSING, Trouble.SLOW, Trouble.MAINTAINED)
HOT_READ_PATIENCE: Final = 2.0
"""How long a guarded read waits for a hot journal to go before it makes SQLite roll back, in seconds."""


class Connection(Door):
    """The office file at `path`. Everything happens on the thread that opened it."""

    engine: ClassVar[Callable[..., SqliteDatabase]] = ShareDatabase
    """Makes the database; another one counts, delays or breaks what goes to the share."""

    def __init__(self, path: Path, application_id: int, create: bool = False) -> None:
        self.path = path
        self.place = str(path)
        self._application_id = application_id
        self._create = create
        self._cut = False
        self.opened = 0
        """How often the file was opened: what SQLite counts of changes begins anew with each."""
        self.keeps_out = False
        """Whether it is this program that keeps everybody else out of the office (see `storage.maintenance`)."""
        self.form = 0
        """The newest form of the file that this program understands; 0 where it does not matter."""
        self.turns: Turns | None = None
        """Where those who want to save wait for each other, once somebody else may."""
        self._doubtful = False
        """Whether a COMMIT got no clear answer and nobody has looked since."""
        self._file: tuple[int, int] | None = None
        self.journal = path.with_name(path.name + "-journal")
        self.db = self.engine(
            address(path, "rwc" if create else "rw"),
            uri=True,
            autoconnect=False,
            timeout=0,  # SQLite's own waiting asks for the lock again and again, in step with all others
            pragmas={
                "page_size": PAGE_SIZE,
                "foreign_keys": 1,
                "synchronous": "EXTRA",
                "mmap_size": 0,
                "temp_store": "MEMORY",
                "cache_size": -16 * 1024,
            },
        )

    def open(self) -> None:
        """Connect. Raises StorageError for a file that is not ours, which is left as it is."""
        self._refuse_maintenance()
        self.db.connect(reuse_if_open=True)
        self.opened += 1
        self._file = bare_file.identity(self.path)
        try:
            if not self._create and self.pragma("application_id") != self._application_id:
                raise StorageError(Trouble.NOT_OURS)
            if str(self.pragma("journal_mode=PERSIST")).lower() != "persist":
                raise StorageError(Trouble.PASSING)
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        """Disconnect; what was not committed is rolled back."""
        if not self.db.is_closed():
            self.db.close()

    def pragma(self, name: str) -> Any:
        """Return the first value of a pragma."""
        return self.sql(f"PRAGMA {name}")[0][0]

    def mark(self) -> Hashable:
        """Return what is another after anybody's write; it begins anew with each opening."""
        return self.opened, self.pragma("data_version"), self.db.connection().total_changes

    def overwrite(self) -> None:
        """Let SQLite overwrite what this transaction deletes, and cut the journal, which holds copies of it."""
        self.pragma("secure_delete=1")
        self.pragma("journal_size_limit=0")
        self._cut = True

    # -- transactions ------------------------------------------------------------------------------------------------

    def read(self, ask: Callable[[], T], guard: bool = False, patience: float | None = None) -> T:
        """Return what `ask` reads in one read transaction, tried again while the share stumbles.

        With `guard` the answer is thrown away when a crashed writer's journal stands beside the file; whoever saves is
        let through first. `patience` is how long it is tried, in seconds, where the usual time is too long to wait.
        """
        if guard and self.turns is not None:
            self.turns.give_way()
        return self._patiently(lambda: self._read(ask, guard, patience), patience)

    def write(self, work: Callable[[], T], patience: float | None = None) -> T:
        """Return what `work` does in one guarded IMMEDIATE transaction, run again while the share stumbles."""
        if self.turns is None:
            return self._patiently(lambda: self._write(work), patience)
        tries = 0

        def attempt() -> T:
            nonlocal tries
            tries += 1
            return self._write(work)

        with self.turns.mine(patience) as wait:
            answer = self._patiently(attempt, patience, wait.spent)
            full = patience is None  # in less time a turn may not come because many save
            if wait.missed and full and tries == 1:  # nobody was in the way but who has the turn and does nothing
                self.turns.skip()
            return answer

    def reshape(self, work: Callable[[], T]) -> T:
        """Return what `work` does to the form of the file, as `write` does, but however long it takes."""
        return self._patiently(lambda: self._guarded(work))

    def _read(self, ask: Callable[[], T], guard: bool, patience: float | None) -> T:
        first_seen_hot = time.monotonic()
        for pause in pauses(patience):
            self._begin("BEGIN")
            try:
                self._refuse_other_file()
                answer = ask()
                hot = guard and self._is_hot(create=False)
            finally:
                self._rollback()
            if not hot:
                return answer
            self.close()
            if time.monotonic() - first_seen_hot > HOT_READ_PATIENCE:
                self._write(lambda: None)
            time.sleep(pause)
        raise HotJournal

    def _write(self, work: Callable[[], T]) -> T:
        try:
            return self._guarded(partial(self._timely, work, partial(need_room, self)))
        except NoRoom:
            try:
                self._guarded(partial(grow, self))
            except Exception as error:  # on a full disk what is left of the reserve is still there to be written to
                if trouble_of(error) is not Trouble.FULL:
                    raise
        return self._guarded(partial(self._timely, work))

    def _timely(self, work: Callable[[], T], first: Callable[[], None] | None = None) -> T:
        if first is not None:
            first()
        began = time.monotonic()
        answer = work()
        if time.monotonic() - began > LONGEST_WRITE:
            raise StorageError(Trouble.SLOW)
        return answer

    def _guarded(self, work: Callable[[], T]) -> T:
        self._begin("BEGIN IMMEDIATE")
        try:
            self._refuse_other_file()
            if self._is_hot(create=True):
                raise HotJournal
            self._doubtful = False
            answer = work()
            self._commit()
        except BaseException:
            self._rollback()
            raise
        finally:
            self._keep_journal()
        return answer

    def _begin(self, how: str) -> None:
        if self.db.is_closed():
            self.open()
        try:
            self.db.execute_sql(how)
        except BaseException:
            self._rollback()
            raise

    def _refuse_other_file(self) -> None:
        """Refuse to go on where everybody has to wait, or where another file has taken the name of the one we read.

        A file that a newer program has brought to a form of its own meanwhile is refused, too (`form`).
        It is asked inside a transaction: whoever puts a file aside waits for those that began before.
        """
        self._refuse_maintenance()
        if bare_file.identity(self.path) != self._file:
            raise StorageError(Trouble.PASSING)
        if self.form and self.pragma("user_version") > self.form:
            raise newer(self.path)

    def _refuse_maintenance(self) -> None:
        if not self.keeps_out and maintenance.is_up(self.path):
            raise StorageError(Trouble.MAINTAINED)

    def _commit(self) -> None:
        """Commit, patient with readers that hold it up for a moment.

        A COMMIT that was held up after its last page may later answer well and leave the journal to undo it.
        """
        held_up = False
        for pause in pauses(LONGEST_WRITE, COMMIT_PAUSE):
            try:
                self.db.execute_sql("COMMIT")
            except Exception as error:
                if trouble_of(error) is not Trouble.BUSY or not self.db.connection().in_transaction:
                    self._doubtful = True
                    raise
                held_up = True
            else:
                self._doubtful = held_up
                if held_up and self._is_hot(create=False):
                    raise HotJournal
                self._doubtful = False
                return
            time.sleep(pause)
        raise StorageError(Trouble.BUSY)

    def _rollback(self) -> None:
        if not self.db.is_closed() and self.db.connection().in_transaction:
            try:
                self.db.execute_sql("ROLLBACK")
            except Exception:
                self.close()

    def _keep_journal(self) -> None:
        """Let the journal keep its length again: one that is cut is seen less surely by other computers."""
        if self._cut and not self.db.is_closed():
            self.pragma("journal_size_limit=-1")
        self._cut = False

    def _is_hot(self, create: bool) -> bool:
        """Tell whether the journal says that a writer died."""
        return bare_file.is_hot(self.journal, create)

    def _patiently(self, attempt: Callable[[], T], patience: float | None = None, spent: float = 0.0) -> T:
        """Return what `attempt` does, tried again while that may help; `spent` seconds of the time have gone by."""
        last: Trouble | None = None
        slow, looked = 0, False
        for pause in pauses(patience, spent=spent):
            try:
                return attempt()
            except Exception as error:
                let_go(error)
                trouble = trouble_of(error)
                last = verdict(error) if patience is None else trouble  # what may pass yet is not called damaged
                if trouble is None:
                    raise
                if trouble in (Trouble.PASSING, Trouble.MAINTAINED, Trouble.NOT_OURS):  # another file may come there
                    self.close()
                slow += trouble is Trouble.SLOW
                if trouble not in _PASSES or slow == SLOW_TRIES:
                    if looked or not self._doubtful:
                        raise sentence(trouble, self.path) from error
                    looked = True  # once more: whoever saves looks first whether it was saved
            time.sleep(pause)
        raise sentence(Trouble.DOUBT if self._doubtful else last or Trouble.BUSY, self.path)
