"""From the TOML of a profile to the plain seed of an office, in one language."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from desk_app.domain.errors import BadInput
from desk_app.domain.office import SECTIONS, Item, OfficeSeed
from desk_app.domain.office_change import RETIRABLE, RETIRED
from desk_app.profiles.prints import PRINTS, prints_of

SETTINGS: Final = ("code", "name", "time_zone", "country", "number_template", "week", "journal")
OPTIONAL: Final = (
    "journal_day",
    "duty",
    "attachment_limit_mb",
    *PRINTS,
)
"""Settings that a profile need not name."""
JOURNAL_TEXTS: Final = ("title", "form", "date", "full_name", "signature")
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("default",),
    "status": ("meaning", "pause"),
    "type": ("default", "approval", "start", "chain"),
    "channel": ("default",),
    "priority": ("default",),
    "system": ("parent",),
    "line": ("sort", "level", "contract", "status"),
    "service": (
        *("group", "estimate_min", "estimate_max", "prerequisites", "chain", "start", "line", "kind", "type"),
        "contact",
    ),
    "mode": ("default", "appointment"),
    "role": ("rights",),
    "step": ("verb", "from", "to", "kinds", "requires", "primary", "when"),
    "field": ("required", "on"),
    "column": (),
    "deadline": ("step", "mode", "amount", "kinds", "types", "priorities", "lines", "services"),
    "approval": ("needs", "by"),
    "question": ("type", "choices", "required", "services", "kinds", "types", "on", "hint"),
    "script": ("text", "services", "kinds"),
    "target": ("at_least", "at_most"),
    "shift": ("short", "start", "end", "breaks", "line", "colour"),
    "demand": ("line", "days", "people", "start", "end"),
}
"""What an item of a section may say besides its code and its label."""
LISTS: Final = (
    *(
        "rights",
        "from",
        "kinds",
        "requires",
        "on",
        "types",
        "priorities",
        "lines",
        "services",
        "chain",
        "needs",
        "by",
        "breaks",
    ),
    "days",
)
FLAGS: Final = ("default", "primary", "required", "pause", "retired", "appointment")
NUMBERS: Final = ("amount", "people", "level", "estimate_min", "estimate_max", "at_least", "at_most")
SPOKEN: Final = ("short", "approval", "group", "prerequisites", "contact", "contract", "hint", "text")
"""What is written in the languages of the profile, as labels are."""


def seed_of(profile: Mapping[str, Any], language: str, name: str = "") -> OfficeSeed:
    """Return what `profile` says in `language`. Raises BadInput for what is missing, unknown or of a wrong form."""
    _refuse_unknown(profile, (*SETTINGS, *OPTIONAL, "about", *SECTIONS), "profile")
    for key in SETTINGS:
        if key not in profile:
            raise BadInput("The profile says nothing under “{key}”. Add it.", field="profile", key=key)
    return OfficeSeed(
        name=name or text_of(profile["name"], language, "name"),
        profile=_text(profile["code"], "code"),
        language=language,
        time_zone=_text(profile["time_zone"], "time_zone"),
        country=_text(profile["country"], "country"),
        number_template=_text(profile["number_template"], "number_template"),
        week={day: _texts(spans, day) for day, spans in _table(profile["week"], "week").items()},
        journal=_journal(_table(profile["journal"], "journal"), language),
        items=tuple(_items(profile, language)),
        settings={
            **{key: profile[key] for key in OPTIONAL if key in profile},
            **prints_of(profile, lambda value, where: text_of(value, language, where)),
        },
    )


def keys_of(section: str) -> tuple[str, ...]:
    """Return what an item of `section` may say besides its code and its label."""
    return (*KEYS[section], RETIRED) if section in RETIRABLE else KEYS[section]


def spoken_by(profile: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages that the profile's name is written in."""
    return tuple(profile["name"]) if isinstance(profile.get("name"), Mapping) else ("ru",)


def text_of(value: object, language: str, where: str) -> str:
    """Return a text that is written once for all languages, or once a language as { ru = "…", en = "…" }."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping) and isinstance(value.get(language), str):
        return str(value[language]).strip()
    raise BadInput(
        "The profile has no text in the language “{language}” for {where}. Add it.",
        field="profile",
        language=language,
        where=where,
    )


def _journal(texts: Mapping[str, Any], language: str) -> dict[str, str]:
    _refuse_unknown(texts, JOURNAL_TEXTS, "journal")
    return {key: text_of(texts.get(key), language, f"journal.{key}") for key in JOURNAL_TEXTS}


def _items(profile: Mapping[str, Any], language: str) -> Iterator[tuple[str, Item]]:
    for section in SECTIONS:
        rows = profile.get(section, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise _wrong_form(section, "[[…]]")
        for row in rows:
            yield section, _item(section, row, language)


def _item(section: str, row: Mapping[str, Any], language: str) -> Item:
    code = _text(row.get("code"), f"{section}.code")
    where = f"{section} “{code}”"
    known = keys_of(section)
    _refuse_unknown(row, ("code", "label", *known), where)
    label = text_of(row.get("label"), language, where)
    data = {key: _value(key, row[key], language, where) for key in known if key in row}
    if section == "step":
        data.setdefault("verb", code)
    return Item(code, label, data=data)


def _value(key: str, value: object, language: str, where: str) -> object:
    if key in LISTS:
        return list(_texts(value, f"{where}, {key}"))
    if key in FLAGS:
        if not isinstance(value, bool):
            raise _wrong_form(f"{where}, {key}", "true, false")
        return value
    if key in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong_form(f"{where}, {key}", "15")
        return value
    if key == "choices":
        return [text_of(part, language, f"{where}, {key}") for part in _rows(value, f"{where}, {key}")]
    return text_of(value, language, f"{where}, {key}") if key in SPOKEN else _text(value, f"{where}, {key}")


def _refuse_unknown(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise BadInput(
                "The profile says “{key}” under {where}, which is not understood. Known are: {known}.",
                field="profile",
                key=key,
                where=where,
                known=", ".join(known),
            )


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong_form(where, "{ … = … }")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong_form(where, '"…"')
    return value.strip()


def _rows(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong_form(where, "[{ … }, { … }]")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _wrong_form(where, '["…", "…"]')
    return tuple(value)


def _wrong_form(where: str, form: str) -> BadInput:
    return BadInput("The profile must say {where} in the form {form}.", field="profile", where=where, form=form)
