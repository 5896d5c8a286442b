"""The job of a service desk operator (J), shown by the command line."""

import pytest

from tests.support.shell import lines

CALL = {
    "channel": "Телефон",
    "system": "Печать",
    "requester": {"name": "Белова Инна", "organisation": "Бухгалтерия", "phone": "вн. 214", "room": "207"},
    "description": "Принтер не печатает",
    "received_at": "2026-10-01T15:55",
    "registered_at": "2026-10-01T16:00",
}


@pytest.fixture
def crew(counter, hire):
    """Hire two operators, an engineer and the head of the first line."""
    hire(counter, "anna", "Петрова Анна", "technician", "operators")
    hire(counter, "olga", "Ким Ольга", "technician", "operators")
    hire(counter, "igor", "Орлов Игорь", "engineer", "engineers")
    hire(counter, "head", "Седова Вера", "supervisor", "operators")


@pytest.mark.clause("J-3.1")
def test_a_request_is_sent_on_to_a_specialist_the_head_a_line_or_a_unit(desk, counter, crew):
    desk.as_user("anna")
    number = desk.add(counter, {key: value for key, value in CALL.items() if not key.endswith("_at")})[0]
    desk.do(counter, number, "assign", to="igor", comment="Нужен выход на место")
    shown = desk.show(counter, number)
    assert (shown["assignee"], shown["line"]) == ("Орлов Игорь", "Инженеры (2 линия)")
    assert shown["history"][-1]["comment"] == "Нужен выход на место"
    desk.do(counter, number, "assign", to="Седова Вера")
    assert desk.show(counter, number)["assignee"] == "Седова Вера"
    desk.do(counter, number, "escalate", to="Инженеры (2 линия)", reason="Вторая линия")
    shown = desk.show(counter, number)
    assert (shown["assignee"], shown["line"]) == ("", "Инженеры (2 линия)")
    desk.do(counter, number, "hand-over", to="Отдел сетей", comment="Порт коммутатора")
    shown = desk.show(counter, number)
    assert (shown["status"], shown["line"]) == ("В подразделении", "Отдел сетей")
    desk.do(counter, number, "return", complexity="низкая", fix_by="2036-11-24")
    assert desk.show(counter, number)["line"] == "Инженеры (2 линия)"


@pytest.mark.clause("J-3.5")
def test_the_journal_of_events_tells_actions_and_decisions(desk, counter, crew):
    number = desk.add(counter, CALL)[0]
    desk.do(counter, number, "assign", to="igor", comment="Ваш участок", at="2026-10-01T16:10")
    desk.do(counter, number, "wait", reason="Клиент на совещании", at="2026-10-01T16:20")
    desk.do(counter, number, "resume", comment="Вернулся", at="2026-10-01T17:20")
    answer = {"solution": "Перезапущена очередь печати", "cause": "зависшее задание"}
    desk.do(counter, number, "solve", **answer, at="2026-10-01T17:30")
    shown = desk.show(counter, number)
    assert [entry["verb"] for entry in shown["history"]] == ["register", "assign", "wait", "resume", "solve"]
    assert {entry["by"] for entry in shown["history"]} == {"Босова Берта Борисовна"}
    assert shown["history"][-1]["changes"]["cause"] == ["", "зависшее задание"]


@pytest.mark.clause("J-3.6")
def test_intake_is_by_the_questionnaire_of_the_service(desk, counter):
    answers = {"Модель принтера": "HP M428", "device": "МФУ-12", "since": "2026-09-30", "Не работает и у соседей": "да"}
    number = desk.add(counter, {**CALL, "service": "Не печатает", "answers": answers})[0]
    shown = desk.show(counter, number)
    assert shown["answers"] == {"printer": "HP M428", "device": "МФУ-12", "since": "2026-09-30", "others": True}
    assert (shown["kind"], shown["type"]) == ("Инцидент", "Неисправность")
    rows = desk.well("ticket", "list", counter, "--filter", "МФУ-12", "--json").rows
    assert [row["number"] for row in rows] == [number]
    assert "Инвентарный номер: МФУ-12" in desk.well("ticket", "show", counter, number).out


