"""A day at the desk, on a real office file."""

from datetime import timedelta
from typing import Any

import pytest

from desk_app.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from desk_app.domain.tickets import Approval, Outcome
from desk_app.services import checks, people, tickets
from desk_app.services.ports import Changes
from tests.support.office import MONDAY, Desk

CALLER = {"name": "Иванова А.", "organisation": "Школа № 5", "phone": "21-45"}


# -- registering -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("K-2.2")
def test_a_call_is_registered_in_one_go(desk: Desk) -> None:
    ticket = desk.register(requester=CALLER, type="Ошибка", system="ЭЛЕКТРОННЫЙ ЖУРНАЛ", channel="phone")
    assert (ticket.number, ticket.version) == ("2026-000001", 1)
    assert ticket.received_at == ticket.registered_at == MONDAY
    assert (ticket.kind, ticket.type, ticket.priority, ticket.system) == (
        "request",
        "error",
        "normal",
        "school-journal",
    )
    assert (ticket.assignee, ticket.line) == (desk.technician.id, "specialists")
    assert (ticket.status, ticket.approval) == ("feedback", Approval.PENDING)
    assert ticket.requester.id > 0
    (entry,) = desk.card(ticket).history
    assert (entry.verb, entry.by.login, entry.at, entry.recorded_at) == ("register", "tech", MONDAY, MONDAY)
    assert entry.data is not None
    assert entry.data["number"] == "2026-000001"


@pytest.mark.clause("K-2.2")
def test_numbers_follow_each_other_and_begin_anew_with_the_year(desk: Desk) -> None:
    assert [desk.register().number for _ in range(3)] == ["2026-000001", "2026-000002", "2026-000003"]
    desk.clock.now = MONDAY.replace(month=12, day=31, hour=18, minute=59)
    assert desk.register().number == "2026-000004"
    desk.clock.go_on(minutes=1)
    assert desk.register().number == "2027-000001", "the year of Yekaterinburg, not of Greenwich"


def test_a_number_is_found_by_its_last_digits_and_an_id_only_where_it_says_so(desk: Desk) -> None:
    letter, first, second = desk.arrive(), desk.register(), desk.register()
    find = desk.file.reader.find_ticket
    assert [letter.id, first.id, second.id] == [1, 2, 3]
    assert find("2") == find("000002") == find(str(second.number)) == find("2026-2") == second.id
    assert find("id:2") == first.id
    for nobody in ("3", "02-2", "2025-2", "id:9"):
        with pytest.raises(NotFound):
            find(nobody)
    desk.do(desk.technician, first, "link", {"to": "id:1"})
    assert [link.ticket_id for link in desk.card(first).links] == [letter.id]


def test_a_refused_call_uses_no_number_up(desk: Desk) -> None:
    with pytest.raises(BadInput, match="registered before it was received"):
        desk.register(received_at="2026-11-02T10:01")
    with pytest.raises(BadInput, match="is empty"):
        desk.register(description=" \x00 ")
    assert desk.register().number == "2026-000001"
    assert checks.check(desk.file.reader) == []


@pytest.mark.clause("K-4.3")
def test_a_mail_of_the_evening_is_registered_in_the_morning(desk: Desk) -> None:
    mail = desk.arrive(received_at="2026-11-01T19:30", requester=CALLER, type="error")
    assert (mail.number, mail.status, mail.registered_at) == (None, "", None)
    assert mail.assignee == 0
    ticket = desk.do(desk.technician, mail, "register")
    assert (ticket.number, ticket.registered_at) == ("2026-000001", MONDAY)
    assert ticket.received_at == MONDAY - timedelta(hours=14, minutes=30)
    assert (ticket.status, ticket.version) == ("feedback", 2)
    assert desk.verbs(ticket) == ["arrive", "register"]
    with pytest.raises(BadInput, match="“register” is not possible"):
        desk.do(desk.technician, mail, "register")


