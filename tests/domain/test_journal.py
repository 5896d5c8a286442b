"""Months, as the journal counts them."""

from datetime import date

import pytest

from desk_app.domain.errors import BadInput
from desk_app.domain.journal import Month, parse_day


def test_a_month_is_read_and_has_neighbours() -> None:
    december = Month.parse(" 2026-12 ")
    assert december.bounds == (date(2026, 12, 1), date(2027, 1, 1))
    assert str(december.next) == "2027-01"
    assert december.next.previous == december
    assert date(2026, 12, 31) in december
    assert date(2025, 12, 31) not in december


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "0001-01", "9999-12", "октябрь", "2026-10-05"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not a month"):
        Month.parse(text)


def test_there_is_no_31_february() -> None:
    with pytest.raises(BadInput, match="is not a date"):
        parse_day("2026-02-31")
    assert parse_day("2028-02-29") == date(2028, 2, 29)
