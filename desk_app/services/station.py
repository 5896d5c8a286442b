"""A workstation: the office file on the share as it follows it, and what it keeps of it on this computer.

Two threads serve a window. One has the *station*: it goes to the share, to write and to look for colleagues' changes,
which it copies. The other reads the *copy* on the local disk, so no read ever waits for the share. What a save must not
wait for, the station has done beside: looking who is here, and making the copy anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.services.ports import Changes, Reader, UnitOfWork

Progress = Callable[[int, int], None]
"""Told how much of how much is done; may raise Cancelled."""


@dataclass(frozen=True, slots=True)
class News:
    """What a look at the office brought to the copy. `rebuilt` when the whole copy was made anew.

    `behind` when the office is there and the copy is not what it is: it is being made anew, or cannot be written.
    """

    changes: Changes = field(default_factory=Changes)
    rebuilt: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class CopyState:
    """How the copy stands: the office's epoch, the last change and event it has, and when it was last known equal."""

    epoch: str
    change: int
    event: int
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Peer:
    """A running program that has this office open. `editing` are ids of tickets, `since` when it was opened (UTC)."""

    key: str
    person: int
    name: str
    host: str
    editing: tuple[int, ...] = ()
    since: datetime | None = None


class Station(Protocol):
    """The office as this workstation follows it. Opened, used and closed on one thread, which may wait."""

    @property
    def reader(self) -> Reader:
        """The office itself, not the copy: for proofs and checks. Raises Unavailable while it is away."""

    @property
    def away(self) -> UserError | None:
        """Why the office cannot be reached now; None when it could be at the last look."""

    @property
    def warnings(self) -> Sequence[UserError]:
        """What is not as it should be though work goes on: this computer's clock, the share's settings."""

    def unit_of_work(self, actor: Person) -> UnitOfWork: ...

    def pull(self) -> News:
        """Bring the copy up to date. Costs one small read when nothing changed. Raises Unavailable."""

    def meet(self, me: Person, editing: Sequence[int]) -> tuple[Peer, ...]:
        """Tell colleagues that `me` is here and which tickets are open for editing; return who else is here.

        Where that takes a while it is done beside, and what the last look found is returned at once.
        """

    def listen(self, heard: Callable[[], None]) -> None:
        """Call `heard`, on whatever thread, when a look is worth it: a server tells of changes, a file who is here."""

    def close(self) -> None: ...


class Copy(Protocol):
    """This computer's copy of an office, for reading. Opened, used and closed on one thread."""

    @property
    def reader(self) -> Reader: ...
    @property
    def state(self) -> CopyState: ...
    def close(self) -> None: ...