def test_a_ticket_that_came_with_a_colleague_s_fast_clock_can_be_worked_on(desk: Desk) -> None:
    desk.clock.go_on(minutes=7)
    mail, ticket = desk.arrive(), desk.register()
    desk.clock.now = MONDAY
    assert desk.do(desk.technician, ticket, "solve", {"solution": "Да"}).solved_at == MONDAY + timedelta(minutes=7)
    assert desk.do(desk.technician, mail, "register").number == "2026-000002"
    assert checks.check(desk.file.reader) == []


@pytest.mark.parametrize("field", ["received_at", "registered_at"])
def test_what_has_not_come_yet_is_somebody_s_slip(desk: Desk, field: str) -> None:
    with pytest.raises(BadInput, match="in the future"):
        desk.register(desk.administrator, **{field: "2036-11-02T10:00"})
    ticket = desk.register()
    with pytest.raises(BadInput, match="in the future"):
        desk.do(desk.administrator, ticket, "edit", {field: "2036-11-02T10:00"})
    with pytest.raises(BadInput, match="in the future"):
        desk.do(desk.administrator, ticket, "comment", {"text": "x", "at": "2036-11-02T10:00"})


@pytest.mark.parametrize("fixed", ["2026-11-02T09:00", "2026-11-02T10:01"])
def test_it_was_fixed_between_its_reception_and_now(desk: Desk, fixed: str) -> None:
    ticket = desk.register()
    with pytest.raises(BadInput, match="fixed neither"):
        desk.do(desk.technician, ticket, "solve", {"solution": "x", "fixed_at": fixed})


def test_a_registration_is_not_moved_behind_the_solution(desk: Desk) -> None:
    ticket = desk.register(desk.administrator, received_at="2026-11-01T10:00", registered_at="2026-11-01T10:00")
    desk.do(desk.administrator, ticket, "solve", {"solution": "x", "at": "2026-11-01T11:00"})
    with pytest.raises(BadInput, match="after the ticket was solved"):
        desk.do(desk.administrator, ticket, "edit", {"registered_at": "2026-11-01T12:00"})


def test_an_emptied_phone_stays_empty(desk: Desk) -> None:
    ticket = desk.register(requester=CALLER)
    assert desk.do(desk.technician, ticket, "edit", {"requester": {"phone": ""}}).requester.phone == ""


def test_two_namesakes_are_told_apart(desk: Desk) -> None:
    twin = {"login": "twin", "name": desk.technician.name}
    desk.write(desk.administrator, lambda db: people.add_staff(db, twin))
    ticket = desk.register()
    with pytest.raises(BadInput, match=r"tech.*twin"):
        desk.do(desk.supervisor, ticket, "assign", {"to": desk.technician.name})
    assert desk.do(desk.supervisor, ticket, "assign", {"to": "twin"}).assignee == 4


@pytest.mark.clause("S-3.5")
def test_an_unagreed_error_goes_no_further_than_feedback(desk: Desk) -> None:
    ticket = desk.register()
    assert desk.do(desk.technician, ticket, "edit", {"type": "error"}).status == "feedback"
    assert desk.do(desk.technician, ticket, "resume").status == "feedback"
    assert desk.do(desk.technician, ticket, "edit", {"type": "support"}).status == "in-work"
    with pytest.raises(BadInput, match="not possible"):
        desk.do(desk.supervisor, ticket, "decline", {"reason": "Не ошибка"})


@pytest.mark.clause("S-3.4a")
def test_a_question_is_answered_at_once(town: Desk) -> None:
    given = {"description": "Как распечатать?", "kind": "consultation"}
    changes = town.write(town.technician, lambda db: tickets.answer_at_once(db, given, "Ctrl+P"))
    ticket = town.ticket(changes.tickets[0])
    assert (ticket.status, ticket.outcome, ticket.solution) == ("closed", Outcome.SOLVED, "Ctrl+P")
    assert ticket.registered_at == ticket.solved_at == ticket.closed_at == MONDAY
    assert town.verbs(ticket) == ["register", "solve", "close"]


