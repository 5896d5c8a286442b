"""A journal kept in Excel becomes tickets with the history they had."""

from datetime import UTC, date, datetime

import pytest

from desk_app.domain.errors import BadInput, Cancelled, NotAllowed
from desk_app.domain.journal import Month
from desk_app.domain.tickets import Approval, Outcome
from desk_app.domain.view import View
from desk_app.i18n import explain
from desk_app.services import checks, journal_import
from desk_app.services.journal_import import Mapped
from desk_app.sheets import read_book
from tests.support.sheets import HEADER, row, write

FILE = "Журнал 2026.xlsx"


@pytest.fixture
def bring(desk, tmp_path):
    """Return a function that writes a journal, imports it and returns what was done."""

    def act(rows, skip_bad=False, person=None, mapped=None, specialist="", progress=None, **sheet):
        grids = read_book(write(tmp_path / FILE, rows, **sheet))
        person = person or desk.supervisor
        planned = journal_import.plan(desk.file.reader, person, grids, mapped, specialist=specialist)
        return journal_import.run(desk.file.unit_of_work(person), planned, FILE, skip_bad, progress)

    return act


@pytest.fixture
def tickets(desk):
    """Return a function that gives every ticket, in order of numbers."""

    def act():
        view = View()
        rows = desk.file.reader.page(view, desk.administrator, 0, 1000)
        return sorted((desk.ticket(found.id) for found in rows), key=lambda ticket: ticket.number)

    return act


def reasons(done):
    return [(bad.row, explain(bad.error)) for bad in done.rejected]


def refused(bring, rows, **how):
    with pytest.raises(BadInput) as caught:
        bring(rows, **how)
    return explain(caught.value)


def test_a_journal_with_titles_text_dates_and_a_signature(bring, tickets, desk):
    done = bring([row(1), row(2, datetime(2026, 10, 6)), row(3, 46302), row(4, "«8» октября 2026 г.")])
    assert (done.imported, done.skipped, done.rejected) == (4, 0, ())
    found = tickets()
    assert [ticket.number for ticket in found] == [f"2026-00000{number}" for number in (1, 2, 3, 4)]
    assert [ticket.registered_at.astimezone(desk.office.zone).day for ticket in found] == [5, 6, 7, 8]
    assert checks.check(desk.file.reader) == []


def test_history_is_as_it_was(bring, tickets, desk):
    bring([row(1, status="Закрыт", solved="07.10.2026", note="по телефону", info="каб. 5")])
    (ticket,) = tickets()
    zone = desk.office.zone
    assert ticket.registered_at == datetime(2026, 10, 5, 8, 30, tzinfo=zone)
    assert ticket.received_at == ticket.registered_at
    assert ticket.closed_at == ticket.solved_at == datetime(2026, 10, 7, 17, 0, tzinfo=zone)
    assert (ticket.status, ticket.outcome) == ("closed", Outcome.SOLVED)
    assert (ticket.note, ticket.additional_info) == ("по телефону", "каб. 5")
    assert ticket.requester.name == "Иванова Анна Петровна"
    assert ticket.requester.organisation == "МБОУ СОШ №5"
    (entry,) = desk.card(ticket).history
    assert (entry.verb, entry.by, entry.at) == ("import", desk.supervisor, ticket.registered_at)
    assert entry.recorded_at == desk.clock.now
    assert entry.data["source"] == {"file": FILE, "sheet": "Sheet", "row": 5}


def test_the_printed_journal_is_the_sheet_again(bring, desk):
    bring([row(1, "05.10.2026", status="В работе", solved=""), row(2, "06.10.2026", solved="08.10.2026")])
    first, second = desk.file.reader.journal(*Month(2026, 10).bounds, 0, "")
    assert (first.day, first.type, first.status, first.solved_on) == (date(2026, 10, 5), "Поддержка", "В работе", None)
    assert (second.status, second.solved_on) == ("Решен", date(2026, 10, 8))


