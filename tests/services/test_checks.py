"""Whatever is changed behind the program's back shows; whatever the program does is proved."""

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from desk_app import i18n
from desk_app.domain.asks import ASKS
from desk_app.domain.errors import UserError
from desk_app.domain.tickets import Ticket
from desk_app.services import attachments, checks, people, tickets
from desk_app.services.ports import Changes, Session
from tests.support.office import Desk
from tests.support.places import behind, file_only


def behind_our_back(desk: Desk, sql: str, *values: object) -> None:
    """Change the file as somebody with a database tool would."""
    with behind(desk.place) as db:
        assert db.execute(sql, values).rowcount == 1


def a_busy_morning(desk: Desk) -> Ticket:
    """Leave four entries of tickets in the history; return a ticket that was worked on."""
    ticket = desk.register(requester={"name": "Иванова А.", "phone": "21-45"})
    desk.do(desk.supervisor, ticket, "edit", {"note": "Срочно"})
    desk.register(description="Вторая")
    return desk.do(desk.technician, ticket, "comment", {"text": "Перезвонить"})


def flipped(value: object) -> object:
    """Return `value` with its last bit turned over."""
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    return 1 if value is None else int(str(value)) ^ 1


EVENT_COLUMNS = (
    "seq", "ticket_id", "op_id", "ordinal", "verb", "by_id", "recorded_at", "at", "salt", "payload", "digest", "hash",
)  # fmt: skip


@pytest.mark.clause("J-3.5")
@pytest.mark.parametrize("column", EVENT_COLUMNS)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_bit_turned_over_in_the_history_is_found(desk: Desk, column: str, place: str) -> None:
    a_busy_morning(desk)
    assert checks.verify(desk.file.reader) == []
    last = desk.file.reader.head()[0]
    seq = {"first": 1, "middle": last // 2, "last": last}[place]
    with behind(desk.place) as db:
        (value,) = db.execute(f"SELECT {column} FROM event WHERE seq = ?", (seq,)).fetchone()
    taken = 1000 if column == "seq" else flipped(value)
    behind_our_back(desk, f"UPDATE event SET {column} = ? WHERE seq = ?", taken, seq)
    (finding,) = checks.verify(desk.file.reader)
    assert finding.template.format(**finding.params)


@file_only
def test_every_column_of_the_history_was_tried(desk: Desk) -> None:
    with behind(desk.place) as db:
        found = [row[1] for row in db.execute("PRAGMA table_info(event)")]
    assert tuple(found) == EVENT_COLUMNS


@file_only  # a server takes no text for a number
@pytest.mark.parametrize(
    "broken",
    [
        "payload = CAST(X'7B22D07D' AS TEXT)", "verb = CAST(X'D0' AS TEXT)", "op_id = 'text'", "hash = 'text'",
        "digest = 7", "salt = 'text'", "hash = 1000000000000", "at = 'text'", "payload = X'00'", "payload = NULL",
        "salt = NULL", "payload = ''", "verb = 5", "ticket_id = 'x'",
    ],
)  # fmt: skip
def test_what_is_no_history_at_all_is_found_too(desk: Desk, broken: str) -> None:
    ticket = a_busy_morning(desk)
    seq = desk.card(ticket).history[1].seq
    with behind(desk.place) as db:
        db.execute(f"UPDATE event SET {broken} WHERE seq = ?", (seq,))
    (finding,) = checks.verify(desk.file.reader)
    assert finding.where in (str(seq), str(seq + 1))


def test_a_deleted_entry_is_found_wherever_it_stood(desk: Desk) -> None:
    ticket = a_busy_morning(desk)
    (first, *_) = desk.card(ticket).history
    behind_our_back(desk, "DELETE FROM event WHERE seq = ?", first.seq)
    (finding,) = checks.verify(desk.file.reader)
    assert "missing" in finding.template


def test_the_last_entry_is_missed_though_the_chain_ends_well(desk: Desk) -> None:
    a_busy_morning(desk)
    behind_our_back(desk, "DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)")
    (finding,) = checks.verify(desk.file.reader)
    assert finding.where == "2026-000001"
    assert i18n.explain(UserError(finding.template, **finding.params)) == (
        "its version is 3, but its history has 2 entries"
    )
    assert checks.check(desk.file.reader)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("UPDATE ticket_text SET description = 'Ничего не было' WHERE id = ?", "description"),
        ("UPDATE ticket_text SET solution = 'Сделано' WHERE id = ?", "solution"),
        ("UPDATE ticket_text SET note = '' WHERE id = ?", "note"),
        ("UPDATE ticket_text SET phone = '1' WHERE id = ?", "requester"),
        ("UPDATE ticket SET requester = 'Другой' WHERE id = ?", "requester"),
        ("UPDATE ticket SET registered_at = registered_at + 60 WHERE id = ?", "registered_at"),
        ("UPDATE ticket SET received_at = received_at - 60 WHERE id = ?", "received_at"),
        ("UPDATE ticket SET solved_at = 1 WHERE id = ?", "solved_at"),
        ("UPDATE ticket SET closed_at = 1 WHERE id = ?", "closed_at"),
        ("UPDATE ticket SET outcome = 'solved' WHERE id = ?", "outcome"),
        ("UPDATE ticket SET approval = 'given' WHERE id = ?", "approval"),
        ("UPDATE ticket SET assignee_id = 1 WHERE id = ?", "assignee"),
        ("UPDATE ticket SET number = '2026-999999' WHERE id = ?", "number"),
        *[
            (f"UPDATE ticket SET {name}_id = (SELECT MAX(id) FROM item WHERE section = '{name}') WHERE id = ?", name)
            for name in ("status", "type", "channel", "priority", "system", "line")
        ],
    ],
)
def test_a_ticket_changed_behind_the_program_s_back_is_found(desk: Desk, change: str, field: str) -> None:
    ticket = a_busy_morning(desk)
    behind_our_back(desk, change, ticket.id)
    (finding,) = checks.verify(desk.file.reader)
    assert finding.params == {"field": field}
    assert checks.check(desk.file.reader)


