"""How an office's own data changes: what differs between two states of it, and what has to stay."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from desk_app.domain.office import CHOICE_SECTIONS, SECTIONS, Item, Office, OfficeSeed

FACTS: Final = ("name", "profile", "time_zone", "country", "number_template", "week", "journal")
"""What an office sets once, besides its items."""
SETTINGS: Final = ("attachment_limit_mb", "journal_day", "duty", "acts", "error_form")
"""What a profile may set besides; every other setting has a door of its own (calendar, recovery key)."""
RETIRED: Final = "retired"
"""Marks an item that is no longer offered, and still has a name on old tickets."""
RETIRABLE: Final = (*CHOICE_SECTIONS, "approval", "question")
"""Sections whose items tickets keep for ever."""
REFERENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "type": {"start": "status", "chain": "approval"},
    "system": {"parent": "system"},
    "service": {"chain": "approval", "start": "status", "line": "line", "kind": "kind", "type": "type"},
    "line": {"status": "status"},
    "step": {"from": "status", "to": "status", "kinds": "kind"},
    "deadline": {"kinds": "kind", "types": "type", "priorities": "priority", "lines": "line", "services": "service"},
    "approval": {"by": "role"},
    "question": {"services": "service", "kinds": "kind", "types": "type"},
    "script": {"services": "service", "kinds": "kind"},
    "shift": {"line": "line"},
    "demand": {"line": "line"},
}
"""Which data of an item names items of which section: a code, or a list of codes."""
_TIMED: Final = ("deadline", "status", "step")
"""Sections that say when a ticket is due."""
_TIMED_FACTS: Final = ("time_zone", "country", "week")


class What(StrEnum):
    """What happened to an item, or to the order of a section."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RETIRED = "retired"
    OFFERED = "offered"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. `section` "" is the office itself, and `code` then the name of its setting.

    `changes` has {key: (old, new)}, plain JSON, None for nothing; of an order the codes as they stood and stand.
    """

    section: str
    code: str
    label: str
    what: What
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


Used = Callable[[str, str], bool]
"""Tells whether tickets or people point to the item of a section with a code."""


def seed_of(office: Office) -> OfficeSeed:
    """Return `office` as plain settings and items."""
    return OfficeSeed(
        name=office.name,
        profile=office.profile,
        language=office.language,
        time_zone=office.zone.key,
        country=office.country,
        number_template=office.number_template,
        week={day: tuple(spans) for day, spans in office.week.items()},
        journal=dict(office.journal),
        items=tuple((section, item) for section in SECTIONS for item in office.choices(section)),
        settings=dict(office.settings),
    )


def items_of(seed: OfficeSeed, section: str) -> tuple[Item, ...]:
    """Return the items of `section`, in their order."""
    return tuple(item for where, item in seed.items if where == section)


def with_items(seed: OfficeSeed, section: str, items: Sequence[Item]) -> OfficeSeed:
    """Return `seed` with `items` as those of `section`."""
    kept = {where: items_of(seed, where) for where in SECTIONS} | {section: tuple(items)}
    return replace(seed, items=tuple((where, item) for where in SECTIONS for item in kept[where]))


def with_retired(item: Item, retired: bool) -> Item:
    """Return `item` offered, or no longer offered."""
    data = {key: value for key, value in item.data.items() if key != RETIRED}
    return replace(item, data={**data, RETIRED: True} if retired else data)


# -- what differs ------------------------------------------------------------------------------------------------------


def differences(old: OfficeSeed, new: OfficeSeed) -> list[Difference]:
    """Return what makes `new` of `old`: settings first, then the sections in their order."""
    found = [*_of_facts(old, new)]
    for section in SECTIONS:
        found += _of_section(section, items_of(old, section), items_of(new, section))
    return found


def _of_facts(old: OfficeSeed, new: OfficeSeed) -> Iterator[Difference]:
    pairs = [(name, _plain(getattr(old, name)), _plain(getattr(new, name))) for name in FACTS]
    pairs += [(name, old.settings.get(name), new.settings.get(name)) for name in SETTINGS]
    for name, before, after in pairs:
        if before != after:
            yield Difference("", name, name, What.CHANGED, _changes({name: before}, {name: after}))


def _of_section(section: str, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Difference]:
    before, after = {item.code: item for item in old}, {item.code: item for item in new}
    for code, item in before.items():
        if code not in after:
            yield Difference(section, code, item.label, What.REMOVED, _changes(_told(item), {}))
    for code, item in after.items():
        if code not in before:
            yield Difference(section, code, item.label, What.ADDED, _changes({}, _told(item)))
        elif item is not before[code] and (changes := _changes(_told(before[code]), _told(item))):
            yield Difference(section, code, item.label, _what(changes), changes)
    stayed = [code for code in before if code in after]
    now = [code for code in after if code in before]
    if stayed != now:
        yield Difference(section, "", "", What.MOVED, {"order": (stayed, now)})


def _what(changes: Mapping[str, tuple[Any, Any]]) -> What:
    if set(changes) != {RETIRED}:
        return What.CHANGED
    return What.RETIRED if changes[RETIRED][1] else What.OFFERED


def _told(item: Item) -> dict[str, Any]:
    return {"label": item.label, **{key: _plain(value) for key, value in item.data.items()}}


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    keys = dict.fromkeys((*old, *new))
    return {key: (old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)}


def _plain(value: Any) -> Any:
    """Return `value` as JSON gives it back, so that a tuple is no other thing than a list."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def moves_due_dates(found: Sequence[Difference]) -> bool:
    """Tell whether open tickets may be due at another time after these differences."""
    return any(one.section in _TIMED if one.section else one.code in _TIMED_FACTS for one in found)


