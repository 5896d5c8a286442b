"""The regulation of the personnel-system support service (E), shown by the command line."""

import pytest

from desk_app.domain.indicators import INDICATORS
from desk_app.domain.scripts import scripts_for
from desk_app.storage import open_office
from tests.support.shell import lines

CALL = {
    "type": "Ошибка системы",
    "channel": "Телефон",
    "system": "Приказы",
    "service": "Ошибка в работе системы",
    "requester": {"name": "Ахметова Айгерим Болатовна", "organisation": "Министерство труда", "phone": "74-10-15"},
    "description": "Приказ не подписывается",
    "received_at": "2026-10-05T09:12",
    "registered_at": "2026-10-05T09:14",
}
ADVICE = {**CALL, "kind": "Консультация", "type": "Вопрос по функционалу", "service": "Консультация по функционалу"}
FIXED = {"solution": "Обновлён список центров"}


@pytest.fixture
def crew(support, hire):
    """Hire a consultant of each line, two of the second, and the head; return their logins."""
    hire(support, "first", "Первая Анна", "technician", "line-1")
    hire(support, "second", "Вторая Дана", "consultant-2", "line-2")
    hire(support, "third", "Третий Марат", "consultant-2", "line-2")
    hire(support, "head", "Главная Сауле", "supervisor", "line-2")


@pytest.fixture
def waits_to_be_checked(desk, support, crew):
    """Return the number of a request whose fix waits to be checked by `second`, mended by developers."""
    number = desk.add(support, CALL)[0]
    desk.do(support, number, "assign", to="second", at="2026-10-05T09:30")
    desk.do(support, number, "hand-over", to="Разработчики системы", at="2026-10-05T10:00")
    desk.do(support, number, "return", complexity="2", fix_by="2026-10-09", at="2026-10-05T10:40")
    desk.do(support, number, "solve", **FIXED, fixed_at="2026-10-08T15:20", at="2026-10-08T16:00")
    return number


def status(desk, support, number):
    return desk.show(support, number)["status"]


@pytest.mark.clause("E-4.1")
def test_the_first_line_takes_the_call_and_agrees_the_closing_with_the_user(desk, support, crew):
    desk.as_user("first")
    call = {key: value for key, value in CALL.items() if key not in ("received_at", "registered_at")}
    number = desk.add(support, call)[0]
    shown = desk.show(support, number)
    assert (shown["line"], shown["status"], shown["assignee"]) == ("1 линия", "На 1 линии", "Первая Анна")
    desk.do(support, number, "solve", **FIXED)
    assert status(desk, support, number) == "На проверке"
    desk.do(support, number, "close", confirmed_by="Ахметова А. Б.", how="по телефону")
    shown = desk.show(support, number)
    assert (shown["status"], shown["confirmed_by"], shown["confirmed_how"]) == (
        "Закрыта",
        "Ахметова А. Б.",
        "по телефону",
    )
    assert shown["history"][-1]["confirmed_by"] == "Ахметова А. Б."


@pytest.mark.clause("E-4.1")
@pytest.mark.parametrize("channel", ["Телефон", "Электронная почта"])
def test_calls_come_by_phone_and_mail(desk, support, channel):
    assert desk.show(support, desk.add(support, {**CALL, "channel": channel})[0])["channel"] == channel


@pytest.mark.clause("E-4.2a")
def test_the_second_line_registers_and_classifies(desk, support, crew):
    arrived = desk.add(support, {"description": "Письмо", "channel": "email", "registered": False})[0]
    desk.as_user("second")
    desk.do(support, arrived, "edit", type="Исправление данных", system="Личные дела", priority="Высокий")
    number = desk.do(support, arrived, "register").json["number"]
    shown = desk.show(support, number)
    assert (shown["type"], shown["system"], shown["priority"]) == ("Исправление данных", "Личные дела", "Высокий")


@pytest.mark.clause("E-6.1a")
def test_the_script_of_a_service_has_greeting_questions_and_closing_words(support):
    with open_office(support) as file:
        office = file.reader.office()
    said = scripts_for(office, "request", "system-error")
    assert [script.heading for script in said] == ["Приветствие", "Вопросы", "Вопросы об ошибке", "Завершение"]
    assert "Пароль называть не нужно" in said[2].text
    assert [script.heading for script in scripts_for(office)] == ["Приветствие", "Вопросы", "Завершение"]


