"""A workstation's copy is what the office is, whoever writes, and whatever happens to it."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from desk_app.domain.errors import Cancelled, Unavailable
from desk_app.domain.view import SavedView, TicketFilter, View
from desk_app.services import attachments, erasure, people, tickets, views
from desk_app.services.ports import Changes, Session
from desk_app.services.station import News
from desk_app.storage import change_feed, copy_follow, open_office
from desk_app.storage.connection import Connection
from desk_app.storage.copy_build import build
from desk_app.storage.copy_check import differing
from desk_app.storage.copy_place import CopyPlace
from desk_app.storage.office_copy import open_copy
from desk_app.storage.sliced_check import check_in_slices
from desk_app.storage.standing import StandingFile
from desk_app.storage.station import OfficeStation, open_station
from tests.storage.conftest import ADMIN
from tests.storage.copies import assert_same, person, pulled, run

CALL = {
    "description": "Не печатает принтер",
    "requester": {"name": "Ёлкин Ян", "organisation": "Школа 5", "phone": "2-44-90"},
}


def call(number: int) -> Callable[[Session], Changes]:
    """Return the verb that registers a call with a number of its own."""
    return partial(tickets.register, raw={**CALL, "description": f"Звонок {number}"})


@pytest.fixture
def station(path: Path) -> Iterator[OfficeStation]:
    """Return a workstation."""
    with open_station(path) as opened:
        yield opened


@pytest.fixture
def write(station: OfficeStation) -> Callable[[Callable[[Session], Changes]], Changes]:
    """Return what writes at this workstation."""
    return station.unit_of_work(person(station, ADMIN.login)).write


@pytest.fixture
def colleague(path: Path, station: OfficeStation) -> Iterator[Callable[[Callable[[Session], Changes]], Changes]]:
    """Return what writes at another workstation."""
    with open_office(path) as office:
        yield office.unit_of_work(person(station, ADMIN.login)).write


def test_every_verb_reaches_the_copy(
    path: Path,
    station: OfficeStation,
    write: Callable[[Callable[[Session], Changes]], Changes],
    colleague: Callable[[Callable[[Session], Changes]], Changes],
) -> None:
    first = write(call(1)).tickets[0]
    assert station.pull() == News(Changes((first,), directory=True))
    second = colleague(call(2)).tickets[0]
    assert station.pull() == News(Changes((second,)))
    colleague(lambda db: tickets.do(db, first, "solve", {"solution": "заменили"}))
    assert station.pull().changes.tickets == (first,)
    kept = attachments.keep_bytes(station.reader.attachments.files, b"x", "a.txt", 1000)
    colleague(lambda db: attachments.attach(db, second, kept, "a.txt"))
    assert station.pull() == News(Changes((second,)))
    colleague(lambda db: people.add_staff(db, {"login": "kim", "name": "Ким"}))
    assert station.pull().changes.staff
    colleague(lambda db: views.save_view(db, SavedView("мои"), shared=False))
    assert station.pull() == News(Changes(office=True))
    pulled(station, path)
    assert station.pull() == News()


def test_an_erased_person_is_gone_from_the_copy(
    path: Path, station: OfficeStation, write: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    write(call(1))
    station.pull()
    with open_copy(path) as copy:
        requester = copy.reader.find_requesters("ёлкин")[0].id
        file = copy.door.file
    assert file
    boss = person(station, ADMIN.login)
    erasure.run(station.unit_of_work(boss), erasure.plan(station.reader, boss, requester))
    pulled(station, path)
    left = [one.read_bytes() for one in file.parent.iterdir() if one.name.startswith(file.stem)]
    assert not any("елкин".encode() in data or "Ёлкин".encode() in data for data in left)


def test_what_was_erased_leaves_the_log_once_those_who_read_the_copy_let_go(
    path: Path, station: OfficeStation, write: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    """A backup reads the copy as long as it is made, and nobody who saves waits for it."""
    write(call(1))
    station.pull()
    file = CopyPlace(path).current()
    assert file
    log = file.with_name(f"{file.name}-wal")
    with open_copy(path) as copy:
        requester = copy.reader.find_requesters("ёлкин")[0].id
    boss = person(station, ADMIN.login)
    with StandingFile(file, still=False) as backup:
        assert backup.sql("SELECT COUNT(*) FROM ticket") == [(1,)]
        erasure.run(station.unit_of_work(boss), erasure.plan(station.reader, boss, requester))
        began = time.monotonic()
        station.pull()
        assert station.pull() == News()
        assert time.monotonic() - began < 10, "it is not waited for"
        assert log.stat().st_size
    assert station.pull() == News(), "nobody wrote anything since"
    assert not log.stat().st_size
    assert station._copy.sql("PRAGMA busy_timeout") == [(30_000,)]
    pulled(station, path)


def test_what_an_earlier_program_left_in_the_log_is_gone_after_the_first_look(
    path: Path, station: OfficeStation, write: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    for number in range(2):
        write(call(number))
        station.pull()
    file = CopyPlace(path).current()
    assert file
    with open_copy(path), open_station(path) as later:
        log = file.with_name(f"{file.name}-wal")
        assert log.stat().st_size
        later.pull()
        assert not log.stat().st_size


def test_a_log_that_cannot_be_cut_is_told_in_a_sentence(station: OfficeStation) -> None:
    copy = station._copy
    copy.sql("BEGIN")
    copy.sql("SELECT 1 FROM copy_state")
    with pytest.raises(Unavailable, match="copy of the office"):  # SQLite refuses it within a transaction
        copy.settle(erased=False)
    copy.sql("ROLLBACK")
    copy.settle(erased=True)


def test_two_programs_of_one_person_use_the_same_copy(
    path: Path, station: OfficeStation, colleague: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    with open_station(path) as other, open_copy(path) as copy:
        made = colleague(call(1)).tickets[0]
        assert other.pull().changes.tickets == (made,)
        assert station.pull().changes.tickets == (made,), "what another program pulled is news here, too"
        assert (station.pull(), other.pull()) == (News(), News())
        assert_same(station, copy)


class Late(CopyPlace):
    """Where a copy is made that nobody uses yet."""

    def use(self, copy: Path) -> None:
        """Leave it at that."""

    def tidy(self) -> None:
        """Leave everything where it is."""


def test_an_older_copy_that_takes_the_place_of_ours_is_caught_up_though_nobody_saved_since(
    path: Path, station: OfficeStation, write: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    """Another program of this person began it before, and was held up at its end."""
    connection = station.office.connection
    older = build(connection, Late(path), lambda: datetime.now(UTC), lambda _done, _total: None)
    write(call(1))
    station.pull()
    assert station.pull() == News(), "nobody has saved since"
    CopyPlace(path).use(older)
    assert station.pull() == News(rebuilt=True)
    with open_copy(path) as copy:
        assert copy.door.file == older
        assert_same(station, copy)
    assert station.pull() == News()


def test_a_pull_in_many_parts(
    path: Path,
    station: OfficeStation,
    colleague: Callable[[Callable[[Session], Changes]], Changes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copy_follow, "FEWEST", 3)
    monkeypatch.setattr(copy_follow, "MOST", 3)
    assert station._follower
    station._follower._size = 3
    made = [colleague(call(number)).tickets[0] for number in range(20)]
    assert set(station.pull().changes.tickets) == set(made)
    pulled(station, path)


def test_what_one_row_gives_up_another_takes(
    path: Path, station: OfficeStation, colleague: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    """A value that only one row may have wanders, so that the rows are read at different moments."""
    connection = station.office.connection
    for statement in (
        "UPDATE item SET position = position + 1000 WHERE section = 'type'",
        "UPDATE item SET position = (SELECT 1100 - i.position + 1000 FROM item i WHERE i.id = item.id) "
        "WHERE section = 'type'",
        "UPDATE office SET revision = revision + 1",
    ):
        connection.write(partial(connection.sql, statement))
    assert station.pull().changes.office
    pulled(station, path)


WRITER = """
import sys
from functools import partial
from pathlib import Path
from desk_app.services import tickets
from desk_app.storage import open_office
with open_office(Path(sys.argv[1])) as office:
    me = office.reader.account("chief").person
    for number in range(int(sys.argv[2])):
        raw = {"description": f"Звонок {number}", "requester": {"name": f"Имя {number % 7}"}}
        made = office.unit_of_work(me).write(partial(tickets.register, raw=raw)).tickets[0]
        office.unit_of_work(me).write(partial(tickets.do, ticket_id=made, verb="comment", raw={"text": "да"}))
        print(number, flush=True)
