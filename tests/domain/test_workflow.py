"""The course of a ticket, through both shipped offices."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import asks, record, workflow
from desk_app.domain.errors import BadInput
from desk_app.domain.office import Meaning, Office
from desk_app.domain.tickets import Approval, Event, Outcome, Requester, Ticket
from tests.support.office import ADMINISTRATOR, MUNICIPAL, SITUATION_CENTRE, SUPERVISOR, TECHNICIAN, seeded_office

CENTRE, TOWN = seeded_office(SITUATION_CENTRE), seeded_office(MUNICIPAL)
RECEIVED = datetime(2026, 10, 5, 4, 12, tzinfo=UTC)
REGISTERED = RECEIVED + timedelta(minutes=10)
LATER = REGISTERED + timedelta(hours=1)


def arrived(office: Office, type_: str = "", kind: str = "request") -> Ticket:
    return Ticket(
        "Не открывается журнал",
        RECEIVED,
        kind,
        type_ or office.choices("type").first,
        "phone",
        "normal",
        line=office.choices("line").first,
        requester=Requester("Иванова А."),
        id=1,
    )


def registered(office: Office, type_: str = "", kind: str = "request") -> Ticket:
    return workflow.registered(office, arrived(office, type_, kind), "2026-000001", REGISTERED)[0]


def take(office: Office, ticket: Ticket, verb: str, at: datetime = LATER, **raw: object) -> tuple[Ticket, Event]:
    step = workflow.find_step(office, ticket, verb)
    answer = asks.parse_answer(office, verb, raw, step.requires)
    return workflow.take(office, ticket, step, answer, at=at)


def walk(office: Office, ticket: Ticket, *steps: tuple[str, dict[str, Any]]) -> Ticket:
    for verb, raw in steps:
        ticket, _ = take(office, ticket, verb, **raw)
    return ticket


SOLVE = ("solve", {"solution": "Перезагрузили"})
WAIT = ("wait", {"reason": "Нет номера ошибки"})
HAND_OVER = ("hand-over", {"to": "Разработчик"})
RETURN = ("return", {"complexity": "средняя", "fix_by": "2026-10-12"})
CLOSE = ("close", {})
REOPEN = ("reopen", {"reason": "Снова не открывается"})
DECLINE = ("decline", {"reason": "Не по нашей части"})


# -- every step, where it leads --------------------------------------------------------------------------------------

CENTRE_STEPS = [
    ([], "in-work"),
    ([WAIT], "feedback"),
    ([WAIT, ("resume", {})], "in-work"),
    ([HAND_OVER], "developer"),
    ([HAND_OVER, RETURN], "in-work"),
    ([("assign", {"to": "tech"})], "in-work"),
    ([("escalate", {"to": "methodists"})], "in-work"),
    ([("comment", {"text": "Перезвонить"})], "in-work"),
    ([("link", {"to": "2"})], "in-work"),
    ([SOLVE], "solved"),
    ([SOLVE, CLOSE], "closed"),
    ([SOLVE, REOPEN], "in-work"),
    ([SOLVE, CLOSE, REOPEN], "in-work"),
]
TOWN_STEPS = [
    ([], "in-work"),
    ([WAIT], "waiting"),
    ([WAIT, ("resume", {})], "in-work"),
    ([HAND_OVER], "contractor"),
    ([HAND_OVER, RETURN], "in-work"),
    ([HAND_OVER, SOLVE], "done"),
    ([("assign", {"to": "tech"})], "in-work"),
    ([("escalate", {"to": "engineers"})], "in-work"),
    ([SOLVE, CLOSE], "closed"),
    ([SOLVE, CLOSE, REOPEN], "in-work"),
    ([DECLINE], "declined"),
    ([DECLINE, REOPEN], "in-work"),
    ([("extend", {"due": "2027-02-01", "reason": "Сложно"})], "in-work"),
]


@pytest.mark.parametrize(("steps", "status"), CENTRE_STEPS)
def test_a_request_goes_its_way_through_the_situation_centre(steps: list[Any], status: str) -> None:
    assert walk(CENTRE, registered(CENTRE), *steps).status == status


@pytest.mark.clause("S-3.5")
@pytest.mark.parametrize(("steps", "status"), [([DECLINE], "closed"), ([DECLINE, REOPEN], "feedback")])
def test_an_unagreed_error_may_be_declined_and_waits_again_when_reopened(steps: list[Any], status: str) -> None:
    assert walk(CENTRE, registered(CENTRE, "error"), *steps).status == status


@pytest.mark.parametrize(("steps", "status"), TOWN_STEPS)
def test_a_request_goes_its_way_through_the_municipal_desk(steps: list[Any], status: str) -> None:
    assert walk(TOWN, registered(TOWN), *steps).status == status


@pytest.mark.clause("K-2.1")
def test_a_consultation_is_closed_at_once_or_becomes_a_request() -> None:
    call = registered(TOWN, kind="consultation")
    assert walk(TOWN, call, CLOSE).status == "closed"
    converted = walk(TOWN, call, ("convert", {}))
    assert (converted.status, converted.outcome, converted.closed_at) == ("closed", Outcome.CONVERTED, LATER)
    with pytest.raises(BadInput, match="“hand-over” is not possible"):
        take(TOWN, call, "hand-over", to="Подрядчик")
    with pytest.raises(BadInput, match="“convert” is not possible"):
        take(TOWN, registered(TOWN), "convert")


def test_every_verb_of_both_offices_was_tried_here() -> None:
    tried = {verb for steps, _ in (*CENTRE_STEPS, *TOWN_STEPS) for verb, _ in steps}
    elsewhere = {"register", "approve", "convert"}
    course = {"override", "verify", "rework", "rate", "appoint", "call-off", "remind"}  # see test_course
    assert tried | elsewhere | course == set(asks.ASKS)


# -- what each one does ----------------------------------------------------------------------------------------------


@pytest.mark.clause("K-4.3")
def test_registration_gives_the_number_the_first_status_and_keeps_both_moments() -> None:
    ticket, event = workflow.registered(CENTRE, arrived(CENTRE), "2026-000001", REGISTERED)
    assert (ticket.received_at, ticket.registered_at) == (RECEIVED, REGISTERED)
    assert (ticket.number, ticket.status, ticket.approval) == ("2026-000001", "in-work", Approval.NOT_NEEDED)
    assert (event.verb, event.at) == ("register", REGISTERED)
    assert event.data["changes"]["status"] == ["", "in-work"]


def test_nothing_is_registered_before_it_was_received() -> None:
    with pytest.raises(BadInput, match="registered before it was received") as told:
        workflow.registered(CENTRE, arrived(CENTRE), "2026-000001", RECEIVED - timedelta(seconds=1))
    assert told.value.field == "registered_at"
    assert workflow.registered(CENTRE, arrived(CENTRE), "2026-000001", RECEIVED)


def test_a_solution_is_kept_with_its_cause_and_its_moment() -> None:
    ticket, event = take(
        CENTRE, registered(CENTRE), "solve", solution=" Да\r\nнет ", cause="Сеть", fixed_at="2026-10-05T10:00"
    )
    assert (ticket.solution, ticket.cause, ticket.outcome) == ("Да\nнет", "Сеть", Outcome.SOLVED)
    assert ticket.solved_at == datetime(2026, 10, 5, 5, 0, tzinfo=UTC)
    assert event.data["changes"]["status"] == ["in-work", "solved"]
    assert walk(CENTRE, registered(CENTRE), SOLVE).solved_at == LATER


def test_closing_keeps_the_day_of_the_solution() -> None:
    solved, _ = take(CENTRE, registered(CENTRE), "solve", REGISTERED, solution="Да")
    closed, event = take(CENTRE, solved, "close", confirmed_by="Иванова", how="по телефону")
    assert (closed.solved_at, closed.closed_at, closed.outcome) == (REGISTERED, LATER, Outcome.SOLVED)
    assert event.data["confirmed_by"] == "Иванова"
    consultation = walk(TOWN, registered(TOWN, kind="consultation"), CLOSE)
    assert consultation.solved_at == consultation.closed_at == LATER


def test_reopening_takes_the_end_away_but_not_the_solution() -> None:
    again = walk(CENTRE, registered(CENTRE), SOLVE, CLOSE, REOPEN)
    assert (again.closed_at, again.solved_at, again.outcome) == (None, None, Outcome.NONE)
    assert again.solution == "Перезагрузили"


def test_assigning_changes_the_person_and_the_line_but_not_the_status() -> None:
    ticket = registered(CENTRE)
    step = workflow.find_step(CENTRE, ticket, "assign")
    moved, event = workflow.take(CENTRE, ticket, step, {"to": "tech", "assignee": 3, "line": "methodists"}, at=LATER)
    assert (moved.assignee, moved.line, moved.status) == (3, "methodists", "in-work")
    assert event.data == {"to": "tech", "changes": {"assignee": [0, 3], "line": ["specialists", "methodists"]}}


def test_nothing_happens_to_a_ticket_before_its_registration() -> None:
    with pytest.raises(BadInput, match="before the registration") as told:
        take(CENTRE, registered(CENTRE), "comment", RECEIVED, text="Рано")
    assert told.value.field == "at"


def test_every_event_makes_one_version() -> None:
    ticket = walk(CENTRE, registered(CENTRE), WAIT, ("comment", {"text": "ждём"}), ("resume", {}), SOLVE)
    assert ticket.version == 5


# -- the gate of S-3.5 -----------------------------------------------------------------------------------------------


@pytest.mark.clause("S-3.5")
@pytest.mark.parametrize("type_", ["error", "improvement"])
@pytest.mark.parametrize(("verb", "raw"), [SOLVE, HAND_OVER, CLOSE])
def test_an_error_waits_for_the_agreement_of_whoever_is_named(type_: str, verb: str, raw: dict[str, Any]) -> None:
    ticket = registered(CENTRE, type_)
    assert (ticket.status, ticket.approval) == ("feedback", Approval.PENDING)
    for start in (ticket, walk(CENTRE, ticket, ("resume", {})), replace(ticket, status="solved")):
        with pytest.raises(BadInput, match="оператор Системы или Департамент образования и науки") as told:
            take(CENTRE, start, verb, **raw)
        assert told.value.field == "approval"


@pytest.mark.clause("S-3.5")
def test_agreed_it_goes_on() -> None:
    agreed, event = take(
        CENTRE, registered(CENTRE, "error"), "approve", step="оператор", letter_no="15-02", letter_date="2026-10-06"
    )
    assert (agreed.status, agreed.approval) == ("in-work", Approval.GIVEN)
    assert (event.data["letter_no"], event.data["letter_date"]) == ("15-02", "2026-10-06")
    assert walk(CENTRE, agreed, HAND_OVER, SOLVE, CLOSE).status == "closed"


@pytest.mark.clause("S-3.5")
def test_declined_it_is_closed_with_that_outcome() -> None:
    declined = walk(CENTRE, registered(CENTRE, "improvement"), DECLINE)
    assert (declined.status, declined.outcome, declined.closed_at) == ("closed", Outcome.DECLINED, LATER)
    assert declined.solved_at is None
    with pytest.raises(BadInput, match="waits for the agreement"):
        walk(CENTRE, declined, REOPEN, SOLVE)


def test_only_what_waits_for_an_agreement_can_be_agreed() -> None:
    with pytest.raises(BadInput, match="“approve” is not possible"):
        take(CENTRE, registered(CENTRE), "approve")


def test_a_type_changed_to_an_error_waits_from_then_on() -> None:
    ticket, _ = workflow.edited(CENTRE, registered(CENTRE), {"type": "error"}, LATER)
    assert ticket.approval is Approval.PENDING
    back, _ = workflow.edited(CENTRE, ticket, {"type": "support"}, LATER)
    assert back.approval is Approval.NOT_NEEDED


@pytest.mark.parametrize(("verb", "raw"), [("solve", {"solution": "Готово"}), ("hand-over", {"to": "Разработчик"})])
def test_a_type_is_no_way_around_the_agreement(verb: str, raw: dict[str, Any]) -> None:
    past = walk(CENTRE, registered(CENTRE), (verb, raw))
    with pytest.raises(BadInput, match="needs the agreement"):
        workflow.edited(CENTRE, past, {"type": "error"}, LATER)
    assert workflow.edited(CENTRE, past, {"note": "x"}, LATER)[0].note == "x"


def test_an_agreement_once_given_holds_for_the_next_type_too() -> None:
    agreed = walk(CENTRE, registered(CENTRE, "error"), ("approve", {}))
    assert workflow.edited(CENTRE, agreed, {"type": "improvement"}, LATER)[0].approval is Approval.GIVEN


# -- what is possible now --------------------------------------------------------------------------------------------


def test_a_step_that_is_not_possible_says_where_the_ticket_is_and_what_is() -> None:
    solved = walk(CENTRE, registered(CENTRE), SOLVE)
    with pytest.raises(BadInput, match=r"“wait” is not possible while the ticket is “Решен”. Possible now: Закрыть"):
        take(CENTRE, solved, "wait", reason="x")


def test_an_unregistered_ticket_can_only_be_registered() -> None:
    ticket = arrived(CENTRE)
    with pytest.raises(BadInput, match="Possible now: Зарегистрировать"):
        take(CENTRE, ticket, "solve", solution="x")
    assert [step.verb for step in workflow.next_steps(CENTRE, ticket, TECHNICIAN)] == ["register"]
    assert take(CENTRE, ticket, "comment", text="ещё не разобрали")[1].data["text"]


def test_a_registered_ticket_is_not_registered_again() -> None:
    with pytest.raises(BadInput, match="“register” is not possible"):
        workflow.find_step(CENTRE, registered(CENTRE), "register")


def steps_of(office: Office, ticket: Ticket, person: Any) -> list[str]:
    return [step.verb for step in workflow.next_steps(office, ticket, person)]


def test_next_steps_are_those_the_person_has_a_right_to() -> None:
    ticket = registered(CENTRE, "error")
    assert steps_of(CENTRE, ticket, TECHNICIAN) == ["resume", "assign", "escalate"]
    assert steps_of(CENTRE, ticket, SUPERVISOR) == ["approve", "override", "resume", "assign", "escalate", "decline"]
    assert steps_of(CENTRE, ticket, ADMINISTRATOR) == steps_of(CENTRE, ticket, SUPERVISOR)


def test_next_steps_of_a_consultation() -> None:
    call = registered(TOWN, kind="consultation")
    assert steps_of(TOWN, call, TECHNICIAN) == ["close", "convert", "solve", "wait", "assign", "escalate"]
    assert "convert" not in steps_of(TOWN, registered(TOWN), TECHNICIAN)


@given(st.sampled_from([SITUATION_CENTRE, MUNICIPAL]), st.data())
def test_whatever_is_offered_can_be_done_and_leads_to_a_status_of_the_office(profile: str, data: st.DataObject) -> None:
    office = seeded_office(profile)
    kind = data.draw(st.sampled_from([item.code for item in office.choices("kind")]))
    ticket = registered(office, data.draw(st.sampled_from([item.code for item in office.choices("type")])), kind)
    answers = dict([SOLVE, WAIT, HAND_OVER, RETURN, CLOSE, REOPEN, DECLINE])
    answers |= {"rate": {"score": 5}, "rework": {"reason": "Снова"}, "override": {"reason": "Срочно"}}
    for month in range(data.draw(st.integers(1, 8))):
        answers["extend"] = {"due": f"2027-{month + 1:02}-20", "reason": "Сложно"}
        step = data.draw(st.sampled_from(workflow.next_steps(office, ticket, ADMINISTRATOR)))
        ticket, event = take(
            office,
            ticket,
            step.verb,
            **answers.get(step.verb, {"to": "tech"} if step.verb in ("assign", "escalate") else {}),
        )
        assert event.verb == step.verb
        is_over = office.meaning(ticket.status) in (Meaning.CLOSED, Meaning.DECLINED)
        assert is_over == (ticket.closed_at is not None)
        assert (ticket.outcome is Outcome.NONE) == (ticket.solved_at is None and ticket.closed_at is None)


# -- what a step asks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verb", "raw", "missing"),
    [
        ("wait", {}, "reason"),
        ("decline", {"reason": "\x00 \n"}, "reason"),
        ("reopen", {"reason": None}, "reason"),
        ("solve", {"cause": "x"}, "solution"),
        ("return", {"complexity": "3"}, "fix_by"),
        ("comment", {"public": True}, "text"),
        ("assign", {"to": ""}, "to"),
        ("link", {}, "to"),
    ],
)
def test_a_missing_answer_is_named(verb: str, raw: dict[str, Any], missing: str) -> None:
    with pytest.raises(BadInput, match="is empty") as told:
        asks.parse_answer(CENTRE, verb, raw)
    assert told.value.field == missing


def test_what_the_office_requires_of_a_step_is_asked_too() -> None:
    with pytest.raises(BadInput) as told:
        asks.parse_answer(CENTRE, "close", {}, ("confirmed_by",))
    assert told.value.field == "confirmed_by"


def test_an_answer_is_kept_as_plain_text() -> None:
    raw = {"reason": " Жду\r\nответа ", "remind_at": "2026-10-07T09:00"}
    assert asks.parse_answer(CENTRE, "wait", raw) == {
        "reason": "Жду\nответа",
        "remind_at": "2026-10-07T04:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("written", "meant"), [(True, True), ("Да", True), ("yes", True), (1, True), (False, False), ("нет", False)]
)
def test_a_flag_is_set_by_the_words_people_use(written: object, meant: bool) -> None:
    assert asks.parse_answer(CENTRE, "comment", {"text": "x", "public": written})["public"] is meant


@pytest.mark.parametrize(
    ("verb", "raw"),
    [
        ("solve", {"solution": ["x"]}),
        ("solve", {"solution": "x", "fixed_at": "2026-02-31"}),
        ("solve", {"solution": "x", "status": "closed"}),
        ("return", {"complexity": {"a": 1}, "fix_by": "2026-10-12"}),
        ("return", {"complexity": "3", "fix_by": "31.02.2026"}),
        ("assign", {"to": True}),
        ("close", {"how": "x" * 400}),
        ("approve", {"letter_no": pytest}),
    ],
)
def test_an_answer_of_another_kind_is_refused(verb: str, raw: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        asks.parse_answer(CENTRE, verb, raw)


# -- editing ---------------------------------------------------------------------------------------------------------


def test_an_edit_tells_old_and_new() -> None:
    ticket, event = workflow.edited(CENTRE, registered(CENTRE), {"description": "Другое", "system": "school"}, LATER)
    assert event.data == {"changes": {"description": ["Не открывается журнал", "Другое"], "system": ["", "school"]}}
    assert ticket.version == 2


@pytest.mark.parametrize("field", ["description", "kind", "type"])
def test_what_a_ticket_lives_by_is_not_emptied(field: str) -> None:
    with pytest.raises(BadInput, match="is empty") as told:
        workflow.edited(CENTRE, registered(CENTRE), {field: ""}, LATER)
    assert told.value.field == field


def test_an_edit_keeps_the_moments_in_order() -> None:
    with pytest.raises(BadInput, match="registered before it was received") as told:
        workflow.edited(CENTRE, registered(CENTRE), {"received_at": LATER}, LATER)
    assert told.value.field == "received_at"


def test_the_contents_of_a_ticket_are_plain_and_hold_no_blanks() -> None:
    held = record.contents(registered(CENTRE))
    assert held["registered_at"] == "2026-10-05T04:22:00+00:00"
    assert held["requester"]["name"] == "Иванова А."
    assert not {"note", "system", "assignee", "solved_at", "id", "version"} & set(held)
