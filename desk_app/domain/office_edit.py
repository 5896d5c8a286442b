"""One change of an office's own data at a time, as an administrator makes it; each gives another whole office."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from desk_app.domain.office import SECTIONS, Item, OfficeSeed
from desk_app.domain.office_change import FACTS, REFERENCES, SETTINGS, differences, items_of, with_items
from desk_app.domain.text import normalise

CODE_LENGTH: Final = 40
PLACES: Final = "on"
"""Where a field is asked: nowhere is another thing than nothing said."""
PAUSE: Final = "pause"
"""Whether the clock stands: no is another thing than nothing said."""
_SPELT: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэіғқңөұүһә", "abvgdeziiklmnoprstufyeigknouuha", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
)
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def code_of(label: str, taken: Iterable[str]) -> str:
    """Return a code made of `label` that none of `taken` is: small Latin letters, digits and dashes."""
    spelt = _OTHER.sub("-", normalise(label).translate(_SPELT)).strip("-")
    begin = (spelt if spelt[:1].isalpha() else f"x-{spelt}".strip("-"))[: CODE_LENGTH - 4].strip("-") or "x"
    codes, number, code = set(taken), 2, begin
    while code in codes:
        code, number = f"{begin}-{number}", number + 1
    return code


def item_of(seed: OfficeSeed, section: str, code: str) -> Item | None:
    """Return the item of `section` with `code`, or None."""
    return next((item for item in items_of(seed, section) if item.code == code), None)


def added(seed: OfficeSeed, section: str, item: Item, after: str = "") -> OfficeSeed:
    """Return `seed` with `item` behind the one with the code `after`, or at the end."""
    items = [*items_of(seed, section)]
    codes = [one.code for one in items]
    items.insert(codes.index(after) + 1 if after in codes else len(items), item)
    return with_items(seed, section, items)


def duplicated(seed: OfficeSeed, section: str, code: str, label: str) -> tuple[OfficeSeed, str]:
    """Return `seed` with a copy of an item under another label, and the copy's code."""
    items = items_of(seed, section)
    old = next(item for item in items if item.code == code)
    made = Item(code_of(label, [item.code for item in items]), label, data={**old.data, "default": False})
    data = {key: value for key, value in made.data.items() if key != "default"}
    return added(seed, section, replace(made, data=data), code), made.code


def removed(seed: OfficeSeed, section: str, code: str) -> OfficeSeed:
    """Return `seed` without an item. What names it goes on naming it: the check tells."""
    return with_items(seed, section, [item for item in items_of(seed, section) if item.code != code])


def moved(seed: OfficeSeed, section: str, code: str, by: int) -> OfficeSeed:
    """Return `seed` with an item so many places further down; it stops at the ends."""
    items = [*items_of(seed, section)]
    place = next(number for number, item in enumerate(items) if item.code == code)
    item = items.pop(place)
    items.insert(min(max(place + by, 0), len(items)), item)
    return with_items(seed, section, items)


def relabelled(seed: OfficeSeed, section: str, code: str, label: str) -> OfficeSeed:
    """Return `seed` with another label on an item."""
    return _changed(seed, section, code, lambda item: replace(item, label=label))


def recoded(seed: OfficeSeed, section: str, old: str, new: str) -> OfficeSeed:
    """Return `seed` with another code on an item, in whatever names it too."""

    def renamed(where: str, item: Item) -> Item:
        code = new if where == section and item.code == old else item.code
        data = dict(item.data)
        for key, target in REFERENCES.get(where, {}).items():
            if target == section and isinstance(data.get(key), list | tuple):
                data[key] = [new if one == old else one for one in data[key]]
            elif target == section and data.get(key) == old:
                data[key] = new
        return replace(item, code=code, data=data)

    return replace(seed, items=tuple((where, renamed(where, item)) for where, item in seed.items))


