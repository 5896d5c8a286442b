"""The course of a ticket beyond its first answer: chains of agreement, checks of a fix, ratings, appointments."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desk_app.calendars import years_of
from desk_app.domain import asks, workflow
from desk_app.domain.approvals import chain, missing, next_step
from desk_app.domain.clock import due_of
from desk_app.domain.errors import BadInput
from desk_app.domain.lines import next_line
from desk_app.domain.office import Item, Meaning, Office, Person
from desk_app.domain.questions import parse_answers, questions_for, refuse_unanswered
from desk_app.domain.record import contents, plain, restored
from desk_app.domain.tickets import Approval, Ticket
from desk_app.profiles import load

AT = datetime(2026, 10, 5, 4, 30, tzinfo=UTC)  # Monday
LATER = AT + timedelta(hours=1)
WORKER = Person(2, "tech", "Техников Т.", "technician")
OTHER = Person(3, "other", "Другая Д.", "technician")


def office() -> Office:
    """A small office with everything: a chain, a check of each fix, a questionnaire, three lines."""
    seed = load("municipal", "ru")
    roles = [
        (where, item) for where, item in seed.items if where not in ("step", "status", "line", "deadline", "question")
    ]
    step = [
        ("register", {"to": "work"}),
        ("approve", {"from": ["asked", "work"], "to": "work"}),
        ("override", {"from": ["asked", "work"], "to": "work"}),
        ("hand-over", {"from": ["work"], "to": "estimate"}),
        ("return", {"from": ["estimate"], "to": "fixing"}),
        ("solve", {"from": ["work", "fixing"], "to": "check"}),
        ("verify", {"from": ["check"], "to": "good"}),
        ("rework", {"from": ["check"], "to": "fixing"}),
        ("close", {"from": ["good", "check"], "to": "closed"}),
        ("rate", {"from": ["good", "closed"]}),
        ("reopen", {"from": ["closed", "good"], "to": "work"}),
    ]
    meanings = {
        "work": "active",
        "asked": "waiting",
        "estimate": "outside",
        "fixing": "outside",
        "check": "solved",
        "good": "solved",
        "closed": "closed",
    }
    items = (
        *roles,
        *(("status", Item(code, code, data={"meaning": meaning})) for code, meaning in meanings.items()),
        *(("step", Item(code, code, data={"verb": code, **data})) for code, data in step),
        ("line", Item("first", "Первая", data={"level": 1})),
        ("line", Item("firm", "ООО Подрядчик", data={"sort": "contractor", "contract": "15/26"})),
        ("line", Item("second", "Вторая", data={"level": 2})),
        ("approval", Item("head", "Начальник отдела", data={"needs": ["letter_no"]})),
        ("approval", Item("staff", "Кадры")),
        ("service", Item("account", "Учётная запись", data={"chain": ["head", "staff"], "start": "asked"})),
        ("question", Item("level", "Уровень доступа", data={"type": "choice", "choices": ["Чтение", "Запись"],
                                                            "services": ["account"], "required": True})),
        ("question", Item("found", "Дата обнаружения", data={"type": "day"})),
        ("question", Item("many", "Сколько", data={"type": "number"})),
        ("question", Item("data_change", "Правка базы", data={"type": "flag"})),
        ("deadline", Item("return", "Час", data={"step": "return", "mode": "minutes", "amount": 60})),
    )  # fmt: skip
    return Office.of(replace(seed, items=items), years_of("RU", {}))


OFFICE = office()


def registered(**fields: Any) -> Ticket:
    draft = Ticket("Не работает", AT, "request", "fault", "phone", "normal", line="first", assignee=2, id=1, **fields)
    return workflow.registered(OFFICE, draft, "2026-000001", AT)[0]


def walk(ticket: Ticket, *steps: tuple[str, dict[str, Any]], at: datetime = LATER) -> Ticket:
    for verb, raw in steps:
        step = workflow.find_step(OFFICE, ticket, verb)
        answer = asks.parse_answer(OFFICE, verb, raw, step.requires)
        ticket, _ = workflow.take(OFFICE, ticket, step, answer, at=at, by=2)
    return ticket


# -- agreements ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("P-2")
def test_a_chain_is_given_step_by_step_and_only_then_the_work_begins() -> None:
    ticket = registered(service="account")
    assert (ticket.approval, ticket.status) == (Approval.PENDING, "asked")
    assert [step.label for step in chain(OFFICE, ticket)] == ["Начальник отдела", "Кадры"]
    with pytest.raises(BadInput, match="“Учётная запись” waits") as told:
        workflow.find_step(OFFICE, ticket, "solve")
    assert told.value.params["approver"] == "Начальник отдела"
    half = walk(ticket, ("approve", {"step": "head", "letter_no": "15-02", "letter_date": "2026-10-02"}))
    assert (half.approval, half.status) == (Approval.PENDING, "asked")
    assert [step.code for step in missing(OFFICE, half)] == ["staff"]
    whole = walk(half, ("approve", {}))
    assert (whole.approval, whole.status, next_step(OFFICE, whole)) == (Approval.GIVEN, "work", None)
    assert [(one.step, one.letter_no, one.by) for one in whole.agreed] == [("head", "15-02", 2), ("staff", "", 2)]


@pytest.mark.clause("P-2")
@pytest.mark.parametrize(
    ("raw", "said"), [({"step": "staff"}, "First comes"), ({}, "needs"), ({"step": "Никто"}, "does not have to agree")]
)
def test_a_step_out_of_turn_or_without_its_letter_is_refused(raw: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        walk(registered(service="account"), ("approve", raw))


def test_a_ticket_may_be_let_through_and_says_why() -> None:
    through = walk(registered(service="account"), ("override", {"reason": "Приказ директора"}))
    assert (through.approval, through.status) == (Approval.OVERRIDDEN, "work")
    assert through.agreed[-1].override == "Приказ директора"


def test_another_service_asks_for_its_own_chain() -> None:
    asked, _ = workflow.edited(OFFICE, registered(), {"service": "account"}, LATER)
    assert (asked.approval, asked.status) == (Approval.PENDING, "asked")
    back, _ = workflow.edited(OFFICE, asked, {"service": ""}, LATER)
    assert (back.approval, back.status) == (Approval.NOT_NEEDED, "work")


def test_who_was_let_through_for_one_service_is_not_for_another() -> None:
    through = replace(registered(), approval=Approval.OVERRIDDEN)
    asked, _ = workflow.edited(OFFICE, through, {"service": "account"}, LATER)
    assert (asked.approval, asked.status) == (Approval.PENDING, "asked")
    same, _ = workflow.edited(OFFICE, walk(asked, ("override", {"reason": "Приказ"})), {"service": "account"}, LATER)
    assert same.approval is Approval.OVERRIDDEN


# -- developers, checks, ratings -------------------------------------------------------------------------------------

FIX = (("hand-over", {"to": "Разработчик"}), ("return", {"complexity": "2", "fix_by": "2026-10-09"}))


@pytest.mark.clause("E-6.1d")
def test_developers_answer_within_an_hour_and_name_the_day() -> None:
    away = walk(registered(), FIX[0])
    assert away.due_return_at == LATER + timedelta(hours=1)
    fixing = walk(away, FIX[1])
    assert (fixing.status, fixing.complexity, fixing.fix_by) == ("fixing", "2", date(2026, 10, 9))
    assert fixing.due_return_at is None
    assert due_of(OFFICE, fixing).at == datetime(2026, 10, 9, 11, tzinfo=UTC)  # Friday, 16:00 local


@pytest.mark.clause("E-6.1d")
def test_developers_promise_no_day_that_has_gone_by() -> None:
    night = datetime(2026, 10, 5, 19, 30, tzinfo=UTC)  # Tuesday has begun at the office, half past midnight
    away = walk(registered(), FIX[0])
    with pytest.raises(BadInput, match="gone by") as told:
        walk(away, ("return", {"complexity": "2", "fix_by": "2026-10-05"}), at=night)
    assert told.value.field == "fix_by"
    fixing = walk(away, ("return", {"complexity": "2", "fix_by": "2026-10-06"}), at=night)
    assert fixing.fix_by == date(2026, 10, 6)


@pytest.mark.clause("E-6.3a")
def test_a_fix_is_checked_by_who_is_responsible_and_sent_back() -> None:
    fixed = walk(registered(), *FIX, ("solve", {"solution": "Готово"}))
    assert fixed.status in OFFICE.verified_from
    for verb in ("verify", "rework", "close"):
        assert workflow.may_check(OFFICE, fixed, WORKER, verb)
        assert not workflow.may_check(OFFICE, fixed, OTHER, verb)
    again = walk(fixed, ("rework", {"reason": "Не всё"}))
    assert (again.reworks, again.solved_at, again.status) == (1, None, "fixing")
    good = walk(again, ("solve", {"solution": "Теперь всё"}), ("verify", {}))
    assert (good.status, good.reworks) == ("good", 1)


@pytest.mark.clause("E-6.3b", "E-6.3c")
def test_closing_says_who_confirmed_and_a_rating_stays() -> None:
    done = walk(
        registered(),
        *FIX,
        ("solve", {"solution": "Готово", "fixed_at": "2026-10-05T10:00"}),
        ("verify", {}),
        ("close", {"confirmed_by": "Петрова", "how": "по телефону"}),
        ("rate", {"score": 4, "comment": "Быстро"}),
        at=AT + timedelta(hours=3),
    )
    assert (done.confirmed_by, done.confirmed_how, done.rating) == ("Петрова", "по телефону", 4)
    assert done.solved_at == datetime(2026, 10, 5, 5, tzinfo=UTC) != done.closed_at


@pytest.mark.parametrize("score", [0, 6, "пять", True, 4.5])
def test_a_rating_is_one_to_five(score: object) -> None:
    with pytest.raises(BadInput, match="whole number"):
        asks.parse_answer(OFFICE, "rate", {"score": score})


# -- appointments ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("K-4.7")
def test_an_appointment_is_made_and_called_off() -> None:
    met = walk(registered(), ("appoint", {"when": "2026-10-06T09:00", "place": "каб. 12", "minutes": "45"}))
    assert met.appointment_at == datetime(2026, 10, 6, 4, tzinfo=UTC)
    assert met.appointment is not None
    assert (met.appointment.place, met.appointment.minutes) == ("каб. 12", 45)
    off = walk(met, ("call-off", {"reason": "Заболела"}))
    assert (off.appointment_at, off.appointment) == (None, None)


def test_a_promised_call_is_kept_until_it_is_done() -> None:
    promised = walk(registered(), ("remind", {"when": "2026-10-06T09:00"}))
    assert promised.remind_at is not None
    assert walk(promised, ("remind", {})).remind_at is None


# -- questions, lines, storage ---------------------------------------------------------------------------------------


@pytest.mark.clause("J-3.6")
def test_questions_are_those_of_the_service() -> None:
    assert [one.code for one in questions_for(OFFICE, service="account")] == ["level", "found", "many", "data_change"]
    assert [one.code for one in questions_for(OFFICE)] == ["found", "many", "data_change"]
    with pytest.raises(BadInput, match="is not answered"):
        refuse_unanswered(OFFICE, registered(service="account"))
    refuse_unanswered(OFFICE, registered(service="account", answers={"level": "Чтение"}))


def test_answers_are_understood_by_their_type() -> None:
    raw = {"Уровень доступа": " чтение ", "found": "2026-10-05", "many": "1 024,5", "data_change": "да"}
    assert parse_answers(OFFICE, raw) == {
        "level": "Чтение", "found": "2026-10-05", "many": 1024.5, "data_change": True
    }  # fmt: skip


@pytest.mark.parametrize(
    "raw", [{"level": "Всё"}, {"many": "много"}, {"many": True}, {"нет": 1}, "x", {"found": "когда"}]
)
def test_an_answer_that_is_not_one_is_refused(raw: object) -> None:
    with pytest.raises(BadInput):
        parse_answers(OFFICE, raw)


def test_an_answer_changed_leaves_the_others() -> None:
    ticket = registered(answers={"many": 1, "found": "2026-10-05"})
    changed, event = workflow.edited(OFFICE, ticket, {"answers": {"many": None}}, LATER)
    assert changed.answers == {"found": "2026-10-05"}
    assert event.data["changes"] == {"answers": [{"many": 1, "found": "2026-10-05"}, {"found": "2026-10-05"}]}


@pytest.mark.clause("P-4")
def test_the_next_line_is_the_one_above_and_never_a_contractor() -> None:
    assert [next_line(OFFICE, line) for line in ("first", "second", "firm")] == ["second", "", "first"]


def test_everything_comes_back_from_plain_json() -> None:
    ticket = walk(
        registered(service="account", answers={"many": 1}),
        ("approve", {"letter_no": "1"}),
        ("approve", {}),
        ("appoint", {"when": "2026-10-06T09:00"}),
        *FIX,
    )
    for name in contents(ticket):
        assert restored(name, plain(getattr(ticket, name))) == getattr(ticket, name)


def test_the_meanings_are_those_of_the_program() -> None:
    assert OFFICE.meaning("check") is Meaning.SOLVED