def test_an_answer_without_words_registers_nothing(desk: Desk) -> None:
    with pytest.raises(BadInput, match="is empty") as told:
        desk.write(desk.technician, lambda db: tickets.answer_at_once(db, {"description": "x"}, " "))
    assert told.value.field == "solution"
    assert desk.file.reader.sizes()["ticket"] == 0


@pytest.mark.clause("S-3.5")
def test_an_error_is_not_answered_at_once(desk: Desk) -> None:
    given = {"description": "Не считает", "type": "error"}
    with pytest.raises(BadInput, match="waits for the agreement of: оператор"):
        desk.write(desk.technician, lambda db: tickets.answer_at_once(db, given, "Исправили"))
    assert desk.file.reader.sizes()["ticket"] == 0


# -- editing and commenting ------------------------------------------------------------------------------------------


@pytest.mark.clause("J-3.5")
def test_an_edit_is_told_with_old_and_new(desk: Desk) -> None:
    ticket = desk.do(
        desk.supervisor, desk.register(), "edit", {"description": "Не открывается дневник", "system": "school-diary"}
    )
    assert (ticket.description, ticket.system, ticket.version) == ("Не открывается дневник", "school-diary", 2)
    assert desk.last(ticket)["changes"]["system"] == ["", "school-diary"]
    assert desk.card(ticket).history[-1].by.login == "head"


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"description": " Не открывается журнал\r\n"},
        {"type": "ПОДДЕРЖКА", "system": ""},
        {"requester": {"phone": "21-45"}},
        {"requester": {}},
        {"received_at": "2026-11-02T10:00"},
    ],
)
def test_an_edit_that_changes_nothing_writes_nothing(desk: Desk, same: dict[str, object]) -> None:
    ticket = desk.register(requester=CALLER)
    head = desk.file.reader.head()
    assert desk.do(desk.technician, ticket, "edit", same).version == 1
    assert desk.file.reader.head() == head


def test_a_comment_is_said_and_changes_nothing(desk: Desk) -> None:
    ticket = desk.register()
    after = desk.do(desk.technician, ticket, "comment", {"text": "Перезвонить\nпосле обеда", "public": True})
    assert desk.last(after) == {"text": "Перезвонить\nпосле обеда", "public": True}
    assert after.status == ticket.status


def test_when_a_colleague_saved_first_the_second_is_asked_to_look(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.supervisor, ticket, "edit", {"note": "Срочно"}, version=1)
    with pytest.raises(Conflict, match="look at what changed"):
        desk.do(desk.technician, ticket, "edit", {"note": "Не срочно"}, version=1)
    assert desk.ticket(ticket).note == "Срочно"
    assert desk.do(desk.technician, ticket, "edit", {"note": "Не срочно"}, version=2).version == 3


def test_a_ticket_that_a_colleague_solved_is_not_solved_or_put_on_hold_again(desk: Desk) -> None:
    ticket = desk.register()
    desk.do(desk.supervisor, ticket, "solve", {"solution": "Очистили кэш"}, version=1)
    for verb, answer in (("solve", {"solution": "x"}), ("wait", {"reason": "x"}), ("assign", {"to": "head"})):
        with pytest.raises(Conflict, match="look at what changed"):
            desk.do(desk.technician, ticket, verb, answer, version=1)
    assert desk.ticket(ticket).solution == "Очистили кэш"


def test_a_comment_and_a_link_wait_for_nobody(desk: Desk) -> None:
    ticket, other = desk.register(), desk.register()
    desk.do(desk.supervisor, ticket, "edit", {"note": "x"}, version=1)
    assert desk.do(desk.technician, ticket, "comment", {"text": "и я"}, version=1).version == 3
    assert desk.do(desk.technician, ticket, "link", {"to": other.number}, version=1).version == 4


# -- handing around --------------------------------------------------------------------------------------------------


@pytest.mark.clause("J-3.1")
@pytest.mark.parametrize("to", ["head", " HEAD ", "Головина Галина Павловна", "головина галина павловна"])
def test_a_ticket_is_given_to_a_colleague_by_login_or_name(desk: Desk, to: str) -> None:
    ticket = desk.do(desk.technician, desk.register(), "assign", {"to": to, "comment": "Вам виднее"})
    assert ticket.assignee == desk.supervisor.id
    assert desk.last(ticket)["comment"] == "Вам виднее"
    assert desk.card(ticket).assignee.login == "head"


