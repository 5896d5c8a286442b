"""The regulation of the municipal support desk (K), shown by the command line."""

import openpyxl
import pytest

from tests.support.places import behind

CALL = {
    "requester": {"name": "Сидорова О. И.", "organisation": "Отдел кадров", "phone": "91", "room": "204"},
    "description": "Не печатает принтер",
    "received_at": "2026-10-05T09:12",
    "registered_at": "2026-10-05T11:40",
}


@pytest.mark.clause("K-2.1")
def test_consultations_and_requests_are_two_kinds_in_one_journal(desk, town, tmp_path):
    request, advice = desk.add(
        town, CALL, {**CALL, "kind": "Консультация", "description": "Как печатать с двух сторон?"}
    )
    assert (desk.show(town, request)["kind"], desk.show(town, advice)["kind"]) == ("Заявка", "Консультация")
    only = desk.well("ticket", "list", town, "--filter", "вид:Консультация", "--json").rows
    assert [row["number"] for row in only] == [advice]
    desk.well("journal", town, "--month", "2026-10", "--out", tmp_path / "j.xlsx")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "j.xlsx").active.values for cell in row]
    for told in ("Вид", "Заявка", "Консультация", request, advice):
        assert told in cells


@pytest.mark.clause("K-2.2")
def test_numbers_have_no_gap_and_are_never_used_again(desk, town):
    assert desk.add(town, CALL, CALL) == ["2026-000001", "2026-000002"]
    refused = desk("ticket", "add", town, "--json", "-", stdin='{"description": "x", "type": "no such"}\n')
    assert refused.code == 1
    desk.do(town, "2026-000002", "decline", reason="Ошибочная заявка")
    assert desk.add(town, CALL) == ["2026-000003"]
    assert desk.add(town, {**CALL, "registered_at": "2025-12-30T10:00", "received_at": "2025-12-30T09:00"}) == [
        "2025-000001"
    ]


@pytest.mark.clause("K-2.2", "K-4.3")
def test_what_has_arrived_gets_its_number_when_it_is_registered(desk, town):
    given = {key: value for key, value in CALL.items() if key != "registered_at"}
    arrived = desk.add(town, {**given, "registered": False})[0]
    assert desk.add(town, CALL) == ["2026-000001"]
    assert desk.do(town, arrived, "register", registered_at="2026-10-05T12:00").json["number"] == "2026-000002"


@pytest.mark.clause("K-4.3")
def test_a_request_is_in_work_from_its_registration(desk, town):
    shown = desk.show(town, desk.add(town, CALL)[0])
    assert (shown["status"], shown["status_meaning"]) == ("В работе", "active")
    assert (shown["received_at"], shown["registered_at"]) == ("2026-10-05T09:12", "2026-10-05T11:40")
    wrong = '{"description": "x", "received_at": "2026-10-05T10:00", "registered_at": "2026-10-05T09:00"}'
    assert desk("ticket", "add", town, "--json", "-", stdin=wrong).code == 1


@pytest.mark.clause("K-4.1")
def test_a_consultation_is_closed_in_one_step(desk, town):
    number = desk.add(town, {**CALL, "kind": "consultation"})[0]
    assert desk.do(town, number, "close", comment="Показана настройка").json["status"] == "Закрыта"
    shown = desk.show(town, number)
    assert (shown["outcome"], shown["solved_at"]) == ("solved", shown["closed_at"])
    request = desk.add(town, CALL)[0]
    assert desk("ticket", "do", town, request, "close").code == 1


@pytest.mark.clause("K-5.1")
@pytest.mark.parametrize("channel", ["Телефон", "Лично"])
def test_the_record_keeps_the_channel_and_the_inner_number(desk, town, channel):
    shown = desk.show(town, desk.add(town, {**CALL, "channel": channel})[0])
    assert (shown["channel"], shown["requester"]["phone"], shown["requester"]["room"]) == (channel, "91", "204")


@pytest.mark.clause("K-5.2")
def test_a_consultation_becomes_a_request_with_nothing_typed_twice(desk, town):
    number = desk.add(town, {**CALL, "kind": "consultation"})[0]
    done = desk.do(town, number, "convert").json
    made = desk.show(town, done["others"][0]["number"])
    old = desk.show(town, number)
    assert (old["status_meaning"], old["outcome"], made["kind"], made["status"]) == (
        "closed",
        "converted",
        "Заявка",
        "В работе",
    )
    assert {key: made[key] for key in ("description", "requester", "channel")} == {
        key: old[key] for key in ("description", "requester", "channel")
    }
    assert [link["number"] for link in old["links"]] == [made["number"]]
    assert [link["number"] for link in made["links"]] == [number]


