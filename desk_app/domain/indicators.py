"""What is measured of an office's work, and what it planned (E-9): data for tables, charts, targets and prints."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.office import Choices, Office
from desk_app.domain.statistics import By, Key, Spread, Tally

ENTRY_LIMIT: Final = 120
"""How long entering a call may take, in seconds (E-6.1b)."""
CONSULTING_LIMIT: Final = 15 * 60
"""How long a consultation may take, in seconds (E-6.2a)."""
MEDIAN: Final = 0.5
MOST: Final = 0.95
CHANNEL: Final = "channel-"
"""Begins the code of the share of one channel; the rest is the code of the channel (P-6)."""


class Unit(StrEnum):
    """What a measure is in."""

    COUNT = "count"
    SHARE = "share"
    """Of one; targets are written in per cent."""
    SCORE = "score"
    MINUTES = "minutes"
    """Of the clock."""
    WORK = "work"
    """Minutes of working time."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something that is measured: its code, what it is called (a msgid), and how it comes from a tally.

    It is None where there is nothing to measure. `worse` tells that more of it is worse.
    """

    code: str
    label: str
    unit: Unit
    of: Callable[[Tally], float | None]
    worse: bool = False


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _seconds(spread: Spread, share: float) -> float | None:
    found = spread.at(share)
    return None if found is None else found / 60


def _within(spread: Spread, limit: float) -> float | None:
    return _share(spread.within(limit), spread.count)


INDICATORS: Final = {
    one.code: one
    for one in (
        Indicator("registered", N_("Registered"), Unit.COUNT, lambda t: t.registered),
        Indicator("solved", N_("Solved"), Unit.COUNT, lambda t: t.solved),
        Indicator("dropped", N_("Closed unsolved"), Unit.COUNT, lambda t: t.dropped, True),
        Indicator("open", N_("Open at the end"), Unit.COUNT, lambda t: t.open, True),
        Indicator("within-deadline", N_("Solved in time"), Unit.SHARE, lambda t: _share(t.limited - t.late, t.limited)),
        Indicator("reworks", N_("Sent back"), Unit.COUNT, lambda t: t.reworks, True),
        Indicator("rework-share", N_("Share sent back"), Unit.SHARE, lambda t: _share(t.returned, t.solved), True),
        Indicator("rating", N_("Rating"), Unit.SCORE, lambda t: _share(t.rating, t.rated)),
        Indicator("escalations", N_("Escalations"), Unit.COUNT, lambda t: t.escalations, True),
        Indicator("escalation-share", N_("Escalations a ticket"), Unit.SHARE,
                  lambda t: _share(t.escalations, t.registered), True),
        Indicator("registering", N_("Registering: median"), Unit.MINUTES,
                  lambda t: _seconds(t.registering, MEDIAN), True),
        Indicator("registering-95", N_("Registering: 95 %"), Unit.MINUTES,
                  lambda t: _seconds(t.registering, MOST), True),
        Indicator("registering-in-time", N_("Registered within 2 minutes"), Unit.SHARE,
                  lambda t: _within(t.registering, ENTRY_LIMIT)),
        Indicator("consulting", N_("Consulting: median"), Unit.MINUTES, lambda t: _seconds(t.consulting, MEDIAN), True),
        Indicator("consulting-95", N_("Consulting: 95 %"), Unit.MINUTES, lambda t: _seconds(t.consulting, MOST), True),
        Indicator("consulting-in-time", N_("Consulted within 15 minutes"), Unit.SHARE,
                  lambda t: _within(t.consulting, CONSULTING_LIMIT)),
        Indicator("solving", N_("Solving: median"), Unit.WORK, lambda t: t.solving.at(MEDIAN), True),
        Indicator("solving-95", N_("Solving: 95 %"), Unit.WORK, lambda t: t.solving.at(MOST), True),
    )
}  # fmt: skip
"""Everything that is measured, by code. Times are 95 % no longer than the 95th percentile."""


# -- what is planned ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Target:
    """What the office planned (E-9): `indicator` shall be at least or at most a number.

    Shares are in per cent, times in minutes. `actual` is in the same unit; None where there is nothing to measure.
    """

    indicator: str
    label: str
    unit: Unit
    at_least: float | None
    at_most: float | None
    actual: float | None

    @property
    def met(self) -> bool | None:
        """Whether it is as planned; None where there is nothing to measure."""
        if self.actual is None:
            return None
        return (self.at_least is None or self.actual >= self.at_least) and (
            self.at_most is None or self.actual <= self.at_most
        )


def is_indicator(office: Office, code: str) -> bool:
    """Tell whether a target may have the `code`: that of an indicator, or of the share of a channel."""
    channel = code.removeprefix(CHANNEL)
    return code in INDICATORS or (code != channel and channel in office.choices("channel"))


def targets(office: Office, whole: Tally) -> tuple[Target, ...]:
    """Return what the office planned beside what `whole` comes to; what no indicator is called is left out."""
    found = []
    for item in office.sections.get("target", Choices("target", ())):
        if not is_indicator(office, item.code):
            continue
        value, unit = _actual(office, item.code, whole)
        if value is not None and unit is Unit.SHARE:
            value *= 100
        least, most = (item.data.get(name) for name in ("at_least", "at_most"))
        found.append(Target(item.code, item.label, unit, _number(least), _number(most), value))
    return tuple(found)


def _actual(office: Office, code: str, whole: Tally) -> tuple[float | None, Unit]:
    if code in INDICATORS:
        return INDICATORS[code].of(whole), INDICATORS[code].unit
    channel = office.choices("channel")[code.removeprefix(CHANNEL)]
    return _share(whole.channels.get(channel.id, 0), whole.registered), Unit.SHARE


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def estimate(office: Office, by: By, key: Key) -> tuple[float, float] | None:
    """Return the working minutes, from and to, that a service, or those of a kind or type, is said to take (P-7)."""
    services = office.sections.get("service", Choices("service", ()))
    if by is By.SERVICE:
        meant = [item for item in services if item.id == key]
    elif by in (By.KIND, By.TYPE):
        chosen = office.choices(by.value).by_id(int(key))
        meant = [item for item in services if chosen and item.data.get(by.value) == chosen.code]
    else:
        return None
    found = [
        (_number(item.data.get("estimate_min")) or 0.0, most)
        for item in meant
        if (most := _number(item.data.get("estimate_max")) or _number(item.data.get("estimate_min")))
    ]
    return (min(one[0] for one in found), max(one[1] for one in found)) if found else None
