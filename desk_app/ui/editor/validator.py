"""The one validator of forms: what is missing, and what is too long, in the sentences of the services."""

from collections.abc import Iterable, Mapping

from desk_app.domain.errors import BadInput
from desk_app.domain.intake import require
from desk_app.domain.text import clean_line, clean_text

TEXT_KINDS = frozenset({"description", "additional_info", "note", "cause", "solution", "text", "reason", "comment"})
"""Fields of several lines; the others are one line each."""


def problems(values: Mapping[str, str], required: Iterable[str], long: Iterable[str] = ()) -> list[BadInput]:
    """Return what is wrong with `values`, in their order; `required` are the codes that may not be empty.

    `long` are codes of fields of several lines besides TEXT_KINDS.
    """
    needed, texts = set(required), {*TEXT_KINDS, *long}
    found = (_problem(code, value, code in needed, code in texts) for code, value in values.items())
    return [error for error in found if error]


def _problem(code: str, value: str, required: bool, is_text: bool) -> BadInput | None:
    try:
        cleaned = clean_text(value, code) if is_text else clean_line(value, code)
        if required:
            require({code: cleaned}, (code,))
    except BadInput as error:
        return error
    return None
