"""A colleague's change is heard of at once, and who is here is known as long as they are."""

import threading
from collections.abc import Iterator

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.services import people
from desk_app.services.ports import Changes
from desk_app.services.station import News
from desk_app.storage import open_copy, open_station
from desk_app.storage.postgres.station import ServerStation
from tests.postgres.conftest import needs_server
from tests.postgres.test_serving import cut_off
from tests.support.office import Desk
from tests.support.places import behind

pytestmark = needs_server
SOON = 10.0
"""Longer than anything here takes, in seconds: nobody waits that long unless it is broken."""


@pytest.fixture
def station(address: str) -> Iterator[ServerStation]:
    """Return the workstation of somebody else, who listens already."""
    station = open_station(address)
    assert isinstance(station, ServerStation)
    with station:
        assert station._listener.ready.wait(SOON)
        yield station


def test_nothing_new_is_no_news(desk: Desk, station: ServerStation) -> None:
    assert station.pull() == News()
    assert station.away is None


def test_a_change_is_heard_of_and_told_exactly(desk: Desk, station: ServerStation) -> None:
    heard = threading.Event()
    station.on_news = heard.set
    ticket, other = desk.register(), desk.register()
    assert heard.wait(SOON)
    assert station.pull() == News(Changes((ticket.id, other.id)))
    heard.clear()
    desk.do(desk.technician, other, "comment", {"text": "Перезвонить"})
    assert heard.wait(SOON)
    assert station.pull() == News(Changes((other.id,)))
    assert station.pull() == News()


def test_what_is_no_ticket_is_told_too(desk: Desk, station: ServerStation) -> None:
    raw = {"login": "new", "name": "Новиков Н.", "role": "technician"}
    desk.write(desk.administrator, lambda db: people.add_staff(db, raw))
    changes = station.pull().changes
    assert (changes.tickets, changes.staff, changes.office) == ((), True, True)
    desk.register(requester={"name": "Иванова А.", "organisation": "Школа"})
    assert station.pull().changes.directory


def test_a_restored_office_is_read_anew(desk: Desk, station: ServerStation) -> None:
    desk.register()
    station.pull()
    with behind(desk.place) as db:
        db.execute("DELETE FROM change")
        db.execute("UPDATE office SET epoch = 'another'")
    assert station.pull().rebuilt


def test_a_broken_connection_is_followed_by_a_look(desk: Desk, station: ServerStation, address: str) -> None:
    heard = threading.Event()
    station.on_news = heard.set
    cut_off(address)
    desk.file.door.close()
    ticket = desk.register()
    assert heard.wait(3 * SOON)
    assert station.pull() == News(Changes((ticket.id,)))


def test_a_server_that_is_gone_is_away_until_it_is_back(
    desk: Desk, station: ServerStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk_app.storage.postgres import station as module

    monkeypatch.setattr(module, "PATIENCE", 0.2)
    address = station._door.db._address
    station._door.close()
    station._door.db._address = address.rpartition("/")[0] + "/gone"
    with pytest.raises(Unavailable, match="cannot be reached"):
        station.pull()
    assert station.away is not None
    station._door.db._address = address
    assert station.pull() == News()
    assert station.away is None


def test_the_copy_reads_the_server_itself(desk: Desk, station: ServerStation, address: str) -> None:
    with open_copy(address) as copy:
        ticket = desk.register()
        assert copy.reader.card(ticket.id).ticket.number == ticket.number
        assert copy.state.event == desk.file.reader.head()[0]
        assert copy.state.epoch == desk.file.reader.epoch()


def test_who_is_here_and_edits_what_is_seen_until_they_leave(desk: Desk, station: ServerStation, address: str) -> None:
    with open_station(address) as other:
        assert station.meet(desk.technician, (1, 2)) == ()
        (peer,) = other.meet(desk.supervisor, ())
        assert (peer.person, peer.name, peer.editing) == (desk.technician.id, desk.technician.name, (1, 2))
        assert [peer.person for peer in station.meet(desk.technician, ())] == [desk.supervisor.id]
        assert other.meet(desk.supervisor, ())[0].editing == ()
    assert station.meet(desk.technician, ()) == ()


def test_who_ends_without_a_word_is_gone(desk: Desk, station: ServerStation, address: str) -> None:
    with open_station(address) as other:
        other.meet(desk.supervisor, ())
        assert station.meet(desk.technician, ())
        other._presence._server.close()  # type: ignore[union-attr]
        gone = threading.Event()
        for _ in range(100):
            if not station.meet(desk.technician, ()):
                break
            gone.wait(0.05)
        assert station.meet(desk.technician, ()) == ()
        with behind(address) as db:
            assert db.execute("SELECT COUNT(*) FROM presence").fetchall() == [(1,)]
        other.meet(desk.supervisor, ())
        other.meet(desk.supervisor, ())
        assert station.meet(desk.technician, ())


def test_a_clock_that_is_wrong_is_told(desk: Desk, address: str) -> None:
    with open_station(address, clock=desk.clock) as station:
        (warning,) = station.warnings
        assert "clock of this computer" in str(warning)
