"""The month's schedule of duty as it hangs on the board (E-7a): readable in black and white, signed by everybody."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from desk_app.domain.duty import short_of
from desk_app.domain.roster import Counters, DayKind, FrameDay, Member, Plan, ShiftKind
from desk_app.i18n import format_date, format_moment, format_month, tr, weekday_short
from desk_app.reports.around import direction, footer
from desk_app.reports.description import Align, Sheet, SignatureLine
from desk_app.reports.grid import Grid, GridBlock, GridCell, Shade, across
from desk_app.services.duty.prints import MonthSheet
from desk_app.services.duty.schedules import DRAFT, moment_of
from desk_app.services.duty.timesheet import CODES

_NUMBER: Final = 7.0
_NAME: Final = {Sheet.A4: 40.0, Sheet.A3: 56.0}
_DAY: Final = {Sheet.A4: 5.9, Sheet.A3: 9.0}
_HOURS: Final = {Sheet.A4: 11.0, Sheet.A3: 14.0}
_SEEN: Final = {Sheet.A4: 22.0, Sheet.A3: 34.0}
_SIZE: Final = {Sheet.A4: 7.0, Sheet.A3: 9.0}
_ROWS: Final = {Sheet.A4: (5.0, 7.0), Sheet.A3: (5.2, 9.0)}
"""The least and the greatest height of a row, in mm."""
_ROOM: Final = {Sheet.A4: 88.0, Sheet.A3: 175.0}
"""The height that the rows of a page may have together, in mm, if title, legend and signature are to stand on it."""
_TOTALS: Final = 3
"""Columns behind the days: hours, norm, signature."""


def roster_grid(sheet: MonthSheet, printed_on: date, paper: Sheet = Sheet.A4, as_of: datetime | None = None) -> Grid:
    """Describe `sheet` as it prints on `paper`, lying; `as_of` is the local moment of the copy, as for a journal."""
    days = sheet.frame.days
    widths = (_NUMBER, _NAME[paper], *[_DAY[paper]] * len(days), _HOURS[paper], _HOURS[paper], _SEEN[paper])
    first = sheet.frame.first
    return Grid(
        title=tr("Schedule of duty for {month}", month=format_month(first.year, first.month)),
        heading=sheet.office.name,
        form_name=_approval(sheet),
        subtitles=(_version(sheet),),
        widths=widths,
        header=_header(days),
        blocks=(*_people(sheet), *_coverage(sheet), *(across(text, widths) for text in _legend(sheet))),
        signature=_signature(),
        footer=footer(printed_on, _version(sheet), as_of=as_of),
        direction=direction(),
        printed_on=printed_on,
        sheet=paper,
        size=_SIZE[paper],
        row=_row(len(sheet.frame.members), paper),
    )


def _row(people: int, paper: Sheet) -> float:
    """Return how high a row is, in mm: as high as all of them on one page allow."""
    least, most = _ROWS[paper]
    return min(max(_ROOM[paper] / max(people + 2, 1), least), most)


def _approval(sheet: MonthSheet) -> str:
    """Return the block of approval, with lines to sign on (E-7a)."""
    block = sheet.schedule.block
    name = str(block.get("name") or "") or "_" * 20
    position = str(block.get("position") or "") or tr("Head of the support service")
    approved = moment_of(sheet.schedule.approved)
    day = format_date(approved.astimezone(sheet.office.zone)) if approved else "«____» ______________ 20____"
    return "\n".join((tr("APPROVED"), position, f"______________ {name}", day))


def _version(sheet: MonthSheet) -> str:
    schedule = sheet.schedule
    approved = moment_of(schedule.approved)
    if schedule.number == DRAFT or approved is None:
        told = tr("Draft, not approved")
        return f"{told}, {_instead(sheet.before.number)}" if sheet.before else told
    when = format_moment(approved.astimezone(sheet.office.zone))
    told = tr("Version {n}, approved {moment}", n=schedule.number, moment=when)
    return f"{told}, {_instead(sheet.before.number)}" if sheet.before else told


def _instead(number: int) -> str:
    return tr("instead of version {n}", n=number)


def _header(days: Sequence[FrameDay]) -> GridBlock:
    """Two rows: the dates, and what day each is; days off are shaded and marked, shortened ones have a star."""

    def head(text: str, rows: int = 2) -> GridCell:
        return GridCell(text, rows=rows, bold=True, shade=Shade.LIGHT)

    numbers = (GridCell(_numbered(day), bold=True, shade=_shade(day, Shade.LIGHT)) for day in days)
    names = (GridCell(weekday_short(day.on), shade=_shade(day, Shade.LIGHT)) for day in days)
    totals = (head(tr("Hours")), head(tr("Norm")), head(tr("Acquainted (signature)")))
    return GridBlock(((head(tr("No.")), head(tr("Full name")), *numbers, *totals), tuple(names)))


def _numbered(day: FrameDay) -> str:
    return f"{day.on.day}*" if day.kind is DayKind.SHORTENED else str(day.on.day)


def _shade(day: FrameDay, other: Shade = Shade.NONE) -> Shade:
    return Shade.DARK if day.kind.free else other


def _people(sheet: MonthSheet) -> Iterator[GridBlock]:
    counters = Counters(sheet.frame, Plan(dict(sheet.plan.cells)))
    for number, member in enumerate(sheet.frame.members, 1):
        tally = counters.tally(member.id)
        days = (
            GridCell(text, bold=True, shade=Shade.DARK if day.kind.free else Shade.NONE)
            for day, text in ((day, _cell(sheet, member, day.on)) for day in sheet.frame.days)
        )
        name = GridCell(_named(sheet, member), align=Align.START)
        totals = (GridCell(_hours(tally.minutes)), GridCell(_hours(tally.norm)), GridCell())
        yield GridBlock(((GridCell(str(number)), name, *days, *totals),))


def _named(sheet: MonthSheet, member: Member) -> str:
    trainee = tr("trainee") if any(member.trainee(day.on) for day in sheet.frame.days) else ""
    return ", ".join(filter(None, (member.name, trainee)))


def _cell(sheet: MonthSheet, member: Member, day: date) -> str:
    if code := sheet.plan.code(member.id, day):
        return short_of(sheet.office, code)
    if not member.employed(day):
        return "–"
    away = sheet.frame.absent(member.id, day)
    return CODES.get(away.kind, CODES["absence"]) if away else ""


def _coverage(sheet: MonthSheet) -> Iterator[GridBlock]:
    """Give a row a line: how many are on duty, and with a minus how many are missing at once."""
    counters = Counters(sheet.frame, Plan(dict(sheet.plan.cells)))
    kinds = {kind.code: kind.line for kind in sheet.frame.kinds}
    for line in dict.fromkeys(need.line for need in sheet.frame.needs):
        cells = []
        for day in sheet.frame.days:
            there = sum(kinds.get(sheet.plan.code(member.id, day.on)) == line for member in sheet.frame.members)
            missing = counters.missing(day.on, line)
            text = f"{there}\n−{missing}" if missing > 0 else str(there) if there else ""
            cells.append(GridCell(text, bold=missing > 0, shade=_shade(day, Shade.LIGHT)))
        label = tr("On duty: {line}", line=sheet.frame.line(line))
        name = GridCell(label, columns=2, align=Align.START, bold=True, shade=Shade.LIGHT)
        rest = GridCell(tr("with a minus: missing"), columns=_TOTALS, shade=Shade.LIGHT)
        yield GridBlock(((name, *cells, rest),))


def _legend(sheet: MonthSheet) -> Iterator[str]:
    used = {code for code in sheet.plan.cells.values() if code}
    kinds = [_kind(sheet, kind) for kind in sheet.frame.kinds if kind.code in used or not used]
    if kinds:
        yield tr("Shifts: {shifts}", shifts="; ".join(kinds))
    away = {one.kind for one in sheet.frame.absences if one.last >= sheet.frame.first and one.first <= sheet.frame.last}
    words = {
        "leave": tr("leave"), "illness": tr("illness"), "journey": tr("journey"), "unpaid": tr("unpaid leave"),
        "study": tr("study leave"), "truancy": tr("truancy"), "absence": tr("absence"),
    }  # fmt: skip
    told = [f"{CODES.get(kind, CODES['absence'])} – {words.get(kind, kind)}" for kind in sorted(away)]
    days = [tr("dark: day off"), *([tr("*: shortened day")] if _shortened(sheet) else [])]
    yield tr("Marks: {marks}", marks="; ".join((*told, *days)))


def _shortened(sheet: MonthSheet) -> bool:
    return any(day.kind is DayKind.SHORTENED for day in sheet.frame.days)


def _kind(sheet: MonthSheet, kind: ShiftKind) -> str:
    rests = ", ".join(f"{_clock(kind.start + rest.at)}–{_clock(kind.start + rest.at + rest.length)}"
                      for rest in kind.breaks)  # fmt: skip
    told = f"{short_of(sheet.office, kind.code)} – {kind.label}, {_clock(kind.start)}–{_clock(kind.end)}"
    return f"{told} ({tr('break {time}', time=rests)})" if rests else told


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02}:{minute % 60:02}"


def _hours(minutes: int) -> str:
    """Return hours, with minutes behind a colon where they are not whole."""
    return f"{minutes // 60}:{minutes % 60:02}" if minutes % 60 else str(minutes // 60)


def _signature() -> tuple[SignatureLine, ...]:
    return (
        SignatureLine(tr("Drawn up by (position, full name)"), width=130),
        SignatureLine(tr("Signature"), width=55),
        SignatureLine(tr("Date"), width=40),
    )
