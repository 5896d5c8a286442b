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
