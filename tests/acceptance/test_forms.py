"""Forms and acts on paper, shown by the command line: Appendix 1 (E-6.1c), the acts (E-4.2b, E-4.2c), tickets."""

import json

import openpyxl
import pytest
from pypdf import PdfReader

from desk_app import i18n
from desk_app.i18n import tr
from tests.support.offices import copied_office
from tests.support.shell import lines

BODY = "Агентство по делам государственной службы"
CALL = {
    "type": "Ошибка системы",
    "channel": "Телефон",
    "system": "Приказы",
    "priority": "Высокий",
    "requester": {"name": "Иванова Анна Петровна", "organisation": BODY, "phone": "2-44-90"},
    "description": "Приказ не сохраняется: «Ошибка 500»",
    "received_at": "2026-10-05T09:12",
    "registered_at": "2026-10-05T09:14",
    "answers": {"login": "a.ivanova", "found_on": "2026-10-02", "steps": "1. Открыть приказ.\n2. Нажать «Сохранить»."},
}
APPENDIX = (
    "Name of the body that asks",
    "Responsible for the request:",
    "Responsible for correcting the error",
    "No. of the request",
    "Date of the request",
    "Date the error was found:",
    "User's login:",
    "Password:",
    "Description of the error (say shortly and clearly, then say how this error comes about):",
    "Priority of correcting the error:",
    "Category of complexity:",
    "The error is to be corrected by:",
    "Causes of the error:",
    "How the error is to be solved:",
)
"""The fields of the appendix, in its order, as msgids: the paper is in the office's language."""


@pytest.fixture
def support(tmp_path):
    """Return the file of a support service in two lines whose administrator is `boss`."""
    return copied_office("two-line", tmp_path)


def said(*msgids):
    """Return `msgids` in the language of the office."""
    with i18n.speaking("ru"):
        return [tr(msgid) for msgid in msgids]