@pytest.mark.clause("J-3.1")
def test_a_ticket_is_given_to_a_line(desk: Desk) -> None:
    ticket = desk.do(desk.technician, desk.register(), "escalate", {"to": "МЕТОДИСТЫ", "reason": "Вопрос учебный"})
    assert (ticket.assignee, ticket.line) == (0, "methodists")


@pytest.mark.parametrize("to", ["nobody", "0", "тех", "%", "_", "' OR 1=1 --"])
def test_nobody_gets_a_ticket_by_mistake(desk: Desk, to: str) -> None:
    with pytest.raises(BadInput, match="no colleague and no line") as told:
        desk.do(desk.technician, desk.register(), "assign", {"to": to})
    assert told.value.field == "to"


# -- converting and linking ------------------------------------------------------------------------------------------


@pytest.mark.clause("K-5.2")
def test_a_consultation_becomes_a_request_with_nothing_typed_twice(town: Desk) -> None:
    call = town.register(kind="consultation", requester=CALLER, system="printing", note="3 этаж", type="access")
    closed = town.do(town.technician, call, "convert")
    assert (closed.status, closed.outcome) == ("closed", Outcome.CONVERTED)
    (there,) = town.card(closed).links
    request = town.ticket(there.ticket_id)
    assert town.last(closed)["request"] == request.number == "2026-000002"
    assert (request.kind, request.status, request.closed_at) == ("request", "in-work", None)
    for field in ("description", "requester", "system", "note", "type", "received_at", "assignee", "line"):
        assert getattr(request, field) == getattr(call, field)
    (back,) = town.card(request).links
    assert back.ticket_id == call.id
    assert checks.check(town.file.reader) == []


def test_tickets_are_linked_both_ways_and_both_tell_of_it(desk: Desk) -> None:
    one, other = desk.register(), desk.register()
    changes = desk.write(
        desk.technician, lambda db: tickets.do(db, one.id, "link", {"to": other.number, "relation": "повтор"})
    )
    assert set(changes.tickets) == {one.id, other.id}
    for here, there in ((one, other), (other, one)):
        (link,) = desk.card(here).links
        assert (link.ticket_id, link.relation) == (there.id, "повтор")
        assert desk.last(here) == {"to": there.number, "relation": "повтор"}
    assert checks.check(desk.file.reader) == []


def test_linking_twice_keeps_one_link(desk: Desk) -> None:
    one, other = desk.register(), desk.register()
    desk.do(desk.technician, one, "link", {"to": other.number})
    desk.do(desk.technician, other, "link", {"to": str(one.id), "relation": "дубль"})
    assert [link.relation for link in desk.card(one).links] == ["дубль"]


def test_a_ticket_is_not_linked_to_itself_or_to_nothing(desk: Desk) -> None:
    ticket = desk.register()
    with pytest.raises(BadInput, match="cannot be linked to itself"):
        desk.do(desk.technician, ticket, "link", {"to": ticket.number})
    for unknown in ("2026-999999", "99", "9" * 30, "-1", "1.0", "\ud800x"):
        with pytest.raises(NotFound, match="There is no ticket"):
            desk.do(desk.technician, ticket, "link", {"to": unknown})


def test_a_solved_ticket_comes_back(desk: Desk) -> None:
    ticket = desk.do(desk.technician, desk.register(), "solve", {"solution": "Очистили кэш"})
    ticket = desk.do(desk.technician, ticket, "close", {"confirmed_by": "Иванова А.", "how": "по телефону"})
    desk.clock.go_on(days=1)
    again = desk.do(desk.technician, ticket, "reopen", {"reason": "Снова не открывается"})
    assert (again.status, again.closed_at, again.solved_at, again.outcome) == ("in-work", None, None, Outcome.NONE)
    assert desk.verbs(again) == ["register", "solve", "close", "reopen"]


