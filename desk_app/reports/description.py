"""One description of a printed report; the PDF, the spreadsheet and the preview are all made from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from desk_app.domain.indicators import Unit
from desk_app.reports.chart import Chart


@dataclass(frozen=True, slots=True)
class Amount:
    """Something measured, with what it is measured in: a sheet holds the number, paper its words."""

    value: float
    unit: Unit

    @property
    def number(self) -> float:
        """What a sheet holds: durations in days, as sheets have them."""
        return self.value / (24 * 60) if self.unit in (Unit.MINUTES, Unit.WORK) else self.value


Value = str | int | date | Amount | None
Row = tuple[Value, ...]


class Kind(Enum):
    """What a column holds: decides its usual alignment and how a spreadsheet stores it."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SHARE = "share"
    SCORE = "score"
    MINUTES = "minutes"
    WORK = "work"


class Align(Enum):
    """Where the text stands; start is the right-hand side in a right-to-left report."""

    START = "start"
    CENTER = "center"
    END = "end"


class Orientation(Enum):
    """How the sheet lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class Sheet(Enum):
    """The size of the paper."""

    A4 = "A4"
    A3 = "A3"


class Direction(Enum):
    """Which way the report's language is read."""

    LTR = "ltr"
    RTL = "rtl"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `width` is its share of the page (written as if in mm); `align` None follows the kind.

    The words of `whole` stay unbroken on paper as long as the page has room for it, as those of the header do.
    """

    code: str
    header: str
    width: float
    kind: Kind = Kind.TEXT
    align: Align | None = None
    whole: tuple[str, ...] = ()

    @property
    def alignment(self) -> Align:
        if self.align is not None:
            return self.align
        return Align.START if self.kind is Kind.TEXT else Align.CENTER


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading of their own; a title of "" prints no heading.

    `name` is what stands in a column where there are no headings.
    """

    title: str
    rows: Iterable[Row]
    name: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One ruled blank with its label underneath, filled in by hand or with `value`. `width` in mm."""

    label: str
    value: str = ""
    width: float = 55.0


class Printed(Protocol):
    """What every print has: the texts around its body, and how its sheets lie."""

    @property
    def title(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def form_name(self) -> str: ...
    @property
    def subtitles(self) -> tuple[str, ...]: ...
    @property
    def intro(self) -> tuple[str, ...]: ...
    @property
    def signature(self) -> tuple[SignatureLine, ...]: ...
    @property
    def footer(self) -> tuple[str, ...]: ...
    @property
    def orientation(self) -> Orientation: ...
    @property
    def sheet(self) -> Sheet: ...
    @property
    def direction(self) -> Direction: ...
    @property
    def printed_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a body that is no table of a report: the same texts as of a Report."""

    heading: str = ""
    form_name: str = ""
    subtitles: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    signature: tuple[SignatureLine, ...] = ()
    footer: tuple[str, ...] = ()
    orientation: Orientation = Orientation.PORTRAIT
    direction: Direction = Direction.LTR
    printed_on: date | None = None
    sheet: Sheet = Sheet.A4


@dataclass(frozen=True, slots=True)
class Report:
    """What is printed. Rows must be iterable more than once if the report is written more than once.

    `heading` stands above the title at the start of the line, `form_name` at its end. `empty_text` is said
    in a row as wide as the table when there are no rows. `footer` lines stand at the foot of every page.
    `intro` are paragraphs above the table, `remarks` paragraphs in rows as wide as the table at its end.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row] = ()
    groups: tuple[Group, ...] = ()
    heading: str = ""
    form_name: str = ""
    subtitles: tuple[str, ...] = ()
    signature: tuple[SignatureLine, ...] = ()
    footer: tuple[str, ...] = ()
    empty_text: str = ""
    orientation: Orientation = Orientation.LANDSCAPE
    direction: Direction = Direction.LTR
    printed_on: date | None = None
    grouped_by: str = ""
    """The header of the column that holds the names of the groups where there are no headings; "" for none."""
    intro: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    sheet: Sheet = Sheet.A4
    charts: tuple[Chart, ...] = ()
    """They stand above the table; in a workbook each has a sheet of its own, with its numbers."""
    more: tuple["Report", ...] = ()
    """What is printed after it, each with a title of its own, on new pages; in a workbook on sheets of their own."""

    def sections(self) -> Iterator[Group]:
        """Yield the ungrouped rows, then the groups."""
        yield Group("", self.rows)
        yield from self.groups
