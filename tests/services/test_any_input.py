"""Whatever a program sends: it is done, or refused in words. Never a traceback."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app import i18n
from desk_app.domain import intake, record
from desk_app.domain.asks import ASKS
from desk_app.domain.errors import UserError
from desk_app.services import people, tickets
from desk_app.services.ports import Changes, Session
from tests.support.office import SITUATION_CENTRE, Desk, Undo, copied_desk

ODD = st.sampled_from(
    [
        "", " ", "\x00", "\ud800", "\u202e", "0001-01-01T00:00", "9999-12-31T23:59:59+00:00", "2026-02-31",
        "2026-11-02", "2026-11-02T10:00", "1969-12-31T23:59:59", "tech", "2026-000001", "1", "{0}", True, 0, -1, 2**63,
        "Ошибка", 2**64, 10**400, float("nan"), float("inf"), -0.0, [], {}, [[]], "я" * 301, "я" * 1001,
        "2026-11-02T10:00+23:59", "error", "support",
    ]
)  # fmt: skip
VALUES = st.recursive(
    st.none() | ODD | st.integers() | st.text(st.characters(), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=8), inner, max_size=3)
    ),
    max_leaves=5,
)
REQUESTERS = st.dictionaries(st.sampled_from([*intake.REQUESTER, "id", ""]), VALUES, max_size=4)
FIELDS = st.dictionaries(st.sampled_from([*intake.FIELDS, "id", "status", "\ud800"]), VALUES | REQUESTERS, max_size=4)
ASKED = sorted({ask.key for asks in ASKS.values() for ask in asks})
ANSWERS = st.dictionaries(st.sampled_from(ASKED), VALUES, max_size=3)
MANY = settings(max_examples=100)


@pytest.fixture(scope="module")
def desk(fresh_files: dict[str, Desk], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Return a desk with a registered, an unregistered and a solved ticket; the tests here leave no trace in it."""
    folder: Path = tmp_path_factory.mktemp("any-input")
    desk = copied_desk(fresh_files[SITUATION_CENTRE], folder, keep=True)
    desk.register(requester={"name": "Иванова", "phone": "1"})
    desk.arrive()
    desk.do(desk.technician, desk.register(), "solve", {"solution": "Да"})
    yield desk
    desk.file.close()


def tried(desk: Desk, work: Any) -> None:
    """Do `work` as the administrator and take it back; only an error in words may come out."""

    def undone(db: Session) -> Changes:
        for ticket in work(db).tickets:
            json.dumps(record.contents(db.ticket(ticket)), ensure_ascii=False).encode()
        raise Undo

    with pytest.raises((Undo, UserError)) as told:
        desk.write(desk.administrator, undone)
    if isinstance(told.value, UserError):
        assert str(told.value)
        assert len(i18n.explain(told.value)) < 2000


@MANY
@given(FIELDS, st.none() | ODD)
def test_registering(desk: Desk, fields: dict[str, Any], description: object) -> None:
    given = (
        {"description": "Не открывается", **fields} if description is None else {**fields, "description": description}
    )
    tried(desk, lambda db: tickets.register(db, given))
    tried(desk, lambda db: tickets.arrive(db, given))


@MANY
@given(st.integers(1, 3), FIELDS)
def test_editing(desk: Desk, ticket_id: int, fields: dict[str, Any]) -> None:
    tried(desk, lambda db: tickets.do(db, ticket_id, "edit", fields))


@MANY
@given(st.integers(1, 3), st.sampled_from(tickets.VERBS), ANSWERS, ANSWERS, VALUES)
def test_every_step(
    desk: Desk, ticket_id: int, verb: str, answer: dict[str, Any], other: dict[str, Any], at: object
) -> None:
    asked = {ask.key for ask in ASKS.get(verb, ())}
    known = {key: value for key, value in {**other, **answer}.items() if key in asked}
    good = {ask.key: "2026-11-09" if ask.kind in ("day", "moment", "due") else "tech" for ask in ASKS.get(verb, ())}
    for raw in (answer, known, {**good, **known}, {**good, "at": at}):
        tried(desk, lambda db, raw=raw: tickets.do(db, ticket_id, verb, raw))


@MANY
@given(st.dictionaries(st.sampled_from([*people.ACCOUNT_FIELDS, "x"]), VALUES, max_size=5))
def test_adding_an_account(desk: Desk, raw: dict[str, Any]) -> None:
    short = {key: value for key, value in raw.items() if key != "password" or len(str(value)) < 8}
    tried(desk, lambda db: people.add_staff(db, people.prepared({"login": "new", "name": "Новый", **short})))


@given(st.text(st.characters(), max_size=30))
def test_signing_in_and_looking_up(desk: Desk, text: str) -> None:
    for look in (people.sign_in, people.needs_password, type(desk.file.reader).find_ticket):
        with suppress(UserError):
            look(desk.file.reader, text)
    desk.file.reader.find_requesters(text)
