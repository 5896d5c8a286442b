"""What the first run asks of the program around it, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

SUFFIX: Final = ".desk"

Tick = Callable[[float], None]
"""Hears how much is done, 0..1; raises Cancelled when the person said stop."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of office to choose: `about` is two lines, `week` the working intervals of "mon".."sun"."""

    code: str
    name: str
    about: str
    zone: str
    week: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NewOffice:
    """An office to be made. `password` "" is none: then only the computer's user of this login may sign in."""

    path: Path
    kind: str
    name: str
    zone: str
    login: str
    full_name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The office to work with, who made it just now, and whether their Excel journal is to be taken over."""

    path: Path
    login: str = ""
    password: str = field(default="", repr=False)
    take_over: bool = False


class Starter(Protocol):
    """Makes offices. All but `login` is called on a thread, and raises UserError."""

    @property
    def login(self) -> str: ...
    def kinds(self) -> Sequence[Kind]: ...
    def check_place(self, path: Path) -> None: ...
    def create(self, wanted: NewOffice) -> None: ...
    def sample(self, tick: Tick) -> Path: ...
