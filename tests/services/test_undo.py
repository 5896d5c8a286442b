"""Undo instead of "are you sure?": the last step, by who took it, within a day."""

from dataclasses import replace

import pytest

from desk_app.domain.errors import BadInput
from desk_app.domain.tickets import Ticket
from desk_app.services import checks, directory
from desk_app.services.undo import can_undo
from tests.support.office import Desk

STEPS = [
    ("solve", {"solution": "Очистить кэш", "cause": "Кэш"}),
    ("wait", {"reason": "Ждём снимок"}),
    ("assign", {"to": "head"}),
    ("hand-over", {"to": "Разработчик"}),
    ("edit", {"requester": {"name": "Петрова А."}, "note": "x", "received_at": "2026-10-01T09:00"}),
]


def same(one: Ticket, other: Ticket) -> bool:
    return replace(one, version=0) == replace(other, version=0)


@pytest.mark.parametrize(("verb", "answer"), STEPS)
def test_a_step_is_put_back_whole(desk: Desk, verb: str, answer: dict[str, object]) -> None:
    before = desk.register(requester={"name": "Иванова А.", "phone": "2-44-90"})
    after = desk.do(desk.technician, before, verb, answer)
    assert not same(before, after)
    assert same(desk.do(desk.technician, before, "undo"), before)
    assert desk.verbs(before) == ["register", verb, "undo"]
    assert checks.check(desk.file.reader) == []


def test_an_agreement_and_a_refusal_are_put_back(desk: Desk) -> None:
    before = desk.register(type="error")
    for verb, answer in (("approve", {}), ("decline", {"reason": "Не ошибка"})):
        desk.do(desk.supervisor, before, verb, answer)
        assert same(desk.do(desk.supervisor, before, "undo"), before)


def test_a_requester_put_back_is_somebody_of_the_directory(desk: Desk) -> None:
    """An entry that was merged away is gone, and its id may be another person's later."""
    ticket = desk.register(requester={"name": "Иванова А."})
    gone = ticket.requester.id
    desk.register(requester={"name": "Иванова Анна"})
    edited = desk.do(desk.technician, ticket, "edit", {"requester": {"name": "Петрова А."}})
    keep = edited.requester.id
    desk.write(desk.administrator, lambda db: directory.merge_people(db, keep, [gone]))
    back = desk.do(desk.technician, ticket, "undo").requester
    assert back.name == "Иванова А."
    assert desk.file.reader.directory.contact(back.id).name == back.name
    assert checks.check(desk.file.reader) == []


def test_a_colleagues_step_is_not_mine_to_undo(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.technician, ticket, "wait", {"reason": "Ждём"})
    with pytest.raises(BadInput, match="your own last step"):
        desk.do(desk.supervisor, ticket, "undo")


def test_after_a_colleagues_step_mine_stays(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.technician, ticket, "wait", {"reason": "Ждём"})
    desk.do(desk.supervisor, ticket, "comment", {"text": "Жду тоже"})
    with pytest.raises(BadInput):
        desk.do(desk.technician, ticket, "undo")


def test_a_day_later_it_stays(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.technician, ticket, "wait", {"reason": "Ждём"})
    desk.clock.go_on(hours=23, minutes=59)
    assert can_undo(desk.card(ticket).history, desk.technician.id, desk.clock())
    desk.clock.go_on(minutes=2)
    assert not can_undo(desk.card(ticket).history, desk.technician.id, desk.clock())
    with pytest.raises(BadInput):
        desk.do(desk.technician, ticket, "undo")


def test_neither_a_registration_nor_an_undo_is_undone(desk: Desk) -> None:
    ticket = desk.register()
    with pytest.raises(BadInput):
        desk.do(desk.technician, ticket, "undo")
    desk.do(desk.technician, ticket, "wait", {"reason": "Ждём"})
    desk.do(desk.technician, ticket, "undo")
    with pytest.raises(BadInput):
        desk.do(desk.technician, ticket, "undo")
