"""What the acts of a month ask of storage: narrow rows, so that a month of a big office is read at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from desk_app.domain.acts import Fault


class ActReads(Protocol):
    """Tickets registered within `since`..`until` (half-open, UTC), neither declined nor made another ticket."""

    def faults(self, since: datetime, until: datetime, types: Sequence[str]) -> list[Fault]:
        """Return those of `types`, or all where none is named, as faults; of long texts the beginning."""

    def answered(self, since: datetime, until: datetime, question: str) -> list[int]:
        """Return the ids of those that have an answer to `question`, whatever it is, oldest first."""
