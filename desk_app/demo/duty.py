"""The duty of the sample office: its shifts, what its two lines need, the limits, and the staff cards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from desk_app.domain.lines import LINE, sort_of
from desk_app.domain.office import Item, OfficeSeed
from desk_app.domain.roster.staff import Absence, Employment, Member, Wish

FRONT_OF: Final = 3
"""Of so many people all but one serve the first line."""
WEEKDAYS: Final = ("working", "shortened")
FREE: Final = ("weekend", "holiday")
LIMITS: Final[Mapping[str, Any]] = {
    "rest": 12 * 60,
    "days_in_row": 6,
    "in_row_article": "ТК РФ ст. 103",
    "late_end": 19 * 60,
}
"""The setting "duty" of the office."""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ru": {
        "early": "Утро|У",
        "late": "Вечер|В",
        "second": "Вторая линия|2",
        "front": "Первая линия, будни",
        "front-free": "Первая линия, выходные",
        "back": "Вторая линия, будни",
        "back-free": "Вторая линия, выходные",
    },
    "en": {
        "early": "Early|E",
        "late": "Late|L",
        "second": "Second line|2",
        "front": "First line, working days",
        "front-free": "First line, days off",
        "back": "Second line, working days",
        "back-free": "Second line, days off",
    },
    "fa": {
        "early": "صبح|ص",
        "late": "عصر|ع",
        "second": "خط دوم|۲",
        "front": "خط اول، روزهای کاری",
        "front-free": "خط اول، روزهای تعطیل",
        "back": "خط دوم، روزهای کاری",
        "back-free": "خط دوم، روزهای تعطیل",
    },
}
"""What the shifts and needs are called, the short name of a shift after a bar."""


def with_duty(seed: OfficeSeed) -> OfficeSeed:
    """Return the office of `seed` with the sample's shifts, needs and limits, where it has none of its own."""
    lines = [item.code for section, item in seed.items if section == "line" and sort_of(item) == LINE]
    if any(section == "shift" for section, _item in seed.items) or len(lines) < 2:
        return seed
    items = (*seed.items, *duty_items(lines[0], lines[-1], language=seed.language))
    return replace(seed, items=items, settings={**seed.settings, "duty": dict(LIMITS)})


def duty_items(front: str, back: str, people: int = 12, language: str = "ru") -> Iterator[tuple[str, Item]]:
    """Yield the shifts and the needs of an office with so many people, as (section, item) of its data.

    `front` and `back` are the codes of the lines. Of every twelve people eight are in front: two early and two late
    on working days, two on days off; of the four behind two are there on working days, one on days off.
    """
    words = WORDS.get(language, WORDS["en"])
    for code, hours, lunch, line, colour in (
        ("early", "08:00-17:00", "12:00-13:00", front, "#2f6f9f"),
        ("late", "11:00-20:00", "15:00-16:00", front, "#8a5a1f"),
        ("second", "09:00-18:00", "13:00-14:00", back, "#3f7f4f"),
    ):
        label, short = words[code].split("|")
        start, end = hours.split("-")
        shift = {"short": short, "start": start, "end": end, "breaks": [lunch], "line": line, "colour": colour}
        yield "shift", Item(code, label, data=shift)
    size = people / 12
    for code, line, days, count, start, end in (
        ("front", front, WEEKDAYS, 2 * size, "08:00", "20:00"),
        ("front-free", front, FREE, 2 * size, "08:00", "17:00"),
        ("back", back, WEEKDAYS, 2 * size, "09:00", "18:00"),
        ("back-free", back, FREE, size, "09:00", "18:00"),
    ):
        data = {"line": line, "days": list(days), "people": int(count), "start": start, "end": end}
        yield "demand", Item(code, words[code], data=data)


def duty_cards(people: Sequence[tuple[int, str]], front: str, back: str, month: date) -> Iterator[Member]:
    """Yield the staff cards of `people` (id and name): two in three in front, one trainee, one employed for a time.

    `month` is the first day of the month the trainee learns in.
    """
    for place, (person, name) in enumerate(people):
        lines = frozenset({back} if place % FRONT_OF == FRONT_OF - 1 else {front})
        if place == 0:
            yield Member(person, name, lines, trainee_until=month.replace(day=28))
        elif place == 1:
            year = month.year
            yield Member(person, name, lines, Employment.TEMPORARY, since=date(year, 1, 1), until=date(year, 12, 31))
        else:
            yield Member(person, name, lines)


def duty_absences(people: Sequence[int], month: date) -> tuple[Absence, ...]:
    """Return a week of leave of one person, from the second Monday of the month that begins on `month`."""
    monday = month.replace(day=8 + (-month.weekday()) % 7)
    return (Absence(people[len(people) // 2], monday, monday.replace(day=monday.day + 6)),)


def duty_wishes(people: Sequence[int], month: date) -> tuple[Wish, ...]:
    """Return what some people would rather do in the month that begins on `month`."""
    return (
        Wish(people[2], month.replace(day=18)),
        Wish(people[3], month.replace(day=5), weight=3),
        Wish(people[4], month.replace(day=15), "early", wanted=True, weight=2),
        Wish(people[6], month.replace(day=22), "late"),
    )
