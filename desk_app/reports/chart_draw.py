"""A chart on paper: vectors and real text, with patterns that survive a copier."""

from collections.abc import Iterator
from typing import Final

from desk_app.reports.chart import Chart, Shade
from desk_app.reports.chart_shapes import CENTER, END, Bar, Mark, Path, Pen, Rule, Shape, Text, height_of, shapes
from desk_app.reports.draw import Page
from desk_app.reports.paper import MM, Box
from desk_app.reports.table import leading
from desk_app.reports.typeset import Typesetter

_GAP: Final = 4 * MM
_PALE: Final = 0.35
"""How much of its colour the ground of a bar has; the pattern has all of it."""
_STEP: Final = 3.2
"""Points from one line of a pattern to the next."""
_DASHES: Final = ("[] 0 d", "[5 2] 0 d", "[1.5 1.5] 0 d", "[6 2 1 2] 0 d")
_MARK: Final = 2.2


def chart_height(chart: Chart, box: Box, setter: Typesetter) -> float:
    """Return the points that `chart` takes on paper, with the gap below it."""
    return height_of(chart, pen_of(setter), box.width) + _GAP


def draw_chart(page: Page, chart: Chart, box: Box, top: float, setters: tuple[Typesetter, Typesetter]) -> float:
    """Draw `chart` across `box` below `top`, in the regular and the bold face of `setters`; return where it ends."""
    regular, bold = setters
    height = height_of(chart, pen_of(regular), box.width)
    for shape in shapes(chart, pen_of(regular), box.width, height):
        if isinstance(shape, Text):
            setter = bold if shape.bold else regular
            run = setter.line(shape.text)
            x = (
                box.left
                + shape.x
                - (run.width if shape.align == END else run.width / 2 if shape.align == CENTER else 0)
            )
            page.text(run, setter, x, top - shape.y - setter.size * 0.35)
        else:
            page.ground("\n".join(_operators(chart, shape, box.left, top)))
    return top - height - _GAP


def pen_of(setter: Typesetter) -> Pen:
    """Return what a chart has to know of the type it is set in."""
    return Pen(lambda text: setter.line(text).width, leading(setter))


def _operators(chart: Chart, shape: Shape, left: float, top: float) -> Iterator[str]:
    match shape:
        case Rule():
            yield "0.4 w 0.75 G [] 0 d"
            yield f"{left + shape.x:.2f} {top - shape.y:.2f} m {left + shape.to_x:.2f} {top - shape.to_y:.2f} l S"
        case Bar():
            yield from _bar(
                chart.shade(shape.shade), (left + shape.x, top - shape.y - shape.height, shape.width, shape.height)
            )
        case Path():
            yield f"1.4 w {_colour(chart.shade(shape.shade))} RG {_DASHES[shape.shade % len(_DASHES)]}"
            for place, (x, y) in enumerate(shape.points):
                yield f"{left + x:.2f} {top - y:.2f} {'l' if place else 'm'}"
            yield "S [] 0 d"
        case Mark():
            yield _mark(chart.shade(shape.shade), shape.shade, left + shape.x, top - shape.y)


def _bar(shade: Shade, place: tuple[float, float, float, float]) -> Iterator[str]:
    x, y, width, height = place
    pale = 1.0 if shade.pattern == "plain" else _PALE
    yield f"q {_colour(shade, pale)} rg {_colour(shade)} RG 0.6 w [] 0 d"
    yield f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re W B"
    yield from _pattern(shade.pattern, x, y, width, height)
    yield "S Q"


def _pattern(pattern: str, x: float, y: float, width: float, height: float) -> Iterator[str]:
    """Give the lines of `pattern` over a rectangle, which clips them."""
    if pattern in ("level", "checked"):
        for number in range(1, int(height / _STEP) + 1):
            yield f"{x:.2f} {y + number * _STEP:.2f} m {x + width:.2f} {y + number * _STEP:.2f} l"
    if pattern in ("upright", "checked"):
        for number in range(1, int(width / _STEP) + 1):
            yield f"{x + number * _STEP:.2f} {y:.2f} m {x + number * _STEP:.2f} {y + height:.2f} l"
    for name, lean in (("rising", height), ("falling", -height), ("crossed", height), ("crossed", -height)):
        if pattern == name:
            for number in range(int((width + height) / _STEP) + 1):
                foot = x + number * _STEP - (height if lean > 0 else 0)
                yield f"{foot:.2f} {y:.2f} m {foot + lean:.2f} {y + height:.2f} l"


def _mark(shade: Shade, number: int, x: float, y: float) -> str:
    """Return a mark: a square, a triangle, a diamond or a bar, so that lines are told apart by more than colour."""
    r = _MARK
    corners = (
        ((-r, -r), (r, -r), (r, r), (-r, r)),
        ((-r, -r), (r, -r), (0, r * 1.2)),
        ((0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)),
        ((-r * 1.3, -r / 2), (r * 1.3, -r / 2), (r * 1.3, r / 2), (-r * 1.3, r / 2)),
    )[number % 4]
    path = " ".join(f"{x + dx:.2f} {y + dy:.2f} {'l' if place else 'm'}" for place, (dx, dy) in enumerate(corners))
    return f"{_colour(shade)} rg {path} h f"


def _colour(shade: Shade, share: float = 1.0) -> str:
    """Return red, green and blue of a shade, laid on white at `share`."""
    parts = [int(shade.colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return " ".join(f"{1 - share + part * share:.3f}" for part in parts)
