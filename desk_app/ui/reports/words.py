"""What a window of prints says about itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """All of it, in the language spoken now."""

    title: str
    soon: str
    """Instead of pages, while there are none yet."""
    reading: str
    failed: str
    changed: str
    """When what the pages show was changed since."""
    save: str
    """The title of the dialog that asks where to save."""
    print: str
    """The title of the dialog that asks for a printer."""