@pytest.mark.clause("J-3.6")
@pytest.mark.parametrize(
    ("answers", "word"),
    [
        ({"login": "a.belova"}, "К чему нужен доступ"),
        ({"login": "a.belova", "access": "Склад", "shoe_size": 38}, "shoe_size"),
    ],
)
def test_what_has_to_be_asked_is_asked(desk, counter, answers, word):
    call = {**CALL, "service": "Учётная запись и права", "answers": answers}
    ended = desk("ticket", "add", counter, "--json", "-", stdin=lines(call))
    assert (ended.code, word in ended.err) == (1, True)


@pytest.mark.clause("J-3.6")
@pytest.mark.parametrize(
    ("service", "answers", "word"),
    [
        ("Новое рабочее место", {"equipment": "Арифмометр"}, "Ноутбук"),
        ("Картриджи и расходные материалы", {"quantity": "много"}, "Количество"),
        ("Установка программы", {"program": "Excel", "needed_on": "скоро"}, "скоро"),
    ],
)
def test_an_answer_is_of_the_kind_that_was_asked_for(desk, counter, service, answers, word):
    ended = desk("ticket", "add", counter, "--json", "-", stdin=lines({**CALL, "service": service, "answers": answers}))
    assert (ended.code, word in ended.err) == (1, True)


def test_incidents_requests_and_planned_work_have_times_of_their_own(desk, counter):
    # Registered Thu 1 October 16:00; hours 9-13 and 14-18, on Friday to 17.
    due = {
        ("Инцидент", "Критический"): "2026-10-02T11:00",  # 120 minutes on Thursday, 120 on Friday
        ("Инцидент", "Обычный"): "2026-10-05T18:00",
        ("Запрос на обслуживание", "Обычный"): "2026-10-06T18:00",
        ("Плановая работа", "Обычный"): "2026-10-15T18:00",
    }
    for (kind, priority), moment in due.items():
        number = desk.add(counter, {**CALL, "kind": kind, "priority": priority})[0]
        assert desk.show(counter, number)["due_at"] == moment, kind


def test_an_account_waits_for_the_persons_head(desk, counter, refused):
    answers = {"login": "i.belova", "access": "Склад"}
    number = desk.add(counter, {**CALL, "service": "account", "answers": answers})[0]
    assert "Руководитель сотрудника" in refused(counter, number, "solve", solution="Создана")
    desk.do(counter, number, "approve", comment="Согласен")
    desk.do(counter, number, "solve", solution="Создана")


def test_waiting_over_a_weekend_takes_only_its_working_time(desk, counter, worked):
    # Registered Thu 1 October 16:00: three working days end Tue 6 October 18:00.
    # Waiting Fri 16:00 to Mon 10:30 takes Fri 60 + Mon 90 = 150 minutes: Wed 7 October 11:30, so the end of that day.
    # Work until Tue 6 October 11:00: Thu 120 + Fri 240 + 120 + Mon 150 + 240 + Tue 120 = 990 minutes.
    number = desk.add(counter, CALL)[0]
    assert desk.show(counter, number)["due_at"] == "2026-10-06T18:00"
    desk.do(counter, number, "wait", reason="Клиент в отъезде", at="2026-10-02T16:00")
    desk.do(counter, number, "resume", at="2026-10-05T10:30")
    desk.do(counter, number, "solve", solution="Заменён картридж", at="2026-10-06T11:00")
    shown = desk.show(counter, number)
    assert (shown["due_at"], shown["first_due_at"]) == ("2026-10-07T18:00", "2026-10-06T18:00")
    assert (worked(counter, number), shown["breached"]) == (990, False)


def test_an_operator_rates_no_work_of_their_own_and_gives_no_more_time(desk, counter, crew, refused):
    desk.as_user("anna")
    number = desk.add(counter, {key: value for key, value in CALL.items() if not key.endswith("_at")})[0]
    assert "no right" in refused(counter, number, "extend", due="2027-01-20", reason="x")
    desk.do(counter, number, "solve", solution="Готово")
    assert "own work" in refused(counter, number, "rate", score=5)
    desk.as_user("olga")
    assert desk.do(counter, number, "rate", score=5, by="Белова И.").code == 0
