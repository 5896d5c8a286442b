"""Where everything of a chart stands: the same shapes are painted on the screen and drawn on paper.

Lengths are in the units of whoever draws; y grows downwards.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from desk_app.domain.indicators import Unit
from desk_app.reports.chart import Chart, Form
from desk_app.reports.measures import said

START, CENTER, END = "start", "center", "end"
_TICKS: Final = 5
_NAMES: Final = 0.36
"""The share of the width that names of categories may have."""
_LEAST: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle: a value (`category`, `number` of the series), or the square beside a name of the legend."""

    x: float
    y: float
    width: float
    height: float
    shade: int
    category: int = -1
    number: int = 0


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points, with marks at them."""

    points: tuple[tuple[float, float], ...]
    shade: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at a value of a line."""

    x: float
    y: float
    shade: int
    category: int = -1
    number: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line of the ground."""

    x: float
    y: float
    to_x: float
    to_y: float


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text whose middle is at `y`; `x` is its start, middle or end. `quiet` ones are beside the matter."""

    x: float
    y: float
    text: str
    align: str = START
    quiet: bool = False
    bold: bool = False


Shape = Bar | Path | Mark | Rule | Text


@dataclass(frozen=True, slots=True)
class Pen:
    """What the one who draws knows: how wide a text is, and how high a line of text."""

    width_of: Callable[[str], float]
    line: float

    def fitting(self, text: str, room: float) -> str:
        """Return `text`, cut with an ellipsis where it has no room."""
        if self.width_of(text) <= room:
            return text
        kept = text
        while kept and self.width_of(f"{kept}…") > room:
            kept = kept[:-1]
        return f"{kept.rstrip()}…" if kept else ""


def height_of(chart: Chart, pen: Pen, width: float) -> float:
    """Return how high `chart` wants to be, when it is `width` wide."""
    head = pen.line * (1.8 + (0 if len(chart.series) < 2 else 1.6) + (1.4 if chart.note else 0))
    match chart.form:
        case Form.LINES:
            return head + pen.line * 14
        case Form.SHARES:
            return head + pen.line * (2.6 + 1.5 * len(chart.categories))
    return head + pen.line * (1.9 * len(chart.categories) + 0.6)


def shapes(chart: Chart, pen: Pen, width: float, height: float) -> list[Shape]:
    """Return everything to draw within `width` and `height`."""
    found: list[Shape] = [Text(0, pen.line * 0.7, pen.fitting(chart.title, width), bold=True)]
    top = pen.line * 1.8
    if len(chart.series) > 1:
        found += _legend(chart, pen, width, top)
        top += pen.line * 1.6
    bottom = height - (pen.line * 1.4 if chart.note else 0)
    if chart.note:
        found.append(Text(0, height - pen.line * 0.6, pen.fitting(chart.note, width), quiet=True))
    match chart.form:
        case Form.LINES:
            found += _lines(chart, pen, width, (top, bottom))
        case Form.SHARES:
            found += _shares(chart, pen, width, top)
        case _:
            found += _bars(chart, pen, width, top)
    return found


def _legend(chart: Chart, pen: Pen, width: float, y: float) -> Iterator[Shape]:
    x, side = 0.0, pen.line * 0.8
    for number, one in enumerate(chart.series):
        if x + side > width:
            break
        if chart.form is Form.LINES:
            yield Path(((x, y + side / 2), (x + side * 1.6, y + side / 2)), number)
            yield Mark(x + side * 0.8, y + side / 2, number)
        else:
            yield Bar(x, y, side, side, number)
        x += side * 2.0
        name = pen.fitting(one.name, max(width - x, 0))
        yield Text(x, y + side / 2, name)
        x += pen.width_of(name) + pen.line * 1.2


# -- bars -------------------------------------------------------------------------------------------------------------


def _bars(chart: Chart, pen: Pen, width: float, top: float) -> Iterator[Shape]:
    """Give a lying bar for each category, with its name before it and its value after it."""
    names = min(max((pen.width_of(name) for name in chart.categories), default=0), width * _NAMES)
    begin = names + pen.line * 0.6
    totals = [sum(one.values[place] or 0 for one in chart.series) for place in range(len(chart.categories))]
    labels = [said(_total(chart, place), chart.unit) for place in range(len(chart.categories))]
    after = max((pen.width_of(label) for label in labels), default=0) + pen.line * 0.5
    room, most = max(width - begin - after, pen.line), max([*totals, _LEAST])
    step, thick = pen.line * 1.9, pen.line * 1.2
    yield Rule(begin, top, begin, top + step * len(chart.categories))
    for place, name in enumerate(chart.categories):
        y, x = top + step * place + (step - thick) / 2, begin
        yield Text(names, y + thick / 2, pen.fitting(name, names), END)
        for number, one in enumerate(chart.series):
            length = (one.values[place] or 0) / most * room
            if length > 0:
                yield Bar(x, y, length, thick, number, place, number)
            x += length
        yield Text(x + pen.line * 0.3, y + thick / 2, labels[place])


