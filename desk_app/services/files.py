"""What attached files need from outside: a place for their content, and the rows that name them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from desk_app.domain.office import Person


@dataclass(frozen=True, slots=True)
class Kept:
    """Content that lies in the folder of attached files: its SHA-256 (hex) and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a ticket. `name` is harmless on every system; `size` is in bytes."""

    id: int
    ticket_id: int
    name: str
    content: Kept
    added_at: datetime
    by: Person


@dataclass(frozen=True, slots=True)
class Attached:
    """A content that a ticket or a service says it has: `where` is the ticket's number or id, or the service's name."""

    where: str
    name: str
    content: Kept


class Files(Protocol):
    """The folder of attached files beside the office file. Raises OSError; may be used on any thread."""

    @property
    def folder(self) -> Path: ...
    @property
    def reachable(self) -> bool:
        """Whether the place where the folder stands can be reached now."""

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        """Keep the content that `chunks` give under its hash: whole, or (whatever is raised) not at all."""

    def has(self, content: Kept) -> bool:
        """Tell whether `content` is there, by its size."""

    def open(self, sha256: str) -> BinaryIO: ...
    def contents(self) -> Iterator[Kept]:
        """Give every content there is."""


class AttachmentRows(Protocol):
    """The rows of attached files within a write transaction."""

    def of(self, ticket_id: int) -> list[Attachment]:
        """Return the files of a ticket, oldest first."""

    def get(self, attachment_id: int) -> Attachment:
        """Raises NotFound."""

    def add(self, ticket_id: int, name: str, content: Kept) -> int:
        """Name `content` in the ticket; return the row's id. Raises Unavailable when the content is not there."""

    def drop(self, attachment_id: int) -> None:
        """Take the row away; the content stays until a clean-up."""


class AttachmentReader(Protocol):
    """What is attached, and where its content lies."""

    @property
    def files(self) -> Files: ...
    def of(self, ticket_id: int) -> list[Attachment]: ...
    def get(self, attachment_id: int) -> Attachment: ...
    def all(self) -> Iterator[list[Attached]]:
        """Give every attached file and those of the services, in lists read one after another."""

    def untold(self) -> list[str]:
        """Return the tickets whose attached files are not those of their history."""
