"""The fonts a report is printed with, all shipped with the program and embedded in every file."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desk_app.resources import resource

REGULAR: Final = "PTSans"
BOLD: Final = "PTSans-Bold"

_FILES: Final = {
    REGULAR: "PTSans-Regular.ttf",
    BOLD: "PTSans-Bold.ttf",
    "Vazirmatn": "Vazirmatn-Regular.ttf",
    "Vazirmatn-Bold": "Vazirmatn-Bold.ttf",
}
_FALLBACK: Final = {REGULAR: ("Vazirmatn",), BOLD: ("Vazirmatn-Bold",)}


@dataclass(frozen=True, slots=True)
class Face:
    """A font and those asked, in turn, for characters it lacks."""

    font: TTFont
    fallbacks: tuple[TTFont, ...]


@cache
def face(name: str) -> Face:
    """Return the face called `name` (`REGULAR` or `BOLD`), loaded once."""
    return Face(_load(name), tuple(_load(other) for other in _FALLBACK[name]))


@cache
def _load(name: str) -> TTFont:
    font = TTFont(name, str(resource("fonts", _FILES[name])), shapable=False)
    pdfmetrics.registerFont(font)
    return font
