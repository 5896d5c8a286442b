"""Reading the calendars that offices download, and what is none."""

from datetime import date

import pytest

from desk_app.calendars import load
from desk_app.calendars.xml import read_xml
from desk_app.domain.calendars import totals
from desk_app.domain.errors import BadInput

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<calendar year="2025" lang="ru" date="2024.10.04" country="ru">'
TITLES = {"Новогодние каникулы": 1, "Рождество Христово": 2, "День народного единства": 3}


def written(year):
    """Return the shipped calendar of `year` as others write it."""
    days = []
    for day, off in year.off.items():
        named = f' h="{TITLES.get(off.names.get("ru"), 9)}"' if off.names else ""
        moved = f' f="{off.moved_from:%m.%d}"' if off.moved_from else ""
        days.append(f'<day d="{day:%m.%d}" t="1"{named}{moved}/>')
    days += [f'<day d="{day:%m.%d}" t="2"/>' for day in year.shortened - set(year.working)]
    days += [f'<day d="{day:%m.%d}" t="3"/>' for day in year.working]
    titles = "".join(f'<holiday id="{number}" title="{title}"/>' for title, number in TITLES.items())
    return f"{HEAD}<holidays>{titles}</holidays><days>{''.join(days)}</days></calendar>".encode()


def test_a_year_is_read():
    ours = load("RU", 2025)
    read = read_xml(written(ours))
    assert (read.country, read.year) == ("RU", 2025)
    assert set(read.off) == set(ours.off)
    assert set(read.working) == set(ours.working)
    assert totals(read)[0] == totals(ours)[0] == 247
    assert read.off[date(2025, 1, 7)].names == {"ru": "Рождество Христово"}
    assert read.off[date(2025, 5, 2)].moved_from == date(2025, 1, 4)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"year;2025",
        b"<calendar/>",
        b"<calendar year='2025'/>",
        b"<calendar year='x'><day d='01.01' t='1'/></calendar>",
        b"<calendar year='2025'><day d='02.30' t='1'/></calendar>",
        b"<calendar year='2025'><day d='01' t='1'/></calendar>",
        b"<other year='2025'><day d='01.01' t='1'/></other>",
        b'<!DOCTYPE c [<!ENTITY a "1">]><calendar year="2025"><day d="01.01" t="&a;"/></calendar>',
        b"<calendar year='2025'>" + b" " * 1_000_000 + b"<day d='01.01' t='1'/></calendar>",
    ],
)
def test_what_is_no_calendar_is_refused(document):
    with pytest.raises(BadInput, match="no calendar"):
        read_xml(document)
