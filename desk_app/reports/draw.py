"""Strips, titles and blanks as PDF operators, gathered page by page."""

from collections.abc import Sequence
from typing import Final

from desk_app.reports.description import Align
from desk_app.reports.paper import PADDING, Box, offset
from desk_app.reports.table import Cell, Strip, leading
from desk_app.reports.typeset import Run, Typesetter

_THIN: Final = "0.4 w 0.45 G"
_SHADE: Final = "0.93 g"


class Page:
    """The operators of one page: lines below, then all text in one text object."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._ground: list[str] = []
        self._lines: list[str] = [_THIN]
        self._text: list[str] = []
        self._font = ""

    def code(self) -> str:
        """Everything drawn so far."""
        return "\n".join(["q", *self._ground, "Q", "q", *self._lines, "S", "Q", "BT 0 g", *self._text, "ET"])

    def ground(self, operators: str) -> None:
        """Operators of a drawing, below all lines and texts; they may leave any colour behind."""
        self._ground.append(operators)

    def rule(self, x: float, y: float, width: float) -> None:
        """A thin horizontal line."""
        self._lines.append(f"{x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l")

    def text(self, run: Run, setter: Typesetter, x: float, y: float) -> None:
        """One line of text with its baseline at `y`."""
        self._use(setter)
        self._text.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm <{run.code}> Tj")

    def block(self, runs: Sequence[Run], setter: Typesetter, top: float, align: Align) -> float:
        """Lines of text across the box, the first just below `top`. Return where they end."""
        for run in runs:
            x = self._box.left + offset(align, self._box.width, run.width, mirrored=self._box.mirrored)
            self.text(run, setter, x, top - _ascent(setter))
            top -= leading(setter)
        return top

    def table(self, edges: Sequence[float], header: Strip, strips: Sequence[Strip], top: float) -> float:
        """The table from `top` down. Return where it ends."""
        y = top - header.height
        self._lines.insert(0, f"{_SHADE} {edges[0]:.2f} {y:.2f} {edges[-1] - edges[0]:.2f} {header.height:.2f} re f")
        self.rule(edges[0], top, edges[-1] - edges[0])
        y = run_top = top
        for strip in (header, *strips):
            if strip.wide:
                self._verticals(edges, run_top, y)
                run_top = y - strip.height
                self._verticals((edges[0], edges[-1]), y, run_top)
            self._strip(strip, y)
            y -= strip.height
            self.rule(edges[0], y, edges[-1] - edges[0])
        self._verticals(edges, run_top, y)
        return y

    def _verticals(self, edges: Sequence[float], top: float, bottom: float) -> None:
        if top > bottom:
            self._lines += [f"{x:.2f} {top:.2f} m {x:.2f} {bottom:.2f} l" for x in edges]

    def _strip(self, strip: Strip, top: float) -> None:
        self._use(strip.setter)
        y = top - PADDING - _ascent(strip.setter)
        for cell in strip.cells:
            if cell.align is Align.START and not self._box.mirrored:
                lines = "> Tj T* <".join([run.code for run in cell.lines])
                self._text.append(f"1 0 0 1 {cell.x + PADDING:.2f} {y:.2f} Tm <{lines}> Tj")
            else:
                self._aligned(cell, strip.setter, y)

    def _aligned(self, cell: Cell, setter: Typesetter, y: float) -> None:
        room = cell.width - 2 * PADDING
        for run in cell.lines:
            x = cell.x + PADDING + offset(cell.align, room, run.width, mirrored=self._box.mirrored)
            self._text.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm <{run.code}> Tj")
            y -= leading(setter)

    def _use(self, setter: Typesetter) -> None:
        if setter.font_code != self._font:
            self._font = setter.font_code
            self._text.append(f"{self._font} {leading(setter):.2f} TL")


def _ascent(setter: Typesetter) -> float:
    return setter.size * 0.95
