"""Words are found, and lists ordered, exactly as in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desk_app.domain.search import found_in, search_text, terms
from desk_app.domain.view import Queue, Sort, SortColumn, TicketFilter, View
from desk_app.services import tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import open_office
from desk_app.storage.dialect import LONGEST_INDEXED, LONGEST_WORD, Has
from desk_app.storage.models import TicketTextTable
from desk_app.storage.moving import move
from desk_app.storage.postgres.office import ServerOffice, open_server_office
from tests.postgres.conftest import needs_server
from tests.support.office import Desk, copied_desk, make_desk
from tests.support.places import behind, new_place

pytestmark = needs_server
LONG = "ш" * (LONGEST_WORD + 20)
TEXTS = (
    "Не печатает принтер в кабинете 12",
    "Печать на принтере: двусторонняя, ё-моё",
    "тел. 2-44-90, +7 (912) 345-67-89",
    "printer PRINTERS print",
    "о'нейл \"кавычки\" \\ обратная & | ! : * ' <-> черта",
    f"{LONG} {LONG}x",
    "принтер " + "слово " * 40,
    "раз два три два раз",
    "слово1 " * (LONGEST_INDEXED // 8),
    "",
)
SEARCHED = tuple(search_text([text], [text]) for text in TEXTS)
WORD = st.sampled_from(
    [
        "принтер",
        "печат",
        "printer",
        "слово",
        "слово1",
        "раз",
        "два",
        "три",
        "2-44-90",
        "2449",
        "ё-моё",
        "о'нейл",
        "&",
        "'",
    ]
)
ASKED = st.lists(
    st.tuples(st.sampled_from(["", "-", '"', '-"']), st.lists(WORD, min_size=1, max_size=3).map(" ".join)), max_size=3
).map(lambda parts: " ".join(f"{sign}{words}{sign.removeprefix('-')}" for sign, words in parts))


@pytest.fixture(scope="module")
def searched(fresh: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerOffice]:
    """Return an office whose tickets have the search texts of TEXTS."""
    desk = copied_desk(fresh, tmp_path_factory.mktemp("searched"), keep=True)
    for number, _ in enumerate(TEXTS):
        desk.register(description=f"call {number}")
    desk.file.close()
    with behind(desk.place) as db:
        for row, text in enumerate(SEARCHED, 1):
            db.execute("UPDATE ticket_text SET search = ? WHERE id = ?", (text, row))
    with open_server_office(str(desk.place)) as office:
        yield office


def found(office: ServerOffice, asked: str) -> list[int]:
    query = TicketTextTable.select(TicketTextTable.id).order_by(TicketTextTable.id)
    for term in terms(asked):
        query = query.where(Has(term))
    return [row[0] for row in office.door.read(lambda: office.door.rows(query))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(ASKED | st.text(max_size=40))
@example(LONG[:-5])
@example(f'"{LONG}"')
@example(f"-{LONG}")
@example('-"раз два" раз')
@example("слово1")
@example("-слово1")
def test_a_server_finds_what_a_file_finds(searched: ServerOffice, asked: str) -> None:
    expected = [row for row, text in enumerate(SEARCHED, 1) if found_in(text, terms(asked))]
    assert found(searched, asked) == expected


def test_a_word_is_looked_up_in_the_index(searched: ServerOffice) -> None:
    door = searched.door

    def plan() -> str:
        door.sql("SET LOCAL enable_seqscan = off")
        sql = "EXPLAIN SELECT id FROM ticket_text WHERE words @@ '''принтер'':*'::tsquery"
        return "\n".join(row[0] for row in door.sql(sql))

    assert "ticket_text_words_idx" in door.read(plan)


NAMES = ("Ёлкина А.", "елкин Б.", "Zorro", "", "Йод В.", "Иванов", "яков", "ABBA", "äther", "Ångström", "Жук", "_")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, ServerOffice]]:
    """Return the same office twice: in a file and on the server."""
    from tests.support import places

    folder = tmp_path_factory.mktemp("both")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "SERVER", "")
        desk = make_desk(folder)
    desk.write(desk.technician, _many)
    desk.file.close()
    import shutil

    copy = Path(shutil.copy(desk.place, folder / "gone.desk"))
    address = str(new_place(folder))
    move(copy, address, lambda done, total: None)
    with open_office(desk.place) as file, open_server_office(address) as office:
        desk.file = file
        yield desk, office


def _many(db: Session) -> Changes:
    for number in range(48):
        name = NAMES[number % len(NAMES)]
        who = {"name": name, "organisation": NAMES[(number * 5) % len(NAMES)]}
        given = {"description": f"{NAMES[(number * 7) % len(NAMES)]} {number % 9}", "requester": who}
        done = tickets.register(db, given) if number % 3 else tickets.arrive(db, given)
        if number % 3 and number % 4 == 1:
            tickets.do(db, done.tickets[0], "assign", {"to": "head" if number % 8 == 1 else "tech"})
        if number % 3 and number % 8 == 5:
            tickets.do(db, done.tickets[0], "solve", {"solution": "Да"})
    return Changes()


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("column", list(SortColumn))
def test_every_order_is_that_of_the_file(both: tuple[Desk, ServerOffice], column: SortColumn, descending: bool) -> None:
    desk, office = both
    for queue in (Queue.ALL, Queue.OPEN, Queue.UNREGISTERED):
        view = View(TicketFilter(queue), Sort(column, descending))
        expected = desk.file.reader.ids(view, desk.technician, 0, 100)
        assert office.reader.ids(view, desk.technician, 0, 100) == expected
        total = office.reader.count(view, desk.technician)
        assert total == desk.file.reader.count(view, desk.technician)
        for ticket in expected[:: max(len(expected) // 4, 1)]:
            there = office.reader.position(view, desk.technician, ticket)
            assert there == expected.index(ticket)
        end = [row.id for row in office.reader.page(view, desk.technician, max(total - 5, 0), 5, total)]
        assert end == expected[-5:]


def test_the_queues_count_the_same(both: tuple[Desk, ServerOffice]) -> None:
    desk, office = both
    for person in (desk.technician, desk.supervisor):
        assert office.reader.queue_counts(person) == desk.file.reader.queue_counts(person)


def test_people_are_found_the_same(both: tuple[Desk, ServerOffice]) -> None:
    desk, office = both
    for text in ("елк", "и", "%", "_", "zo", "ä", "нет"):
        assert office.reader.find_requesters(text) == desk.file.reader.find_requesters(text)
        assert office.reader.directory.people(text) == desk.file.reader.directory.people(text)
