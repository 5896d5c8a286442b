"""Two people with one ticket: what does not meet stands beside each other, and nobody is asked."""

import pytest

from desk_app.domain.errors import Conflict
from tests.support.office import Desk


def test_fields_that_only_one_side_changed_both_stand(desk: Desk) -> None:
    ticket = desk.register(requester={"name": "Иванова А.", "phone": "2-44-90"})
    desk.do(desk.supervisor, ticket, "edit", {"note": "Срочно", "requester": {"phone": "2-44-91"}}, version=1)
    desk.do(desk.technician, ticket, "edit", {"cause": "Кэш", "requester": {"room": "12"}}, version=1)
    found = desk.ticket(ticket)
    assert (found.note, found.cause) == ("Срочно", "Кэш")
    assert (found.requester.phone, found.requester.room) == ("2-44-91", "12")


def test_both_sides_saying_the_same_is_no_conflict(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.supervisor, ticket, "edit", {"note": "Срочно"}, version=1)
    assert desk.do(desk.technician, ticket, "edit", {"note": "Срочно"}, version=1).version == 2


def test_a_part_of_the_requester_both_changed_is_asked(desk: Desk) -> None:
    ticket = desk.register(requester={"name": "Иванова А."})
    desk.do(desk.supervisor, ticket, "edit", {"requester": {"phone": "1"}}, version=1)
    with pytest.raises(Conflict) as caught:
        desk.do(desk.technician, ticket, "edit", {"requester": {"phone": "2"}}, version=1)
    assert caught.value.fields == ("requester.phone",)


def test_a_step_and_a_note_do_not_meet(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.supervisor, ticket, "edit", {"note": "Срочно"}, version=1)
    assert desk.do(desk.technician, ticket, "solve", {"solution": "Очистить кэш"}, version=1).note == "Срочно"


def test_two_steps_meet(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.supervisor, ticket, "solve", {"solution": "Очистить кэш"}, version=1)
    with pytest.raises(Conflict) as caught:
        desk.do(desk.technician, ticket, "wait", {"reason": "Ждём снимок"}, version=1)
    assert "status" in caught.value.fields


def test_two_people_giving_it_away_meet(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.supervisor, ticket, "assign", {"to": "head"}, version=1)
    with pytest.raises(Conflict):
        desk.do(desk.technician, ticket, "assign", {"to": "admin"}, version=1)


def test_a_ticket_closed_by_a_colleague_still_takes_my_note(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.supervisor, ticket, "solve", {"solution": "Очистить кэш"})
    desk.do(desk.supervisor, ticket, "close")
    found = desk.do(desk.technician, ticket, "edit", {"note": "Звонила ещё раз"}, version=1)
    assert (found.note, found.closed_at is not None) == ("Звонила ещё раз", True)
