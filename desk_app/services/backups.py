"""Backups: when one is due, which ones are kept, and what each says of itself."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from desk_app.services.ports import Finding

HOUR: Final = timedelta(hours=1)
TAKEN_OVER: Final = timedelta(minutes=20)
"""A workstation that took the hour and made nothing of it for so long has crashed; another one takes it over."""
CLOCKS_APART: Final = timedelta(minutes=10)
"""How far a colleague's clock may be ahead before its word counts for nothing."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it lies there. `verified` says that it was checked when it was made and is whole now.

    `made_at` is UTC, `head` the last entry of the history in it, `size` in bytes; `missing` counts attached files
    that were not there when it was made. Of one that cannot be read only what its name tells is known.
    """

    path: Path
    made_at: datetime
    head: int
    size: int
    verified: bool
    tickets: int = 0
    missing: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Of how many of the last hours, days, weeks and months that have backups the last one is kept."""

    hours: int = 24
    days: int = 14
    weeks: int = 8
    months: int = 12


@dataclass(frozen=True, slots=True)
class Rescued:
    """What came back: entries of the history, and the tickets they are about, by number (or id).

    `renumbered` are tickets whose number a colleague had been given meanwhile, with the old and the new one;
    `diverged` those that colleagues went on with, where lost work stands as a comment. `kept` is a copy of the office
    of which nothing could be brought back, and which therefore stays.
    """

    events: int = 0
    tickets: tuple[str, ...] = ()
    renumbered: tuple[tuple[str, str], ...] = ()
    diverged: tuple[str, ...] = ()
    kept: Path | None = None

    def and_then(self, later: "Rescued") -> "Rescued":
        """Return what came back by both."""
        return Rescued(
            self.events + later.events,
            tuple(dict.fromkeys(self.tickets + later.tickets)),
            self.renumbered + later.renumbered,
            tuple(dict.fromkeys(self.diverged + later.diverged)),
            self.kept or later.kept,
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: where the old file lies now (None where there was none), and what came back over the backup.

    `missing` counts attached files that neither the office nor the backups have; `findings` are what was not as it
    should be in the backup already.
    """

    aside: Path | None
    rescued: Rescued = field(default_factory=Rescued)
    missing: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a restore would mean, in entries of the history: those after the backup, and those that come back at once.

    `since` counts what the office file and this computer's copy know beyond the backup; `here` all of it when the
    office file could be asked (`readable`), for a restore brings that back too, else what the copy knows. `copied` says
    whether the copy alone knows everything, wherever the office file is damaged. `another` says that the office file is
    another office than the one that would be put back: nothing of it comes back then.
    """

    since: int
    here: int
    readable: bool
    copied: bool = True
    another: bool = False


class Keeper(Protocol):
    """The backups of one office, for whoever looks after it. May be used on any thread but the window's; it waits."""

    def backups(self) -> list[Backup]:
        """Return what there is, newest first. Raises Unavailable."""

    def hourly(self) -> Backup | None:
        """Make the backup of this hour unless a colleague's program has. Raises Unavailable."""

    def make(self) -> Backup:
        """Make a backup now. Raises Unavailable."""

    def check(self) -> list[Finding]:
        """Return what is wrong with the office file. Raises Unavailable where it cannot even be read."""

    def preview(self, backup: Backup | None) -> Preview:
        """Tell what putting back `backup`, or this computer's copy for None, would mean.

        Raises Unavailable where there is no such copy.
        """

    def restore(self, backup: Backup | None, by: str) -> Restored:
        """Put back `backup`, or this computer's copy for None, in the name of `by`. Raises Unavailable."""


MIGRATION: Final = "migration"
"""Why a backup was made that was made before the file got a new form."""
_MIGRATIONS_KEPT: Final = 3
ASKED: Final = "asked"
"""Why a backup was made that somebody asked for; it stays for a day."""
_ASKED_STAYS: Final = timedelta(days=1)
_PERIODS: Final[tuple[tuple[str, Callable[[datetime], tuple[int, ...]]], ...]] = (
    ("hours", lambda at: (at.year, at.month, at.day, at.hour)),
    ("days", lambda at: (at.year, at.month, at.day)),
    ("weeks", lambda at: at.isocalendar()[:2]),
    ("months", lambda at: (at.year, at.month)),
)


def superfluous(backups: Collection[Backup], keep: Keep, zone: ZoneInfo) -> list[Backup]:
    """Return the backups that may go, oldest first; hours and days are those of `zone`.

    The last verified one never goes, and one that is not whole keeps none that is from staying. One that cannot be
    read goes only when it would if it were whole: the share may have stumbled just now.
    """
    whole = [backup for backup in backups if backup.verified]
    staying = _kept(whole, keep, zone)
    staying |= {backup for backup in _kept(backups, keep, zone) if not backup.verified}
    return sorted((one for one in backups if one not in staying), key=_age)


def _kept(backups: Iterable[Backup], keep: Keep, zone: ZoneInfo) -> set[Backup]:
    newest_first = sorted(backups, key=_age, reverse=True)
    kept = {*newest_first[:1], *[one for one in newest_first if one.why == MIGRATION][:_MIGRATIONS_KEPT]}
    kept |= {one for one in newest_first if one.why == ASKED and newest_first[0].made_at - one.made_at < _ASKED_STAYS}
    for name, period in _PERIODS:
        seen: dict[tuple[int, ...], Backup] = {}
        for backup in newest_first:
            seen.setdefault(period(backup.made_at.astimezone(zone)), backup)
        kept |= set(list(seen.values())[: getattr(keep, name)])
    return kept


def _age(backup: Backup) -> tuple[datetime, int, str]:
    return backup.made_at, backup.head, backup.path.name


def due(made: datetime | None, claimed: datetime | None, now: datetime) -> bool:
    """Tell whether this workstation may take the hour: none was made within it, and nobody is at it.

    Moments of the future are those of a clock that goes wrong, and are not believed.
    """

    def lately(at: datetime | None, within: timedelta) -> bool:
        return at is not None and now - within < at <= now + CLOCKS_APART

    at_it = lately(claimed, TAKEN_OVER) and (made is None or claimed is None or claimed > made)
    return not lately(made, HOUR) and not at_it
