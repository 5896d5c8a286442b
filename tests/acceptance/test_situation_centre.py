"""The regulation of the situation centre (S), shown by the command line."""

import openpyxl
import pytest
from pypdf import PdfReader

COLUMNS = [
    "Дата",
    "№ п/п",
    "Тип запроса",
    "Описание запроса",
    "Наименование ОО",
    "ФИО",
    "Дополнительная информация",
    "Статус решения запроса",
    "Дата решения запроса",
    "Примечание",
]
CALL = {
    "type": "Поддержка",
    "channel": "Телефон",
    "system": "Электронная школа",
    "requester": {"name": "Иванова Анна Петровна", "organisation": "Школа № 5"},
    "description": "Не открывается журнал 5 «А»",
    "additional_info": "Перезвонить после обеда",
    "received_at": "2026-10-05T09:12",
    "registered_at": "2026-10-05T09:15",
}


def statuses(desk, office, *steps, **fields):
    """Register a call, take `steps`, and return the status after each."""
    number = desk.add(office, {**CALL, **fields})[0]
    found = [desk.show(office, number)["status"]]
    for verb, answer in steps:
        found.append(desk.do(office, number, verb, **answer).json["status"])
    return found


@pytest.mark.clause("S-3.6")
def test_the_statuses_are_exactly_the_five_of_the_paper(desk, office):
    ways = [
        statuses(desk, office, ("solve", {"solution": "x"}), ("close", {})),
        statuses(desk, office, ("hand-over", {"to": "Разработчик"})),
        statuses(desk, office, ("wait", {"reason": "Нужен снимок экрана"})),
    ]
    assert ways == [
        ["В работе", "Решен", "Закрыт"],
        ["В работе", "Передано разработчику"],
        ["В работе", "Обратная связь"],
    ]
    refused = desk("ticket", "list", office, "--filter", "status:нечто", "--lang", "ru")
    for label in ("Решен", "В работе", "Передано разработчику", "Обратная связь", "Закрыт"):
        assert label in refused.err


@pytest.mark.clause("S-3.5")
@pytest.mark.parametrize("kind", ["Ошибка", "Улучшение"])
@pytest.mark.parametrize(
    ("verb", "answer"), [("solve", '{"solution":"x"}'), ("hand-over", '{"to":"y"}'), ("close", "{}")]
)
def test_errors_and_improvements_wait_for_an_agreement(desk, office, kind, verb, answer):
    number = desk.add(office, {**CALL, "type": kind})[0]
    assert desk.show(office, number)["status"] == "Обратная связь"
    refused = desk("ticket", "do", office, number, verb, "--json", "-", stdin=answer)
    assert (refused.code, kind in refused.err) == (1, True)
    desk.do(office, number, "approve", letter_no="12-ОС", comment="Согласовано с оператором")
    assert desk.show(office, number)["status"] == "В работе"
    assert desk.do(office, number, "solve", solution="Исправлено").json["status"] == "Решен"


@pytest.mark.clause("S-3.5")
def test_until_then_they_may_be_declined(desk, office):
    number = desk.add(office, {**CALL, "type": "Улучшение"})[0]
    desk.do(office, number, "decline", reason="Изменение не планируется")
    shown = desk.show(office, number)
    assert (shown["status"], shown["outcome"], shown["status_meaning"]) == ("Закрыт", "declined", "closed")


@pytest.mark.clause("S-3.5")
def test_support_needs_no_agreement(desk, office):
    assert statuses(desk, office, ("solve", {"solution": "x"})) == ["В работе", "Решен"]


@pytest.mark.clause("S-F1")
def test_form_1_has_the_ten_columns_of_the_paper_in_excel(desk, office, tmp_path):
    number = desk.add(office, CALL)[0]
    desk.do(office, number, "edit", note="По телефону")
    desk.do(office, number, "solve", solution="Очищен кэш", at="2026-10-06T10:00")
    out = tmp_path / "j.xlsx"
    desk.well("journal", office, "--month", "2026-10", "--out", out)
    rows = [[cell for cell in row if cell is not None] for row in openpyxl.load_workbook(out).active.values]
    at = rows.index(COLUMNS)
    row = [str(value) for value in rows[at + 1]]
    assert row[0].startswith("2026-10-05")
    assert row[1:8] == [
        "1",
        "Поддержка",
        "Не открывается журнал 5 «А»",
        "Школа № 5",
        "Иванова Анна Петровна",
        "Перезвонить после обеда",
        "Решен",
    ]
    assert row[8].startswith("2026-10-06")
    assert row[9] == "По телефону"


