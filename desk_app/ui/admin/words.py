"""What may be chosen in a form: items of the office as it is being changed, or words of the program."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from desk_app.domain.asks import ASKS
from desk_app.domain.indicators import CHANNEL, INDICATORS
from desk_app.domain.intake import FIELDS, REQUESTER
from desk_app.domain.journal import COLUMNS
from desk_app.domain.office import Item, OfficeSeed
from desk_app.domain.office_change import REFERENCES, items_of
from desk_app.i18n import tr
from desk_app.services.office_words import COLUMN_NAMES, FIELD_NAMES, WORDS
from desk_app.ui.admin.inputs import Choice


def choices_of(seed: OfficeSeed, section: str, item: Item, key: str) -> list[Choice]:
    """Return what the part `key` of `item` may name; retired items only where it names them already."""
    if (section, key) == ("step", "requires"):
        return [(ask.key, tr(ask.label), 0) for ask in ASKS.get(str(item.data.get("verb", "")), ()) if not ask.required]
    if (section, key) == ("step", "verb"):
        return [(code, tr(word), 0) for code, word in WORDS[section, key].items() if code in ASKS]
    if (section, key) in WORDS:
        return [(code, tr(word), 0) for code, word in WORDS[section, key].items()]
    target = REFERENCES[section][key]
    named = item.data.get(key, ())
    there = [
        one
        for one in items_of(seed, target)
        if (not one.retired or one.code in named) and (target != section or one.code != item.code)
    ]
    return list(_below(there, "", 0))


def free_codes(seed: OfficeSeed, section: str) -> Mapping[str, str] | None:
    """Return what the program knows and `section` has not yet, with what it is called; None for a free section."""
    known: dict[str, str]
    match section:
        case "field":
            known = {code: tr(FIELD_NAMES[code]) for code in (*FIELDS, *REQUESTER) if code in FIELD_NAMES}
        case "column":
            known = {code: tr(COLUMN_NAMES[code]) for code in COLUMNS if code in COLUMN_NAMES}
        case "target":
            known = {code: tr(one.label) for code, one in INDICATORS.items()}
            for channel in items_of(seed, "channel"):
                known[CHANNEL + channel.code] = tr("Share of the channel “{name}”", name=channel.label)
        case _:
            return None
    taken = {item.code for item in items_of(seed, section)}
    return {code: label for code, label in known.items() if code not in taken}


def _below(items: Sequence[Item], parent: str, depth: int) -> Iterator[Choice]:
    codes = {item.code for item in items}
    for item in items:
        above: Any = item.parent if item.parent in codes and item.parent != item.code else ""
        if above == parent and depth <= len(items):
            yield item.code, item.label, depth
            yield from _below(items, item.code, depth + 1)
