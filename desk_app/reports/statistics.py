"""Statistics as a table, its charts and what was planned: for the screen, for print and for Excel (S-2.1c, E-4.2d)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.indicators import INDICATORS, Target, Unit
from desk_app.domain.journal import Month
from desk_app.domain.statistics import Asked, By, day_after, month_of
from desk_app.i18n import explain, format_date, format_moment, format_month, tr
from desk_app.reports.description import Amount, Column, Direction, Kind, Report, Value
from desk_app.reports.measures import NBSP, planned, said
from desk_app.reports.statistics_charts import chart_of
from desk_app.services.statistics import WHOLE, Figures, Row

TITLES: Final = {
    By.TYPE: N_("By type"),
    By.SYSTEM: N_("By system"),
    By.ORGANISATION: N_("By organisation"),
    By.SPECIALIST: N_("By specialist"),
    By.LINE: N_("By line"),
    By.CHANNEL: N_("By channel"),
    By.STATUS: N_("By status"),
    By.KIND: N_("By kind"),
    By.SERVICE: N_("By service"),
    By.MONTH: N_("By month"),
}
GROUPS: Final = {
    By.TYPE: N_("Type"),
    By.SYSTEM: N_("System"),
    By.ORGANISATION: N_("Organisation"),
    By.SPECIALIST: N_("Specialist"),
    By.LINE: N_("Line"),
    By.CHANNEL: N_("Channel"),
    By.STATUS: N_("Status"),
    By.KIND: N_("Kind"),
    By.SERVICE: N_("Service"),
    By.MONTH: N_("Month"),
}
SHARE: Final = "share"
ESTIMATE: Final = "estimate"
_ALWAYS: Final = ("registered", SHARE, "solved", "open", "within-deadline")
_ORDER: Final = (
    "registered", SHARE, "solved", "dropped", "open", "within-deadline", "reworks", "rating", "escalations",
    "registering", "registering-95", "consulting", "consulting-95", "consulting-in-time", ESTIMATE, "solving",
    "solving-95",
)  # fmt: skip
_INDENT: Final = "    "


@dataclass(frozen=True, slots=True)
class Measure:
    """A column: what it is called, what it is in, and what a row has of it (None for nothing to measure).

    `text` is how that is written; of an estimate, from and to.
    """

    code: str
    label: str
    unit: Unit
    of: Callable[[Row], float | None]
    text: Callable[[Row], str]


def measures(figures: Figures) -> tuple[Measure, ...]:
    """Return the columns of `figures` in their order; those in which there is nothing at all are left out."""
    found = [_measure(code) for code in _ORDER]
    rows = (*figures.rows, figures.total)

    def is_there(one: Measure) -> bool:
        values = [one.of(row) for row in rows]
        return any(values) if one.unit is Unit.COUNT else any(value is not None for value in values)

    return tuple(one for one in found if one.code in _ALWAYS or is_there(one))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The table of `figures` in words: a line a row, everything together last; the first cell is its name."""

    figures: Figures
    columns: tuple[Measure, ...]
    lines: tuple[tuple[Row, tuple[str, ...]], ...]


def sheet_of(figures: Figures) -> Sheet:
    """Put `figures` into words, in the language spoken now. Of many rows it takes a while."""
    if not figures.rows:
        return Sheet(figures, (), ())
    columns = measures(figures)
    lines = tuple(
        (row, (_INDENT * row.depth + label_of(figures, row), *(one.text(row) for one in columns)))
        for row in (*figures.rows, figures.total)
    )
    return Sheet(figures, columns, lines)


def label_of(figures: Figures, row: Row) -> str:
    """Return what `row` is called."""
    if row.key == WHOLE:
        return tr("Total")
    if figures.asked.by is By.MONTH:
        month = month_of(int(row.key))
        return format_month(month.year, month.month)
    return row.label or (tr("Nobody") if figures.asked.by is By.SPECIALIST else tr("Not given"))


