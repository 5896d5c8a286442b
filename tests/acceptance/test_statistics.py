"""Statistics as the regulations ask for them (S-2.1c, E-4.2d, E-9, P-6, P-7), shown by the command line."""

import openpyxl
import pytest
from pypdf import PdfReader

from desk_app.storage import open_office

OCTOBER = ("--from", "2026-10-01", "--until", "2026-10-31")
SCHOOL = {
    "type": "Поддержка",
    "channel": "Телефон",
    "system": "Электронная школа",
    "requester": {"name": "Иванова Анна Петровна", "organisation": "Школа № 5"},
    "description": "Не открывается журнал",
    "received_at": "2026-10-05T09:12",
    "registered_at": "2026-10-05T09:15",
}
CALL = {
    "type": "Ошибка системы",
    "channel": "Телефон",
    "system": "Приказы",
    "service": "Ошибка в работе системы",
    "requester": {"name": "Ахметова Айгерим", "organisation": "Министерство труда"},
    "description": "Приказ не подписывается",
    "received_at": "2026-10-05T09:12",
    "registered_at": "2026-10-05T09:14",
}
ADVICE = {**CALL, "kind": "Консультация", "type": "Вопрос по функционалу", "service": "Консультация по функционалу"}


def counted(desk, place, *words):
    return desk.well("statistics", place, *OCTOBER, *words, "--json").json


def by_name(answer):
    return {row["name"]: row for row in answer["rows"]}


@pytest.fixture
def school(desk, office):
    """Return a situation centre with three requests of October, one solved, and one of September."""
    first = desk.add(office, SCHOOL)[0]
    desk.add(office, {**SCHOOL, "channel": "Электронная почта", "system": "Электронный журнал"})
    desk.add(office, {**SCHOOL, "system": "Электронный детский сад"})
    desk.add(office, {**SCHOOL, "received_at": "2026-09-30T09:00", "registered_at": "2026-09-30T09:05"})
    desk.do(office, first, "assign", to="boss", at="2026-10-05T09:20")
    desk.do(office, first, "solve", solution="Очищен кэш", at="2026-10-05T14:15")
    return office


@pytest.mark.clause("S-2.1c")
@pytest.mark.parametrize(
    ("by", "name", "registered"),
    [
        ("type", "Поддержка", 3),
        ("organisation", "Школа № 5", 3),
        ("specialist", "Босова Берта Борисовна", 3),
        ("channel", "Электронная почта", 1),
        ("status", "Решен", 1),
        ("month", "2026-10", 3),
        ("line", "", 0),
        ("kind", "", 0),
    ],
)
def test_requests_are_counted_by_everything_the_paper_names(desk, school, by, name, registered):
    answer = counted(desk, school, "--by", by)
    assert sum(row["registered"] for row in answer["rows"]) == answer["total"]["registered"] == 3
    if name:
        assert by_name(answer)[name]["registered"] == registered
    assert (answer["total"]["solved"], answer["total"]["open"]) == (1, 3)


@pytest.mark.clause("S-2.1c")
def test_solving_is_counted_in_the_hours_of_the_office(desk, school):
    # Mon 5 October 9:15 to 14:15 is five hours, and lunch from 12:30 to 13:30 is none of them: 240 minutes.
    assert counted(desk, school)["total"]["solving"] == 240
    assert counted(desk, school)["total"]["registering"] == 3


@pytest.mark.clause("S-sub")
def test_a_system_is_counted_with_its_subsystems(desk, school):
    found = by_name(counted(desk, school, "--by", "system"))
    assert (found["Электронная школа"]["registered"], found["Электронный журнал"]["registered"]) == (2, 1)
    assert found["Электронный журнал"]["depth"] == 1
    assert counted(desk, school, "--system", "Электронная школа")["total"]["registered"] == 2


@pytest.mark.clause("S-2.1c", "E-4.2d")
def test_they_come_as_a_table_with_a_chart_in_pdf_and_excel(desk, school, tmp_path):
    for name in ("s.pdf", "s.xlsx"):
        desk.well("statistics", school, *OCTOBER, "--by", "channel", "--out", tmp_path / name)
    page = " ".join(PdfReader(tmp_path / "s.pdf").pages[0].extract_text().split())
    for word in ("Телефон", "Электронная почта", "66,7"):
        assert word in page, word
    table, chart = openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets
    assert "Телефон" in [cell.value for row in table.iter_rows() for cell in row]
    assert len(chart._charts) == 1


