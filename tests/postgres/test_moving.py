"""An office moves to a server and back, whole or not at all."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.errors import Cancelled, Unavailable
from desk_app.services import attachments, checks, tickets
from desk_app.services.places import Place, is_address
from desk_app.services.ports import Changes, Session
from desk_app.storage import moving, open_office
from desk_app.storage.moving import Moved, move
from desk_app.storage.moving_tables import KEPT, Sum, name_of, slices
from tests.postgres.conftest import needs_server
from tests.support import places
from tests.support.office import make_desk
from tests.support.places import new_place
from tests.support.shell import Shell

pytestmark = needs_server


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an office file that has something of everything; nobody may write to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "SERVER", "")
        desk = make_desk(tmp_path_factory.mktemp("lived-in"))
    one, two = desk.register(description="Первая"), desk.register(description="Вторая")
    desk.write(desk.technician, lambda db: tickets.do(db, one.id, "link", {"to": two.number, "relation": "то же"}))
    files = desk.file.reader.attachments.files
    for data, name in ((b"%PDF-1.7 " + bytes(3_000_000), "акт.pdf"), (b"second", "два.txt")):
        kept = attachments.keep_bytes(files, data, name, 10_000_000)
        desk.write(desk.technician, lambda db, kept=kept, name=name: attachments.attach(db, one.id, kept, name))
    desk.write(desk.technician, _gone)
    desk.file.close()
    return Path(desk.file.place)


def _gone(db: Session) -> Changes:
    """Give ids that are used up: what is rolled back within a transaction, and a view that is taken away again."""
    db.put_view(db.actor.id, "Мой", "{}")
    db.put_view(db.actor.id, "Второй", "{}")
    return Changes(office=True)


@pytest.fixture
def file(lived_in: Path, tmp_path: Path) -> Path:
    """Return a copy of the office that has lived."""
    shutil.copytree(lived_in.with_name(lived_in.name + ".files"), tmp_path / "office.desk.files")
    return Path(shutil.copy(lived_in, tmp_path / "office.desk"))


@pytest.fixture
def address(tmp_path: Path) -> str:
    """Return an empty database."""
    return str(new_place(tmp_path))


def silent(done: int, total: int) -> None:
    """Say nothing."""


def sums(place: Place) -> dict[str, tuple[int, str]]:
    """Return what every table of an office says."""
    found = {}
    with open_office(place) as office:
        for table in KEPT:
            told = Sum()
            for rows in slices(office.door, table):
                told.add(rows)
            found[name_of(table)] = told.told
    return found


def contents(place: Place) -> set[Any]:
    with open_office(place) as office:
        return set(office.reader.attachments.files.contents())


def test_everything_arrives_and_comes_back(file: Path, address: str, tmp_path: Path) -> None:
    before, files = sums(file), contents(file)
    seen: list[tuple[int, int]] = []
    moved = move(file, address, lambda done, total: seen.append((done, total)))
    assert moved == Moved({name: rows for name, (rows, _) in before.items()}, 2)
    assert seen[-1][0] == seen[-1][1] == 2 * sum(moved.rows.values())
    assert (sums(address), contents(address)) == (before, files)
    back = tmp_path / "back.desk"
    move(address, back, silent)
    assert (sums(back), contents(back)) == (before, files)
    with open_office(back) as office:
        assert checks.check(office.reader, full=True) == []


def test_work_goes_on_where_it_was_left(file: Path, address: str, tmp_path: Path) -> None:
    with open_office(file) as office:
        person = office.reader.staff()[0]
        following = [row[0] for row in office.door.sql("SELECT MAX(id) + 1 FROM ticket")]
    move(file, address, silent)
    for place in (address, tmp_path / "back.desk"):
        if not is_address(place):
            move(address, place, silent)
        with open_office(place) as office:
            done = office.unit_of_work(person).write(lambda db: tickets.register(db, {"description": "Новая"}))
            ticket = office.reader.card(done.tickets[0]).ticket
            assert ticket.id == following[0]
            assert ticket.number == f"{ticket.number[:5]}{ticket.id:06}"
            assert checks.check(office.reader, full=True) == []
        following[0] += 1


def test_the_old_place_says_where_the_office_is(file: Path, address: str, tmp_path: Path) -> None:
    with open_office(file) as window:
        person = window.reader.staff()[0]
        move(file, address, silent)
        with pytest.raises(Unavailable, match="has moved to postgresql://desk@"):
            window.unit_of_work(person).write(lambda db: tickets.register(db, {"description": "Поздно"}))
    with pytest.raises(Unavailable, match="has moved to postgresql://desk@"):
        open_office(file)
    with pytest.raises(Unavailable, match="has moved to"):
        move(file, new_place(tmp_path), silent)


def test_nothing_is_overwritten(file: Path, address: str, tmp_path: Path, lived_in: Path) -> None:
    second = Path(shutil.copy(lived_in, tmp_path / "second.desk"))
    shutil.copytree(tmp_path / "office.desk.files", tmp_path / "second.desk.files")
    move(file, address, silent)
    before = sums(address)
    with pytest.raises(Unavailable, match="an office in this database already"):
        move(second, address, silent)
    assert sums(address) == before
    assert sums(second)
    with pytest.raises(Unavailable, match="There is something already"):
        move(address, second, silent)
    with pytest.raises(Unavailable, match="from a file to a server"):
        move(second, tmp_path / "third.desk", silent)


@pytest.mark.parametrize("part", [0.1, 0.6, 0.95])
def test_stopped_in_the_middle_nothing_has_happened(file: Path, address: str, tmp_path: Path, part: float) -> None:
    def stop(done: int, total: int) -> None:
        if done >= part * total:
            raise Cancelled

    before = sums(file)
    with pytest.raises(Cancelled):
        move(file, address, stop)
    assert sums(file) == before
    with pytest.raises(Unavailable, match="no office in this database"):
        open_office(address)
    move(file, address, silent)
    back = tmp_path / "back.desk"
    with pytest.raises(Cancelled):
        move(address, back, stop)
    assert sums(address) == before
    assert sorted(path.name for path in tmp_path.iterdir() if "back" in path.name) == []


def test_who_saves_meanwhile_stops_it(file: Path, address: str) -> None:
    with open_office(file) as window:
        person = window.reader.staff()[0]
        saved: list[Changes] = []

        def save(done: int, total: int) -> None:
            if not saved:
                work = window.unit_of_work(person)
                saved.append(work.write(lambda db: tickets.register(db, {"description": "Ещё одна"})))

        with pytest.raises(Unavailable, match="Somebody saved into the office"):
            move(file, address, save)
        assert window.reader.card(saved[0].tickets[0]).ticket.description == "Ещё одна"
    move(file, address, silent)


@pytest.fixture(params=["before", "after"])
def broken_off(request: pytest.FixtureRequest, file: Path, address: str) -> str:
    """Kill a move just before or just after the old place is marked; return which."""

    class Killed(BaseException):
        """As if the power was gone: nothing more is done."""

    def killed(*_: object) -> None:
        raise Killed

    from desk_app.storage.postgres.target import ServerTarget

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServerTarget, "undo", killed)
        patch.setattr(
            ServerTarget if request.param == "after" else moving,
            "settle" if request.param == "after" else "_mark",
            killed,
        )
        with pytest.raises(Killed):
            move(file, address, silent)
    return request.param


def test_a_move_that_was_broken_off_is_taken_up_again(
    broken_off: str, file: Path, address: str, lived_in: Path
) -> None:
    with pytest.raises(Unavailable, match="is being moved to this database"):
        open_office(address)
    if broken_off == "before":
        assert sums(file)
    move(file, address, silent)
    assert {name: rows for name, (rows, _) in sums(address).items()} == {
        name: rows for name, (rows, _) in sums(lived_in).items()
    }
    with pytest.raises(Unavailable, match="has moved to"):
        open_office(file)


def test_damaged_content_does_not_move(file: Path, address: str) -> None:
    with open_office(file) as office:
        store = office.reader.attachments.files
        content = next(iter(store.contents()))
        store.path_of(content.sha256).write_bytes(b"x" * content.size)  # type: ignore[attr-defined]
    before = sums(file)
    with pytest.raises(Unavailable, match="is damaged: it is not what was attached"):
        move(file, address, silent)
    assert sums(file) == before
    with pytest.raises(Unavailable, match="no office in this database"):
        open_office(address)


@pytest.mark.parametrize(
    "spoilt",
    [
        "UPDATE ticket SET requester_id = 'x' WHERE id = 1",
        "UPDATE ticket SET status_id = 999 WHERE id = 1",
        "UPDATE ticket_text SET note = 'a' || char(0) || 'b' WHERE id = 1",
    ],
)
def test_what_a_server_cannot_keep_stays_where_it_is(file: Path, address: str, spoilt: str) -> None:
    with places.behind(file) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(spoilt)
    with pytest.raises(Unavailable, match=r"cannot keep what is in the office|did not arrive as it was"):
        move(file, address, silent)
    open_office(file).close()
    with pytest.raises(Unavailable, match="no office in this database"):
        open_office(address)


def test_a_database_that_may_not_be_written_is_said(file: Path, address: str, tmp_path: Path) -> None:
    with places.behind(address) as db:
        db.execute("CREATE ROLE reader LOGIN PASSWORD 'geheim'")
    try:
        with pytest.raises(Unavailable, match="does not let you write"):
            move(file, address.replace("desk@", "reader:geheim@"), silent)
    finally:
        with places.behind(address) as db:
            db.execute("DROP ROLE reader")


def test_what_does_not_arrive_as_it_was_stops_it(file: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk_app.storage.postgres.target import ServerTarget

    put = ServerTarget.put

    def lose(self: ServerTarget, table: Any, rows: Any) -> None:
        put(self, table, rows[:-1] if name_of(table) == "link" else rows)

    monkeypatch.setattr(ServerTarget, "put", lose)
    with pytest.raises(Unavailable, match="The table “link” did not arrive"):
        move(file, address, silent)
    with pytest.raises(Unavailable, match="no office in this database"):
        open_office(address)


def test_the_command_moves_and_tells(
    file: Path, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(monkeypatch, capsys)
    told = shell.well("move-to", file, address, "--json").json
    assert (told["to"], told["attachments"], told["rows"]["ticket"], told["findings"]) == (address, 2, 2, 0)
    assert shell("check", file).err.strip() == f"This office has moved to {address}. Open it there."
    assert shell.well("check", address, "--full").out.strip() == "The file is whole."
    assert shell.well("verify", address).code == 0
    assert shell("info", address, "--json").json["counts"]["ticket"] == 2
    assert "everything equal" in shell.well("move-to", address, file.with_name("back.desk")).out
