"""What the administration of an office needs from outside."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from desk_app.domain.errors import UserError
from desk_app.domain.office import OfficeSeed
from desk_app.services.files import Kept


class OfficeReads(Protocol):
    """Asks who points to the office's items."""

    def used(self, section: str, code: str) -> bool:
        """Tell whether tickets or people point to the item, so that it cannot go.

        Of questions and agreements any ticket is taken for one that does: they lie deep in tickets.
        """


class OfficeWrites(OfficeReads, Protocol):
    """Asks it within a session, and for what is to be named."""

    def has(self, content: Kept) -> bool:
        """Tell whether a content lies in the folder of attached files."""


class Profiles(Protocol):
    """An office as a file that people can read and send, and what must hold for it."""

    def problems(self, seed: OfficeSeed) -> Sequence[UserError]:
        """Return everything that the program could not work with, in the order of the sections."""

    def read(self, path: Path, language: str) -> OfficeSeed:
        """Return the office that a TOML file describes in `language`, unchecked. Raises BadInput, Unavailable."""

    def write(self, seed: OfficeSeed) -> str:
        """Return `seed` as the text of a TOML file that `read` takes. Files of services are left out."""