@pytest.mark.clause("S-F1", "S-10")
def test_form_1_is_printed_with_its_signature_block(desk, office, tmp_path):
    desk.add(office, CALL)
    out = tmp_path / "j.pdf"
    desk.well("journal", office, "--month", "2026-10", "--specialist", "boss", "--out", out)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages).split())
    for word in (
        "Форма №1",
        "Журнал специалиста",
        "октябрь 2026",
        "ФИО специалиста полностью",
        "Подпись",
        "Босова Берта",
    ):
        assert word in text, word
    for word in ("Иванова", "Примечание", "Поддержка"):
        assert word in text, word


@pytest.mark.clause("S-F1")
def test_a_ticket_belongs_to_the_month_of_its_registration(desk, office, tmp_path):
    desk.add(office, {**CALL, "received_at": "2026-09-30T19:40", "registered_at": "2026-10-01T08:31"})
    counts = {
        month: desk.well("journal", office, "--month", month, "--out", tmp_path / "j.pdf", "--json").json["rows"]
        for month in ("2026-09", "2026-10")
    }
    assert counts == {"2026-09": 0, "2026-10": 1}


@pytest.mark.clause("S-2.1a")
@pytest.mark.parametrize("channel", ["Телефон", "Электронная почта"])
def test_requests_come_by_phone_and_mail(desk, office, channel):
    number = desk.add(office, {**CALL, "channel": channel})[0]
    assert desk.show(office, number)["channel"] == channel


@pytest.mark.clause("S-3.4b")
def test_a_longer_question_is_passed_on_with_its_addressee(desk, office):
    number = desk.add(office, CALL)[0]
    desk.do(office, number, "hand-over", to="Департамент образования и науки", comment="Вопрос методики")
    shown = desk.show(office, number)
    assert (shown["status"], shown["status_meaning"]) == ("Передано разработчику", "outside")
    assert shown["history"][-1]["to"] == "Департамент образования и науки"
    back = desk.do(office, number, "return", complexity="средняя", fix_by="2036-12-01")
    assert back.json["status"] == "В работе"


@pytest.mark.clause("S-3.4c")
def test_the_decision_waits_for_missing_information(desk, office):
    number = desk.add(office, CALL)[0]
    desk.do(office, number, "wait", reason="Нужны ФИО и дата рождения ребёнка")
    assert desk.show(office, number)["status_meaning"] == "waiting"
    desk.do(office, number, "resume", comment="Прислали письмом")
    assert desk.show(office, number)["status_meaning"] == "active"


@pytest.mark.clause("S-sub")
def test_a_system_is_asked_for_with_its_subsystems(desk, office, tmp_path):
    for system in ("Электронный журнал", "Электронная школа", "Электронный колледж", "Очередь и зачисление"):
        desk.add(office, {**CALL, "system": system})
    asked = ("journal", office, "--month", "2026-10", "--out", tmp_path / "j.pdf", "--json", "--system")
    assert desk.well(*asked, "Электронная школа").json["rows"] == 2
    assert desk.well(*asked, "Электронный детский сад").json["rows"] == 1


@pytest.mark.clause("J-3.5")
def test_the_history_tells_who_did_what_when_and_what_it_was_before(desk, office):
    number = desk.add(office, CALL)[0]
    desk.do(office, number, "edit", description="Не открывается журнал 6 «Б»", system="Электронный дневник")
    desk.do(office, number, "wait", reason="Нужен снимок экрана")
    registered, edited, waited = desk.show(office, number)["history"]
    assert registered["fields"]["description"] == CALL["description"]
    assert edited["by"] == "Босова Берта Борисовна"
    assert edited["changes"]["description"] == [CALL["description"], "Не открывается журнал 6 «Б»"]
    assert edited["changes"]["system"] == ["Электронная школа", "Электронный дневник"]
    assert (waited["verb"], waited["reason"]) == ("wait", "Нужен снимок экрана")
    assert waited["changes"]["status"] == ["В работе", "Обратная связь"]
    text = desk.well("ticket", "show", office, number).out
    assert "Электронная школа → Электронный дневник" in text
    assert desk.well("verify", office, "--json").json["ok"]