def _total(chart: Chart, place: int) -> float | None:
    values = [one.values[place] for one in chart.series]
    return None if all(value is None for value in values) else sum(value or 0 for value in values)


def _shares(chart: Chart, pen: Pen, width: float, top: float) -> Iterator[Shape]:
    """Give one bar of all categories, and below it each with its share and its number."""
    x, thick, side = 0.0, pen.line * 1.8, pen.line * 0.8
    for place, value in enumerate(chart.series[0].values):
        length = chart.share(place) * width
        if value:
            yield Bar(x, top, length, thick, place, place, 0)
        x += length
    for place in range(len(chart.categories)):
        y = top + thick + pen.line * (0.8 + 1.5 * place)
        yield Bar(0, y, side, side, place)
        yield Text(side * 2, y + side / 2, pen.fitting(chart.sentence(place, 0), width - side * 2))


# -- lines ------------------------------------------------------------------------------------------------------------


def _lines(chart: Chart, pen: Pen, width: float, room: tuple[float, float]) -> Iterator[Shape]:
    """Give a line for each series over the categories, on a ground of even numbers."""
    top, bottom = room[0] + pen.line * 0.8, room[1] - pen.line * 1.5
    most = max([value for one in chart.series for value in one.values if value is not None], default=0)
    ticks = even(most, chart.unit)
    scale = max(ticks[-1], _LEAST)
    left = max(pen.width_of(said(tick, chart.unit)) for tick in ticks) + pen.line * 0.6
    count = len(chart.categories)
    step = (width - left - pen.line) / max(count, 1)

    def x_of(place: int) -> float:
        return left + step * (place + 0.5)

    def y_of(value: float) -> float:
        return bottom - value / scale * (bottom - top)

    for tick in ticks:
        yield Rule(left, y_of(tick), width, y_of(tick))
        yield Text(left - pen.line * 0.4, y_of(tick), said(tick, chart.unit), END, quiet=True)
    yield from _beneath(chart.categories, pen, x_of, step, bottom + pen.line * 0.9)
    marks = [
        (x_of(place), y_of(value))
        for one in chart.series
        for place, value in enumerate(one.values)
        if value is not None
    ]
    ground = _Ground(bottom, marks, [])
    for number, one in enumerate(chart.series):
        places = [place for place, value in enumerate(one.values) if value is not None]
        points = [(x_of(place), y_of(one.values[place] or 0)) for place in places]
        yield Path(tuple(points), number)
        for place, (x, y) in zip(places, points, strict=True):
            yield Mark(x, y, number, place, number)
            yield from _beside(said(one.values[place], chart.unit), pen, (x, y), ground)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What labels keep clear of: all marks, and each other, as middles with half their widths; nothing below `foot`."""

    foot: float
    marks: list[tuple[float, float]]
    taken: list[tuple[float, float, float]]

    def is_free(self, place: tuple[float, float], half: float, line: float) -> bool:
        x, y = place
        return (
            y < self.foot
            and all(abs(y - other) > 0.75 * line or abs(x - at) > half + 0.3 * line for at, other in self.marks)
            and all(abs(y - other) > line or abs(x - at) > half + wide for at, other, wide in self.taken)
        )


def _beside(label: str, pen: Pen, point: tuple[float, float], ground: _Ground) -> Iterator[Text]:
    """Give the value above its point, or below it, unless something else stands there."""
    half = pen.width_of(label) / 2
    for y in (point[1] - pen.line * 0.8, point[1] + pen.line * 0.8):
        if ground.is_free((point[0], y), half, pen.line):
            ground.taken.append((point[0], y, half + pen.line * 0.15))
            yield Text(point[0], y, label, CENTER)
            return


def _beneath(names: Sequence[str], pen: Pen, x_of: Callable[[int], float], step: float, y: float) -> Iterator[Text]:
    """Give the names of the categories, as many as have room."""
    widest = max((pen.width_of(name) for name in names), default=0) + pen.line * 0.5
    every = max(ceil(widest / max(step, _LEAST)), 1)
    for place in range(0, len(names), every):
        yield Text(x_of(place), y, names[place], CENTER, quiet=True)


def even(most: float, unit: Unit) -> list[float]:
    """Return even numbers from 0 to at least `most`, a few steps apart."""
    if unit is Unit.SHARE:
        return [0, 0.25, 0.5, 0.75, 1]
    if most <= 0:
        return [0, 1]
    rough = most / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough - _LEAST)
    if unit is Unit.COUNT:
        step = max(round(step), 1)
    return [step * number for number in range(ceil(most / step - _LEAST) + 1)]
