"""What the directory of requesters and organisations, and forgetting a person, need from the office file."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the directory. `tickets` counts the tickets that point here; `id` 0 is not stored yet."""

    name: str
    organisation: str = ""
    phone: str = ""
    email: str = ""
    room: str = ""
    position: str = ""
    id: int = 0
    organisation_id: int = 0
    tickets: int = 0


@dataclass(frozen=True, slots=True)
class OrganisationEntry:
    """An organisation of the directory. `people` counts its entries."""

    name: str
    phone: str = ""
    address: str = ""
    id: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Erased:
    """An entry of the history whose text was replaced: the digest that is chained, and that of the new text."""

    seq: int
    before: bytes
    after: bytes


class DirectoryReads(Protocol):
    """Asks the directory. A text is found by all of its words, in any case."""

    def people(self, text: str = "", offset: int = 0, limit: int = 100) -> list[Contact]: ...
    def count_people(self, text: str = "") -> int: ...
    def contact(self, contact_id: int) -> Contact:
        """Return an entry. Raises NotFound."""

    def organisations(self, text: str = "", offset: int = 0, limit: int = 100) -> list[OrganisationEntry]: ...
    def count_organisations(self, text: str = "") -> int: ...
    def everybody(self) -> Iterator[list[Contact]]:
        """Give the whole directory in order of names, in lists read one after another."""

    def own_tickets(self, contact_id: int) -> list[tuple[int, Contact]]:
        """Return (ticket, who is named on it) of every ticket that points to the entry."""

    def tickets_of(self, name: str, organisation: str) -> list[int]:
        """Return the tickets on which this very person is named, whatever entry they point to."""

    def tickets_with(self, texts: Collection[str]) -> list[int]:
        """Return the tickets whose text holds one of the normalised `texts`."""

    def payloads(self) -> Iterator[list[tuple[int, int | None, str]]]:
        """Give (seq, ticket, payload) of the whole history, in lists read one after another."""


class DirectoryWrites(Protocol):
    """Changes the directory, inside a session."""

    def contact(self, contact_id: int) -> Contact:
        """Return an entry. Raises NotFound."""

    def organisation(self, organisation_id: int) -> OrganisationEntry:
        """Return an organisation. Raises NotFound."""

    def save(self, contact: Contact) -> Contact:
        """Keep an entry, a new one (id 0) or a changed one; its organisation is added where missing.

        Raises BadInput when the same person is there already.
        """

    def twin(self, contact: Contact) -> Contact | None:
        """Return the other entry with the same name and organisation."""

    def save_organisation(self, organisation: OrganisationEntry) -> None:
        """Keep a changed organisation. Raises BadInput when another one has this name."""

    def people_of(self, organisation_id: int, limit: int = -1) -> list[Contact]:
        """Return the people of an organisation, oldest entries first; no more than `limit`, -1 is all."""

    def point_tickets(self, doubles: Sequence[int], keep: int) -> int:
        """Let the tickets of `doubles` point to `keep`; return how many there were."""

    def remove(self, contacts: Sequence[int]) -> None: ...
    def remove_organisation(self, organisation_id: int) -> None: ...

    def rewrite(self, ticket_id: int | None, change: Callable[[Any], Any]) -> list[Erased]:
        """Put what `change` makes of them in the place of payloads of a ticket's history (None: of the office's).

        What stood there is overwritten in the file. Returns the entries that changed.
        """

    def rename_files(self, ticket_id: int, change: Callable[[str], str]) -> None:
        """Give the files attached to a ticket the names that `change` makes of theirs."""

    def drop_views(self, change: Callable[[str], str]) -> None:
        """Take away the saved views that `change` would say otherwise: they look for who is not there any more."""

    def change_templates(self, change: Callable[[str], str]) -> None:
        """Put what `change` makes of them in the place of the texts of call templates; one named so is taken away."""
