"""An open office on a server: one writer at a time, as with the file; readers see one moment and hold up nobody."""

import contextlib
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, Final, TypeVar

from peewee import Model

from desk_app.domain.errors import N_
from desk_app.services.ports import Finding
from desk_app.storage.door import Door
from desk_app.storage.postgres.database import ServerDatabase, readable
from desk_app.storage.postgres.files import ServerFiles
from desk_app.storage.postgres.trouble import newer, sentence, trouble_of
from desk_app.storage.trouble import StorageError, Trouble, pauses

T = TypeVar("T")
LOCK: Final = 0x4445534B
"""The lock that a writer of an office has for one transaction ("DESK")."""
UPDATING: Final = 0x44455355
"""The lock of whoever gives an office a newer form ("DESU")."""
LONGEST_WRITE: Final = 10.0
"""A transaction older than this is rolled back rather than committed, in seconds: colleagues wait for it."""
CONNECT_PAUSE: Final = 0.5
"""How long is waited before a server that cannot be reached is tried again, in seconds."""
FIRST_PATIENCE: Final = 2.0
"""How long a server is tried when an office is opened, in seconds: the address may simply be wrong."""
_MARK: Final = "SELECT COALESCE((SELECT MAX(seq) FROM change), 0), COALESCE((SELECT MAX(seq) FROM event), 0)"


