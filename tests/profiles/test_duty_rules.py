"""What a profile may say of shifts, of what lines need, and of limits."""

from dataclasses import replace
from typing import Any

import pytest

from desk_app.domain.duty import demands_of, kinds_of, limits_of, short_of
from desk_app.domain.errors import BadInput
from desk_app.domain.office import Item, Office, OfficeSeed
from desk_app.profiles import load
from desk_app.profiles.rules import check_seed


def seed(**changes: Any) -> OfficeSeed:
    """Return the two lines with one shift or need changed, or the limits."""
    found = load("two-line", "ru")
    items = [
        (section, Item(item.code, item.label, data={**item.data, **changes.get(item.code, {})}))
        for section, item in found.items
    ]
    return replace(found, items=tuple(items), settings={**found.settings, **changes.get("settings", {})})


def test_the_shifts_of_the_two_lines_are_understood() -> None:
    office = Office.of(seed())
    kinds = {kind.code: kind for kind in kinds_of(office)}
    assert (kinds["late"].start, kinds["late"].end, kinds["late"].minutes) == (11 * 60, 20 * 60, 8 * 60)
    assert short_of(office, "late") == "В"
    assert [one.people for one in demands_of(office)] == [1, 1]
    assert limits_of(office).in_row_article == "ТК РК, ст. 73"


def test_an_end_before_the_start_is_on_the_next_day() -> None:
    office = Office.of(seed(late={"start": "20:00", "end": "08:00", "breaks": ["00:30-01:00"]}))
    night = next(kind for kind in kinds_of(office) if kind.code == "late")
    assert (night.length, night.breaks[0].at, night.minutes) == (12 * 60, 270, 11 * 60 + 30)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"late": {"start": "25:00"}}, "no time of day"),
        ({"late": {"start": "17:60"}}, "no time of day"),
        ({"late": {"start": "²:00"}}, "no time of day"),
        ({"late": {"breaks": ["07:00-08:00"]}}, "does not lie within"),
        ({"late": {"line": "nobody"}}, "nobody"),
        ({"line-1-days": {"days": ["someday"]}}, "no kind of day"),
        ({"line-1-days": {"people": 0}}, "at least one person"),
        ({"settings": {"duty": {"sleep": 3}}}, "no limit of duty"),
    ],
)
def test_what_is_not_understood_is_said(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_seed(seed(**changes))