def test_a_ticket_put_in_or_taken_out_behind_the_program_s_back_is_found(desk: Desk) -> None:
    ticket = a_busy_morning(desk)
    behind_our_back(desk, "INSERT INTO counter VALUES ('x', -1)")
    for table in ("ticket_text", "ticket"):
        behind_our_back(desk, f"DELETE FROM {table} WHERE id = ?", ticket.id)
    assert checks.check(desk.file.reader)


# -- a long random walk ----------------------------------------------------------------------------------------------

VERBS = (*tickets.VERBS, "nonsense")
WORDS = ("", "Да", " \x00", "Не открывается\r\nжурнал", "ж" * 301, "=1+1", "\u202eтекст", "{0}", "2026-000003", "5")
MOMENTS = ("", "2026-11-02T09:00", "2026-11-02T10:05", "2026-02-31", "9999-12-31T23:59", "2026-11-03T01:00+14:00")
PEOPLE = ("tech", "head", "admin", "methodists", "Специалисты", "никто", "desk")


def an_answer(dice: random.Random, verb: str) -> dict[str, Any]:
    """Return a random answer to `verb`, more often a good one."""
    pools: dict[str, tuple[object, ...]] = {
        "to": (*PEOPLE, *WORDS), "fix_by": ("2026-11-09", *MOMENTS), "letter_date": ("2026-11-09", "31.02"),
        "due": ("2026-12-30", *MOMENTS),
        "remind_at": MOMENTS, "fixed_at": MOMENTS, "public": (True, False, "да", [1]), "at": MOMENTS,
        "registered_at": MOMENTS, "received_at": MOMENTS, "type": ("error", "access", "Поддержка", ""),
        "kind": ("request", "consultation"), "system": ("school", "printing", "", "нет"),
        "requester": ({"name": "Иванова"}, {"name": "Петров", "phone": "1"}, {"phone": "2"}, {"fax": 1}, {}),
    }  # fmt: skip
    fields = ("description", "note", "type", "kind", "system", "requester", "received_at", "registered_at", "cause")
    asked = tuple(ask.key for ask in ASKS.get(verb, ())) or fields
    keys = set(asked) if dice.random() < 0.5 else set(dice.sample(asked, dice.randint(0, min(3, len(asked)))))
    if dice.random() < 0.2:
        keys.add("at")
    return {key: dice.choice(pools.get(key, WORDS)) for key in keys}