# -- moments of the past ---------------------------------------------------------------------------------------------


def test_the_administrator_enters_last_month_after_the_fact(desk: Desk) -> None:
    ticket = desk.register(desk.administrator, received_at="2026-10-05T09:12", registered_at="2026-10-05T09:20")
    solved = desk.do(desk.administrator, ticket, "solve", {"solution": "Да", "at": "2026-10-06T11:00"})
    assert solved.solved_at == MONDAY.replace(month=10, day=6, hour=6)
    entry = desk.card(solved).history[-1]
    assert (entry.at, entry.recorded_at) == (solved.solved_at, MONDAY)
    assert desk.do(desk.administrator, solved, "edit", {"registered_at": "2026-10-05T09:30"}).version == 3


@pytest.mark.parametrize("who", ["technician", "supervisor"])
def test_nobody_else_enters_the_past(desk: Desk, who: str) -> None:
    person = getattr(desk, who)
    ticket, mail = desk.register(), desk.arrive()
    for work in (
        lambda: desk.register(person, registered_at="2026-10-05T09:12", received_at="2026-10-05T09:12"),
        lambda: desk.do(person, ticket, "comment", {"text": "x", "at": "2026-11-02T09:59"}),
        lambda: desk.do(person, ticket, "edit", {"registered_at": "2026-11-02T10:00"}),
        lambda: desk.do(person, mail, "register", {"registered_at": "2026-11-02T10:00"}),
    ):
        with pytest.raises(NotAllowed, match="has no right to do this"):
            work()
    assert desk.register(person, received_at="2026-10-05T09:12").registered_at == MONDAY


@pytest.mark.parametrize("at", ["2026-02-31T10:00", "вчера", "9999-12-31T23:59", "0001-01-01", 5, True, [1], {"a": 1}])
def test_a_moment_that_does_not_exist_is_refused(desk: Desk, at: object) -> None:
    ticket = desk.register()
    with pytest.raises(BadInput, match="no such date and time") as told:
        desk.do(desk.administrator, ticket, "comment", {"text": "x", "at": at})
    assert told.value.field == "at"
    with pytest.raises(BadInput, match="no such date and time"):
        desk.register(received_at=at)


def test_registration_cannot_be_given_to_what_is_not_registered(desk: Desk) -> None:
    with pytest.raises(BadInput, match="Register it first"):
        desk.do(desk.administrator, desk.arrive(), "edit", {"registered_at": "2026-11-02T10:00"})


# -- rights ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "answer"), [("approve", {}), ("decline", {"reason": "x"})])
def test_a_technician_calling_a_supervisor_s_verb_is_refused_at_the_service(
    desk: Desk, verb: str, answer: dict[str, Any]
) -> None:
    ticket = desk.register(type="error")
    with pytest.raises(NotAllowed, match="Техников Тимур Олегович has no right to do this"):
        desk.do(desk.technician, ticket, verb, answer)
    assert desk.do(desk.supervisor, ticket, verb, answer).version == 2


def test_rights_are_those_of_the_file_not_of_the_window(desk: Desk) -> None:
    """Who calls himself an administrator is still what the office file says."""
    pretender = type(desk.technician)(desk.technician.id, "admin", "Я", "administrator")
    with pytest.raises(NotAllowed):
        desk.write(pretender, lambda db: people.add_staff(db, {"login": "new", "name": "Новый"}))


def test_a_stranger_may_nothing(desk: Desk) -> None:
    stranger = type(desk.technician)(99, "x", "X", "administrator")
    for work in (tickets.register, tickets.arrive):
        with pytest.raises(NotAllowed):
            desk.write(stranger, lambda db, work=work: work(db, {"description": "x"}))  # type: ignore[misc]


@pytest.mark.parametrize("verb", ["steal", "delete", "", "REGISTER", "arrive"])
def test_an_unknown_step_is_named(desk: Desk, verb: str) -> None:
    with pytest.raises(BadInput, match="There is no step"):
        desk.do(desk.administrator, desk.register(), verb)


