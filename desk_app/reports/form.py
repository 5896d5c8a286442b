"""One description of a printed form: bands of boxes, each with a text or with lines to fill in by hand."""

from dataclasses import dataclass
from typing import Final

from desk_app.reports.description import Align, Around

MOST_RULES: Final = 20
"""So many lines to fill in are drawn in a box at most: it must fit on a page."""


@dataclass(frozen=True, slots=True)
class FormBox:
    """A box of a band. `width` is its share of the band (written as if in mm).

    A `label` is printed bold on a shaded ground. A box without text that is no label has `rules` lines to write on.
    """

    text: str
    width: float
    label: bool = False
    rules: int = 1
    align: Align = Align.START


@dataclass(frozen=True, slots=True)
class Band:
    """Boxes side by side, as wide as the page. With `keep` it stays on the page of the band after it.

    An `open` band has no lines around: a heading between boxes.
    """

    boxes: tuple[FormBox, ...]
    keep: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Form(Around):
    """A form as it is printed: the texts around are those of a `Report`, the body are `bands` from top to bottom."""

    title: str
    bands: tuple[Band, ...]


def heading(text: str) -> Band:
    """Return a line between bands that says what follows."""
    return Band((FormBox(text, 1, label=True),), keep=True, open=True)


def whole(text: str, rules: int = 1) -> Band:
    """Return a box as wide as the page."""
    return Band((FormBox(text, 1, rules=rules),))


def labelled(*pairs: tuple[str, str, float, float], keep: bool = False) -> Band:
    """Return labels with their values beside them: (label, value, width of the label, width of the value) each."""
    boxes: list[FormBox] = []
    for label, value, narrow, wide in pairs:
        boxes += [FormBox(label, narrow, label=True), FormBox(value, wide)]
    return Band(tuple(boxes), keep)
