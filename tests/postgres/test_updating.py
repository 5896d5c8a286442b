"""An office that an older program left on a server comes to the present form where it is, whole or not at all."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from desk_app import profiles
from desk_app.domain.errors import Unavailable
from desk_app.services import checks, tickets
from desk_app.services.duty_ports import Paper, Sort
from desk_app.services.ports import Changes, Session
from desk_app.storage import create_office, migrations, open_office, open_station
from desk_app.storage.moving import move
from desk_app.storage.postgres import steps, updating
from desk_app.storage.postgres.door import LOCK, ServerDoor
from desk_app.storage.postgres.target import ServerTarget
from desk_app.storage.postgres.updating import bring_up_to_date
from tests.postgres.conftest import ADMIN, needs_server
from tests.support.office import Desk
from tests.support.older_server import Rows, form_of, older_office, rows, shape
from tests.support.places import behind, new_place

pytestmark = needs_server
OLDER = range(steps.FIRST, migrations.CURRENT)
SOON = 30.0
"""Longer than anything here takes, in seconds: nobody waits that long unless it is broken."""


@pytest.fixture(scope="module")
def fresh_shape(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """Return what an office consists of that this program makes."""
    place = new_place(tmp_path_factory.mktemp("new"))
    create_office(place, profiles.load("municipal", "ru"), ADMIN)
    return shape(str(place))


@pytest.fixture(params=OLDER)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an office of each older form."""
    return older_office(request.param, tmp_path)


@pytest.fixture
def oldest(tmp_path: Path) -> str:
    """Return the address of an office of the first form there was on a server."""
    return older_office(steps.FIRST, tmp_path)


@pytest.fixture
def door(oldest: str) -> Iterator[ServerDoor]:
    """Return the bare door to `oldest`."""
    with ServerDoor(oldest) as door:
        door.open()
        yield door


def in_a_thread(work: Any) -> tuple[threading.Thread, list[Any]]:
    """Start `work`; return its thread and where its answer or error will be."""
    said: list[Any] = []

    def run() -> None:
        try:
            said.append(work())
        except BaseException as error:
            said.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    return thread, said


def assert_kept(before: Rows, after: Rows) -> None:
    """Every row there was says what it said."""
    for table in before.keys() - {"form"}:
        assert [{name: new[name] for name in old} for old, new in zip(before[table], after[table], strict=True)] == (
            before[table]
        )


def test_each_step_of_the_file_has_one_for_a_server() -> None:
    assert steps.FIRST + len(steps.STEPS) == migrations.CURRENT


def test_opened_it_has_the_present_form_and_all_it_had(older: str, fresh_shape: Any) -> None:
    before = rows(older)
    with open_office(older) as office:
        assert checks.check(office.reader, full=True) == []
        assert office.reader.find_ticket("2026-000002") == 2
        assert [entry.verb for entry in office.reader.card(1).history] == ["register", "comment", "link", "attach"]
        (kept,) = office.reader.attachments.files.contents()
        with office.reader.attachments.files.open(kept.sha256) as stream:
            assert stream.read() == b"%PDF-1.7 act"
    assert form_of(older) == migrations.CURRENT
    for part, found in shape(older).items():
        assert found == fresh_shape[part], part
    assert_kept(before, rows(older))


def test_work_goes_on_and_is_told_to_colleagues(older: str) -> None:
    def keep(db: Session) -> Changes:
        db.duty.add(Paper(Sort.CARD, staff=db.actor.id, body={"line": "desk"}))
        return Changes(duty=True)

    with open_station(older) as station, open_office(older) as office:
        person = office.reader.staff()[0]
        assert office.unit_of_work(person).write(keep).duty
        assert station.pull().changes.duty
        done = office.unit_of_work(person).write(lambda db: tickets.register(db, {"description": "Новая"}))
        assert done.tickets == (4,)
        assert set(station.pull().changes.tickets) == {4}
        assert office.reader.card(4).ticket.number == "2026-000003"
        assert [paper.version for paper in station.reader.duty.papers(Sort.CARD)] == [1]
        assert checks.check(office.reader, full=True) == []


def test_a_step_that_fails_leaves_the_older_form_whole(
    older: str, monkeypatch: pytest.MonkeyPatch, fresh_shape: Any
) -> None:
    before, was, stamped = rows(older), shape(older), form_of(older)
    for step in steps.STEPS[stamped - steps.FIRST :]:
        for place in range(len(step) + 1):
            broken = tuple((*one[:place], "SELECT 1 / 0", *one[place:]) if one is step else one for one in steps.STEPS)
            with monkeypatch.context() as patch:
                patch.setattr(steps, "STEPS", broken)
                with pytest.raises(Exception, match="division by zero"):
                    open_office(older)
            assert form_of(older) == stamped
    assert (rows(older), shape(older)) == (before, was)
    open_office(older).close()
    assert shape(older) == fresh_shape


