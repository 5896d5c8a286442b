"""A search finds the same in the copy, by its index of words, as in the office file, by the texts themselves."""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desk_app.domain.office import Person
from desk_app.domain.search import found_in, search_text, terms
from desk_app.domain.text import clean_text, normalise
from desk_app.domain.view import Queue, Sort, SortColumn, TicketFilter, View
from desk_app.services import tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import ticket_search
from desk_app.storage.office_copy import OfficeCopy, open_copy
from desk_app.storage.reader import OfficeReader
from desk_app.storage.station import OfficeStation, open_station
from tests.storage.conftest import ADMIN

WORDS = ("ёлка", "Ежи", "елки", "принтер", "завис", "зависает", "2-44-90", "24490", "каб.", "№12", "қағаз", "ұят",
         "سلام", "می‌شود", "كتاب", "کتاب", "Straße", "STRASSE", "x", "a_b", "100%", "𞤀𞤁", "ﬁle", "ο\u0301δος",
         "Ⅷ", "²")  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=6).map(" ".join)
PARTS = st.sampled_from(WORDS).map(lambda word: word[:3]) | st.sampled_from(WORDS) | st.text(max_size=3)
QUERIES = st.lists(
    st.tuples(st.sampled_from(("", "-")), st.booleans(), st.lists(PARTS, min_size=1, max_size=2)).map(
        lambda made: made[0] + (f'"{" ".join(made[2])}"' if made[1] else "".join(made[2]))
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@pytest.fixture
def station(path: Path) -> Iterator[OfficeStation]:
    """Return a workstation."""
    with open_station(path) as opened:
        yield opened


@pytest.fixture
def copy(path: Path, station: OfficeStation) -> Iterator[OfficeCopy]:
    """Return its copy."""
    with open_copy(path) as opened:
        yield opened


@pytest.fixture
def boss(station: OfficeStation) -> Person:
    """Return the administrator."""
    account = station.reader.account(ADMIN.login)
    assert account
    return account.person


def register(station: OfficeStation, boss: Person, texts: Sequence[str]) -> list[int]:
    """Register a call with each of `texts` and bring the copy up to date."""

    def work(db: Session) -> Changes:
        done = [
            tickets.arrive(db, {"description": text if normalise(clean_text(text)) else "-"}).tickets[0]
            for text in texts
        ]
        return Changes(tuple(done))

    made = station.unit_of_work(boss).write(work).tickets
    station.pull()
    return list(made)


def found(reader: OfficeReader, boss: Person, words: str) -> set[int]:
    """Return the ids that a search for `words` finds."""
    return set(reader.ids(View(TicketFilter(words=words)), boss, 0, 100_000))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(texts=st.lists(TEXTS, max_size=5), queries=st.lists(QUERIES, min_size=1, max_size=6))
@example(texts=["\x1b"], queries=["ёлк"])  # nothing is left of it
def test_both_find_the_same(
    station: OfficeStation, copy: OfficeCopy, boss: Person, texts: list[str], queries: list[str]
) -> None:
    made = register(station, boss, texts) if texts else []
    for query in (query for query in queries if terms(query)):
        ids = found(copy.reader, boss, query)
        assert ids == found(station.reader, boss, query)
        view = View(TicketFilter(words=query))
        assert copy.reader.count(view, boss) == len(ids)
        for ticket_id, text in zip(made, texts, strict=True):
            assert not found_in(search_text([text]), terms(query)) or ticket_id in ids


@pytest.fixture(params=["found seldom", "walked", "walked and sorted", "walked through"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make a small office take each way that a big one does."""
    if request.param != "found seldom":
        monkeypatch.setattr(ticket_search, "FEW", 3)
        monkeypatch.setattr(ticket_search, "FIRST_STEP", 2)
    if request.param in ("walked and sorted", "walked through"):
        monkeypatch.setattr(ticket_search, "SHORT_WALK", 3)
        monkeypatch.setattr(ticket_search, "LONG_WALK", 6)
    if request.param == "walked through":
        monkeypatch.setattr(ticket_search, "MANY", 4)
    return str(request.param)


SORTS = (Sort(), Sort(SortColumn.SUBJECT, False), Sort(SortColumn.STATUS), Sort(SortColumn.ASSIGNEE, False))


@pytest.mark.parametrize("words", ["принтер", '"принтер завис"', "-принтер", "при -завис", "шестой"])
def test_every_way_gives_the_order_of_the_view(
    station: OfficeStation, copy: OfficeCopy, boss: Person, way: str, words: str
) -> None:
    register(station, boss, [*("принтер завис", "принтер", "притих", "экран завис") * 6, "шестой принтер", "тихо"])
    for queue, sort, then in product((Queue.ALL, Queue.OPEN), SORTS, ((), (Sort(SortColumn.RECEIVED),))):
        view = View(TicketFilter(queue, words=words), sort, then)
        whole = station.reader.ids(view, boss, 0, 1000)
        assert [ticket for at in range(0, 30, 5) for ticket in copy.reader.ids(view, boss, at, 5)] == whole
        assert copy.reader.count(view, boss) == len(whole)
        forget(copy)
        for offset in range(0, len(whole), 7):
            assert copy.reader.ids(view, boss, offset, 7) == whole[offset : offset + 7]
            page = copy.reader.page(view, boss, offset, 7, len(whole))
            assert [row.id for row in page] == whole[offset : offset + 7]
        for place in range(0, len(whole), 5):
            forget(copy)
            assert copy.reader.position(view, boss, whole[place]) == place
        others = set(station.reader.ids(View(TicketFilter(queue)), boss, 0, 1000)) - set(whole)
        assert all(copy.reader.position(view, boss, ticket_id) is None for ticket_id in others)


def forget(copy: OfficeCopy) -> None:
    """Let the copy look for everything anew, as after anybody's write."""
    copy.door.close()