def with_value(seed: OfficeSeed, section: str, code: str, key: str, value: Any) -> OfficeSeed:
    """Return `seed` with `value` under `key` of an item; what is empty is not kept at all.

    Only one item of a section is taken when nothing is chosen.
    """

    empty = (value in (None, "", []) and not (value == [] and key == PLACES)) or (value is False and key != PAUSE)

    def put(item: Item) -> Item:
        rest = {name: old for name, old in item.data.items() if name != key}
        return replace(item, data=rest if empty else {**rest, key: value})

    made = _changed(seed, section, code, put)
    if key == "default" and value:
        for item in items_of(seed, section):
            if item.code != code and item.data.get(key):
                made = with_value(made, section, item.code, key, False)
    return made


def with_fact(seed: OfficeSeed, name: str, value: Any) -> OfficeSeed:
    """Return `seed` with another setting of the office itself (`office_change.FACTS`, `SETTINGS`)."""
    if name in FACTS:
        return replace(seed, **{name: value})
    rest = {key: old for key, old in seed.settings.items() if key != name}
    return replace(seed, settings=rest if value in (None, "") else {**rest, name: value})


def _changed(seed: OfficeSeed, section: str, code: str, change: Any) -> OfficeSeed:
    items = [change(item) if item.code == code else item for item in items_of(seed, section)]
    return with_items(seed, section, items)


# -- two who change it at once -----------------------------------------------------------------------------------------


def rebased(basis: OfficeSeed, mine: OfficeSeed, theirs: OfficeSeed) -> tuple[OfficeSeed, list[tuple[str, str]]]:
    """Return `mine` upon what a colleague made of `basis`, and the (section, code) both of us changed: mine stays."""
    touched = {(one.section, one.code) for one in differences(basis, mine)}
    clashes = [(one.section, one.code) for one in differences(basis, theirs) if (one.section, one.code) in touched]
    made = theirs
    for name in (*FACTS, *SETTINGS):
        if ("", name) in touched:
            made = with_fact(made, name, getattr(mine, name) if name in FACTS else mine.settings.get(name))
    for section in SECTIONS:
        made = with_items(made, section, _merged(basis, mine, theirs, section))
    return made, [one for one in clashes if one[1]]


def _merged(basis: OfficeSeed, mine: OfficeSeed, theirs: OfficeSeed, section: str) -> list[Item]:
    was, own, their = ({item.code: item for item in items_of(seed, section)} for seed in (basis, mine, theirs))

    def same(one: Item | None, other: Item | None) -> bool:
        if one is None or other is None:
            return one is other
        return (one.label, one.data) == (other.label, other.data)

    reordered = [code for code in was if code in own] != [code for code in own if code in was]
    order = [*own, *their] if reordered else [*their, *own]
    found = []
    for code in dict.fromkeys(order):
        chosen = their.get(code) if same(was.get(code), own.get(code)) else own.get(code)
        if chosen is not None:
            found.append(chosen)
    return found


# -- as plain JSON, for a draft ----------------------------------------------------------------------------------------


def to_json(seed: OfficeSeed) -> dict[str, Any]:
    """Return what may be edited of `seed` as plain JSON; nothing of other settings."""
    return {
        "facts": {name: getattr(seed, name) for name in FACTS},
        "settings": {name: seed.settings[name] for name in SETTINGS if name in seed.settings},
        "items": [[section, item.code, item.label, dict(item.data)] for section, item in seed.items],
    }


def with_ids(seed: OfficeSeed, basis: OfficeSeed) -> OfficeSeed:
    """Return `seed` with the row ids that `basis` has, by section and code."""
    ids = {(section, item.code): item.id for section, item in basis.items}
    items = ((section, replace(item, id=ids.get((section, item.code), 0))) for section, item in seed.items)
    return replace(seed, items=tuple(items))


def from_json(data: Mapping[str, Any], basis: OfficeSeed) -> OfficeSeed:
    """Return what `to_json` wrote, upon the rest of `basis`. Raises ValueError, KeyError or TypeError."""
    items = [
        (str(section), Item(str(code), str(label), data=dict(values))) for section, code, label, values in data["items"]
    ]
    facts = {name: data["facts"][name] for name in FACTS}
    facts["week"] = {day: tuple(spans) for day, spans in facts["week"].items()}
    others = {name: value for name, value in basis.settings.items() if name not in SETTINGS}
    known = tuple(pair for pair in items if pair[0] in SECTIONS)
    return with_ids(replace(basis, **facts, items=known, settings={**others, **data["settings"]}), basis)
