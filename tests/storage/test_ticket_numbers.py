"""A ticket is found by its number or the last digits of it, and never by the id of its row."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app import profiles
from desk_app.domain.errors import NotFound
from desk_app.services import tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import create_office, open_office
from desk_app.storage.ticket_numbers import find_ticket
from tests.storage.conftest import ADMIN

YEARS = ("2024-000004", "2025-000004", "2026-000004", "2026-000014", "2026-001004")
Numbered = Callable[..., Callable[[str], str | None]]


@pytest.fixture
def numbered(tmp_path: Path) -> Numbered:
    """Return what makes an office of tickets with numbers, ids from 11 on, and looks one up in it."""

    def make(numbers: Iterable[str | None], template: str = "{year}-{seq:06}") -> Callable[[str], str | None]:
        path = tmp_path / "numbered.desk"
        create_office(path, replace(profiles.load("situation-centre", "ru"), number_template=template), ADMIN)
        given = list(numbers)
        _arrive(path, 10 + len(given))
        with closing(sqlite3.connect(path)) as db:
            db.executemany("UPDATE ticket SET number = ? WHERE id = ?", [(n, i) for i, n in enumerate(given, 11)])
            db.commit()

        def find(typed: str) -> str | None:
            with open_office(path) as office:
                return office.reader.card(office.reader.find_ticket(typed)).ticket.number

        return find

    return make


def _arrive(path: Path, count: int) -> None:
    def fill(db: Session) -> Changes:
        for place in range(count):
            tickets.arrive(db, {"description": f"Письмо {place}"})
        return Changes()

    with open_office(path) as office:
        account = office.reader.account(ADMIN.login)
        assert account
        office.unit_of_work(account.person).write(fill)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2026-000014", "2026-000014"),
        ("14", "2026-000014"),
        ("000014", "2026-000014"),
        ("1004", "2026-001004"),
        ("№ 1004", "2026-001004"),
        ("4", "2026-000004"),
        ("2025-4", "2025-000004"),
        ("2024/000004", "2024-000004"),
    ],
)
def test_the_last_digits_name_the_newest_number_that_ends_with_them(
    numbered: Numbered, typed: str, number: str
) -> None:
    assert numbered(YEARS)(typed) == number


@pytest.mark.parametrize("typed", ["11", "15", "5", "104", "2026", "2023-4", "9" * 30, "", "14 15 16 17 18"])
def test_an_id_and_a_part_of_the_digits_name_nothing(numbered: Numbered, typed: str) -> None:
    with pytest.raises(NotFound):
        numbered(YEARS)(typed)


def test_an_id_is_taken_where_it_says_so(numbered: Numbered) -> None:
    find = numbered([*YEARS, None])
    assert find("id:11") == "2024-000004"
    assert find("ID:16") is None
    with pytest.raises(NotFound):
        find("id:99")


@pytest.mark.parametrize(
    ("template", "numbers", "typed", "number"),
    [
        ("{seq}/{year}", ["4/2025", "4/2026", "2026/2026"], "4", "4/2026"),
        ("{seq}/{year}", ["4/2025", "4/2026"], "4/2025", "4/2025"),
        ("{year}{seq:06}", ["2025000004", "2026000004"], "4", "2026000004"),
        ("{year}-{month:02}-{seq:03}", ["2026-01-004", "2026-02-004"], "4", "2026-02-004"),
        ("{year}-{month:02}-{seq:03}", ["2026-01-004", "2026-02-004"], "1-4", "2026-01-004"),
        ("ТП-{seq:04}", ["ТП-0004", "ТП-0014"], "4", "ТП-0004"),
        ("{seq}", ["4", "14"], "4", "4"),
        ("{year}-{seq:06}", ["АБ-77", "77/2025", "2026-000001"], "77", "АБ-77"),
        ("{year}-{seq:06}", ["2026-0004", "2026-000014"], "4", "2026-0004"),
    ],
)
def test_every_form_of_number_is_understood(
    numbered: Numbered, template: str, numbers: list[str], typed: str, number: str
) -> None:
    assert numbered(numbers, template)(typed) == number


def test_the_year_at_the_end_of_a_foreign_number_counts_nothing(numbered: Numbered) -> None:
    with pytest.raises(NotFound):
        numbered(["76/2025", "77/2025", "2026-000001"])("2025")


@pytest.mark.parametrize("typed", ["2026-001004", "1004", "2025-4", "999999"])
def test_no_look_walks_all_tickets(numbered: Numbered, tmp_path: Path, typed: str) -> None:
    numbered(YEARS)
    with open_office(tmp_path / "numbered.desk") as office:
        connection = office.reader._connection  # the statements themselves are looked at
        asked: list[str] = []
        raw: sqlite3.Connection = connection.db.connection()  # type: ignore[no-untyped-call]
        raw.set_trace_callback(asked.append)
        with suppress(NotFound):
            find_ticket(connection, typed)
        raw.set_trace_callback(None)
        looks = [sql for sql in asked if "ticket" in sql and sql.startswith("SELECT")]
        plans = [row[3] for sql in looks for row in connection.sql("EXPLAIN QUERY PLAN " + sql)]
    assert plans
    assert all(plan.startswith("SEARCH") for plan in plans), plans