@pytest.mark.clause("E-6.1c")
def test_a_request_keeps_what_the_error_form_asks_for(desk, support):
    answers = {
        "login": "a.akhmetova",
        "found_on": "2026-10-02",
        "Алгоритм появления ошибки": "1. Открыть. 2. Подписать.",
    }
    number = desk.add(support, {**CALL, "answers": answers})[0]
    assert desk.show(support, number)["answers"] == {
        "login": "a.akhmetova",
        "found_on": "2026-10-02",
        "steps": "1. Открыть. 2. Подписать.",
    }
    wrong = {"description": "x", "answers": {"password": "secret"}}
    ended = desk("ticket", "add", support, "--json", "-", stdin=lines(wrong))
    assert (ended.code, "password" in ended.err) == (1, True)


@pytest.mark.clause("E-6.1d")
def test_developers_return_their_estimate_within_an_hour(desk, support, refused):
    number = desk.add(support, CALL)[0]
    desk.do(support, number, "hand-over", to="developers", at="2026-10-05T17:30")
    shown = desk.show(support, number)
    # Half an hour is left of Monday (to 18:00), the other half is Tuesday's 9:00-9:30.
    assert (shown["status"], shown["due_return_at"]) == ("Разработчики оценивают", "2026-10-06T09:30")
    assert shown["line"] == "Разработчики системы"
    assert "complexity" in refused(support, number, "return", fix_by="2026-10-09")
    assert "fix_by" in refused(support, number, "return", complexity="3")
    desk.do(support, number, "return", complexity="3", fix_by="2026-10-09", at="2026-10-06T09:20")
    shown = desk.show(support, number)
    assert (shown["status"], shown["due_return_at"]) == ("Разработчики исправляют", None)
    assert (shown["complexity"], shown["fix_by"], shown["breached"]) == ("3", "2026-10-09", False)


@pytest.mark.clause("E-6.1d")
def test_an_hour_that_ran_out_is_recorded(desk, support):
    number = desk.add(support, CALL)[0]
    desk.do(support, number, "hand-over", to="developers", at="2026-10-05T10:00")
    desk.do(support, number, "return", complexity="1", fix_by="2026-10-07", at="2026-10-05T11:01")
    [breach] = [entry for entry in desk.show(support, number)["history"] if entry["verb"] == "breach"]
    assert (breach["of"], breach["at"]) == ("return", "2026-10-05T11:00")


@pytest.mark.clause("E-6.2a")
def test_a_consultation_is_due_in_fifteen_minutes(desk, support):
    number = desk.add(support, ADVICE)[0]
    shown = desk.show(support, number)
    assert (shown["status"], shown["due_at"]) == ("Консультация", "2026-10-05T09:29")
    desk.do(support, number, "close", comment="Показано", at="2026-10-05T09:30")
    assert desk.show(support, number)["breached"] is True
    told = desk.well("deadline", "--profile", "two-line", "--step", "consult", "--from", "2026-10-05T17:50", "--json")
    assert told.json["due"] == "2026-10-06T09:05"


@pytest.mark.clause("E-6.2b")
def test_any_request_is_found_by_its_number_a_name_or_a_phone(desk, support):
    number = desk.add(support, CALL, {**CALL, "requester": {"name": "Оспанов Е. Т."}})[0]
    for text in (number, "Ахметова", "74-10-15"):
        rows = desk.well("ticket", "list", support, "--filter", text, "--json").rows
        assert [row["number"] for row in rows] == [number], text


@pytest.mark.clause("E-6.2c")
def test_what_is_beyond_the_first_line_goes_to_the_second_with_a_reason(desk, support, refused):
    number = desk.add(support, CALL)[0]
    assert "reason" in refused(support, number, "escalate", to="line-2")
    desk.do(support, number, "escalate", to="line-2", reason="Нужен доступ к базе", at="2026-10-05T10:14")
    shown = desk.show(support, number)
    assert (shown["line"], shown["status"]) == ("2 линия", "На 2 линии")
    assert shown["history"][-1]["reason"] == "Нужен доступ к базе"
    assert shown["history"][-1]["changes"]["line"] == ["1 линия", "2 линия"]


