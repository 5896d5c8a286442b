"""From what a person or a program gives, to fields of a ticket that can be kept.

The window, the command line and the import all pass through here, so that a field means the same everywhere.
"""

from collections.abc import Mapping
from typing import Any, Final

from desk_app.domain.errors import BadInput
from desk_app.domain.moments import parse_moment
from desk_app.domain.office import Office
from desk_app.domain.questions import parse_answers
from desk_app.domain.text import clean_line, clean_text, normalise, quoted
from desk_app.domain.tickets import Requester

CHOICES: Final = ("kind", "type", "channel", "priority", "system", "service", "mode")
TEXTS: Final = ("description", "additional_info", "note", "cause", "solution")
MOMENTS: Final = ("received_at", "registered_at")
REQUESTER: Final = ("name", "organisation", "phone", "email", "room")
FIELDS: Final = (*CHOICES, *TEXTS, *MOMENTS, "requester", "answers")
"""Every field a person may give."""


def parse_fields(office: Office, raw: Mapping[str, object]) -> dict[str, Any]:
    """Return the fields of `raw`, cleaned and with choices as codes; only those given.

    `requester` becomes a plain dict of the parts given, `answers` one of the questions answered. Moments become UTC.
    Raises BadInput naming the field, and the unknown keys if there are any.
    """
    refuse_unknown(raw, FIELDS)
    fields: dict[str, Any] = {}
    for name, value in raw.items():
        if value is None:
            continue
        if name in CHOICES:
            chosen = clean_line(text_of(value, name), name)
            fields[name] = office.choices(name).find(chosen) if chosen else ""
        elif name in TEXTS:
            fields[name] = clean_text(text_of(value, name), name)
        elif name in MOMENTS:
            fields[name] = parse_moment(value, office.zone, name)
        elif name == "answers":
            fields[name] = parse_answers(office, value)
        else:
            fields[name] = _requester(value)
    return fields


def refuse_unknown(raw: Mapping[str, object], known: tuple[str, ...]) -> None:
    """Raise BadInput that names the keys of `raw` that are not `known`."""
    unknown = [quoted(key) for key in raw if key not in known]
    if unknown:
        raise BadInput(
            "There is no field “{unknown}” here. Known are: {known}.",
            field=unknown[0],
            unknown=quoted(", ".join(unknown)),
            known=", ".join(known),
        )


def refuse_retired(office: Office, fields: Mapping[str, Any], kept: object = None) -> None:
    """Raise BadInput for a choice of `fields` that is not offered any more; what `kept` has already may stay."""
    for name in CHOICES:
        item = office.choices(name).get(fields.get(name, ""))
        if item.retired and getattr(kept, name, "") != item.code:
            raise BadInput(
                "“{field}”: “{value}” is not offered any more. Choose one of: {choices}.",
                field=name,
                value=item.label,
                choices=", ".join(one.label for one in office.choices(name).offered),
            )


def require(fields: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Raise BadInput for the first of `names` that is missing or empty in `fields`."""
    for name in names:
        if fields.get(name) in (None, ""):
            raise BadInput("“{field}” is empty. Fill it in.", field=name)


def merged_requester(old: Requester, parts: Mapping[str, str]) -> Requester:
    """Return `old` with `parts` put over it; another name is another person, so nothing of the old one stays."""
    base = old if normalise(parts.get("name", old.name)) == normalise(old.name) else Requester()
    known = {name: getattr(base, name) for name in REQUESTER}
    return Requester(**{**known, **parts}, id=base.id)


def _requester(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise BadInput(
            "“{field}” must hold parts such as a name; it holds “{value}”.", field="requester", value=quoted(value)
        )
    refuse_unknown(value, REQUESTER)
    return {name: clean_line(text_of(part, name), name) for name, part in value.items() if part is not None}


def text_of(value: object, name: str) -> str:
    """Return `value` of the field `name` as text, numbers too. Raises BadInput for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and (text := quoted(value)) != "…":
        return text
    raise BadInput("“{field}” must be text; it is “{value}”.", field=name, value=quoted(value))
