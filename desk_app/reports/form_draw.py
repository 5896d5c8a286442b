"""Blocks of a form as PDF operators."""

from collections.abc import Sequence
from typing import Final

from desk_app.reports.draw import Page
from desk_app.reports.form_layout import RULE_GAP, Block, Piece
from desk_app.reports.paper import PADDING, Box, offset
from desk_app.reports.table import leading

_SHADE: Final = "0.93 g"


class FormPage(Page):
    """A page of boxes."""

    def __init__(self, box: Box) -> None:
        super().__init__(box)
        self._place = box

    def blocks(self, blocks: Sequence[Block], top: float) -> float:
        """Draw `blocks` from `top` down. Return where they end."""
        for number, block in enumerate(blocks):
            above = block.above if number else 0.0
            for piece in block.pieces:
                self._piece(block, piece, top - above, block.height - block.above)
            top -= block.height - block.above + above
        return top

    def _piece(self, block: Block, piece: Piece, top: float, height: float) -> None:
        frame = f"{piece.x:.2f} {top - height:.2f} {piece.width:.2f} {height:.2f} re"
        if piece.shaded:
            self._lines.insert(0, f"{_SHADE} {frame} f")
        if not block.open:
            self._lines.append(frame)
        for number in range(1, piece.rules + 1):
            y = top - number * RULE_GAP + PADDING
            self.rule(piece.x + 2 * PADDING, y, piece.width - 4 * PADDING)
        inset = 0.0 if block.open else PADDING
        y = top - PADDING - piece.setter.size * 0.95
        for run in piece.lines:
            room = piece.width - 2 * inset
            x = piece.x + inset + offset(piece.align, room, run.width, mirrored=self._place.mirrored)
            self.text(run, piece.setter, x, y)
            y -= leading(piece.setter)