@pytest.mark.clause("E-6.2c")
def test_the_line_stays_while_the_user_is_waited_for(desk, support):
    number = desk.add(support, CALL)[0]
    desk.do(support, number, "escalate", to="line-2", reason="Сложно")
    desk.do(support, number, "wait", reason="Нужен снимок экрана")
    desk.do(support, number, "resume")
    assert status(desk, support, number) == "На 2 линии"


@pytest.mark.clause("E-6.2c")
def test_what_was_passed_on_by_mistake_is_taken_back(desk, support, crew):
    desk.as_user("first")
    number = desk.add(support, {key: value for key, value in CALL.items() if not key.endswith("_at")})[0]
    desk.do(support, number, "escalate", to="second", reason="Ошиблась")
    assert status(desk, support, number) == "На 2 линии"
    desk.do(support, number, "undo")
    shown = desk.show(support, number)
    assert (shown["status"], shown["line"], shown["assignee"]) == ("На 1 линии", "1 линия", "Первая Анна")


@pytest.mark.clause("E-6.3a")
def test_the_person_responsible_checks_the_fix_and_sends_it_back(desk, support, waits_to_be_checked):
    number = waits_to_be_checked
    rows = desk.well("ticket", "list", support, "--filter", "queue:verify", "--json").rows
    assert [row["number"] for row in rows] == [number]
    desk.as_user("second")
    desk.do(support, number, "rework", reason="У второго пользователя ошибка осталась")
    shown = desk.show(support, number)
    assert (shown["status"], shown["line"]) == ("Разработчики оценивают", "Разработчики системы")
    assert (shown["reworks"], shown["solved_at"], shown["outcome"]) == (1, None, "")
    assert shown["history"][-1]["reason"] == "У второго пользователя ошибка осталась"
    desk.do(support, number, "return", complexity="1", fix_by="2036-11-24")
    desk.do(support, number, "solve", **FIXED)
    desk.do(support, number, "verify", comment="Проверено на боевой базе")
    shown = desk.show(support, number)
    assert (shown["status"], shown["reworks"]) == ("Решена", 1)


@pytest.mark.clause("E-6.3a")
def test_a_fix_taken_back_into_work_is_one_sent_back_and_counts_once(desk, support, waits_to_be_checked):
    number = waits_to_be_checked
    desk.as_user("second")
    desk.do(support, number, "reopen", reason="Ошибка повторяется")
    assert desk.show(support, number)["reworks"] == 1
    desk.do(support, number, "undo")
    assert desk.show(support, number)["reworks"] == 0
    desk.do(support, number, "rework", reason="Ошибка повторяется")
    assert desk.show(support, number)["reworks"] == 1
    desk.as_user("head")
    desk.do(support, number, "solve", **FIXED)
    desk.do(support, number, "verify")
    desk.do(support, number, "reopen", reason="Снова")  # a new trouble: the fix was good
    assert desk.show(support, number)["reworks"] == 1


@pytest.mark.clause("E-6.3a")
@pytest.mark.parametrize(
    ("verb", "answer"), [("verify", {}), ("close", {}), ("rework", {"reason": "x"}), ("reopen", {"reason": "x"})]
)
def test_nobody_else_says_that_the_fix_is_good_or_bad(desk, support, waits_to_be_checked, refused, verb, answer):
    for stranger in ("first", "third"):
        desk.as_user(stranger)
        assert "responsible" in refused(support, waits_to_be_checked, verb, **answer)
    desk.as_user("head")
    desk.do(support, waits_to_be_checked, verb, **answer)