# -- what stays --------------------------------------------------------------------------------------------------------


def kept(old: OfficeSeed, new: OfficeSeed, used: Used) -> OfficeSeed:
    """Return `new` with what cannot go: an item of `old` that tickets point to is no longer offered, but stays.

    It keeps its place, and lets go of what is gone. Settings that are not the profile's stay as well.
    """
    settings = {key: value for key, value in old.settings.items() if key not in SETTINGS}
    settings |= {key: value for key, value in new.settings.items() if key in SETTINGS}
    made = replace(new, settings=settings, language=old.language)
    for section in RETIRABLE:
        items = [*items_of(new, section)]
        there = {item.code for item in items}
        for place, item in enumerate(items_of(old, section)):
            if item.code not in there and used(section, item.code):
                items.insert(min(place, len(items)), with_retired(item, True))
        made = with_items(made, section, items)
    codes = {section: {item.code for item in items_of(made, section)} for section in SECTIONS}
    return replace(
        made,
        items=tuple((where, _unhooked(where, item, codes) if item.retired else item) for where, item in made.items),
    )


def _unhooked(section: str, item: Item, codes: Mapping[str, set[str]]) -> Item:
    """Return `item` without the names of items that are not there."""
    data = dict(item.data)
    for key, target in REFERENCES.get(section, {}).items():
        if isinstance(data.get(key), list):
            data[key] = [code for code in data[key] if code in codes[target]]
        elif key in data and data[key] not in codes[target]:
            del data[key]
    return replace(item, data=data)


def completed(new: OfficeSeed, office: OfficeSeed) -> OfficeSeed:
    """Return `new`, as a profile gave it, with what no profile holds and the office has: the files of its services."""
    files = {item.code: item.data["files"] for item in items_of(office, "service") if item.data.get("files")}
    items = (
        replace(item, data={**item.data, "files": files[item.code]})
        if section == "service" and item.code in files
        else item
        for section, item in new.items
    )
    return replace(new, items=tuple((section, item) for (section, _), item in zip(new.items, items, strict=True)))


def named_by(seed: OfficeSeed, section: str, code: str) -> list[tuple[str, Item]]:
    """Return the items of other things that name the item `code` of `section`, in their order."""
    found = []
    for where, item in seed.items:
        keys = [key for key, target in REFERENCES.get(where, {}).items() if target == section]
        values = [item.data.get(key) for key in keys]
        if any(code == value or (isinstance(value, list | tuple) and code in value) for value in values):
            found.append((where, item))
    return found