def period_words(first: date, last: date) -> str:
    """Return the days `first` to `last` as one says them: a month, a year, or from when until when."""
    if first.day == 1 and day_after(last).day == 1:
        if Month.of(first) == Month.of(last):
            return format_month(first.year, first.month)
        if (first.month, last.month, first.year) == (1, 12, last.year):
            return str(first.year)
        if first.month % 3 == 1 and Month.of(first + timedelta(days=80)) == Month.of(last):
            return tr("quarter {n} of {year}", n=first.month // 3 + 1, year=first.year)
    return format_date(first) if first == last else f"{format_date(first)} – {format_date(last)}"


def asked_words(figures: Figures) -> tuple[str, ...]:
    """Return what the figures are narrowed to, in words."""
    asked, office = figures.asked, figures.office
    found = [tr("System: {name}", name=office.choices("system").label(asked.system))] if asked.system else []
    found += [tr("Line: {name}", name=office.choices("line").label(asked.line))] if asked.line else []
    return (*found, *([tr("Specialist: {name}", name=figures.specialist)] if asked.specialist else []))


def statistics_report(figures: Figures, chart: str, made_on: date) -> Report:
    """Describe `figures` as a print, with the chart of that code (see `statistics_charts`) above the table."""
    columns = measures(figures)
    drawn = chart_of(figures, chart, [label_of(figures, row) for row in figures.rows])
    return Report(
        title=tr("Statistics of support"),
        heading=figures.office.name,
        subtitles=(_headline(figures.asked), *filter(None, [" · ".join(asked_words(figures))])),
        columns=(
            Column("group", tr(GROUPS[figures.asked.by]), 42),
            *(Column(one.code, one.label, _width(one), _kind(one)) for one in columns),
        ),
        rows=[_cells(figures, row, columns) for row in (*figures.rows, *([figures.total] if figures.rows else []))],
        charts=() if drawn.empty else (drawn,),
        empty_text=tr("Nothing happened in this period."),
        remarks=remarks(figures),
        footer=_footer(figures, made_on),
        direction=Direction.LTR,
        printed_on=made_on,
        more=(_plan(figures, made_on),) if figures.targets else (),
    )


def remarks(figures: Figures) -> tuple[str, ...]:
    """Return what has to be said of the numbers."""
    found = [tr("Solving is counted in working time, without the time in which a ticket waited.")]
    if figures.trouble is not None:
        found.append(explain(figures.trouble))
    return tuple(found)


def _headline(asked: Asked) -> str:
    return f"{period_words(asked.first, asked.last)} · {tr(TITLES[asked.by])}"


def _cells(figures: Figures, row: Row, columns: Sequence[Measure]) -> tuple[Value, ...]:
    return (f"{_INDENT * row.depth}{label_of(figures, row)}", *(_value(one, row) for one in columns))


def _value(measure: Measure, row: Row) -> Value:
    if measure.code == ESTIMATE:
        return measure.text(row)
    value = measure.of(row)
    if value is None:
        return None
    return int(value) if measure.unit is Unit.COUNT else Amount(value, measure.unit)


def _width(measure: Measure) -> float:
    """Return the share of the page of a column, so that no word of its header is broken."""
    least = 26 if measure.code == ESTIMATE else 14
    return max(least, 2.0 * max(len(word) for word in measure.label.split()) + 2)


def _kind(measure: Measure) -> Kind:
    if measure.code == ESTIMATE:
        return Kind.TEXT
    return Kind.NUMBER if measure.unit is Unit.COUNT else Kind(measure.unit.value)


def _measure(code: str) -> Measure:
    if code == SHARE:
        return Measure(code, tr("Share"), Unit.SHARE, lambda row: row.share, lambda row: said(row.share, Unit.SHARE))
    if code == ESTIMATE:
        return Measure(code, tr("Estimated"), Unit.WORK, lambda row: row.estimate and row.estimate[1], estimated)
    one = INDICATORS[code]

    def value(row: Row) -> float | None:
        return row.values[code]

    label = tr(one.label).replace(" %", f"{NBSP}%")
    return Measure(code, label, one.unit, value, lambda row: said(value(row), one.unit))


def estimated(row: Row) -> str:
    """Return how long `row` is said to take (P-7)."""
    if row.estimate is None:
        return said(None, Unit.WORK)
    least, most = row.estimate
    return said(most, Unit.WORK) if least in (0, most) else f"{said(least, Unit.WORK)} – {said(most, Unit.WORK)}"


# -- what was planned ------------------------------------------------------------------------------------------------


def plan_words(target: Target) -> tuple[str, str, str]:
    """Return what was planned, what it came to, and whether it is as planned (E-9)."""
    bounds = []
    if target.at_least is not None:
        bounds.append(tr("at least {number}", number=planned(target.at_least, target.unit)))
    if target.at_most is not None:
        bounds.append(tr("at most {number}", number=planned(target.at_most, target.unit)))
    actual = said(None, target.unit) if target.actual is None else planned(target.actual, target.unit)
    verdict = {True: tr("met"), False: tr("missed"), None: tr("nothing to measure")}[target.met]
    return ", ".join(bounds), actual, verdict


def _plan(figures: Figures, made_on: date) -> Report:
    return Report(
        title=tr("Planned indicators"),
        heading=figures.office.name,
        subtitles=(_headline(figures.asked).partition(" · ")[0],),
        columns=(
            Column("indicator", tr("Indicator"), 110),
            Column("plan", tr("Planned"), 50),
            Column("actual", tr("Actual"), 40),
            Column("met", tr("Outcome"), 40),
        ),
        rows=[(target.label, *plan_words(target)) for target in figures.targets],
        footer=_footer(figures, made_on),
        printed_on=made_on,
    )


def _footer(figures: Figures, made_on: date) -> tuple[str, ...]:
    printed = tr("Printed on {date}", date=format_date(made_on))
    if figures.as_of is not None:
        zone = figures.office.zone
        printed += " · " + tr("from a copy as of {moment}", moment=format_moment(figures.as_of.astimezone(zone)))
    return (printed,)