@pytest.mark.clause("E-6.3b")
def test_the_time_of_fixing_is_not_that_of_closing(desk, support, waits_to_be_checked):
    number = waits_to_be_checked
    desk.do(support, number, "verify", at="2026-10-09T09:30")
    desk.do(support, number, "close", confirmed_by="Ахметова А. Б.", how="письмом", at="2026-10-09T10:00")
    shown = desk.show(support, number)
    assert (shown["solved_at"], shown["closed_at"]) == ("2026-10-08T15:20", "2026-10-09T10:00")


@pytest.mark.clause("E-6.3c")
def test_the_user_rates_the_work_from_one_to_five(desk, support, waits_to_be_checked, refused):
    number = waits_to_be_checked
    desk.do(support, number, "verify")
    desk.do(support, number, "close")
    desk.as_user("first")
    for score in (0, 6, "отлично"):
        assert "score" in refused(support, number, "rate", score=score)
    desk.do(support, number, "rate", score=4, comment="Быстро", by="Ахметова А. Б.")
    shown = desk.show(support, number)
    assert (shown["rating"], shown["rating_comment"]) == (4, "Быстро")
    open_one = desk.add(support, {key: CALL[key] for key in ("type", "description")})[0]
    assert "rate" in refused(support, open_one, "rate", score=5)


@pytest.mark.clause("E-6.3c")
@pytest.mark.parametrize("by", ["", "second", "Вторая Дана"])
def test_nobody_rates_their_own_work(desk, support, waits_to_be_checked, refused, by):
    desk.do(support, waits_to_be_checked, "verify")
    desk.as_user("head" if by else "second")
    said = {"by": by} if by else {}
    assert "own work" in refused(support, waits_to_be_checked, "rate", score=5, **said)


@pytest.mark.clause("E-9")
def test_the_profile_names_what_is_planned(support):
    with open_office(support) as file:
        planned = {item.code: dict(item.data) for item in file.reader.office().choices("target")}
    assert planned["consulting-in-time"] == {"at_least": 95}
    assert planned["rework-share"] == {"at_most": 10}
    assert set(planned) <= set(INDICATORS)


def test_waiting_over_a_weekend_takes_only_its_working_time(desk, support, worked):
    # Registered Fri 2 October 17:00 (9-18, normal priority): due on the fifth working day, Fri 9 October 18:00.
    # Waiting Fri 17:30 to Mon 10:00 takes Fri 30 + Mon 60 = 90 minutes: Mon 12 October 10:30, so the end of that day.
    # Work until Wed 7 October 12:00: Fri 30 + Mon 480 + Tue 540 + Wed 180 = 1230 minutes.
    friday = {**CALL, "received_at": "2026-10-02T16:58", "registered_at": "2026-10-02T17:00"}
    number = desk.add(support, friday)[0]
    assert desk.show(support, number)["due_at"] == "2026-10-09T18:00"
    desk.do(support, number, "wait", reason="Нужен снимок экрана", at="2026-10-02T17:30")
    assert desk.show(support, number)["due_at"] is None
    desk.do(support, number, "resume", at="2026-10-05T10:00")
    desk.do(support, number, "solve", **FIXED, at="2026-10-07T12:00")
    shown = desk.show(support, number)
    assert (shown["due_at"], shown["first_due_at"]) == ("2026-10-12T18:00", "2026-10-09T18:00")
    assert (worked(support, number), shown["breached"]) == (1230, False)


def test_a_holiday_of_the_country_is_no_working_day(desk, support):
    # Sunday 25 October is the Day of the Republic, Monday 26 is off instead: Tue, Wed, Thu 27-29 are the three days.
    call = {**CALL, "priority": "Высокий", "received_at": "2026-10-23T10:00", "registered_at": "2026-10-23T10:00"}
    shown = desk.show(support, desk.add(support, call)[0])
    assert shown["due_at"] == "2026-10-29T18:00"
    assert "2026-10-26" in {reason["date"] for reason in shown["deadline"]}


def test_a_consultant_gives_nobody_more_time(desk, support, crew, refused):
    number = desk.add(support, CALL)[0]
    for login in ("first", "second"):
        desk.as_user(login)
        assert "no right" in refused(support, number, "extend", due="2027-01-20", reason="x")
    desk.as_user("head")
    desk.do(support, number, "extend", due="2027-01-20", reason="Следующий выпуск")
