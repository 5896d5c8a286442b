"""The month and the journal: what the arithmetic says, and what the profile may ask for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk_app.domain.errors import BadInput
from desk_app.domain.journal import Month, parse_day
from tests.reports.samples import COLUMNS, LABELS, journal, row


def test_a_month_is_half_open() -> None:
    assert Month.parse("2026-12").bounds == (date(2026, 12, 1), date(2027, 1, 1))
    assert date(2026, 2, 28) in Month(2026, 2)
    assert date(2026, 3, 1) not in Month(2026, 2)


def test_the_month_before_january() -> None:
    assert Month(2026, 1).previous == Month(2025, 12)


@given(some.dates(date(1900, 2, 1), date(9998, 11, 30)))
def test_months_follow_each_other(day: date) -> None:
    month = Month.of(day)
    assert day in month
    assert month.next.previous == month
    assert month.previous.bounds[1] == month.first
    assert Month.parse(str(month)) == month


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "26-10", "октябрь", "", "2026-10-05", "2026/10", "0000-01", "２０２６-10"]
)
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not a month") as refused:
        Month.parse(text)
    assert refused.value.field == "month"


@pytest.mark.parametrize("text", ["2026-02-31", "31 февраля", "2026-10", ""])
def test_what_is_not_a_day_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not a date"):
        parse_day(text)


@pytest.mark.clause("S-F1")
def test_the_report_has_the_columns_of_the_profile() -> None:
    report = journal([row()])
    assert tuple(column.header for column in report.columns) == LABELS
    assert max(report.columns, key=lambda column: column.width).code == "description"


def test_another_profile_may_leave_columns_out_and_move_them() -> None:
    report = journal([row()], columns=(("note", "Note"), ("date", "Day")))
    assert list(report.rows) == [("повторно", date(2026, 10, 5))]


def test_a_column_the_journal_does_not_have_is_refused() -> None:
    with pytest.raises(BadInput, match="no column “colour”"):
        journal([], columns=(*COLUMNS, ("colour", "Цвет")))


def test_rows_may_be_read_again() -> None:
    report = journal([row(), row()])
    assert list(report.rows) == list(report.rows)
    assert [line[1] for line in report.rows] == [1, 2]


def test_everyone_and_everything_is_said() -> None:
    report = journal([], specialist=None, system="Электронная школа", fingerprint="ab12")
    assert report.subtitles == ("October 2026", "All specialists · System: Электронная школа")
    assert report.footer == ("Printed on 10 Nov 2026", "Fingerprint: ab12")
    assert [line.value for line in report.signature] == ["", "", ""]