def a_step(dice: random.Random, desk: Desk, known: list[int]) -> Callable[[Session], Changes]:
    """Return something that somebody might try next."""
    given = {"description": dice.choice(WORDS), **an_answer(dice, "edit")}
    given.pop("at", None)
    match dice.randint(0, 9):
        case 0 | 1:
            return lambda db: tickets.register(db, given)
        case 2:
            return lambda db: tickets.arrive(db, given)
        case 3 if dice.random() < 0.5:
            return lambda db: tickets.answer_at_once(db, given, dice.choice(WORDS))
        case 4 if dice.random() < 0.2:
            return lambda db: people.add_staff(db, {"login": dice.choice(WORDS), "name": "Новый"})
    verb, ticket_id = dice.choice(VERBS), dice.choice(known or [1])
    answer, version = an_answer(dice, verb), dice.choice([None, None, dice.randint(1, 5)])
    return lambda db: tickets.do(db, ticket_id, verb, answer, version)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("office", ["desk", "town"])
@pytest.mark.clause("K-2.2")
def test_after_a_long_random_day_everything_is_proved(office: str, seed: int, request: pytest.FixtureRequest) -> None:
    desk: Desk = request.getfixturevalue(office)
    dice, known, refused, done = random.Random(seed), [], 0, 0
    for _ in range(250):
        desk.clock.go_on(minutes=dice.choice([0, 1, 7]))
        person = dice.choice([desk.technician, desk.supervisor, desk.administrator, desk.administrator])
        step = a_step(dice, desk, known)
        head = desk.file.reader.head()
        try:
            changes = desk.write(person, step)
        except UserError:
            refused += 1
            assert desk.file.reader.head() == head, "what is refused leaves no trace"
            continue
        done += 1
        known += [ticket for ticket in changes.tickets if ticket not in known]
    assert done > 20
    assert refused > 20
    cards = [desk.card(ticket) for ticket in known]
    assert all(card.ticket.version == len(card.history) for card in cards)
    numbers = sorted(card.ticket.number for card in cards if card.ticket.number)
    assert numbers == [f"2026-{seq:06}" for seq in range(1, len(numbers) + 1)]
    assert checks.check(desk.file.reader) == []
    with desk.reopened() as other:
        assert checks.check(other.reader) == []


def test_a_write_that_ends_in_a_bug_leaves_no_trace(desk: Desk) -> None:
    def breaks(db: Session) -> Changes:
        tickets.register(db, {"description": "x"})
        raise ZeroDivisionError

    with suppress(ZeroDivisionError):
        desk.write(desk.technician, breaks)
    assert desk.file.reader.sizes()["ticket"] == 0
    assert desk.register().number == "2026-000001"


def test_a_ticket_that_was_taken_away_is_missed(desk: Desk) -> None:
    ticket = desk.register()
    desk.register(description="Вторая")
    for table in ("ticket_text", "ticket"):
        behind_our_back(desk, f"DELETE FROM {table} WHERE id = ?", ticket.id)
    (finding,) = checks.verify(desk.file.reader)
    assert (finding.where, "is gone" in finding.template) == (str(ticket.id), True)


@pytest.mark.parametrize("spoilt", ["{no json", "[]", ""])
def test_a_spoilt_text_of_the_history_is_found_and_keeps_no_card_shut(desk: Desk, spoilt: str) -> None:
    ticket = desk.register()
    kept = attachments.keep_bytes(desk.file.reader.attachments.files, b"x", "x.txt", 1000)
    desk.write(desk.technician, lambda db: attachments.attach(db, ticket.id, kept, "x.txt"))
    behind_our_back(desk, "UPDATE event SET payload = ? WHERE verb = 'attach'", spoilt)
    finding, *_ = checks.check(desk.file.reader)
    assert "was changed" in finding.template
    assert desk.card(ticket).history[-1].data is None