def test_numbers_follow_the_dates_and_not_the_rows(bring, tickets):
    bring([row(1, "09.10.2026"), row(2, "05.10.2026"), row(3, "01.12.2025")])
    assert [(ticket.number, ticket.description[-1]) for ticket in tickets()] == [
        ("2025-000001", "3"),
        ("2026-000001", "2"),
        ("2026-000002", "1"),
    ]


def test_own_numbers_stay_and_are_never_given_again(bring, tickets, desk):
    header = [*HEADER, "Номер"]
    done = bring([[*row(1), "2026-000002"], [*row(2), "З-17"], [*row(3), None]], header=header)
    assert done.imported == 3
    assert [ticket.number for ticket in tickets()] == ["2026-000001", "2026-000002", "З-17"]
    assert desk.register().number == "2026-000003"
    assert checks.check(desk.file.reader) == []


def test_a_number_twice_or_taken_is_a_bad_row(bring, desk):
    taken = desk.register().number
    header = [*HEADER, "Номер"]
    done = bring([[*row(1), taken], [*row(2), "7"], [*row(3), "7"]], header=header, skip_bad=True)
    assert done.imported == 1
    assert [number for number, _ in reasons(done)] == [5, 7]
    assert taken in reasons(done)[0][1]
    assert "Row 6 has the number 7, too" in reasons(done)[1][1]


def test_the_same_sheet_twice_adds_nothing(bring, tickets):
    rows = [row(1), row(1), row(2)]
    assert bring(rows).imported == 3
    again = bring(rows)
    assert (again.imported, again.skipped) == (0, 3)
    more = bring([*rows, row(1)])
    assert (more.imported, more.skipped) == (1, 3)
    assert len(tickets()) == 4


def test_a_date_written_otherwise_is_the_same_row(bring):
    bring([row(1, "05.10.2026", solved="05.10.2026")])
    again = row(9, datetime(2026, 10, 5), solved="5.10.26", description="Не  открывается журнал 1")
    assert bring([again]).skipped == 1


def test_a_bad_row_keeps_everything_out(bring, tickets):
    sentence = refused(bring, [row(1), row(2, "32.10.2026"), row(3, status="Хз")])
    assert "2 of the rows" in sentence
    assert "row 6" in sentence
    assert "32.10.2026" in sentence
    assert tickets() == []


BAD = [
    ({"day": "32.10.2026"}, "“Дата”: there is no such date as “32.10.2026”"),
    ({"day": "вчера"}, "there is no such date as “вчера”"),
    ({"day": None}, "“Дата” is empty"),
    ({"description": ""}, "“Описание запроса” is empty"),
    ({"type": "Жалоба"}, "has no “Жалоба”. Choose one of: Поддержка, Ошибка, Улучшение"),
    ({"status": "Висит"}, "has no “Висит”. Choose one of: Решен, В работе"),
    ({"solved": "01.10.2026"}, "“Дата решения запроса” lies before the registration"),
    ({"solved": "скоро"}, "“Дата решения запроса”: there is no such date as “скоро”"),
    ({"requester": "=B5&C5"}, "holds a formula that was never calculated"),
    ({"requester": "и" * 400}, "400 characters long"),
]


@pytest.mark.parametrize(("cells", "reason"), BAD)
def test_a_bad_row_is_named_with_its_reason(bring, tickets, cells, reason):
    done = bring([row(1), row(2, **cells), row(3)], skip_bad=True)
    assert (done.imported, len(tickets())) == (2, 2)
    ((number, told),) = reasons(done)
    assert number == 6
    assert reason in told


def test_a_date_merged_over_several_rows_belongs_to_all(bring, tickets, desk):
    done = bring([row(1), row(2, None), row(3, None), row(4, "06.10.2026")], merges=["A5:A7"])
    assert done.imported == 4
    assert [ticket.registered_at.astimezone(desk.office.zone).day for ticket in tickets()] == [5, 5, 5, 6]


