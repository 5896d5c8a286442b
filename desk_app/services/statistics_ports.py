"""What statistics ask of storage: one piece of a period at a time, so that nobody waits long for anything."""

from datetime import date, datetime
from typing import Protocol

from desk_app.domain.statistics import Asked, Tallies


class StatisticsReads(Protocol):
    """Tallies by group. Pieces of a period add up to the whole (`domain.statistics.added`)."""

    def flow(self, asked: Asked, first: date, until: date) -> Tallies:
        """Return all that happened on the local days `first`..`until` (half-open, within one month)."""

    def never_solved(self, asked: Asked, at: datetime) -> Tallies:
        """Return how many were open at the moment `at` and are not solved to this day."""

    def solved_later(self, asked: Asked, at: datetime, since: datetime, until: datetime) -> Tallies:
        """Return how many were open at the moment `at` and were solved within `since`..`until` (half-open, later)."""