def test_a_ticket_that_is_not_there(desk: Desk) -> None:
    for ticket_id in (0, -1, 12345, 2**62):
        with pytest.raises(NotFound, match="There is no ticket"):
            desk.write(desk.technician, lambda db, i=ticket_id: tickets.do(db, i, "comment", {"text": "x"}))  # type: ignore[misc]


# -- the directory that grows ----------------------------------------------------------------------------------------


def test_the_same_caller_is_known_again(desk: Desk) -> None:
    first = desk.register(requester=CALLER)
    again = desk.register(requester={"name": "ИВАНОВА а.", "organisation": "школа № 5"})
    assert again.requester.id == first.requester.id
    assert again.requester.phone == "21-45", "what is known is filled in"
    assert len(desk.file.reader.find_requesters("иванова")) == 1
    assert len(desk.file.reader.requester_tickets(first.requester.id)) == 2


def test_a_new_phone_is_learnt_and_the_old_ticket_keeps_the_old_one(desk: Desk) -> None:
    first = desk.register(requester=CALLER)
    desk.register(requester={**CALLER, "phone": "33-33"})
    (known,) = desk.file.reader.find_requesters("33-33")
    assert (known.id, known.phone) == (first.requester.id, "33-33")
    assert desk.ticket(first).requester.phone == "21-45"


def test_the_same_name_in_two_schools_is_two_people(desk: Desk) -> None:
    one = desk.register(requester=CALLER)
    other = desk.register(requester={**CALLER, "organisation": "Школа № 6"})
    assert one.requester.id != other.requester.id
    assert len(desk.file.reader.find_requesters("иванова")) == 2
    (found,) = desk.file.reader.find_requesters("иванова 6")
    assert found.organisation == "Школа № 6"


def test_a_call_without_a_name_is_nobody_s(desk: Desk) -> None:
    ticket = desk.register(requester={"phone": "112"})
    assert (ticket.requester.id, ticket.requester.phone) == (0, "112")
    assert desk.file.reader.sizes()["requester"] == 0


def test_an_edit_may_find_the_caller(desk: Desk) -> None:
    known = desk.register(requester=CALLER).requester
    ticket = desk.do(
        desk.technician,
        desk.register(),
        "edit",
        {"requester": {"name": CALLER["name"], "organisation": CALLER["organisation"]}},
    )
    assert ticket.requester == known


# -- nothing that is pasted breaks it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/c calc'!A1",
        "<img src=file:///etc/passwd>",
        "'; DROP TABLE ticket; --",
        "{0} {field} %s {",
        "а" * 100_000,
    ],
)
def test_hostile_text_is_kept_as_it_is(desk: Desk, text: str) -> None:
    ticket = desk.register(description=text, requester={"name": text[:300]}, note=text)
    assert (ticket.description, ticket.note, ticket.requester.name) == (text, text, text[:300].strip())
    assert checks.check(desk.file.reader) == []


def test_control_characters_and_turned_text_are_made_harmless(desk: Desk) -> None:
    ticket = desk.register(description="a\x00b\x1b[31m", requester={"name": "Иванов\u202eexe.txt\ud800"})
    assert ticket.description == "ab[31m"
    assert ticket.requester.name == "Ивановexe.txt"


def test_one_transaction_one_answer(desk: Desk) -> None:
    """What was done before a refusal in the same transaction is not kept."""

    def two(db: Any) -> Changes:
        tickets.register(db, {"description": "первая"})
        return tickets.register(db, {"description": ""})

    with pytest.raises(BadInput):
        desk.write(desk.technician, two)
    assert desk.file.reader.sizes()["ticket"] == 0
    assert desk.file.reader.sizes()["requester"] == 0


def test_a_finished_consultation_does_not_become_a_request_by_an_edit(town: Desk) -> None:
    ticket = town.register(kind="consultation")
    town.do(town.technician, ticket, "close")
    with pytest.raises(BadInput, match="Reopen it first"):
        town.do(town.technician, ticket, "edit", {"kind": "request"})