def test_rows_that_only_look_like_rows(bring, tickets):
    numbers = list(range(1, 11))
    prefilled = ["05.10.2026", 4, *[None] * 8]
    total = ["Итого:", None, None, 3]
    rows = [numbers, row(1), [], row(2), list(HEADER), row(3), prefilled, [None, 5], total]
    assert bring(rows).imported == 3
    assert len(tickets()) == 3


def test_a_day_across_the_sheet_dates_the_rows_below(bring, tickets, desk):
    rows = [["5 октября 2026"], row(1, None), ["6 октября 2026"], row(2, None)]
    assert bring(rows, merges=["A5:J5", "A7:J7"]).imported == 2
    assert [ticket.registered_at.astimezone(desk.office.zone).day for ticket in tickets()] == [5, 6]


@pytest.mark.parametrize(
    "signature",
    [
        [[], ["Дата 31.10.2026"], ["Специалист", None, None, "Петров П.П."], ["Подпись"]],
        [["31.10.2026", None, None, "Петров Пётр Петрович", None, "Подпись"]],
        [[None, None, "Дата: ____ ФИО: Петров П.П. Подпись: ____"]],
    ],
)
def test_signatures(bring, signature):
    done = bring([row(1)], signature=signature)
    assert (done.imported, done.rejected) == (1, ())


def test_a_request_about_a_signature_is_a_row(bring):
    assert bring([row(1, description="Подпись"), row(2, None, description="Подпись")], skip_bad=True).imported == 1


def test_other_offices_words(bring, tickets):
    header = ["№", "Дата и время обращения", "Содержание обращения", "Кто обратился", "Контактный телефон",
              "Исполнитель", "Отметка о выполнении", "Дата исполнения"]  # fmt: skip
    rows = [
        [1, "05.10.2026 14:05", "Не печатает", "Ким О.С.", 89123456789, "Техников Т.О.", "выполнено", "05.10.26 15:00"],
        [2, "05.10.2026 23:30", "Не звонит", "Ким О.С.", None, "Уволенный У.У.", "принято в работу", None],
    ]
    done = bring(rows, header=header)
    assert done.strangers == ("Уволенный У.У.",)
    first, second = tickets()
    assert (first.status, first.requester.phone, first.assignee) == ("solved", "89123456789", 3)
    assert first.solved_at - first.registered_at == datetime(2026, 1, 1, 0, 55) - datetime(2026, 1, 1)
    assert (second.status, second.assignee, second.solved_at) == ("in-work", 0, None)


def test_english_headers_in_two_rows(bring, tickets):
    header = ["Date", "No.", "Type of request", "Description of the request", "Requester", None, "Status"]
    second = [None, None, None, None, "Full name", "Phone", None]
    rows = [second, ["2026-10-05", 1, "support", "No sound", "Ann Lee", "22-33-44", "Решен"]]
    assert bring(rows, header=header, merges=["E4:F4", "A4:A5", "B4:B5"]).imported == 1
    assert tickets()[0].requester.name == "Ann Lee"
    assert tickets()[0].requester.phone == "22-33-44"


def test_received_and_registered_and_a_column_of_times(bring, tickets, desk):
    header = ["Дата поступления", "Дата регистрации", "Время", "Описание запроса", "Статус"]
    bring([["02.10.2026", "05.10.2026", "9:40", "Не видно", "В работе"]], header=header)
    (ticket,) = tickets()
    assert ticket.received_at == datetime(2026, 10, 2, 8, 30, tzinfo=desk.office.zone)
    assert ticket.registered_at == datetime(2026, 10, 5, 9, 40, tzinfo=desk.office.zone).astimezone(UTC)
    assert "registered before it was received" in refused(
        bring, [["06.10.2026", "05.10.2026", None, "Не видно", ""]], header=header
    )


def test_every_sheet_with_a_header_is_taken(bring):
    november = [list(HEADER), row(3, "02.11.2026")]
    done = bring([row(1), row(2)], others={"Ноябрь": november, "Справочник": [["Школа №1"], ["Школа №2"]]})
    assert done.imported == 3