"""


@pytest.mark.slow
def test_a_copy_made_while_a_colleague_writes_all_the_time(path: Path) -> None:
    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        unit = office.unit_of_work(account.person)
        for _ in range(15):
            unit.write(lambda db: [call(number)(db) for number in range(20)][-1])
        before = office.reader.sizes()["ticket"]
    writer = run(WRITER, path, 60)
    assert writer.stdout
    writer.stdout.readline()

    def wait_for_a_save(done: int, total: int) -> None:
        if writer.stdout and writer.poll() is None:
            writer.stdout.readline()

    with open_station(path, wait_for_a_save) as station:
        writer.communicate()
        assert writer.returncode == 0, "nobody was held up so long that a save failed"
        station.pull()
        with open_copy(path) as copy:
            assert_same(station, copy)
            assert copy.reader.sizes()["ticket"] == before + 60


BUILDER = """
import sys
from pathlib import Path
from desk_app.storage import open_station
def tell(done, total):
    print(done, total, flush=True)
    sys.stdin.readline()
open_station(Path(sys.argv[1]), tell)
print("done", flush=True)
"""


@pytest.mark.parametrize("steps", [1, 4, 20])
def test_a_program_killed_while_it_makes_a_copy(path: Path, steps: int) -> None:
    builder = run(BUILDER, path)
    assert builder.stdout
    assert builder.stdin
    for _ in range(steps):
        assert "done" not in builder.stdout.readline()
        builder.stdin.write("\n")
        builder.stdin.flush()
    builder.kill()
    builder.communicate()
    place = CopyPlace(path)
    assert place.current() is None
    with pytest.raises(Unavailable, match="no copy"):
        open_copy(path)
    with open_station(path) as station, open_copy(path) as copy:
        assert_same(station, copy)
    assert [one.name for one in place.folder.glob("copy-*.db")] == [place.current().name]  # type: ignore[union-attr]


def test_a_second_program_waits_for_the_first_ones_copy(path: Path) -> None:
    builder = run(BUILDER, path)
    assert builder.stdout
    builder.stdout.readline()
    waited = []

    def look(done: int, total: int) -> None:
        waited.append(done)
        if len(waited) == 2:
            builder.communicate("\n" * 1000)

    with open_station(path, look) as station, open_copy(path) as copy:
        assert_same(station, copy)
        assert len(waited) >= 2
    assert len(list(CopyPlace(path).folder.glob("copy-*.db"))) == 1


PULLER = """
import sys
from pathlib import Path
from desk_app.storage import open_station
station = open_station(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    station.pull()
"""


@pytest.mark.slow
def test_a_program_killed_while_it_pulls(
    path: Path, station: OfficeStation, colleague: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    for round_ in range(6):
        puller = run(PULLER, path)
        assert puller.stdout
        puller.stdout.readline()
        for number in range(3 + round_):
            colleague(call(number))
        puller.kill()
        puller.communicate()
        pulled(station, path)


def test_a_person_who_says_stop_leaves_nothing_behind(path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        open_station(path, stop)
    assert list(CopyPlace(path).folder.glob("copy-*")) == []


def test_an_office_that_a_backup_was_put_back_into_is_copied_anew(path: Path, station: OfficeStation) -> None:
    connection = station.office.connection
    connection.write(partial(connection.sql, "UPDATE office SET epoch = 'another'"))
    assert station.pull() == News(rebuilt=True)
    pulled(station, path)


def test_a_history_that_took_another_course_is_copied_anew(
    path: Path, station: OfficeStation, colleague: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    colleague(call(1))
    station.pull()
    connection = station.office.connection
    connection.write(partial(connection.sql, "UPDATE event SET hash = x'00' WHERE seq = (SELECT MAX(seq) FROM event)"))
    assert station.pull() == News(rebuilt=True)


def test_a_feed_that_does_not_reach_back_means_a_new_copy(
    path: Path, station: OfficeStation, colleague: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    for number in range(3):
        colleague(call(number))
    connection = station.office.connection
    last = "(SELECT MAX(seq) FROM change)"
    connection.write(partial(connection.sql, f"DELETE FROM change WHERE seq < {last}"))
    with open_copy(path) as copy:
        assert copy.reader.sizes()["ticket"] == 0
        assert station.pull() == News(rebuilt=True)
        assert copy.reader.sizes()["ticket"] == 3, "a reader goes over to the new copy by itself"
        assert_same(station, copy)


def test_the_feed_is_kept_short_by_one_workstation_a_day(
    station: OfficeStation,
    colleague: Callable[[Callable[[Session], Changes]], Changes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(change_feed, "KEPT", 10)
    monkeypatch.setattr(change_feed, "SPARE", 2)
    monkeypatch.setattr(change_feed, "AT_ONCE", 4)
    connection, now = station.office.connection, datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(6):
        colleague(call(number))
    last = connection.sql("SELECT MAX(seq) FROM change")
    assert change_feed.prune(connection, now) > 0
    assert connection.sql("SELECT COUNT(*), MAX(seq) FROM change") == [(10, last[0][0])]
    for number in range(6):
        colleague(call(number))
    assert change_feed.prune(connection, now + timedelta(hours=23)) == 0
    assert change_feed.prune(connection, now + timedelta(hours=24)) > 0


@pytest.mark.parametrize("place", [0, 100, 5000, -3000])
def test_a_copy_that_is_damaged_is_made_anew(path: Path, station: OfficeStation, place: int) -> None:
    file = CopyPlace(path).current()
    assert file
    station._copy.close()
    data = bytearray(file.read_bytes())
    for at in range(place % len(data), min(place % len(data) + 2000, len(data))):
        data[at] ^= 0xFF
    file.write_bytes(data)
    try:
        with open_copy(path) as copy:
            copy.reader.page(View(TicketFilter(words="принтер")), ADMIN, 0, 50)
            copy.reader.sizes()
    except Unavailable:
        assert station.pull() == News(rebuilt=True)
    else:
        CopyPlace(path).doubt(file)
        assert station.pull() == News(rebuilt=True)
    pulled(station, path)


def test_a_copy_that_a_check_finds_to_differ_is_made_anew(path: Path, station: OfficeStation) -> None:
    with open_copy(path) as copy:
        copy.door.write(lambda: copy.door.sql("UPDATE staff SET name = 'Некто' WHERE id > 0"))
    assert [finding.where for finding in check_in_slices(station.office)] == ["staff"]
    assert station.pull() == News(rebuilt=True)
    pulled(station, path)
    assert check_in_slices(station.office) == []


def test_a_copy_of_another_form_is_made_anew(path: Path, station: OfficeStation) -> None:
    with open_copy(path) as copy:
        copy.door.write(lambda: copy.door.sql("UPDATE copy_state SET version = '0.9'"))
        old = copy.door.file
    station.close()
    with open_station(path) as again, open_copy(path) as copy:
        assert copy.door.file != old
        assert_same(again, copy)


def test_a_pull_throws_away_what_it_read_beside_a_hot_journal(
    path: Path,
    station: OfficeStation,
    colleague: Callable[[Callable[[Session], Changes]], Changes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = colleague(call(1)).tickets
    looks: list[bool] = []
    is_hot = Connection._is_hot

    def hot_twice(self: Connection, create: bool) -> bool:
        looks.append(True)
        return len(looks) <= 2 or is_hot(self, create)

    monkeypatch.setattr(Connection, "_is_hot", hot_twice)
    assert station.pull().changes.tickets == made
    assert len(looks) >= 3
    pulled(station, path)


def test_rows_that_were_not_copied_are_missed(
    path: Path, station: OfficeStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk_app.storage import copy_build

    read, left_out = copy_build._rows, list[object]()

    def careless(office: Connection, table: str, *how: object) -> tuple[list[tuple[object, ...]], bool]:
        rows, whole = read(office, table, *how)  # type: ignore[arg-type]
        if table == "item" and not left_out:
            left_out.append(rows.pop())
        return rows, whole

    monkeypatch.setattr(copy_build, "_rows", careless)
    clock = partial(datetime.now, UTC)
    file = build(station.office.connection, CopyPlace(path), clock, lambda _done, _total: None)
    assert left_out
    assert file == CopyPlace(path).current()
    pulled(station, path)


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("item", ("UPDATE item SET position = position + 1 WHERE id = (SELECT MAX(id) FROM item)",)),
        ("event", ("DELETE FROM event WHERE seq = 1",)),
        (
            "event",
            (
                "CREATE TEMPORARY TABLE one AS SELECT * FROM event LIMIT 1",
                "UPDATE one SET seq = 90000, op_id = randomblob(16)",
                "INSERT INTO event SELECT * FROM one",
            ),
        ),
    ],
)
def test_a_copy_that_differs_is_told_by_its_table(
    station: OfficeStation, write: Callable[[Callable[[Session], Changes]], Changes], table: str, changed: Sequence[str]
) -> None:
    write(call(1))
    station.pull()
    assert differing(station.office.connection, station._copy, lambda: None) == []
    for statement in changed:
        station._copy.sql(statement)
    assert differing(station.office.connection, station._copy, lambda: None) == [table]


def test_a_disk_of_this_computer_that_is_full(
    path: Path, station: OfficeStation, colleague: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    for number in range(30):
        colleague(call(number))
    station._copy.sql("PRAGMA max_page_count=1")
    for _ in range(2):
        assert station.pull() == News(behind=True)
        assert ["no room" in str(warning) for warning in station.warnings] == [True]
    made = station.unit_of_work(person(station, ADMIN.login)).write(call(30)).tickets
    station._copy.sql("PRAGMA max_page_count=100000")
    changed = station.pull().changes.tickets
    assert len(changed) == 31
    assert made[0] in changed
    assert not station.warnings
    pulled(station, path)


def is_away(station: OfficeStation) -> bool:
    """Tell whether the office was out of reach at the last look."""
    return station.away is not None


def test_a_copy_that_cannot_be_written_keeps_nobody_from_saving(
    path: Path, station: OfficeStation, write: Callable[[Callable[[Session], Changes]], Changes]
) -> None:
    """What its person calls away is the office, not this computer's disk: that takes no call either."""
    station._copy.sql("PRAGMA query_only=1")
    made = write(call(1)).tickets
    assert station.pull() == News(behind=True)
    assert not is_away(station)
    assert ["own data folder" in str(warning) for warning in station.warnings] == [True]
    folder = path.parent.rename(path.parent.with_name("away"))
    with pytest.raises(Unavailable):
        station.pull()
    assert is_away(station), "both may be in the way"
    folder.rename(path.parent)
    assert station.pull() == News(behind=True)
    assert not is_away(station)
    station._copy.sql("PRAGMA query_only=0")
    assert station.pull().changes.tickets == made
    assert not station.warnings


def test_a_still_office_is_there_though_that_cannot_be_noted(station: OfficeStation) -> None:
    station.pull()
    station._said = None
    station._copy.sql("PRAGMA query_only=1")
    for _ in range(2):
        assert station.pull() == News(behind=True)
        assert len(station.warnings) == 1
    assert station.away is None
    station._copy.sql("PRAGMA query_only=0")
    assert station.pull() == News()
    assert not station.warnings


def test_what_is_new_is_told_though_the_log_of_the_copy_cannot_be_cut(
    station: OfficeStation, write: Callable[[Callable[[Session], Changes]], Changes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    made = write(call(1)).tickets
    station._copy._log_holds = True
    with monkeypatch.context() as patch:
        patch.setattr(station._copy, "_cut_log", full)
        assert station.pull().changes.tickets == made
        for _ in range(2):
            assert station.pull() == News()
            assert ["no room" in str(warning) for warning in station.warnings] == [True]
        assert station.away is None
    assert station.pull() == News()
    assert not station.warnings


def test_a_share_that_is_away(path: Path, station: OfficeStation) -> None:
    made = station.unit_of_work(person(station, ADMIN.login)).write(call(1)).tickets
    station.pull()
    folder = path.parent.rename(path.parent.with_name("away"))
    began = time.monotonic()
    with pytest.raises(Unavailable):
        station.pull()
    with open_station(path) as other, open_copy(path) as copy:
        assert other.away
        assert copy.reader.card(made[0]).ticket.number
        with pytest.raises(Unavailable):
            other.pull()
        with pytest.raises(Unavailable):
            other.unit_of_work(ADMIN)
        assert time.monotonic() - began < 10, "nobody waits the time that a save would"
        folder.rename(path.parent)
        assert other.pull() == News()
    assert station.pull() == News()
    assert station.away is None
