"""A chart as data: what the screen paints, the PDF draws and the spreadsheet hands to Excel."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from desk_app.domain.indicators import Unit
from desk_app.reports.measures import said


@dataclass(frozen=True, slots=True)
class Shade:
    """How one series is told from the next: a hue of the program's, as a colour for paper, too, and a pattern."""

    hue: str
    colour: str
    pattern: str


SHADES: Final = (
    Shade("calm", "#3b82f6", "plain"),
    Shade("waiting", "#d97706", "rising"),
    Shade("good", "#16a34a", "level"),
    Shade("away", "#8b5cf6", "falling"),
    Shade("busy", "#0d9488", "crossed"),
    Shade("bad", "#dc2626", "upright"),
    Shade("past", "#6b7280", "checked"),
)
"""In the order in which series take them; there is no colour without a pattern of its own."""


class Form(Enum):
    """How values are shown."""

    BARS = "bars"
    """A bar a category, lying, so that long names have room."""
    STACKED = "stacked"
    """A bar a category, made of its series."""
    LINES = "lines"
    """A line a series, over categories that follow one another, as months do."""
    SHARES = "shares"
    """One bar of all categories, each as long as its share of the whole; there is one series."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values under one name, one for each category; None where there is nothing. `hue` names a colour that says so."""

    name: str
    values: tuple[float | None, ...]
    hue: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is shown. `note` is a remark below, as how many categories were left out."""

    form: Form
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: Unit = Unit.COUNT
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not any(value for one in self.series for value in one.values)

    def shade(self, number: int) -> Shade:
        """Return how the series `number` looks; of shares, the category."""
        wanted = "" if self.form is Form.SHARES else self.series[number].hue
        return next((one for one in SHADES if one.hue == wanted), SHADES[number % len(SHADES)])

    @property
    def values(self) -> list[tuple[int, int]]:
        """The places of every value, as (category, series), in the order one reads them."""
        return [
            (category, number)
            for category in range(len(self.categories))
            for number, one in enumerate(self.series)
            if one.values[category] is not None
        ]

    def sentence(self, category: int, number: int) -> str:
        """Return one value with everything it is about."""
        one = self.series[number]
        value = said(one.values[category], self.unit)
        if self.form is Form.SHARES:
            return f"{self.categories[category]}: {value} ({said(self.share(category), Unit.SHARE)})"
        name = f", {one.name}" if len(self.series) > 1 else ""
        return f"{self.categories[category]}{name}: {value}"

    def share(self, category: int) -> float:
        """Return the share of `category` in the first series, of one."""
        values = self.series[0].values
        return (values[category] or 0) / (sum(value or 0 for value in values) or 1)

    def told(self) -> str:
        """Return the whole chart in sentences, for those who do not see it."""
        return ". ".join([self.title, *(self.sentence(*place) for place in self.values)])
