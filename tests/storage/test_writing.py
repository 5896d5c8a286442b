"""What is acknowledged is there, once, whatever happens while it is saved."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Conflict, Unavailable
from desk_app.domain.office import Person
from desk_app.domain.view import SavedView
from desk_app.services import checks, directory, tickets, views
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile, open_office
from desk_app.storage.bare_file import HOT
from desk_app.storage.connection import SLOW_TRIES, Connection
from desk_app.storage.reserve import PAGE_SIZE, RESERVE, RESERVE_LOW
from tests.storage.conftest import ADMIN

CALL = {"description": "Не открывается журнал", "requester": {"name": "Иванова А.", "organisation": "Школа № 5"}}


def add(office: OfficeFile, me: Person) -> Changes:
    return office.unit_of_work(me).write(partial(tickets.register, raw=CALL))


def numbers(office: OfficeFile) -> list[str]:
    return [row[0] for row in office._connection.sql("SELECT number FROM ticket ORDER BY number")]


def _add_fifty(path: Path, start: object) -> None:
    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        start.wait()  # type: ignore[attr-defined]
        for _ in range(50):
            add(office, account.person)


@pytest.mark.clause("K-2.2")
@pytest.mark.slow
def test_eight_workstations_adding_fifty_each(path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(8)
    workers = [spawn.Process(target=_add_fifty, args=(path, start)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 8
    with open_office(path) as office:
        found = numbers(office)
        assert [int(number.rpartition("-")[2]) for number in found] == list(range(1, 401))
        assert checks.check(office.reader) == []


def test_a_commit_whose_answer_was_lost_makes_no_double(
    office: OfficeFile, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = Connection._commit
    lost: list[bool] = []

    def commit_then_lose(self: Connection) -> None:
        commit(self)
        if not lost:
            lost.append(True)
            raise OSError("the share went away after the commit")

    monkeypatch.setattr(Connection, "_commit", commit_then_lose)
    changes = add(office, me)
    assert lost
    assert office.reader.card(changes.tickets[0]).ticket.number == "2026-000001" or len(numbers(office)) == 1
    assert len(numbers(office)) == 1
    assert checks.check(office.reader) == []


def test_the_same_operation_sent_twice_is_done_once(office: OfficeFile, me: Person) -> None:
    op_id = os.urandom(16)
    work = partial(tickets.register, raw=CALL)
    first = office.unit_of_work(me).write(work, op_id)
    assert office.unit_of_work(me).write(work, op_id).tickets == first.tickets
    assert len(numbers(office)) == 1


def test_a_crashed_writers_journal_that_sqlite_does_not_see_stops_the_write(
    office: OfficeFile, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    is_hot = Connection._is_hot

    def hot_twice(self: Connection, create: bool) -> bool:
        seen.append(True)
        return len(seen) <= 2 or is_hot(self, create)

    ran: list[Session] = []

    def work(db: Session) -> Changes:
        ran.append(db)
        return tickets.register(db, CALL)

    monkeypatch.setattr(Connection, "_is_hot", hot_twice)
    office.unit_of_work(me).write(work)
    assert (len(seen), len(ran)) == (3, 1)
    assert len(numbers(office)) == 1


def test_a_guarded_read_throws_away_what_it_read_beside_a_hot_journal(
    office: OfficeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([True, False])
    monkeypatch.setattr(Connection, "_is_hot", lambda self, create: next(answers))
    asked = iter([1, 2])
    assert office._connection.read(lambda: next(asked), guard=True) == 2


def test_a_short_look_beside_a_hot_journal_ends_when_its_time_is_over(
    office: OfficeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "_is_hot", lambda self, create: True)
    undone: list[bool] = []
    monkeypatch.setattr(Connection, "_write", lambda self, work: undone.append(True))
    with pytest.raises(Unavailable):
        office._connection.read(lambda: None, guard=True, patience=0.2)
    assert not undone


def test_the_header_of_a_dead_writers_journal_is_known(office: OfficeFile) -> None:
    connection = office._connection
    connection.journal.write_bytes(HOT + bytes(504))
    assert connection._is_hot(create=False)
    connection.journal.write_bytes(bytes(512))
    assert not connection._is_hot(create=False)
    connection.journal.unlink()
    assert not connection._is_hot(create=False)


_DYING = """
import os, signal, sys
from functools import partial
from pathlib import Path
from desk_app.services import tickets
from desk_app.storage import open_office
office = open_office(Path(sys.argv[1]))
office._connection.db.execute_sql("PRAGMA cache_size=1")
me = office.reader.account("chief").person
def work(db):
    for _ in range(60):
        tickets.register(db, {"description": "половина" * 400})
    os.kill(os.getpid(), signal.SIGKILL)
