"""The bands of a form as blocks of set text, which a page can hold or split."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.reports.description import Align
from desk_app.reports.form import MOST_RULES, Band, Form, FormBox
from desk_app.reports.paper import MM, PADDING, Box
from desk_app.reports.table import leading
from desk_app.reports.typeset import Run, Typesetter

RULE_GAP: Final = 7.5 * MM
"""From one line to fill in by hand to the next."""
_WIDOW: Final = 3  # lines: a block is not split for fewer
_ABOVE_HEADING: Final = 3 * MM


@dataclass(slots=True)
class Piece:
    """A box at a place across the page, its text set in `setter`; `rules` lines to fill in stand in an empty one."""

    x: float
    width: float
    align: Align
    lines: Sequence[Run]
    setter: Typesetter
    shaded: bool
    rules: int


@dataclass(slots=True)
class Block:
    """A band, or the part of a band that fits a page. `above` is room over it, `open` leaves the lines around out."""

    pieces: list[Piece]
    lines: int
    height: float
    keep: bool
    open: bool
    above: float = 0.0


class FormBody:
    """Makes blocks out of a form's bands, and splits them (see `flow.Body`)."""

    def __init__(self, form: Form, box: Box, text: Typesetter, bold: Typesetter) -> None:
        self._form = form
        self._box = box
        self._text = text
        self._bold = bold

    def strips(self) -> Iterator[Block]:
        """Every band in order."""
        for number, band in enumerate(self._form.bands):
            above = _ABOVE_HEADING if band.open and number else 0.0
            yield self._block([self._piece(band, *place) for place in self._places(band)], band, above)

    def fitting(self, strip: Block, room: float) -> int:
        """How many lines of `strip` may stand in `room` points: all, none, or a decent part."""
        if strip.height <= room:
            return strip.lines
        fit = int((room - 2 * PADDING - strip.above) / leading(self._text))
        return 0 if fit < _WIDOW or strip.lines <= _WIDOW else min(fit, max(strip.lines - _WIDOW, 1))

    def split(self, strip: Block, lines: int) -> tuple[Block, Block]:
        """Return the first `lines` lines of `strip` and the rest."""
        first, rest = (
            Block(
                [Piece(p.x, p.width, p.align, p.lines[part], p.setter, p.shaded, 0) for p in strip.pieces],
                *self._measure([len(p.lines[part]) for p in strip.pieces], 0, 0.0),
                strip.keep,
                strip.open,
            )
            for part in (slice(None, lines), slice(lines, None))
        )
        return first, rest

    def _block(self, pieces: list[Piece], band: Band, above: float) -> Block:
        rules = max(piece.rules for piece in pieces)
        lines, height = self._measure([len(piece.lines) for piece in pieces], rules, above)
        return Block(pieces, lines, height, band.keep, band.open, above)

    def _measure(self, lines: Sequence[int], rules: int, above: float) -> tuple[int, float]:
        most = max(*lines, 1, 1)
        text = most * leading(self._text) + 2 * PADDING
        return most, max(text, rules * RULE_GAP + PADDING if rules else 0.0) + above

    def _piece(self, band: Band, x: float, width: float, box: FormBox) -> Piece:
        setter = self._bold if box.label else self._text
        room = width - (0 if band.open else 2 * PADDING)
        lines = setter.wrap(box.text, room) if box.text else []
        rules = 0 if box.text or box.label else min(box.rules, MOST_RULES)
        return Piece(x, width, box.align, lines, setter, box.label and not band.open, rules)

    def _places(self, band: Band) -> Iterator[tuple[float, float, FormBox]]:
        boxes = band.boxes[::-1] if self._box.mirrored else band.boxes
        total, x = sum(box.width for box in boxes), self._box.left
        for box in boxes:
            width = box.width / total * self._box.width
            yield x, width, box
            x += width