class ServerDoor(Door):
    """The office at `address`. Everything happens on the thread that opened it, but for `keeper`."""

    def __init__(self, address: str) -> None:
        self.place = readable(address)
        self.address = address
        self.db = ServerDatabase(address)
        self.keeper = ServerFiles(address)
        self.form = 0
        """The form of the office once it is open; nothing is written where a newer program has given it another."""
        self._doubtful = False

    def open(self) -> None:
        """Connect; a wrong address or a server that is away is known within seconds. Raises Unavailable."""
        self._patiently(self._connect, FIRST_PATIENCE)

    def close(self) -> None:
        if not self.db.is_closed():
            self.db.close()

    def insert(self, table: type[Model], values: Mapping[str, object]) -> int:
        found = self.sql(_insertion(table, tuple(values)), tuple(values.values()))
        return int(found[0][0]) if found else 0

    def sql(self, statement: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        cursor = self.db.execute_sql(_numbered(statement), tuple(params))
        return list(cursor.fetchall()) if cursor.description else []

    def mark(self) -> Hashable:
        return self.sql(_MARK)[0]

    # -- transactions ------------------------------------------------------------------------------------------------

    def read(self, ask: Callable[[], T], guard: bool = False, patience: float | None = None) -> T:
        """Return what `ask` reads at one moment; a server leaves no crashed writer's half, so `guard` changes nothing.

        `patience` is how long a server that is away is tried, in seconds. Raises Unavailable.
        """
        return self._patiently(lambda: self._read(ask), patience)

    def write(self, work: Callable[[], T]) -> T:
        self._doubtful = False
        return self._patiently(lambda: self._write(lambda: self._timely(work)))

    def reshape(self, work: Callable[[], T]) -> T:
        """Return what `work` does to the form of the office, as `write` does, but however long it takes.

        One program at a time does so; others wait, and are told in the end.
        """
        return self._patiently(lambda: self._write(work, self._be_first))

    def refuse_newer(self) -> None:
        """Raise Unavailable where a newer program has changed the form of the open office. In a transaction."""
        if self.form and self.sql("SELECT MAX(version) FROM form")[0][0] > self.form:
            raise newer(self.place)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Return a block that is one transaction which nobody else writes in, however long; it is run once.

        Raises Unavailable.
        """
        self._connect()
        try:
            self.db.execute_sql("BEGIN")
            self.sql("SELECT pg_advisory_xact_lock(?)", (LOCK,))
            self.sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield
            self.db.execute_sql("COMMIT")
        except Exception as error:
            self._rollback()
            trouble = trouble_of(error)
            if trouble is None:
                raise
            raise sentence(trouble, self.place, error) from error
        except BaseException:
            self._rollback()
            raise

    def _read(self, ask: Callable[[], T]) -> T:
        self._connect()
        try:
            self.db.execute_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return ask()
        finally:
            self._rollback()

    def _write(self, work: Callable[[], T], first: Callable[[], None] | None = None) -> T:
        self._connect()
        try:
            self.db.execute_sql("BEGIN")
            if first is not None:
                first()
            self.sql("SELECT pg_advisory_xact_lock(?)", (LOCK,))
            self.refuse_newer()
            answer = work()
            self._commit()
        except BaseException:
            self._rollback()
            raise
        return answer

    def _timely(self, work: Callable[[], T]) -> T:
        began = time.monotonic()
        answer = work()
        if time.monotonic() - began > LONGEST_WRITE:
            raise StorageError(Trouble.SLOW)
        return answer

    def _be_first(self) -> None:
        if not self.sql("SELECT pg_try_advisory_xact_lock(?)", (UPDATING,))[0][0]:
            raise StorageError(Trouble.MAINTAINED)

    def _commit(self) -> None:
        """Commit; where no answer comes, it is not known whether that was done."""
        self._doubtful = True
        try:
            self.db.execute_sql("COMMIT")
        except Exception as error:
            self._doubtful = trouble_of(error) is Trouble.PASSING
            raise
        self._doubtful = False

    def _connect(self) -> None:
        if self.db.is_closed():
            self.db.connect()

    def _rollback(self) -> None:
        """End what was begun; a connection that cannot do that is given up."""
        if self.db.is_closed():
            return
        try:
            self.db.execute_sql("ROLLBACK")
        except Exception:
            self._give_up()

    def _give_up(self) -> None:
        """Close a connection that is broken, whatever it says to that."""
        with contextlib.suppress(Exception):
            self.db.close()

    def _patiently(self, attempt: Callable[[], T], patience: float | None = None) -> T:
        last: Exception = StorageError(Trouble.BUSY)
        for pause in pauses(patience):
            try:
                return attempt()
            except Exception as error:
                trouble, last = trouble_of(error), error
                if trouble is None:
                    raise
                if trouble not in (Trouble.BUSY, Trouble.PASSING, Trouble.MAINTAINED):
                    raise sentence(self._verdict(trouble), self.place, error) from error
                if trouble is Trouble.PASSING:
                    self._give_up()
                    pause += CONNECT_PAUSE if _never_came(error) else 0  # noqa: PLW2901 - a longer one
            time.sleep(pause)
        raise sentence(self._verdict(trouble_of(last) or Trouble.BUSY), self.place, last) from last

    def _verdict(self, trouble: Trouble) -> Trouble:
        """Return what to say in the end: a save whose answer never came may have been done."""
        doubtful, self._doubtful = self._doubtful, False
        return Trouble.DOUBT if doubtful else trouble

    # -- what it is --------------------------------------------------------------------------------------------------

    def integrity(self) -> list[Finding]:
        """Return constraints that were never proved and indexes that are not whole; the server keeps the rest."""
        template = N_("the constraint or index “{name}” of table “{table}” is not valid")
        found = self.sql(
            "SELECT conrelid::regclass::text, conname::text FROM pg_constraint "
            "WHERE NOT convalidated AND connamespace = current_schema()::regnamespace "
            "UNION ALL SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index "
            "JOIN pg_class ON pg_class.oid = indexrelid "
            "WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace"
        )
        return [Finding("PostgreSQL", template, {"table": table, "name": name}) for table, name in found]


def _never_came(error: BaseException) -> bool:
    return "connection failed" in str(error) or "connection is bad" in str(error)


@cache
def _numbered(statement: str) -> str:
    """Return `statement` as the driver wants it: our statements have ? where a value stands."""
    return statement.replace("%", "%%").replace("?", "%s")


@cache
def _insertion(table: type[Model], names: tuple[str, ...]) -> str:
    places = ", ".join("?" * len(names))
    back = " RETURNING id" if "id" in table._meta.fields else ""
    return f"INSERT INTO {table._meta.table_name} ({', '.join(names)}) VALUES ({places}){back}"  # noqa: S608 - ours
