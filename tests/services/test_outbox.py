"""What waited on a computer that could not reach the office, done when it could."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from desk_app.domain.errors import BadInput, NotAllowed, NotFound
from desk_app.services.outbox import Entry, Kind, deliver, parsed, refused, written
from desk_app.services.ports import Changes
from tests.support.office import MONDAY, Desk

CALL = {"description": "The printer is silent", "requester": {"name": "Иванова А."}}


def entry(kind: Kind = Kind.REGISTER, **payload: Any) -> Entry:
    return Entry(uuid.uuid4().bytes, kind, {"raw": CALL, **payload}, MONDAY)


def send(desk: Desk, one: Entry) -> Changes:
    return desk.file.unit_of_work(desk.technician).write(lambda db: deliver(db, one), op_id=one.op_id)


def history(desk: Desk, ticket_id: int) -> list[tuple[str, Any, Any]]:
    return [(done.verb, done.at, done.recorded_at) for done in desk.file.reader.card(ticket_id).history]


def test_a_call_keeps_the_moment_it_was_taken_and_the_history_has_both(desk: Desk) -> None:
    desk.clock.go_on(hours=2)
    (ticket_id,) = send(desk, entry()).tickets
    ticket = desk.file.reader.card(ticket_id).ticket
    assert ticket.received_at == ticket.registered_at == MONDAY
    assert history(desk, ticket_id) == [("register", MONDAY, MONDAY + timedelta(hours=2))]


def test_a_call_answered_at_once_was_solved_when_it_was_taken(desk: Desk) -> None:
    desk.clock.go_on(hours=2)
    ticket_id = send(desk, entry(Kind.ANSWER, solution="Switched on")).tickets[0]
    ticket = desk.file.reader.card(ticket_id).ticket
    assert ticket.solved_at == MONDAY
    assert {at for _, at, _ in history(desk, ticket_id)} == {MONDAY}


def test_a_call_is_never_registered_in_the_future_nor_by_the_word_of_its_text_alone(desk: Desk) -> None:
    late = replace(entry(), at=MONDAY + timedelta(days=1))
    assert desk.file.reader.card(send(desk, late).tickets[0]).ticket.registered_at == MONDAY
    backdated = entry()
    backdated = replace(backdated, payload={"raw": {**CALL, "registered_at": "2026-01-01T10:00"}})
    with pytest.raises(NotAllowed):
        send(desk, backdated)


def test_sent_twice_it_takes_effect_once(desk: Desk) -> None:
    one = entry()
    assert send(desk, one) == send(desk, one)
    assert desk.file.reader.sizes()["ticket"] == 1


def test_a_comment_follows_the_call_that_waited_too(desk: Desk) -> None:
    call = entry()
    said = {"text": "She called again", "public": False}
    comment = replace(entry(Kind.COMMENT), payload={"raw": said, "call": call.op_id.hex()})
    with pytest.raises(NotFound, match="Send the call first"):
        send(desk, comment)
    desk.register()
    ticket_id = send(desk, call).tickets[0]
    desk.clock.go_on(minutes=5)
    assert send(desk, comment).tickets == (ticket_id,)
    assert history(desk, ticket_id)[-1] == ("comment", MONDAY, MONDAY + timedelta(minutes=5))


def test_a_comment_never_goes_to_another_ticket_of_the_same_id(desk: Desk) -> None:
    ticket = desk.register()
    said = {"raw": {"text": "Hm", "public": False}, "ticket": ticket.id}
    send(desk, replace(entry(Kind.COMMENT), payload={**said, "number": ticket.number}))
    with pytest.raises(NotFound):
        send(desk, replace(entry(Kind.COMMENT), payload={**said, "number": "2026-009999"}))
    with pytest.raises(NotFound):
        send(desk, replace(entry(Kind.COMMENT), payload={**said, "ticket": 4711}))


def test_rights_are_looked_at_when_it_is_sent(desk: Desk) -> None:
    guest = replace(desk.technician, id=0, role="")
    one = entry()
    with pytest.raises(NotAllowed):
        desk.file.unit_of_work(guest).write(lambda db: deliver(db, one), op_id=one.op_id)


def test_what_is_written_is_read_again(desk: Desk) -> None:
    error = BadInput("“{field}” is empty. Fill it in.", field="description", other=MONDAY)
    one = replace(entry(draft="call-1"), order=7, provisional="L-7", refusal=refused(error))
    assert parsed(written(one)) == one
    assert str(one.reason) == "“description” is empty. Fill it in."
    assert entry().reason is None
    assert one.text == "The printer is silent"


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"format": 2, "payload": {"raw": {}}}', '{"format": 1, "payload": 1}']
)
def test_anything_else_is_no_entry(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        parsed(text)


def test_an_operation_that_never_was_registered_nothing(desk: Desk) -> None:
    found: list[int | None] = []

    def look(db: Any) -> Changes:
        found.append(db.registered_by(b"x" * 16))
        return Changes()

    desk.file.unit_of_work(desk.technician).write(look)
    assert found == [None]


def test_what_was_done_with_a_call_at_once_goes_with_it_and_takes_effect_once(town: Desk) -> None:
    tomorrow = (MONDAY + timedelta(days=1)).isoformat()
    advice = {**CALL, "kind": "consultation"}
    one = entry(raw=advice, then=[["appoint", {"when": tomorrow, "place": "91"}]])
    (ticket_id,) = send(town, one).tickets
    assert town.file.reader.card(ticket_id).ticket.appointment_at == MONDAY + timedelta(days=1)
    made = send(town, convert := entry(raw=advice, then=[["convert", {}]]))
    assert send(town, convert) == made
    consultation, request = (town.file.reader.card(number) for number in made.tickets)
    assert (consultation.ticket.kind, request.ticket.kind) == ("consultation", "request")
    assert [link.ticket_id for link in consultation.links] == [request.ticket.id]


def test_a_call_whose_next_verb_is_refused_is_not_registered_at_all(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        send(desk, entry(then=[["convert", {}]]))
    assert desk.file.reader.sizes()["ticket"] == 0
