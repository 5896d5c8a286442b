"""Templates of frequent calls: what stands in the form before the first word is typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from desk_app.domain.answers import fits, is_answer
from desk_app.domain.intake import CHOICES
from desk_app.domain.office import Office

TEMPLATE_TEXTS: Final = ("description", "additional_info", "note", "solution")
TEMPLATE_FIELDS: Final = (*CHOICES, *TEMPLATE_TEXTS)
"""What a template may hold besides answers to questions. Who calls and when is of the call itself."""


@dataclass(frozen=True, slots=True)
class CallTemplate:
    """A frequent call under a name; owner 0 shares it.

    `fields` are TEMPLATE_FIELDS by code, choices as codes, and answers as a form holds them (`domain.answers`).
    """

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    owner: int = 0
    id: int = 0

    @property
    def solution(self) -> str:
        """How such a call is answered at once, or ""."""
        return self.fields.get("solution", "")

    def usable(self, office: Office) -> dict[str, str]:
        """Return the fields without the choices and questions that the office no longer offers."""
        return {code: value for code, value in self.fields.items() if _usable(office, code, value)}


def is_kept(code: str) -> bool:
    """Tell whether a template may hold the field `code` of a form."""
    return code in TEMPLATE_FIELDS or is_answer(code)


def _usable(office: Office, code: str, value: str) -> bool:
    if is_answer(code):
        return fits(office, code, value)
    return code in TEMPLATE_TEXTS or (code in CHOICES and value in [item.code for item in office.choices(code).offered])
