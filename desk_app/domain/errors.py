"""Trouble a person can do something about, said as a sentence that says what to do.

Anything that is not a `UserError` is a bug. A sentence is kept as an English template with
named parts, so that the window and the command line can say it in the reader's language
(`desk_app.i18n.explain`).
"""

from collections.abc import Sequence


def N_(template: str) -> str:
    """Mark `template` for translation where it is written down; it is translated where it is shown."""
    return template


class UserError(Exception):
    """The office said no. `template.format(**params)` is the English sentence."""

    exit_code = 1

    def __init__(self, template: str, /, **params: object) -> None:
        super().__init__(template)
        self.template = template
        self.params = params

    def __str__(self) -> str:
        return self.template.format(**self.params)


class BadInput(UserError):
    """What was given cannot be taken. `field` is the code of the form field it is about, or ""."""

    def __init__(self, template: str, /, field: str = "", **params: object) -> None:
        super().__init__(template, field=field, **params)
        self.field = field


class NotAllowed(UserError):
    """The signed-in person has no right to this."""


class NotFound(UserError):
    """There is no such thing in this office."""


class Conflict(UserError):
    """A colleague saved first. `fields` are the codes of the fields both sides changed."""

    def __init__(self, template: str, /, fields: Sequence[str] = (), **params: object) -> None:
        super().__init__(template, **params)
        self.fields = tuple(fields)


class Unavailable(UserError):
    """The office file cannot be reached or used now; nothing was changed."""

    exit_code = 3


class Damaged(Unavailable):
    """The office file is there, but cannot be read any more: a backup has to be put in its place."""


class Cancelled(Exception):
    """The person said stop. Not an error; never shown."""
