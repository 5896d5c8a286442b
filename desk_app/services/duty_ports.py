"""What the duty planner needs from outside: its papers, kept as rows of one table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class Sort(StrEnum):
    """What a paper of the duty planner is."""

    CARD = "card"
    """A staff card (E-5.1, E-5.3)."""
    ABSENCE = "absence"
    """Leave, illness, an absence that was announced or found (E-8.1b, E-8.2, E-8.4)."""
    ROSTER = "roster"
    """A month's schedule: its draft, or a version that was approved (E-7a)."""
    REQUEST = "request"
    """Somebody asks to swap, change or hand over duty, or for a break outside the schedule (E-7b, E-7c)."""
    MARK = "mark"
    """Who came, left, went to lunch or must not be disturbed, and when (E-8.1)."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `key` is what it is found by: a month "2026-12", a day "2026-12-05", or "".

    `staff` is whom it is about, 0 for nobody in particular; `body` is plain JSON; `version` counts its changes.
    """

    sort: Sort
    key: str = ""
    staff: int = 0
    body: Mapping[str, Any] = field(default_factory=dict)
    id: int = 0
    version: int = 0


class DutyReads(Protocol):
    """Asks for papers."""

    def papers(self, sort: Sort, first: str = "", last: str = "\uffff", staff: int | None = None) -> list[Paper]:
        """Return the papers whose key lies from `first` to `last`, both included, by key and then by age."""


class DutyWrites(DutyReads, Protocol):
    """Keeps papers, inside a session."""

    def paper(self, paper_id: int) -> Paper:
        """Raises NotFound."""

    def add(self, paper: Paper) -> int:
        """Keep a new paper; return its id."""

    def save(self, paper: Paper) -> None:
        """Keep `paper` as it is now. Raises Conflict when a colleague saved it since it was read."""

    def drop(self, paper_id: int) -> None:
        """Take a paper away."""