office.unit_of_work(me).write(work)
"""


@pytest.mark.skipif(os.name == "nt", reason="a process is killed otherwise there")
def test_a_writer_killed_in_mid_transaction_leaves_no_half(path: Path) -> None:
    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        add(office, account.person)
    killed = subprocess.run([sys.executable, "-c", _DYING, str(path)], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert path.with_name(path.name + "-journal").read_bytes()[:8] == HOT
    with open_office(path) as office:
        assert len(numbers(office)) == 1
        assert checks.check(office.reader) == []


def test_a_busy_colleague_is_waited_for(path: Path, office: OfficeFile, me: Person) -> None:
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.6, lambda: other.execute("COMMIT")).start()
    began = time.monotonic()
    add(office, me)
    assert time.monotonic() - began >= 0.5
    other.close()


def test_a_share_that_stays_busy_is_said_in_words(
    path: Path, office: OfficeFile, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.6)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="stayed busy"):
        add(office, me)
    other.execute("ROLLBACK")
    other.close()
    assert numbers(office) == []


def test_a_full_disk_is_said_in_words_and_saves_nothing(office: OfficeFile, me: Person) -> None:
    add(office, me)
    database = office._connection
    pages = database.sql("PRAGMA page_count")[0][0]
    database.sql(f"PRAGMA max_page_count={pages}")
    long = {"description": "страница " * 100_000, "note": "ещё " * 100_000}

    def fill(db: Session) -> Changes:
        for _ in range(9):
            tickets.register(db, long)
        return Changes()

    with pytest.raises(Unavailable, match="is full"):
        office.unit_of_work(me).write(fill)
    assert len(numbers(office)) == 1
    database.sql("PRAGMA max_page_count=1000000")
    add(office, me)
    assert checks.check(office.reader) == []


def test_the_reserve_is_there_for_a_full_disk(office: OfficeFile, me: Person) -> None:
    database = office._connection
    add(office, me)
    database.sql(f"PRAGMA max_page_count={database.pragma('page_count')}")
    write = office.unit_of_work(me).write
    while database.pragma("freelist_count") * PAGE_SIZE >= RESERVE_LOW:
        write(partial(tickets.register, raw={"description": "страница " * 10_000}))
    for _ in range(3):
        add(office, me)
    assert checks.check(office.reader) == []


def test_a_view_whose_answer_was_lost_is_still_told(office: OfficeFile, me: Person) -> None:
    work = partial(views.save_view, view=SavedView("Мои"), shared=False)
    first, second = (office.unit_of_work(me).write(work, op_id=bytes(16)) for _ in range(2))
    assert first == second


def test_two_people_with_one_ticket(path: Path, office: OfficeFile, me: Person) -> None:
    ticket_id = add(office, me).tickets[0]
    note = partial(tickets.do, ticket_id=ticket_id, verb="edit", version=1)
    with open_office(path) as colleague:
        colleague.unit_of_work(me).write(partial(note, raw={"note": "первый"}))
    with pytest.raises(Conflict):
        office.unit_of_work(me).write(partial(note, raw={"note": "второй"}))
    assert office.reader.card(ticket_id).ticket.note == "первый"


def test_what_took_too_long_is_rolled_back(office: OfficeFile, me: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.storage.connection.LONGEST_WRITE", 0.05)
    slow = iter([True])

    def work(db: Session) -> Changes:
        if next(slow, False):
            time.sleep(0.1)
        return tickets.register(db, CALL)

    office.unit_of_work(me).write(work)
    assert numbers(office) == [office.reader.card(1).ticket.number]


def test_what_always_takes_too_long_does_not_keep_colleagues_waiting(
    office: OfficeFile, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk_app.storage.connection.LONGEST_WRITE", 0.02)
    tries = []

    def work(db: Session) -> Changes:
        tries.append(db)
        time.sleep(0.05)
        return tickets.register(db, CALL)

    with pytest.raises(Unavailable, match="longer than colleagues"):
        office.unit_of_work(me).write(work)
    assert len(tries) == SLOW_TRIES
    assert numbers(office) == []


def test_the_file_keeps_free_pages(office: OfficeFile, me: Person) -> None:
    add(office, me)
    free = office._connection.pragma("freelist_count") * office._connection.pragma("page_size")
    assert free > RESERVE // 2


def test_the_connection_is_what_a_share_needs(office: OfficeFile) -> None:
    found = {
        name: office._connection.pragma(name)
        for name in ("journal_mode", "synchronous", "page_size", "foreign_keys", "mmap_size", "auto_vacuum")
    }
    wanted = {"journal_mode": "persist", "synchronous": 3, "page_size": 8192, "foreign_keys": 1}
    assert found == wanted | {"mmap_size": 0, "auto_vacuum": 0}


def test_the_journal_is_cut_by_an_erasing_write_alone(office: OfficeFile, me: Person) -> None:
    """One that is cut to nothing is seen less surely by other computers than one whose header is zeroed."""
    write = office.unit_of_work(me).write
    for name in ("Иван Петров", "Иван Петрович Петров"):
        write(partial(directory.add_person, raw={"name": name}))
    one, other = office.reader.directory.people()
    write(partial(directory.merge_people, keep=one.id, doubles=[other.id]))
    assert office._connection.journal.stat().st_size == 0
    add(office, me)
    assert office._connection.journal.stat().st_size > 0


READS: list[Callable[[OfficeFile, Person], object]] = [
    lambda office, me: office.reader.office(),
    lambda office, me: office.reader.staff(),
    lambda office, me: office.reader.card(1),
    lambda office, me: office.reader.find_requesters("ива"),
    lambda office, me: office.reader.queue_counts(me),
    lambda office, me: office.reader.head(),
    lambda office, me: office.reader.changed_since(0),
    lambda office, me: next(office.reader.chain()),
    lambda office, me: next(office.reader.told()),
    lambda office, me: office.reader.problems(),
    lambda office, me: office.reader.sizes(),
]


@pytest.mark.parametrize("read", READS)
def test_no_read_holds_up_a_colleagues_commit(
    path: Path, office: OfficeFile, me: Person, read: Callable[[OfficeFile, Person], object]
) -> None:
    for _ in range(3):
        add(office, me)
    kept = read(office, me)
    other = sqlite3.connect(path, isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE office SET revision = revision + 1")
    other.execute("COMMIT")
    other.close()
    assert kept is not None
