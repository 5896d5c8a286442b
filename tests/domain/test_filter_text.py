"""What people type into the search box, and what it means."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app import profiles
from desk_app.domain.errors import BadInput
from desk_app.domain.filter_text import Around, complete, parse
from desk_app.domain.office import Office, Person
from desk_app.domain.view import Queue, SortColumn, Span, TicketFilter

OFFICE = Office.of(profiles.load("situation-centre", "ru"))
ME = Person(3, "kim", "Ким Ольга", "technician")
PEOPLE = (ME, Person(4, "ivanov", "Иванов Иван", "technician"), Person(5, "ivanova", "Иванова Анна", "technician"))
AROUND = Around(OFFICE, PEOPLE, ME, date(2026, 10, 7))


def span(text: str) -> Span:
    (found,) = parse(text, AROUND).spans
    return found


def test_words_are_words() -> None:
    assert parse("не печатает 5", AROUND) == TicketFilter(words="не печатает 5")
    assert parse('"журнал завис" -принтер', AROUND).words == '"журнал завис" -принтер'
    assert parse("http://school.ru 10:30", AROUND).words == "http://school.ru 10:30"


def test_a_status_by_label_by_code_and_by_meaning() -> None:
    wanted = TicketFilter(chosen=(("status", ("in-work",)),))
    for text in ('status:"В работе"', "статус:in-work", "STATUS:в", "status:active"):
        assert parse(text, AROUND) == wanted


@pytest.mark.parametrize(
    ("text", "queue", "words"),
    [
        ("очередь:просрочены", Queue.OVERDUE, ""),
        ("очередь:просроченные", Queue.OVERDUE, ""),
        ("очередь:Моя линия", Queue.MY_LINE, ""),
        ('очередь:"Моя линия"', Queue.MY_LINE, ""),
        ("очередь:моя-линия журнал", Queue.MY_LINE, "журнал"),
        ("журнал Очередь:Проверить и закрыть принтер", Queue.SOLVED, "журнал принтер"),
        ("queue:To be agreed", Queue.APPROVAL, ""),
        ("queue:on hold up", Queue.WAITING, "up"),
    ],
)
def test_a_queue_by_its_word_and_by_its_name(text: str, queue: Queue, words: str) -> None:
    assert parse(text, AROUND) == TicketFilter(queue, words=words)


def test_open_means_every_open_status() -> None:
    ((_, codes),) = parse("status:open", AROUND).chosen
    assert set(codes) == {"in-work", "developer", "feedback"}


def test_two_of_a_kind_are_either_and_two_kinds_are_both() -> None:
    found = parse("status:решен status:закрыт type:ошибка журнал", AROUND)
    assert dict(found.chosen) == {"status": ("solved", "closed"), "type": ("error",)}
    assert found.words == "журнал"


def test_a_system_brings_its_subsystems() -> None:
    parent = next(item.parent for item in OFFICE.choices("system") if item.parent)
    ((_, codes),) = parse(f"system:{parent}", AROUND).chosen
    assert codes == OFFICE.with_subsystems(parent)
    assert len(codes) > 1


@pytest.mark.parametrize(
    ("value", "who"), [("me", 3), ("я", 3), ("никто", 0), ("IVANOV", 4), ('"иванова анна"', 5), ("Ким", 3)]
)
def test_an_assignee(value: str, who: int) -> None:
    assert parse(f"assignee:{value}", AROUND).people == (who,)


def test_a_name_that_could_be_two_people_asks_which() -> None:
    with pytest.raises(BadInput, match="Иванов Иван, Иванова Анна"):
        parse("исполнитель:ива", AROUND)


def test_days_are_the_offices_days() -> None:
    day = Span(SortColumn.RECEIVED, datetime(2026, 10, 4, 19, tzinfo=UTC), datetime(2026, 10, 5, 19, tzinfo=UTC))
    for text in ("received:2026-10-05", "получено:05.10.2026", "received:2026-10-05..2026-10-05"):
        assert span(text) == day
    assert span("received:<2026-10-05") == Span(SortColumn.RECEIVED, None, day.since)
    assert span("received:>=2026-10-05") == Span(SortColumn.RECEIVED, day.since, None)
    assert span("received:>2026-10-05") == Span(SortColumn.RECEIVED, day.until, None)
    assert span("решено:вчера") == span("solved:2026-10-06")
    assert span("registered:2026-10") == span("registered:2026-10-01..2026-10-31")
    assert span("registered:2026") == span("registered:2026-01-01..31.12.2026")


@pytest.mark.parametrize(
    "text", ["received:31.02.2026", "received:2026-13", "closed:>", "status:нет такого", "type:x", "line:x"]
)
def test_what_there_is_not_is_said(text: str) -> None:
    with pytest.raises(BadInput):
        parse(text.replace("нет такого", '"нет такого"') if text != "closed:>" else "closed:>абв", AROUND)


def test_a_half_typed_condition_narrows_nothing() -> None:
    assert parse("status: журнал", AROUND) == TicketFilter(words="журнал")


@given(st.text(max_size=40))
def test_any_text_is_a_filter_or_a_sentence(text: str) -> None:
    with suppress(BadInput):
        assert isinstance(parse(text, AROUND), TicketFilter)
    complete(text, len(text), AROUND)


def test_typing_goes_on_with_keys_and_values() -> None:
    assert [found.text for found in complete("жур ста", 7, AROUND)] == ["статус:"]
    texts = [found.text for found in complete("статус:", 7, AROUND)]
    assert texts[0] == "открытые "
    assert '"В работе" ' in texts
    (work,) = complete("статус:раб", 10, AROUND)
    assert ("статус:раб"[: work.start] + work.text) == 'статус:"В работе" '
    assert parse("статус:" + work.text, AROUND).chosen == (("status", ("in-work",)),)
    assert [found.text for found in complete("assignee:ива", 12, AROUND)] == ['"Иванов Иван" ', '"Иванова Анна" ']


@pytest.mark.parametrize("key", ["статус", "тип", "канал", "система", "исполнитель", "получено"])
def test_every_completion_is_understood(key: str) -> None:
    for found in complete(f"{key}:", len(key) + 1, AROUND):
        assert parse(f"{key}:{found.text}", AROUND) != TicketFilter()


@pytest.mark.parametrize("text", ["received:0001", "дата:<=0001-01-01", "received:0001-01-01..9998-12-31"])
def test_a_year_before_all_calendars_is_a_day_like_any(text: str) -> None:
    found = span(text)
    assert found.since is None or found.since.year == 1899
    assert found.until is not None
