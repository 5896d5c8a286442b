"""Which charts statistics have, and each of them as data."""

from collections.abc import Callable, Sequence
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.indicators import INDICATORS, Unit
from desk_app.domain.statistics import By
from desk_app.i18n import tr
from desk_app.reports.chart import Chart, Form, Series
from desk_app.services.statistics import Figures, Row

FLOW: Final = "flow"
IN_TIME: Final = "in-time"
CHANNELS: Final = "channels"
SHARES: Final = "shares"
MOST: Final = 15
"""More bars than these nobody compares."""
_NAMES: Final = {
    FLOW: N_("Registered, solved, open"),
    IN_TIME: N_("In time and late"),
    CHANNELS: N_("Shares of the channels"),
    SHARES: N_("Shares"),
}


def choices(figures: Figures) -> list[tuple[str, str]]:
    """Return the charts that there are, as (code, name); the first is shown where none is chosen."""
    whole = figures.whole
    found = [code for code, value in figures.total.values.items() if value]
    if whole.limited:
        found.insert(0, IN_TIME)
    if whole.channels:
        found.insert(0, CHANNELS)
    first = {By.MONTH: FLOW, By.CHANNEL: SHARES, By.KIND: SHARES}.get(figures.asked.by, "registered")
    codes = dict.fromkeys((first, *found))
    return [(code, tr(_NAMES[code] if code in _NAMES else INDICATORS[code].label)) for code in codes]


def chart_of(figures: Figures, code: str, labels: Sequence[str]) -> Chart:
    """Return the chart `code` ("" for the first) of the rows that are called `labels`."""
    offered = dict(choices(figures))
    chosen = code if code in offered else next(iter(offered))
    title = offered[chosen]
    if chosen == CHANNELS:
        return _channels(figures, title)
    named = list(zip(figures.rows, labels, strict=True))
    if chosen == SHARES:
        return _shares([(row, label) for row, label in named if not row.depth], title)
    if chosen == FLOW or (figures.asked.by is By.MONTH and chosen != IN_TIME):
        codes = ("registered", "solved", "open") if chosen == FLOW else (chosen,)
        unit = INDICATORS[codes[0]].unit
        short = [label.rsplit(" ", 1)[0] if _one_year(figures) else label for _, label in named]
        return Chart(Form.LINES, title, tuple(short), tuple(_series(one, named) for one in codes), unit)
    if chosen == IN_TIME:
        return _in_time([(row, label) for row, label in named if row.tally.limited and not row.depth], title)
    return _bars(chosen, named, title)


def _bars(code: str, named: list[tuple[Row, str]], title: str) -> Chart:
    one = INDICATORS[code]
    shown = [(row, label) for row, label in named if row.values[code] is not None]
    kept, note = _fewer(shown, lambda row: row.values[code] or 0)
    labels = tuple("  " * row.depth + label for row, label in kept)
    return Chart(Form.BARS, title, labels, (_series(code, kept),), one.unit, note)


def _in_time(named: list[tuple[Row, str]], title: str) -> Chart:
    kept, note = _fewer(named, lambda row: row.tally.limited)
    return Chart(
        Form.STACKED,
        title,
        tuple(label for _, label in kept),
        (
            Series(tr("In time"), tuple(row.tally.limited - row.tally.late for row, _ in kept), "good"),
            Series(tr("Late"), tuple(row.tally.late for row, _ in kept), "bad"),
        ),
        Unit.COUNT,
        note,
    )


def _shares(named: list[tuple[Row, str]], title: str) -> Chart:
    kept = [(row, label) for row, label in named if row.tally.registered]
    return Chart(Form.SHARES, title, tuple(label for _, label in kept), (_series("registered", kept),))


def _channels(figures: Figures, title: str) -> Chart:
    names = tuple(name or tr("Not given") for name, _ in figures.channels)
    values = tuple(float(count) for _, count in figures.channels)
    return Chart(Form.SHARES, title, names, (Series(tr("Registered"), values),))


def _series(code: str, named: Sequence[tuple[Row, str]]) -> Series:
    one = INDICATORS[code]
    return Series(tr(one.label), tuple(row.values[code] for row, _ in named))


def _fewer(named: list[tuple[Row, str]], weight: Callable[[Row], float]) -> tuple[list[tuple[Row, str]], str]:
    """Return the heaviest rows, in their order, and a remark where others are left out."""
    if len(named) <= MOST:
        return named, ""
    heaviest = sorted(named, key=lambda one: -weight(one[0]))[:MOST]
    kept = {id(row) for row, _ in heaviest}
    note = tr("The {n} largest of {all} are shown.", n=MOST, all=len(named))
    return [one for one in named if id(one[0]) in kept], note


def _one_year(figures: Figures) -> bool:
    return figures.asked.first.year == figures.asked.last.year
