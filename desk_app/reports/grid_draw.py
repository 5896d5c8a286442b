"""Strips of a grid as PDF operators."""

from collections.abc import Mapping, Sequence
from typing import Final

from desk_app.reports.draw import Page
from desk_app.reports.grid import Shade
from desk_app.reports.grid_layout import GridPiece, GridStrip
from desk_app.reports.paper import Box, offset
from desk_app.reports.table import leading

_SHADES: Final[Mapping[Shade, str]] = {Shade.LIGHT: "0.9 g", Shade.DARK: "0.78 g"}
_PADDING: Final = 1.4  # points


class GridPage(Page):
    """A page of a grid."""

    def __init__(self, box: Box) -> None:
        super().__init__(box)
        self._place = box

    def strips(self, strips: Sequence[GridStrip], top: float) -> float:
        """Draw `strips` from `top` down. Return where they end."""
        for strip in strips:
            for piece in strip.pieces:
                self._piece(piece, top - piece.y)
            top -= strip.height
        return top

    def _piece(self, piece: GridPiece, top: float) -> None:
        cell = piece.placed.cell
        frame = f"{piece.x:.2f} {top - piece.height:.2f} {piece.width:.2f} {piece.height:.2f} re"
        if cell.shade in _SHADES:
            self._lines.insert(0, f"{_SHADES[cell.shade]} {frame} f")
        self._lines.append(frame)
        taken = len(piece.lines) * leading(piece.setter)
        y = top - max((piece.height - taken) / 2, _PADDING) - piece.setter.size * 0.95
        for run in piece.lines:
            room = piece.width - 2 * _PADDING
            x = piece.x + _PADDING + offset(cell.align, room, run.width, mirrored=self._place.mirrored)
            self.text(run, piece.setter, x, y)
            y -= leading(piece.setter)
