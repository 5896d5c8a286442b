"""The timesheet in the form T-13, from fact: four rows a person, two halves of the month, codes over hours."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from desk_app.i18n import format_date, tr
from desk_app.reports.around import direction, footer
from desk_app.reports.description import Align, Sheet, SignatureLine
from desk_app.reports.grid import Grid, GridBlock, GridCell, Shade
from desk_app.services.duty.prints import MonthFact
from desk_app.services.duty.schedules import days_of
from desk_app.services.duty.timesheet import CODES, Entry, Row

_HALF: Final = 16
"""The second half of a month has at most so many dates; the first has one less, and a cross."""
_CROSS: Final = "X"
_PAY: Final = 6
_WIDTHS: Final = (10.0, 33.0, 13.0, *[6.3] * _HALF, 13.0, 11.0, *(10.0, 14.0, 9.0) * 2, *(8.0, 9.0) * 2)
_SIZE: Final = {Sheet.A4: 6.2, Sheet.A3: 9.0}
_ROW: Final = {Sheet.A4: 3.8, Sheet.A3: 5.5}


def timesheet_t13(fact: MonthFact, printed_on: date, paper: Sheet = Sheet.A4, as_of: datetime | None = None) -> Grid:
    """Describe the timesheet of a month on `paper`, lying; `as_of` is the local moment of the copy it is from."""
    first, last = days_of(fact.month)
    period = tr("Reporting period: {first} – {last}", first=format_date(first), last=format_date(last))
    drawn = tr("No. ____________, drawn up on {date}", date=format_date(printed_on))
    return Grid(
        title=tr("TIMESHEET of working time"),
        heading=fact.office.name,
        form_name="\n".join(
            (
                tr("Form T-13"),
                tr("Approved by the decree of Goskomstat of Russia"),
                tr("of 05.01.2004 No. 1"),
                tr("OKUD code 0301008"),
            )
        ),
        subtitles=(f"{drawn} · {period}",),
        widths=_WIDTHS,
        header=_header(),
        blocks=tuple(_person(fact, number, _until(row, printed_on)) for number, row in enumerate(fact.rows, 1)),
        signature=tuple(_signatures()),
        footer=footer(printed_on, period, as_of=as_of),
        direction=direction(),
        printed_on=printed_on,
        sheet=paper,
        size=_SIZE[paper],
        row=_ROW[paper],
    )


def _until(row: Row, today: date) -> Row:
    """Return `row` without the dates that are still to come and that nobody marked."""
    return Row(row.person, {day: entry for day, entry in row.entries.items() if day <= today or entry.minutes})


def _header() -> GridBlock:
    def head(text: str, columns: int = 1, rows: int = 1) -> GridCell:
        return GridCell(text, columns, rows, bold=True, shade=Shade.LIGHT)

    pay = [head(tr("code of pay"), rows=2), head(tr("account"), rows=2), head(tr("days (hours)"), rows=2)] * 2
    away = [head(tr("code"), rows=2), head(tr("days (hours)"), rows=2)] * 2
    top = (
        head(tr("No. in order"), rows=3),
        head(tr("Surname, initials, position"), rows=3),
        head(tr("Personnel No."), rows=3),
        head(tr("Marks of attendance and absence by dates of the month"), _HALF),
        head(tr("Worked in"), 2),
        head(tr("Data for the pay by kinds of cost"), _PAY),
        head(tr("Absences by reason"), 4),
    )
    days = [head(str(number)) for number in range(1, _HALF)]
    second = [head(str(number)) for number in range(_HALF, 2 * _HALF)]
    middle = (*days, head(_CROSS), head(tr("half of the month (I, II)")), head(tr("the month")), *pay, *away)
    numbers = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "7", "8", "9", "10", "11", "12", "13")
    numbered = tuple(head(text, _HALF if text == "4" else 1) for text in numbers)
    return GridBlock((top, middle, (*second, head(tr("days / hours"), 2)), numbered))


def _person(fact: MonthFact, number: int, row: Row) -> GridBlock:
    first, last = days_of(fact.month)
    split = first + timedelta(days=_HALF - 2)
    halves = ((first, split), (split + timedelta(days=1), last))
    worked = [sum(entry.minutes for day, entry in row.entries.items() if a <= day <= b) for a, b in halves]
    days = [str(row.days(a, b)) for a, b in halves]
    dates = [[a + timedelta(days=n) for n in range((b - a).days + 1)] for a, b in halves]
    name = ", ".join(filter(None, (row.person.name, fact.role(row.person))))
    reasons = _reasons(row.entries)
    begin = (GridCell(str(number), rows=4), GridCell(name, rows=4, align=Align.START), GridCell(rows=4))
    total = row.days(first, last)
    return GridBlock((
        (*begin, *_codes(row, dates[0]), GridCell(days[0]), GridCell(str(total), rows=2), *_pay(), *reasons[0]),
        (*_times(row, dates[0]), GridCell(_hours(worked[0])), *_pay(), *reasons[1]),
        (*_codes(row, dates[1]), GridCell(days[1]), GridCell(_hours(row.minutes), rows=2), *_pay(), *reasons[2]),
        (*_times(row, dates[1]), GridCell(_hours(worked[1])), *_pay(), *reasons[3]),
    ))  # fmt: skip


def _codes(row: Row, days: Sequence[date]) -> Iterator[GridCell]:
    for day in days:
        entry = row.entries.get(day)
        yield GridCell(_code(entry) if entry else "", bold=True)
    yield from _crosses(days)


def _times(row: Row, days: Sequence[date]) -> Iterator[GridCell]:
    for day in days:
        entry = row.entries.get(day)
        yield GridCell(_worked(entry) if entry and entry.minutes else "")
    yield from _crosses(days)


def _crosses(days: Sequence[date]) -> Iterator[GridCell]:
    """Cross out the dates that the half of the month does not have."""
    for _ in range(_HALF - len(days)):
        yield GridCell(_CROSS, shade=Shade.LIGHT)


def _code(entry: Entry) -> str:
    """Return the code of a date, with that of the night where there was any."""
    return f"{entry.code}/{CODES['night']}" if entry.night and entry.minutes else entry.code


def _worked(entry: Entry) -> str:
    """Return the hours of a date, and behind a stroke those of the night."""
    hours = _hours(entry.minutes)
    return f"{hours}/{_hours(entry.night)}" if entry.night else hours


def _hours(minutes: int) -> str:
    """Return hours, with minutes behind a colon where they are not whole."""
    return f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else str(minutes // 60)


def _pay() -> tuple[GridCell, ...]:
    return (GridCell(),) * _PAY


def _reasons(entries: Mapping[date, Entry]) -> list[tuple[GridCell, ...]]:
    """Return the absences by their codes and days, two a row, in four rows."""
    found = Counter(entry.code for entry in entries.values() if not entry.minutes and entry.code != CODES["free"])
    cells = [GridCell(text) for code, days in sorted(found.items()) for text in (code, str(days))]
    cells += [GridCell()] * (16 - len(cells))
    return [tuple(cells[at : at + 4]) for at in range(0, 16, 4)]


def _signatures() -> Iterator[SignatureLine]:
    for who in (tr("Person responsible"), tr("Head of the unit"), tr("Staff department")):
        yield SignatureLine(tr("{who} (position)", who=who), width=80)
        yield SignatureLine(tr("Signature"), width=40)
        yield SignatureLine(tr("Full name"), width=70)