def test_no_header_anywhere(bring):
    sentence = refused(bring, [["05.10.2026", "Не печатает"]], header=["a", "b"])
    assert "None of the sheets has the header of a journal: Sheet" in sentence


def test_columns_named_by_hand(bring, tickets):
    columns = {"date": 1, "description": 2, "requester": 4}
    rows = [["05.10.2026", "Не печатает", "x", "Ким Ольга"]]
    done = bring(rows, titles=[], header=["a", "b", "c", "d"], signature=[], mapped=[Mapped("Sheet", 1, columns)])
    assert done.imported == 1
    assert tickets()[0].requester.name == "Ким Ольга"
    with pytest.raises(BadInput, match="colour"):
        bring(rows, mapped=[Mapped("Sheet", 1, {"colour": 1})])


@pytest.mark.clause("S-3.5")
def test_an_open_error_still_waits_for_its_agreement(bring, tickets, desk):
    rows = [row(1, type="Ошибка", status="Обратная связь", solved=""), row(2, type="Ошибка", status="Решён")]
    bring(rows)
    waiting, solved = tickets()
    assert (waiting.approval, solved.approval) == (Approval.PENDING, Approval.GIVEN)
    with pytest.raises(BadInput, match="waits for the agreement"):
        desk.do(desk.technician, waiting, "solve", {"solution": "готово"})


def test_a_date_that_does_not_go_with_the_status_is_kept_in_the_history(bring, tickets, desk):
    bring([row(1, status="Передано разработчику", solved="06.10.2026")])
    (ticket,) = tickets()
    assert ticket.solved_at is None
    assert desk.last(ticket)["solved_on"].startswith("2026-10-06")


def test_the_directory_learns_but_is_not_made_older(bring, desk):
    new = {"name": "Иванова Анна Петровна", "organisation": "МБОУ СОШ №5", "phone": "22-22-22"}
    desk.register(requester=new)
    bring([[*row(1), "11-11-11", "12"]], header=[*HEADER, "Телефон", "Кабинет"])
    (found,) = desk.file.reader.find_requesters("Иванова")
    assert (found.phone, found.room) == ("22-22-22", "12")


def test_who_has_no_right(bring, desk, tickets):
    with pytest.raises(NotAllowed, match="import journals"):
        bring([row(1)], person=desk.technician)
    assert tickets() == []


def test_a_specialist_for_the_whole_sheet(bring, tickets, desk):
    bring([row(1)], specialist="tech")
    assert tickets()[0].assignee == desk.technician.id
    with pytest.raises(BadInput, match="no colleague “nobody”"):
        bring([row(1)], specialist="nobody")


def test_it_can_be_stopped_and_goes_on(bring, tickets, monkeypatch):
    monkeypatch.setattr(journal_import, "BATCH", 3)
    rows = [row(number) for number in range(8)]

    def stop(done, total):
        if done == 6:
            raise Cancelled

    with pytest.raises(Cancelled):
        bring(rows, progress=stop)
    assert len(tickets()) == 6
    steps = []
    done = bring(rows, progress=lambda *step: steps.append(step))
    assert (done.imported, done.skipped) == (2, 6)
    assert steps == [(0, 2), (2, 2)]
    assert len({ticket.description for ticket in tickets()}) == 8


def test_a_batch_never_takes_long(bring, tickets, monkeypatch):
    monkeypatch.setattr(journal_import, "BATCH_SECONDS", 0)
    steps = []
    assert bring([row(number) for number in range(3)], progress=lambda *step: steps.append(step)).imported == 3
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_two_who_import_the_same_sheet_at_once(desk, tmp_path, tickets):
    grids = read_book(write(tmp_path / FILE, [row(1), row(2)]))
    plans = [journal_import.plan(desk.file.reader, desk.supervisor, grids) for _ in range(2)]
    done = [journal_import.run(desk.file.unit_of_work(desk.supervisor), planned, FILE) for planned in plans]
    assert [(one.imported, one.skipped) for one in done] == [(2, 0), (0, 2)]
    assert len(tickets()) == 2