@pytest.mark.clause("J-3.1")
def test_a_request_is_sent_on_to_a_person_or_a_line(desk, town):
    desk.well("staff", "add", town, "--json", "-", stdin='{"login":"kim","name":"Ким Ольга","line":"engineers"}\n')
    number = desk.add(town, CALL)[0]
    desk.do(town, number, "assign", to="kim", comment="Ваш этаж")
    shown = desk.show(town, number)
    assert (shown["assignee"], shown["line"]) == ("Ким Ольга", "Системные администраторы")
    desk.do(town, number, "escalate", to="Технические специалисты", reason="Не наш вопрос")
    assert desk.show(town, number)["line"] == "Технические специалисты"


@pytest.mark.clause("J-3.5")
def test_the_history_cannot_be_rewritten_unnoticed(desk, town):
    number = desk.add(town, CALL)[0]
    desk.do(town, number, "solve", solution="Заменён картридж")
    with behind(town) as database:
        database.execute("UPDATE event SET payload = replace(payload, 'картридж', 'принтер')")
    ended = desk("verify", town, "--json")
    assert (ended.code, ended.json["ok"]) == (1, False)


# -- time ----

WEDNESDAY = {**CALL, "received_at": "2026-04-29T15:40", "registered_at": "2026-04-29T16:00"}
"""30 April is shortened, 1-3 May are off, so the fifth working day after it is Thursday 7 May, to 17:15."""


@pytest.mark.clause("K-4.4")
def test_what_arrived_is_registered_within_one_working_day(desk, town):
    given = {"description": "Письмо", "registered": False}
    friday = desk.add(town, {**given, "received_at": "2026-10-02T18:40"})[0]
    shown = desk.show(town, friday)
    assert (shown["due_at"], shown["due_register_at"]) == ("2026-10-05T17:15", "2026-10-05T17:15")
    desk.do(town, friday, "register", registered_at="2026-10-06T09:00")
    shown = desk.show(town, friday)
    assert shown["breached"] is True
    [breach] = [entry for entry in shown["history"] if entry["verb"] == "breach"]
    assert (breach["of"], breach["at"]) == ("register", "2026-10-05T17:15")
    in_time = desk.add(town, {**given, "received_at": "2026-10-02T18:40"})[0]
    desk.do(town, in_time, "register", registered_at="2026-10-05T17:00")
    assert desk.show(town, in_time)["breached"] is False


@pytest.mark.clause("K-3.1", "K-3.2", "K-4.5")
def test_a_request_is_due_on_the_fifth_working_day(desk, town):
    shown = desk.show(town, desk.add(town, WEDNESDAY)[0])
    assert shown["due_at"] == "2026-05-07T17:15"
    assert {"2026-05-01", "2026-05-02", "2026-05-03"} <= {reason["date"] for reason in shown["deadline"]}
    assert desk.show(town, desk.add(town, {**WEDNESDAY, "kind": "consultation"})[0])["due_at"] is None


@pytest.mark.clause("K-4.5")
def test_waiting_over_a_weekend_takes_only_its_working_time(desk, town, worked):
    # Registered Mon 5 October 11:40: due Mon 12 October 17:15. Waiting from Fri 9 October 15:00 to Mon 12 October 9:00
    # takes Fri 15:00-16:00 and Mon 8:00-9:00, two working hours: they end within Tue 13 October, so its end is due.
    number = desk.add(town, CALL)[0]
    assert desk.show(town, number)["due_at"] == "2026-10-12T17:15"
    desk.do(town, number, "wait", reason="Нет на месте", at="2026-10-09T15:00")
    assert desk.show(town, number)["due_at"] is None
    desk.do(town, number, "resume", at="2026-10-12T09:00")
    assert desk.show(town, number)["due_at"] == "2026-10-13T17:15"
    desk.do(town, number, "solve", solution="Готово", at="2026-10-13T17:00")
    shown = desk.show(town, number)
    assert (shown["due_at"], shown["breached"]) == ("2026-10-13T17:15", False)
    # Work: Mon 335 + Tue to Thu 3 * 555 + Fri 420 + Mon 495 + Tue 540 = 3455 minutes.
    assert worked(town, number) == 3455
    # Reopened after three working days: Wed 14, Thu 15 and until Fri 16 October 9:00 do not count, nor do the last
    # 15 minutes of the 13th: 9.25 + 9.25 + 1 + 0.25 hours and the 2 from before, 21.75, end within Thu 15 October.
    # It was in time when it was solved, so it has at least the day on which it is taken up again.
    desk.do(town, number, "reopen", reason="Снова", at="2026-10-16T09:00")
    assert desk.show(town, number)["due_at"] == "2026-10-16T16:00"


