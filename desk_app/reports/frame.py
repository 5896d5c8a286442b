"""What stands around the table: title, signature block, foot of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.i18n import tr
from desk_app.reports.description import Align, Printed, SignatureLine
from desk_app.reports.draw import Page
from desk_app.reports.paper import MM, Box, offset
from desk_app.reports.table import leading
from desk_app.reports.typeset import Run, Typesetter

_MOST_LINES: Final = 4  # of a title, subtitle, label: the rest is cut with an ellipsis
_MOST_HEAD: Final = 8  # of the block above the title, where an approval may stand
_MOST_INTRO: Final = 12  # of a paragraph above the table
_SIGNATURE_GAP: Final = 10 * MM
_BLANK: Final = 8 * MM  # room to write in, above a rule
_BETWEEN: Final = 12 * MM  # from one blank to the next
_FOOT: Final = 6 * MM


@dataclass(frozen=True, slots=True)
class Type:
    """The sizes of print, ready to set."""

    body: Typesetter
    header: Typesetter
    title: Typesetter
    subtitle: Typesetter
    small: Typesetter
    form: Typesetter
    label: Typesetter


class Frame:
    """Draws the frame of a report's pages, and knows how much room it takes."""

    def __init__(self, report: Printed, box: Box, sizes: Type) -> None:
        self._report = report
        self._box = box
        self._type = sizes
        self._rows = _signature_rows(report.signature, box.width)

    def head(self, page: Page) -> float:
        """Draw heading, form name, title, subtitles and introduction. Return where the table may begin."""
        report, sizes, top = self._report, self._type, self._box.top
        heads = ((report.heading, 0.6, Align.START), (report.form_name, 0.38, Align.END))
        ends = [
            page.block(_short(sizes.subtitle, text, self._box.width * share, _MOST_HEAD), sizes.subtitle, top, align)
            for text, share, align in heads
            if text
        ]
        top = min(ends, default=top) - 3 * MM
        top = page.block(_short(sizes.title, report.title, self._box.width), sizes.title, top, Align.CENTER)
        for subtitle in report.subtitles:
            lines = _short(sizes.subtitle, subtitle, self._box.width)
            top = page.block(lines, sizes.subtitle, top - 1 * MM, Align.CENTER)
        for number, paragraph in enumerate(report.intro):
            lines = _short(sizes.subtitle, paragraph, self._box.width, _MOST_INTRO)
            top = page.block(lines, sizes.subtitle, top - (1.5 if number else 4) * MM, Align.START)
        return top - 4 * MM

    @property
    def signature_height(self) -> float:
        """Points that the signature block takes, with the gap above it."""
        if not self._rows:
            return 0.0
        return _SIGNATURE_GAP + sum(_BLANK + self._label_height(row) for row in self._rows)

    def sign(self, page: Page, top: float) -> None:
        """Draw the signature block below `top`."""
        top -= _SIGNATURE_GAP
        for row in self._rows:
            rule = top - _BLANK
            x = self._box.left
            for line in row:
                width = min(line.width * MM, self._box.width)
                start = self._box.left + self._box.right - x - width if self._box.mirrored else x
                self._blank(page, line, start, rule, width)
                x += width + _BETWEEN
            top = rule - self._label_height(row)

    def foot(self, page: Page, number: int, total: int) -> None:
        """Draw the foot of page `number`: what the report says there, and page x of y."""
        small = self._type.small
        top = self._box.bottom - _FOOT
        page.rule(self._box.left, top, self._box.width)
        top -= 1 * MM
        counter = small.line(tr("Page {page} of {pages}", page=number, pages=total))
        page.block([counter], small, top, Align.END)
        for line in self._report.footer:
            top = page.block(_short(small, line, self._box.width * 0.85)[:1], small, top, Align.START)

    def _blank(self, page: Page, line: SignatureLine, x: float, y: float, width: float) -> None:
        page.rule(x, y, width)
        value, small = self._type.subtitle, self._type.small
        for run in _short(value, line.value, width)[:1]:
            page.text(run, value, x + offset(Align.CENTER, width, run.width, mirrored=False), y + 2.5)
        for run in _short(small, line.label, width):
            y -= leading(small)
            page.text(run, small, x + offset(Align.CENTER, width, run.width, mirrored=False), y)

    def _label_height(self, row: Sequence[SignatureLine]) -> float:
        small = self._type.small
        return max(len(_short(small, line.label, line.width * MM)) for line in row) * leading(small) + 2 * MM


def _signature_rows(lines: Sequence[SignatureLine], room: float) -> list[list[SignatureLine]]:
    """Put the blanks side by side as long as they fit."""
    rows: list[list[SignatureLine]] = []
    used = room
    for line in lines:
        width = line.width * MM
        if used + width > room:
            rows.append([])
            used = 0.0
        rows[-1].append(line)
        used += width + _BETWEEN
    return rows


def _short(setter: Typesetter, text: str, width: float, most: int = _MOST_LINES) -> list[Run]:
    """Wrap `text`, a few lines at most."""
    lines = setter.wrap(text, width)
    if len(lines) > most:
        ellipsis = setter.line("…")
        last = lines[most - 1]
        lines = [*lines[: most - 1], Run(last.width + ellipsis.width, last.code + ellipsis.code)]
    return lines