@pytest.mark.clause("E-4.2d", "E-9", "E-6.1b", "E-6.2a")
def test_what_was_planned_stands_beside_what_came_of_it(desk, support):
    quick, slow = desk.add(support, CALL, {**CALL, "received_at": "2026-10-05T09:04"})
    advice, long = desk.add(support, ADVICE, ADVICE)
    desk.do(support, advice, "close", at="2026-10-05T09:24")
    desk.do(support, long, "close", at="2026-10-05T09:54")
    answer = counted(desk, support, "--by", "kind")
    total = answer["total"]
    assert (total["registering"], total["registering_95"], total["registering_in_time"]) == (2, 10, 0.75)
    assert (total["consulting"], total["consulting_95"], total["consulting_in_time"]) == (10, 40, 0.5)
    planned = {one["indicator"]: one for one in answer["targets"]}
    assert (planned["registering-in-time"]["at_least"], planned["registering-in-time"]["actual"]) == (95, 75)
    assert planned["registering-in-time"]["met"] is False
    assert (planned["rating"]["actual"], planned["rating"]["met"]) == (None, None)
    told = desk.well("statistics", support, *OCTOBER).out
    assert "at least 95" in told
    assert "missed" in told
    assert quick != slow


@pytest.mark.clause("E-4.2d")
def test_ratings_reworks_and_escalations_are_counted(desk, support, hire):
    hire(support, "second", "Вторая Дана", "consultant-2", "line-2")
    hire(support, "head", "Главная Сауле", "supervisor", "line-2")
    number = desk.add(support, CALL)[0]
    desk.do(support, number, "escalate", to="line-2", reason="Не наша часть", at="2026-10-05T09:30")
    desk.do(support, number, "assign", to="second", at="2026-10-05T09:40")
    desk.do(support, number, "solve", solution="Готово", at="2026-10-05T12:00")
    desk.do(support, number, "rework", reason="Не до конца", at="2026-10-05T13:00")
    desk.do(support, number, "solve", solution="Готово", at="2026-10-05T15:00")
    desk.do(support, number, "verify", at="2026-10-05T15:30")
    desk.do(support, number, "close", confirmed_by="Ахметова", how="по телефону", at="2026-10-05T16:00")
    desk.as_user("head")
    desk.do(support, number, "rate", score=4)
    total = counted(desk, support)["total"]
    assert (total["escalations"], total["reworks"], total["rework_share"], total["rating"]) == (1, 1, 1.0, 4.0)


@pytest.mark.clause("P-6")
def test_each_channel_has_its_share(desk, bureau):
    call = {"description": "Как войти?", "received_at": "2026-10-05T08:00", "registered_at": "2026-10-05T08:03"}
    portal = {**call, "channel": "Тикет на портале"}
    desk.add(bureau, portal, portal, portal, {**call, "channel": "Телефон"})
    answer = counted(desk, bureau, "--by", "channel")
    assert {row["name"]: row["share"] for row in answer["rows"]} == {"Тикет на портале": 0.75, "Телефон": 0.25}
    [share] = [one for one in answer["targets"] if one["indicator"] == "channel-portal"]
    assert (share["actual"], share["met"]) == (75, share["at_least"] <= 75)


@pytest.mark.clause("P-7")
@pytest.mark.parametrize("by", ["service", "type"])
def test_what_it_took_stands_beside_the_estimate(desk, bureau, by):
    with open_office(bureau) as file:
        services = file.reader.office().choices("service")
        types = file.reader.office().choices("type")
    for code, solved in (("guidance", "08:20"), ("process-rework", "10:00"), ("bug", "14:00")):
        item = services[code]
        call = {"description": "Прошу помочь", "received_at": "2026-10-05T08:00", "registered_at": "2026-10-05T08:00"}
        number = desk.add(bureau, {**call, "service": item.label, "type": types.label(item.data["type"])})[0]
        desk.do(bureau, number, "solve", solution="Готово", at=f"2026-10-05T{solved}")
    rows = [row for row in counted(desk, bureau, "--by", by)["rows"] if row["registered"]]
    assert [row["solving"] for row in rows] == [20, 120, 360]
    for row in rows:
        assert row["estimate_max"] > 0
    told = desk.well("statistics", bureau, *OCTOBER, "--by", by).out
    assert "Estimated" in told


@pytest.mark.clause("K-2.1")
def test_consultations_and_requests_are_told_apart_in_statistics(desk, town):
    call = {"description": "Не печатает", "received_at": "2026-10-05T09:00", "registered_at": "2026-10-05T09:01"}
    desk.add(town, call, call, {**call, "kind": "Консультация"})
    found = by_name(counted(desk, town, "--by", "kind"))
    assert (found["Заявка"]["registered"], found["Консультация"]["registered"]) == (2, 1)
