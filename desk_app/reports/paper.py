"""The sheet: A4 or A3, its margins, and the sizes of print."""

from dataclasses import dataclass
from typing import Final

from desk_app.reports.description import Align, Direction, Orientation, Printed, Sheet

MM: Final = 72 / 25.4
PADDING: Final = 2.6  # points between a table line and the text

BODY_SIZE: Final = 8.5
HEADER_SIZE: Final = 8.5
TITLE_SIZE: Final = 14.0
SUBTITLE_SIZE: Final = 10.0
SMALL_SIZE: Final = 7.0
FORM_SIZE: Final = 10.0

_SIDES: Final = {Sheet.A4: (210 * MM, 297 * MM), Sheet.A3: (297 * MM, 420 * MM)}
_SIDE_MARGIN: Final = 12 * MM
_TOP_MARGIN: Final = 12 * MM
_BOTTOM_MARGIN: Final = 18 * MM


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the page inside the margins, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    mirrored: bool

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom


def page_size(report: Printed) -> tuple[float, float]:
    """Width and height of the page in points."""
    short, long = _SIDES[report.sheet]
    return (long, short) if report.orientation is Orientation.LANDSCAPE else (short, long)


def box_of(report: Printed) -> Box:
    """The box that the body of `report` is printed in."""
    width, height = page_size(report)
    return Box(
        left=_SIDE_MARGIN,
        bottom=_BOTTOM_MARGIN,
        right=width - _SIDE_MARGIN,
        top=height - _TOP_MARGIN,
        mirrored=report.direction is Direction.RTL,
    )


def offset(align: Align, room: float, width: float, *, mirrored: bool) -> float:
    """How far right text of `width` begins in `room` points."""
    if align is Align.CENTER:
        return (room - width) / 2
    return room - width if (align is Align.END) != mirrored else 0.0
