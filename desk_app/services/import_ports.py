"""What the import of a journal needs from the office file."""

from collections.abc import Collection
from typing import Protocol

from desk_app.domain.tickets import Requester


class ImportReads(Protocol):
    """Asks what is there already."""

    def known(self, fingerprints: Collection[bytes]) -> set[tuple[bytes, int]]:
        """Return (fingerprint, occurrence) of every row with one of `fingerprints` that is a ticket already."""

    def taken(self, numbers: Collection[str]) -> set[str]:
        """Return those of `numbers` that a ticket has."""


class ImportWrites(Protocol):
    """Writes rows of a journal, inside a session."""

    def known(self, fingerprints: Collection[bytes]) -> set[tuple[bytes, int]]:
        """See ImportReads."""

    def remember(self, fingerprint: bytes, occurrence: int, ticket_id: int) -> None:
        """Keep that a row is this ticket now."""

    def take_number(self, number: str) -> None:
        """Use a number that the office did not allot. Raises BadInput when a ticket has it."""

    def line_of(self, person_id: int) -> str:
        """Return the line of a member of staff, or ""."""

    def requester(self, requester: Requester) -> Requester:
        """Return `requester` as it is, with the id of its entry in the directory, which is added where missing.

        What the directory knows is newer than an old journal: only its empty parts are filled.
        """
