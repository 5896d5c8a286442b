"""A server that stumbles, goes away or is asked by many: what is acknowledged is there, once."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from desk_app import profiles
from desk_app.domain.errors import Unavailable
from desk_app.domain.office import Person
from desk_app.services import checks, people, tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import create_office, open_office
from desk_app.storage.postgres.database import ServerDatabase
from desk_app.storage.postgres.door import ServerDoor
from desk_app.storage.postgres.office import ServerOffice, open_server_office
from tests.postgres.conftest import ADMIN, needs_server
from tests.support.office import Desk, seeded_office
from tests.support.places import behind, new_place

pytestmark = needs_server
CALL = {"description": "Не открывается журнал", "requester": {"name": "Иванова А.", "organisation": "Школа № 5"}}


def add(office: ServerOffice, me: Person) -> Changes:
    return office.unit_of_work(me).write(lambda db: tickets.register(db, CALL))


def numbers(office: ServerOffice) -> list[int]:
    asked = "SELECT number FROM ticket WHERE number IS NOT NULL ORDER BY number"
    return [int(row[0].rpartition("-")[2]) for row in office.door.read(lambda: office.door.sql(asked))]


def cut_off(address: str) -> None:
    """End every connection to the office, as a restarted server or a cut cable does."""
    with behind(address) as db:
        db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid != pg_backend_pid()"
        )


def test_a_new_office_has_its_administrator_and_is_whole(tmp_path: Any) -> None:
    address = new_place(tmp_path)
    create_office(address, profiles.load("municipal", "ru"), ADMIN, "hash")
    with open_office(address) as office:
        assert [person.login for person in office.reader.staff()] == ["chief"]
        assert checks.check(office.reader, full=True) == []
    with pytest.raises(Unavailable, match="an office in this database already"):
        create_office(address, profiles.load("municipal", "ru"), ADMIN)


def test_an_empty_database_is_no_office(tmp_path: Any) -> None:
    with pytest.raises(Unavailable, match="There is no office in this database"):
        open_office(new_place(tmp_path))


def test_an_office_of_another_form_is_refused(desk: Desk, address: str) -> None:
    for version, words in ((999, "newer version"), (1, "no office in this database"), (-4, "is being moved")):
        with behind(address) as db:
            db.execute("UPDATE form SET version = ?", (version,))
        with pytest.raises(Unavailable, match=words):
            open_office(address)


def test_what_is_not_there_is_said_soon_and_without_the_password(address: str) -> None:
    wrong = address.replace("desk@127.0.0.1", "desk:geheim123@127.0.0.1")
    for place in (wrong, wrong.rpartition(":")[0] + ":1/office", wrong + "_gone"):
        with pytest.raises(Unavailable, match="cannot be reached") as refused:
            open_office(place)
        assert "geheim123" not in str(refused.value)
        assert "geheim123" not in ServerDoor(place).place


def test_many_at_once_leave_no_gap_and_no_double(desk: Desk, address: str) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            with open_server_office(address, desk.clock) as office:
                for _ in range(12):
                    add(office, desk.technician)
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    with open_server_office(address) as office:
        assert numbers(office) == list(range(1, 61))
        assert checks.check(office.reader) == []


def test_a_broken_connection_is_opened_again(desk: Desk, office: ServerOffice, address: str) -> None:
    add(office, desk.technician)
    cut_off(address)
    assert len(office.reader.tickets([1])) == 1
    cut_off(address)
    assert add(office, desk.technician).tickets == (2,)


def test_a_connection_that_breaks_within_a_save_saves_once(desk: Desk, office: ServerOffice, address: str) -> None:
    ran: list[int] = []

    def work(db: Session) -> Changes:
        done = tickets.register(db, CALL)
        ran.append(1)
        if len(ran) == 1:
            cut_off(address)
        return done

    office.unit_of_work(desk.technician).write(work)
    assert len(ran) == 2
    assert numbers(office) == [1]
    assert checks.check(office.reader) == []


def test_a_commit_whose_answer_was_lost_makes_no_double(
    desk: Desk, office: ServerOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = ServerDoor._commit
    lost: list[bool] = []

    def commit_then_lose(self: ServerDoor) -> None:
        commit(self)
        if not lost:
            lost.append(True)
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(ServerDoor, "_commit", commit_then_lose)
    assert add(office, desk.technician).tickets == (1,)
    assert lost
    assert numbers(office) == [1]
    assert checks.check(office.reader) == []


def test_a_save_whose_answer_never_came_is_said_to_be_unknown(
    desk: Desk, office: ServerOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = office.door.db._address
    execute = ServerDatabase.execute_sql

    def gone_at_commit(self: ServerDatabase, sql: str, params: Any = None) -> Any:
        done = execute(self, sql, params)
        if sql == "COMMIT":
            self._address = address.rpartition("/")[0] + "/gone"
            self.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        return done

    monkeypatch.setattr("desk_app.storage.trouble.PATIENCE", 0.3)
    with monkeypatch.context() as patch:
        patch.setattr(ServerDatabase, "execute_sql", gone_at_commit)
        with pytest.raises(Unavailable, match="not known whether it was saved"):
            add(office, desk.technician)
        with pytest.raises(Unavailable, match="Nothing was saved"):
            add(office, desk.technician)
    office.door.db._address = address
    assert numbers(office) == [1]


def test_a_reader_sees_one_moment(desk: Desk, office: ServerOffice) -> None:
    def ask() -> tuple[Any, Any]:
        before = office.door.sql("SELECT COUNT(*) FROM ticket")
        desk.register()
        return before, office.door.sql("SELECT COUNT(*) FROM ticket")

    before, after = office.door.read(ask)
    assert before == after
    assert office.door.read(lambda: office.door.sql("SELECT COUNT(*) FROM ticket")) == [(1,)]


def test_a_read_can_change_nothing(office: ServerOffice) -> None:
    with pytest.raises(Unavailable, match="does not let you write"):
        office.door.read(lambda: office.door.sql("DELETE FROM counter"))


def test_the_mark_is_another_after_every_write(desk: Desk, office: ServerOffice) -> None:
    seen = [office.door.read(office.door.mark)]
    ticket = desk.register()
    seen.append(office.door.read(office.door.mark))
    desk.do(desk.technician, ticket, "comment", {"text": "Перезвонить"})
    seen.append(office.door.read(office.door.mark))
    desk.write(
        desk.administrator, lambda db: people.add_staff(db, {"login": "new", "name": "Новиков", "role": "technician"})
    )
    seen.append(office.door.read(office.door.mark))
    assert len(set(seen)) == 4


@pytest.mark.parametrize(
    ("state", "words"),
    [("53100", "is full"), ("42501", "does not let you write"), ("XX001", "is damaged"), ("25006", "does not let you")],
)
def test_what_does_not_pass_is_said_at_once(office: ServerOffice, state: str, words: str) -> None:
    def work() -> None:
        raise psycopg.errors.lookup(state)("told by the server")

    with pytest.raises(Unavailable, match=words):
        office.door.write(work)


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03", "57P01", "08006"])
def test_what_passes_is_tried_again(office: ServerOffice, state: str) -> None:
    tried: list[int] = []

    def work() -> str:
        tried.append(1)
        if len(tried) < 3:
            raise psycopg.errors.lookup(state)("told by the server")
        return "done"

    assert office.door.write(work) == "done"


def test_the_rows_are_those_of_the_models(office: ServerOffice) -> None:
    from desk_app.storage.moving_tables import KEPT, columns_of, name_of

    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position"
    for table in KEPT:
        found = tuple(row[0] for row in office.door.read(lambda table=table: office.door.sql(asked, (name_of(table),))))
        assert tuple(name for name in found if name != "words") == columns_of(table)
    assert seeded_office()


def keeping(office: ServerOffice, chunks: Callable[[], Any]) -> Any:
    return office.door.keeper.keep(chunks())  # type: ignore[union-attr]


def test_content_comes_back_whole_and_in_pieces(office: ServerOffice) -> None:
    data = bytes(range(256)) * 4096 * 3 + b"end"
    kept = keeping(office, lambda: (data[at : at + 700_001] for at in range(0, len(data), 700_001)))
    files = office.reader.attachments.files
    with files.open(kept.sha256) as stream:
        assert stream.read(10) == data[:10]
        assert stream.read() == data[10:]
    assert files.has(kept)
    assert list(files.contents()) == [kept]
    assert keeping(office, lambda: [data]) == kept
    assert list(files.contents()) == [kept]


def test_content_that_ends_early_leaves_nothing(office: ServerOffice) -> None:
    def broken() -> Any:
        yield b"x" * 2_000_000
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        keeping(office, broken)
    assert office.door.read(lambda: office.door.sql("SELECT COUNT(*) FROM piece")) == [(0,)]


def test_a_clean_up_takes_only_what_is_old_and_named_by_nobody(desk: Desk, office: ServerOffice, address: str) -> None:
    from desk_app.services import attachments

    ticket = desk.register()
    named = keeping(office, lambda: [b"named"])
    desk.write(desk.technician, lambda db: attachments.attach(db, ticket.id, named, "a.txt"))
    keeping(office, lambda: [b"orphan"])
    assert office.clean_files() == 0
    with behind(address) as db:
        db.execute("UPDATE content SET kept_at = now() - interval '2 days'")
    young = keeping(office, lambda: [b"young"])
    assert office.clean_files() == 1
    assert set(office.reader.attachments.files.contents()) == {named, young}