def text_of(path):
    """Return the text of a PDF on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def cells_of(path):
    """Return the texts and numbers of a sheet, row by row, without empty cells."""
    sheet = openpyxl.load_workbook(path).active
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def flat(rows):
    """Return all cells of `rows` as one text."""
    return " ".join(" ".join(str(cell) for cell in row) for row in rows)


def printed(desk, office, number, tmp_path, *words):
    """Print a ticket both ways; return the text of the PDF and the rows of the sheet."""
    for ending in ("pdf", "xlsx"):
        desk.well("ticket", "print", office, number, *words, "--out", tmp_path / f"form.{ending}")
    return text_of(tmp_path / "form.pdf"), cells_of(tmp_path / "form.xlsx")


def an_act(desk, office, tmp_path, kind, month="2026-10", *words):
    """Print an act both ways; return the text of the PDF and the rows of the sheet."""
    for ending in ("pdf", "xlsx"):
        asked = ("act", office, "--kind", kind, "--month", month, "--out", tmp_path / f"act.{ending}", *words)
        desk.well(*asked)
    return text_of(tmp_path / "act.pdf"), cells_of(tmp_path / "act.xlsx")


def ordered(text, parts):
    """Tell whether `parts` stand in `text` one after another."""
    places = []
    for part in parts:
        places.append(text.find(part, places[-1] + 1 if places else 0))
    return -1 not in places


@pytest.mark.clause("E-6.1c")
def test_the_error_form_has_every_field_of_appendix_1_in_its_order(desk, support, tmp_path):
    desk.well("staff", "add", support, "--json", "-", stdin=lines({"login": "kim", "name": "Ким Ольга"}))
    number = desk.add(support, CALL)[0]
    desk.do(support, number, "assign", to="kim")
    desk.do(support, number, "hand-over", to="Разработчики системы")
    desk.do(support, number, "return", complexity="2 – средняя", fix_by="2026-10-09", at="2026-10-06T10:00")
    desk.do(support, number, "solve", solution="Расширено поле номера", cause="Переполнение поля")
    text, rows = printed(desk, support, number, tmp_path)
    filled = (
        *(BODY, "Ким Ольга", "Разработчики системы", number, "05.10.2026", "02.10.2026", "a.ivanova"),
        *("«Ошибка 500»", "Нажать «Сохранить»", "Высокий", "2 – средняя", "09.10.2026"),
        *("Переполнение поля", "Расширено поле номера"),
    )
    for told in (text, flat(rows)):
        assert all(part in told for part in filled)
    assert ordered(flat(rows), said(*APPENDIX))
    assert all(word in text for label in said(*APPENDIX) for word in label.split())


@pytest.mark.clause("E-6.1c")
def test_the_password_is_neither_stored_nor_printed(desk, support, tmp_path):
    number = desk.add(support, CALL)[0]
    text, rows = printed(desk, support, number, tmp_path)
    (handed,) = said("handed over in person")
    assert handed in text
    assert handed in flat(rows)
    refused = desk("ticket", "add", support, "--json", "-", stdin=lines({**CALL, "answers": {"password": "тайна-1"}}))
    assert refused.code == 1


@pytest.mark.clause("E-6.1c")
def test_what_is_not_known_yet_is_left_to_be_filled_in_by_hand(desk, support, tmp_path):
    number = desk.add(support, {**CALL, "answers": {}})[0]
    text, rows = printed(desk, support, number, tmp_path)
    labels = said("Causes of the error:", "How the error is to be solved:")
    assert [label in text for label in labels] == [True, True]
    after = [row for row in rows if row and row[0] in labels]
    assert [len(row) for row in after] == [1, 1]
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx").active
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    width, height = (float(side) for side in PdfReader(tmp_path / "form.pdf").pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


@pytest.mark.clause("E-6.1c")
def test_a_long_description_prints_whole_over_several_pages(desk, support, tmp_path):
    steps = "\n".join(f"Шаг {step}: открыть приказ и дождаться ответа" for step in range(1, 201))
    number = desk.add(support, {**CALL, "description": steps})[0]
    text, rows = printed(desk, support, number, tmp_path)
    assert len(PdfReader(tmp_path / "form.pdf").pages) > 3
    for told in (text, flat(rows)):
        assert all(f"Шаг {step}:" in told for step in range(1, 201))


@pytest.mark.clause("J-3.5")
def test_a_ticket_prints_whole_with_its_history_in_sentences(desk, support, tmp_path):
    number = desk.add(support, CALL)[0]
    desk.do(support, number, "comment", text="Перезвонил, ошибка повторяется")
    desk.do(support, number, "edit", priority="Критический")
    text, rows = printed(desk, support, number, tmp_path, "--form", "card")
    was = ("Критический", "Перезвонил, ошибка повторяется", "Высокий", "Критический")
    for told in (text, flat(rows)):
        assert ordered(told, was)
        assert all(part in told for part in (BODY, "2-44-90", "Приказы", number))


@pytest.mark.clause("J-3.6")
def test_the_answers_of_the_questionnaire_print_with_their_labels(desk, support, tmp_path):
    number = desk.add(support, CALL)[0]
    text, rows = printed(desk, support, number, tmp_path, "--form", "card")
    asked = {row[0]: row[1] for row in rows if len(row) > 1}
    assert asked["Логин пользователя"] == "a.ivanova"
    assert asked["Дата обнаружения ошибки"] == "02.10.2026"
    assert "Логин пользователя a.ivanova" in text


@pytest.mark.clause("E-4.2b")
def test_the_act_on_changes_in_the_database_lists_the_marked_requests_of_the_month(desk, support, tmp_path):
    desk.well("staff", "add", support, "--json", "-", stdin=lines({"login": "kim", "name": "Ким Ольга"}))
    changed = {**CALL["answers"], "data_change": True}
    made, open_, _, other = desk.add(
        support,
        {**CALL, "answers": changed},
        {**CALL, "description": "Удалить двойника", "answers": changed},
        {**CALL, "description": "Не открывается отчёт"},
        {**CALL, "registered_at": "2026-11-02T10:00", "received_at": "2026-11-02T09:59", "answers": changed},
    )
    desk.do(support, made, "solve", solution="Исправлен номер приказа 12-К", cause="Двойной номер")
    text, rows = an_act(desk, support, tmp_path, "data-changes")
    for told in (text, flat(rows)):
        assert all(part in told for part in (made, open_, "Исправлен номер приказа 12-К", "Двойной номер"))
        assert other not in told
        assert "отчёт" not in told
    (waits,) = said("not made yet")
    (row,) = [row for row in rows if open_ in row]
    assert waits in row


@pytest.mark.clause("E-4.2b")
def test_an_office_that_does_not_ask_for_changes_is_told_so_by_its_act(desk, office, town, tmp_path):
    text, _ = an_act(desk, office, tmp_path, "data-changes")
    assert "data_change" in text


@pytest.mark.clause("E-4.2c")
def test_the_act_on_repeated_errors_counts_them_by_system_and_cause(desk, support, tmp_path):
    def error(month, what, system="Приказы", **more):
        return {**CALL, "received_at": f"2026-{month}-05T09:00", "registered_at": f"2026-{month}-05T09:01",
                "description": what, "system": system, "answers": {}, **more}  # fmt: skip

    desk.add(
        support,
        error("09", "Приказ 7 не сохраняется"),
        error("09", "Не сохраняются приказы (12)"),
        *(error("10", f"Не сохраняется приказ № {number}") for number in range(3)),
        error("10", "Не сохраняется приказ", system="Отчёты и статистика"),
        error("10", "Долго открывается отчёт", cause="Нет индекса"),
        error("10", "Отчёт висит", cause="нет индекса!"),
        error("10", "Как уволить?", type="Вопрос по функционалу"),
    )
    _, rows = an_act(desk, support, tmp_path, "repeated", "2026-10", "--conclusion", "Добавить проверку номера")
    table = [row for row in rows if row and row[0] in (1, 2, 3)]
    (new,) = said("new")
    assert [row[1:8] for row in table] == [
        ["Приказы", "Не сохраняется приказ № 0", 3, 2, "+1", "+50", 50],
        ["Приказы", "Нет индекса", 2, 0, "+2", new, 33],
    ]
    assert "Добавить проверку номера" in flat(rows)


@pytest.mark.clause("E-4.2c")
def test_a_month_without_repeated_errors_says_so(desk, support, tmp_path):
    desk.add(support, CALL)
    text, rows = an_act(desk, support, tmp_path, "repeated")
    (nothing,) = said("No error came more than once in this month.")
    assert nothing in text
    assert nothing in flat(rows)


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["--kind", "changes", "--month", "2026-10", "--out", "a.pdf"], 1, "data-changes"),
        (["--kind", "repeated", "--month", "2026-13", "--out", "a.pdf"], 1, "2026-13"),
        (["--kind", "repeated", "--month", "2026-10", "--out", "a.docx"], 1, "a.docx"),
        (["--kind", "repeated", "--month", "2026-10", "--out", "nowhere/a.pdf"], 3, "nowhere"),
        (["--month", "2026-10", "--out", "a.pdf"], 2, "--kind"),
    ],
)
def test_an_act_that_cannot_be_made_says_why(desk, support, tmp_path, monkeypatch, words, code, reason):
    monkeypatch.chdir(tmp_path)
    ended = desk("act", support, *words)
    assert (ended.code, reason in ended.err) == (code, True)


@pytest.mark.parametrize(("out", "number"), [("f.csv", "1"), ("f.pdf", "9999")])
def test_a_form_that_cannot_be_made_says_why(desk, support, tmp_path, out, number):
    desk.add(support, CALL)
    ended = desk("ticket", "print", support, number, "--out", tmp_path / out)
    assert ended.code == 1
    assert out in ended.err or number in ended.err
    assert json.loads(desk.well("info", support, "--json").out)
