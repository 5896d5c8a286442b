"""From an office back to the TOML of a profile, in the office's one language."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from desk_app.domain.errors import UserError
from desk_app.domain.office import SECTIONS, Item, OfficeSeed
from desk_app.domain.office_change import items_of
from desk_app.profiles import parsed
from desk_app.profiles.read import OPTIONAL, keys_of, seed_of
from desk_app.profiles.rules import problems_of


class TomlProfiles:
    """See `services.office_ports.Profiles`."""

    def problems(self, seed: OfficeSeed) -> Sequence[UserError]:
        return problems_of(seed)

    def read(self, path: Path, language: str) -> OfficeSeed:
        return seed_of(parsed(path), language)

    def write(self, seed: OfficeSeed) -> str:
        return written(seed)


def written(seed: OfficeSeed) -> str:
    """Return `seed` as a profile that `load` takes, labels in the office's language.

    What no profile holds is left out: files of services, days the office set apart, imported calendars.
    """
    document = tomlkit.document()
    facts = {"code": seed.profile, "name": seed.name, "time_zone": seed.time_zone, "country": seed.country}
    facts["number_template"] = seed.number_template
    for key, value in (facts | {key: seed.settings[key] for key in OPTIONAL if key in seed.settings}).items():
        document.add(key, _value(value))
    document.add("week", _table({day: list(spans) for day, spans in seed.week.items()}))
    document.add("journal", _table(seed.journal))
    for section in SECTIONS:
        if items := items_of(seed, section):
            rows = tomlkit.aot()
            for item in items:
                rows.append(_row(section, item))
            document.add(section, rows)
    return tomlkit.dumps(document)


def _row(section: str, item: Item) -> Any:
    said = {key: item.data[key] for key in keys_of(section) if item.data.get(key) not in (None, "")}
    return _table({"code": item.code, "label": item.label, **said})


def _table(values: Mapping[str, Any]) -> Any:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, _value(value))
    return table


def _value(value: Any) -> Any:
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string("\n" + value, multiline=True)  # the first line break after the quotes does not count
    return tomlkit.item(list(value) if isinstance(value, tuple) else value)