@pytest.mark.clause("K-4.5")
def test_a_breach_stays_when_the_request_is_closed(desk, town):
    number = desk.add(town, CALL)[0]
    desk.do(town, number, "solve", solution="Готово", at="2026-10-14T10:00")
    desk.do(town, number, "close", at="2026-10-14T11:00")
    shown = desk.show(town, number)
    assert shown["breached"] is True
    assert [entry["of"] for entry in shown["history"] if entry["verb"] == "breach"] == ["resolve"]


@pytest.mark.clause("K-4.6")
def test_the_time_is_extended_with_a_reason_by_whom_it_is_allowed(desk, town):
    number = desk.add(town, CALL)[0]
    assert desk("ticket", "do", town, number, "extend", "--json", "-", stdin='{"due": "2026-10-20"}').code == 1
    earlier = '{"due": "2026-10-09", "reason": "Сложно", "at": "2026-10-06T10:00"}'
    assert desk("ticket", "do", town, number, "extend", "--json", "-", stdin=earlier).code == 1
    desk.do(town, number, "extend", due="2026-10-20", reason="Сложно", at="2026-10-06T10:00")
    shown = desk.show(town, number)
    assert (shown["due_at"], shown["first_due_at"]) == ("2026-10-20T17:15", "2026-10-12T17:15")
    [entry] = [entry for entry in shown["history"] if entry["verb"] == "extend"]
    assert entry["reason"] == "Сложно"
    assert entry["changes"]["due_at"] == ["2026-10-12T17:15", "2026-10-20T17:15"]


@pytest.mark.clause("K-4.6")
def test_a_technician_gives_nobody_more_time(desk, town):
    number = desk.add(town, CALL)[0]
    staff = '{"login": "tech", "name": "Техников Т.", "role": "technician"}\n'
    desk.well("staff", "add", town, "--json", "-", stdin=staff)
    desk.as_user("tech")
    refused = desk("ticket", "do", town, number, "extend", "--json", "-", stdin='{"due": "2027-01-20", "reason": "x"}')
    assert refused.code == 1
    assert "no right" in refused.err


def due(desk, since):
    """Return when a request is due that was registered at `since`, and the days named as reasons."""
    asked = ("deadline", "--profile", "municipal", "--step", "resolve", "--from", since, "--json")
    told = desk.well(*asked).json
    return told["due"], {reason["date"] for reason in told["reasons"]}


@pytest.mark.clause("K-3.1", "K-4.5")
def test_days_off_and_working_saturdays_are_counted_as_published(desk):
    moment, named = due(desk, "2026-04-29T16:00")
    assert moment == "2026-05-07T17:15"
    assert {"2026-05-01", "2026-05-02", "2026-05-03"} <= named
    # Fri 31 October, Sat 1 November (works, shortened), Wed 5, Thu 6, Fri 7: 2 to 4 November are off.
    moment, named = due(desk, "2025-10-30T10:00")
    assert moment == "2025-11-07T16:00"
    assert {"2025-11-01", "2025-11-02", "2025-11-03", "2025-11-04"} <= named
    moment, named = due(desk, "2026-12-29T09:00")
    assert moment == "2027-01-14T17:15"
    assert {f"2027-01-{day:02}" for day in range(1, 11)} <= named


@pytest.mark.clause("K-3.1")
def test_a_year_without_a_calendar_is_said_and_never_guessed(desk, town):
    told = desk("deadline", "--profile", "municipal", "--step", "resolve", "--from", "2027-12-30T10:00")
    assert (told.code, "2028" in told.err) == (1, True)
    assert desk("calendar", "RU", "2028").code == 1


@pytest.mark.clause("K-4.6")
def test_the_head_of_department_gives_more_time(desk, town, hire):
    hire(town, "head", "Начальникова Н.", "supervisor")
    number = desk.add(town, CALL)[0]
    desk.as_user("head")
    desk.do(town, number, "extend", due="2027-01-20", reason="Ждём запчасть")
    [entry] = [entry for entry in desk.show(town, number)["history"] if entry["verb"] == "extend"]
    assert entry["by"] == "Начальникова Н."
