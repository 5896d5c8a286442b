"""Statistics of a period (S-2.1c, E-4.2d): read piece by piece, added up, and put into rows that have names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Final

from desk_app.domain.errors import UserError
from desk_app.domain.indicators import INDICATORS, Target, estimate, targets
from desk_app.domain.office import Choices, Office, Person
from desk_app.domain.statistics import (
    Asked,
    By,
    Key,
    Tallies,
    Tally,
    added,
    day_after,
    month_key,
    months,
    pieces,
    total,
)
from desk_app.services.ports import Reader

RIGHT: Final = "statistics"
WHOLE: Final = -1
"""The key of the row of everything together."""
Group = tuple[Key, str, int, Tally]
"""The key of a group, its name, how deep it stands, and what was counted of it."""
Part = Callable[[Reader], Tallies]
"""A piece of the work: short enough that others read between two of them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One group: its name ("" for nothing chosen), how deep it stands under others, and what was counted of it.

    What stands under a row is in its tally, too (S-sub). `share` is that of all registered; None without any.
    `estimate` are the working minutes, from and to, that it is said to take (P-7). `values` are its indicators by
    code: percentiles of many take too long to be counted again by whoever shows them.
    """

    key: Key
    label: str
    depth: int
    tally: Tally
    share: float | None
    values: Mapping[str, float | None]
    estimate: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What was asked, and what it came to. `total` is everything together, and `targets` what was planned of it.

    `trouble` says why working time is missing, as where a year has no calendar. `as_of` is when this computer's copy
    was last up to date, where the office could not be reached.
    """

    office: Office
    asked: Asked
    rows: tuple[Row, ...]
    total: Row
    targets: tuple[Target, ...]
    channels: tuple[tuple[str, int], ...]
    specialist: str = ""
    trouble: UserError | None = None
    as_of: datetime | None = None

    @property
    def whole(self) -> Tally:
        """Everything together."""
        return self.total.tally


def parts(office: Office, asked: Asked, now: datetime) -> tuple[Part, ...]:
    """Return the pieces of the work for `asked`; what each gives is to be added up by `figures`."""
    found: list[Part] = []
    for begin, end in pieces(asked.first, day_after(asked.last)):
        found.append(partial(_flow, asked, begin, end))
    at = _midnight(office, day_after(asked.last))
    found.append(partial(_never_solved, asked, at))
    if at <= now:
        for begin, end in pieces(day_after(asked.last), day_after(now.astimezone(office.zone).date())):
            found.append(partial(_solved_later, asked, at, _midnight(office, begin), _midnight(office, end)))
    return tuple(found)


