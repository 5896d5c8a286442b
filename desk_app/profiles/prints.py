"""What a profile says around the acts and the error form of its office (E-4.2b, E-4.2c, E-6.1c)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from desk_app.domain.errors import BadInput

ACTS: Final = "acts"
ERROR_FORM: Final = "error_form"
PRINTS: Final = (ACTS, ERROR_FORM)
"""Settings that are told here."""
_TEXTS: Final = ("title", "form", "basis", "conclusion")
_KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "data-changes": (*_TEXTS, "signers"),
    "repeated": (*_TEXTS, "signers", "types", "at_least"),
}

Say = Callable[[object, str], str]
"""Returns a text of the profile in the language of the office; the second part names the place for an error."""


def prints_of(profile: Mapping[str, Any], say: Say) -> dict[str, Any]:
    """Return the settings of the prints that `profile` tells. Raises BadInput for what is not understood."""
    found: dict[str, Any] = {}
    if ACTS in profile:
        acts = _table(profile[ACTS], ACTS, tuple(_KNOWN))
        found[ACTS] = {kind: _act(kind, told, say) for kind, told in acts.items()}
    if ERROR_FORM in profile:
        form = _table(profile[ERROR_FORM], ERROR_FORM, ("title", "form"))
        found[ERROR_FORM] = {key: say(text, f"{ERROR_FORM}.{key}") for key, text in form.items()}
    return found


def _act(kind: str, told: object, say: Say) -> dict[str, Any]:
    where = f"{ACTS}.{kind}"
    table = _table(told, where, _KNOWN[kind])
    made: dict[str, Any] = {key: say(text, f"{where}.{key}") for key, text in table.items() if key in _TEXTS}
    if "signers" in table:
        made["signers"] = [say(one, f"{where}.signers") for one in _list(table["signers"], where)]
    if "types" in table:
        made["types"] = [str(one) for one in _list(table["types"], where)]
    if "at_least" in table:
        least = table["at_least"]
        if isinstance(least, bool) or not isinstance(least, int) or least < 2:
            raise _wrong(f"{where}, at_least", "2")
        made["at_least"] = least
    return made


def _table(value: object, where: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(where, "{ … = … }")
    for key in value:
        if key not in known:
            raise BadInput(
                "The profile says “{key}” under {where}, which is not understood. Known are: {known}.",
                field="profile",
                key=key,
                where=where,
                known=", ".join(known),
            )
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(where, '["…", "…"]')
    return value


def _wrong(where: str, form: str) -> BadInput:
    return BadInput("The profile must say {where} in the form {form}.", field="profile", where=where, form=form)