def test_a_connection_that_breaks_in_the_middle_leaves_no_half(
    oldest: str, monkeypatch: pytest.MonkeyPatch, fresh_shape: Any
) -> None:
    before, was = rows(oldest), shape(oldest)
    with monkeypatch.context() as patch:
        patch.setattr("desk_app.storage.trouble.PATIENCE", 0.3)
        patch.setattr(steps, "STEPS", (*steps.STEPS, ("SELECT pg_terminate_backend(pg_backend_pid())",)))
        with pytest.raises(Unavailable, match="cannot be reached"):
            open_office(oldest)
    assert (rows(oldest), shape(oldest)) == (before, was)
    open_office(oldest).close()
    assert shape(oldest) == fresh_shape


def test_many_at_once_take_the_steps_once(oldest: str, fresh_shape: Any) -> None:
    ready = threading.Barrier(5)

    def work() -> int:
        with ServerDoor(oldest) as door:
            door.open()
            ready.wait(SOON)
            return bring_up_to_date(door)

    started = [in_a_thread(work) for _ in range(5)]
    for thread, _ in started:
        thread.join()
    assert sorted(answer for _, said in started for answer in said) == [0, 0, 0, 0, len(steps.STEPS)]
    assert form_of(oldest) == migrations.CURRENT
    assert shape(oldest) == fresh_shape


def test_who_comes_meanwhile_waits_or_is_told_so(oldest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    began, go_on = threading.Event(), threading.Event()

    def hold_on(door: ServerDoor) -> int:
        began.set()
        assert go_on.wait(SOON)
        return updating._take_steps(door)

    def update() -> int:
        with ServerDoor(oldest) as door:
            door.open()
            return door.reshape(lambda: hold_on(door))

    slow, done = in_a_thread(update)
    assert began.wait(SOON)
    with monkeypatch.context() as patch:
        patch.setattr("desk_app.storage.trouble.PATIENCE", 0.3)
        with pytest.raises(Unavailable, match="or the office is brought up to a newer version"):
            open_office(oldest)
    assert form_of(oldest) == steps.FIRST
    waiting, opened = in_a_thread(lambda: open_office(oldest).close())
    go_on.set()
    for thread in (slow, waiting):
        thread.join()
    assert (done, opened) == ([len(steps.STEPS)], [None])
    assert form_of(oldest) == migrations.CURRENT


def test_a_save_that_is_under_way_is_waited_for(oldest: str, door: ServerDoor) -> None:
    waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ? AND NOT granted"

    def save() -> None:
        opening.append(in_a_thread(lambda: open_office(oldest).close()))
        while not door.sql(waiting, (LOCK,)):
            assert opening[0][0].is_alive()
            time.sleep(0.01)
        door.sql("UPDATE counter SET value = value + 1")

    opening: list[Any] = []
    before = rows(oldest)["counter"][0]["value"]
    door.write(save)
    thread, said = opening[0]
    thread.join()
    assert said == [None]
    assert rows(oldest)["counter"][0]["value"] == before + 1


def test_a_window_of_an_older_program_is_told(desk: Desk, address: str) -> None:
    with open_station(address) as station:
        ticket = desk.register()
        with behind(address) as db:
            db.execute("UPDATE form SET version = version + 1")
        with pytest.raises(Unavailable, match="made by a newer version of the program"):
            desk.do(desk.technician, ticket, "comment", {"text": "Перезвонить"})
        with pytest.raises(Unavailable, match="made by a newer version of the program"):
            station.pull()
        assert station.away is not None
    with pytest.raises(Unavailable, match="made by a newer version of the program"):
        open_office(address)


def test_who_may_not_change_tables_is_told(oldest: str) -> None:
    name = "reader_" + oldest.rpartition("/")[2]
    with behind(oldest) as db:
        db.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'geheim'")
        db.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")
    try:
        with pytest.raises(Unavailable, match="does not let you write"):
            open_office(oldest.replace("desk@", f"{name}:geheim@"))
        assert form_of(oldest) == steps.FIRST
    finally:
        with behind(oldest) as db:
            db.execute(f"DROP OWNED BY {name}")
            db.execute(f"DROP ROLE {name}")


def test_a_move_that_an_older_program_left_before_its_last_step(oldest: str, fresh_shape: Any) -> None:
    with psycopg.connect(oldest) as server:
        server.execute("UPDATE form SET version = -version")
    with pytest.raises(Unavailable, match="is being moved to this database"):
        open_office(oldest)
    target = ServerTarget(oldest)
    assert target.is_waiting()
    target.settle()
    target.close()
    open_office(oldest).close()
    assert shape(oldest) == fresh_shape


def test_an_older_office_moves_to_a_file(older: str, tmp_path: Path) -> None:
    moved = move(older, tmp_path / "back.desk", lambda done, total: None)
    assert moved.findings == ()
    with open_office(tmp_path / "back.desk") as office:
        assert (office.reader.sizes()["ticket"], checks.check(office.reader, full=True)) == (3, [])
