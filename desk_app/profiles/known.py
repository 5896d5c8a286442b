"""What the checks of a profile have in common: codes that must be known."""

from collections.abc import Callable, Iterable, Sequence

from desk_app.domain.errors import BadInput
from desk_app.domain.office import Item, Office

Check = Callable[[], None]
"""Looks at one place of an office. Raises BadInput for what the program could not work with."""


def codes(office: Office, section: str) -> tuple[str, ...]:
    """Return the codes of a section, in the office's order."""
    return tuple(item.code for item in office.choices(section))


def one_of(value: object, known: Sequence[str], where: str) -> None:
    """Raise BadInput that names `where` and what is `known` unless `value` is."""
    if value not in known:
        raise BadInput(
            "The profile says “{value}” under {where}. Known are: {known}.",
            field="profile",
            value=value,
            where=where,
            known=", ".join(known),
        )


def all_of(office: Office, item: Item, key: str, section: str, where: str) -> None:
    """Raise BadInput unless every code that `item` names under `key` stands in `section`, and only once."""
    named = item.data.get(key, ())
    for code in named:
        one_of(code, codes(office, section), f"{where}, {key}")
    once(named, f"{where}, {key}")


def once(values: Iterable[str], where: str) -> None:
    """Raise BadInput for the first of `values` that stands there twice."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise BadInput("The profile says “{value}” twice under {where}.", field="profile", value=value, where=where)
        seen.add(value)