@pytest.mark.clause("S-3.3a", "S-3.3b", "S-1.4")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-10-02T09:00", "2026-10-02T16:00"),
        ("2026-10-02T18:40", "2026-10-05T17:00"),
        ("2026-10-03T12:00", "2026-10-05T17:00"),
        ("2026-04-30T15:30", "2026-04-30T16:00"),
    ],
)
def test_what_arrives_is_registered_within_the_working_day(desk, office, received, due):
    number = desk.add(office, {"description": "Письмо", "registered": False, "received_at": received})[0]
    assert desk.show(office, number)["due_register_at"] == due


@pytest.mark.clause("S-3.5")
def test_the_gate_names_who_has_to_agree(desk, office, hire, refused):
    hire(office, "spec", "Специалистова Анна", "technician")
    hire(office, "head", "Главная Вера", "supervisor")
    number = desk.add(office, {**CALL, "type": "Ошибка"})[0]
    for verb, answer in (("solve", {"solution": "x"}), ("hand-over", {"to": "Разработчик"}), ("close", {})):
        desk.as_user("spec")
        said = refused(office, number, verb, **answer)
        assert "оператор Системы или Департамент образования и науки" in said
        desk.as_user("head")
        assert refused(office, number, verb, **answer) == said
    desk.as_user("spec")
    assert "no right" in refused(office, number, "approve", letter_no="12-ОС")
    assert "no right" in refused(office, number, "override", reason="Срочно")
    desk.as_user("head")
    desk.do(office, number, "approve", letter_no="12-ОС", letter_date="2026-11-19")
    shown = desk.show(office, number)
    assert shown["agreed"][0]["letter_no"] == "12-ОС"
    desk.as_user("spec")
    assert desk.do(office, number, "solve", solution="Исправлено").json["status"] == "Решен"


@pytest.mark.clause("S-3.5")
def test_the_head_lets_through_without_agreement_with_a_reason_that_stays(desk, office, hire, refused):
    hire(office, "head", "Главная Вера", "supervisor")
    number = desk.add(office, {**CALL, "type": "Улучшение"})[0]
    desk.as_user("head")
    assert "reason" in refused(office, number, "override")
    desk.do(office, number, "override", reason="Поручение департамента по телефону")
    shown = desk.show(office, number)
    assert (shown["status"], shown["approval"]) == ("В работе", "overridden")
    assert shown["agreed"][0]["override"] == "Поручение департамента по телефону"
    desk.do(office, number, "hand-over", to="Разработчик")


@pytest.mark.clause("S-3.4c", "S-1.4")
def test_waiting_over_a_weekend_and_lunch_take_no_working_time(desk, office, worked):
    # Registered Fri 2 October 12:00. Lunch 12:30-13:30 and the end of the day at 16:00 do not count.
    # Waiting from Fri 15:00 until Mon 5 October 10:00, solved Tue 6 October 14:00:
    # Fri 30 + 90, Mon 150 + 210, Tue 240 + 30 = 750 minutes.
    friday = {**CALL, "received_at": "2026-10-02T11:55", "registered_at": "2026-10-02T12:00"}
    number = desk.add(office, friday)[0]
    desk.do(office, number, "wait", reason="Нужны сведения", at="2026-10-02T15:00")
    desk.do(office, number, "resume", at="2026-10-05T10:00")
    desk.do(office, number, "solve", solution="Готово", at="2026-10-06T14:00")
    shown = desk.show(office, number)
    assert (shown["due_at"], shown["breached"]) == (None, False)
    assert worked(office, number) == 750


def test_a_specialist_gives_no_more_time(desk, office, hire, refused):
    hire(office, "spec", "Специалистова Анна", "technician")
    number = desk.add(office, CALL)[0]
    desk.as_user("spec")
    assert "no right" in refused(office, number, "extend", due="2027-01-20", reason="x")
