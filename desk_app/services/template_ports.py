"""What templates of calls and accounts need from outside."""

from typing import Protocol

from desk_app.domain.call_template import CallTemplate
from desk_app.domain.office import Person


class TemplateReads(Protocol):
    """Asks for templates of calls."""

    def of(self, me: Person) -> list[CallTemplate]:
        """Return the templates `me` keeps and the shared ones, by name."""


class TemplateWrites(Protocol):
    """Keeps templates of calls, inside a session."""

    def of(self, me: Person) -> list[CallTemplate]:
        """Return the templates `me` keeps and the shared ones, by name."""

    def put(self, owner: int, name: str, body: str) -> None:
        """Keep a template under its name, in place of the owner's one of this name. Owner 0 shares it."""

    def change(self, template_id: int, owner: int, name: str) -> None:
        """Give a template another owner and name."""

    def drop(self, template_id: int) -> None: ...


class StaffWrites(Protocol):
    """Changes accounts, inside a session."""

    def everybody(self) -> list[Person]:
        """Return everybody who has or had an account."""

    def change(self, person: Person) -> None:
        """Keep the name, the role, the line and whether it is active of an account that is there."""