def statistics(
    reader: Reader, asked: Asked, now: datetime, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Figures:
    """Return the figures of `asked`; `progress` hears how many of how many pieces are done, and may raise Cancelled."""
    office, work = reader.office(), parts(reader.office(), asked, now)
    done = []
    for place, part in enumerate(work):
        progress(place, len(work))
        done.append(part(reader))
    return figures(office, {person.id: person for person in reader.staff()}, asked, done)


def _flow(asked: Asked, first: date, until: date, reader: Reader) -> Tallies:
    return reader.statistics.flow(asked, first, until)


def _never_solved(asked: Asked, at: datetime, reader: Reader) -> Tallies:
    return reader.statistics.never_solved(asked, at)


def _solved_later(asked: Asked, at: datetime, since: datetime, until: datetime, reader: Reader) -> Tallies:
    return reader.statistics.solved_later(asked, at, since, until)


def _midnight(office: Office, day: date) -> datetime:
    return datetime.combine(day, time(), office.zone).astimezone(UTC)


# -- rows ------------------------------------------------------------------------------------------------------------


def figures(
    office: Office,
    people: Mapping[int, Person],
    asked: Asked,
    done: Sequence[Tallies],
    as_of: datetime | None = None,
) -> Figures:
    """Put what the parts gave into rows, in the office's order; groups without anything are left out."""
    tallies = added(done)
    whole = total(tallies.values())
    if asked.by is By.MONTH:
        _open_by_month(asked, tallies)
    groups = _groups(office, people, asked, tallies)
    rows = [_row(whole, group, estimate(office, asked.by, group[0])) for group in groups]
    channels = [
        (item.label, whole.channels[item.id]) for item in office.choices("channel") if item.id in whole.channels
    ]
    rest = sum(whole.channels.values()) - sum(count for _, count in channels)
    return Figures(
        office,
        asked,
        tuple(rows),
        _row(whole, (WHOLE, "", 0, whole)),
        targets(office, whole),
        (*channels, *([("", rest)] if rest else [])),
        people[asked.specialist].name if asked.specialist in people else "",
        _trouble(office, asked),
        as_of,
    )


def _row(whole: Tally, group: Group, estimated: tuple[float, float] | None = None) -> Row:
    key, label, depth, tally = group
    share = tally.registered / whole.registered if whole.registered else None
    values = {code: one.of(tally) for code, one in INDICATORS.items()}
    return Row(key, label, depth, tally, share, values, estimated)


def _groups(office: Office, people: Mapping[int, Person], asked: Asked, tallies: Tallies) -> list[Group]:
    match asked.by:
        case By.MONTH:
            return [(key, "", 0, tallies[key]) for key in _lively(tallies)]
        case By.ORGANISATION:
            ranked = sorted(tallies.items(), key=lambda one: (-one[1].registered, one[1].text.casefold()))
            return [(key, tally.text, 0, tally) for key, tally in ranked]
        case By.SPECIALIST:
            names = {key: people[key].name or people[key].login for key in tallies if key in people}  # type: ignore[index]
            order = sorted(tallies, key=lambda key: (key not in names, names.get(key, "").casefold()))
            return [(key, names.get(key, ""), 0, tallies[key]) for key in order]
        case By.SYSTEM:
            return _tree(office, tallies)
    items = office.sections.get(asked.by.value, Choices(asked.by.value, ()))
    known = [(item.id, item.label, 0, tallies[item.id]) for item in items if item.id in tallies]
    return [*known, *_unnamed(tallies, {row[0] for row in known})]


def _lively(tallies: Tallies) -> list[Key]:
    """Return the months in their order, from the first to the last in which anything happened."""
    keys = sorted(tallies, key=int)
    there = [place for place, key in enumerate(keys) if tallies[key].happened]
    return keys[there[0] : there[-1] + 1] if there else []


def _tree(office: Office, tallies: Tallies) -> list[Group]:
    """Return the systems with what was counted, each above its subsystems and with them (S-sub)."""
    systems = office.choices("system")
    found: list[Group] = []
    placed: set[Key] = set()

    def place(code: str, depth: int) -> None:
        item = systems[code]
        placed.add(item.id)
        within = total(tallies[systems[one].id] for one in office.with_subsystems(code) if systems[one].id in tallies)
        if within.empty:
            return
        found.append((item.id, item.label, depth, within))
        for child in systems:
            if child.parent == code:
                place(child.code, depth + 1)

    for item in systems:
        if item.parent not in systems:
            place(item.code, 0)
    return [*found, *_unnamed(tallies, placed)]


def _unnamed(tallies: Tallies, named: set[Key]) -> list[Group]:
    """Return what stands for nothing chosen, last, in one row."""
    rest = total(tally for key, tally in tallies.items() if key not in named)
    return [] if rest.empty else [(0, "", 0, rest)]


def _open_by_month(asked: Asked, tallies: Tallies) -> None:
    """Put in what was open at the end of each month, going back from the end of the last."""
    keys = [month_key(month) for month in months(asked.first, asked.last)]
    left = tallies.get(keys[-1], Tally()).open
    for key in reversed(keys):
        tally = tallies.setdefault(key, Tally())
        tally.open = left
        left += tally.solved + tally.dropped - tally.registered


def _trouble(office: Office, asked: Asked) -> UserError | None:
    try:
        office.calendar.day(asked.first)
        office.calendar.day(asked.last)
    except UserError as error:
        return error
    return None
