"""The office files this person worked with lately."""

from pathlib import Path
from typing import Final

from desk_app.app.settings import Settings
from desk_app.services.places import Place, is_address, place_of, shown

LAST: Final = "office.last"
RECENT: Final = "office.recent"
MOST: Final = 8


def recent(settings: Settings) -> list[Place]:
    """Return the offices worked with lately, the last one first."""
    kept = [name for name in settings.get(RECENT, []) if isinstance(name, str) and name and "\0" not in name]
    last = settings.get(LAST, "")
    names = dict.fromkeys([*([last] if last and not kept else []), *kept])
    return [place_of(name) for name in names][:MOST]


def remember(settings: Settings, path: Place) -> None:
    """Put `path` at the top; an address without its password."""
    name = shown(path) if is_address(path) else str(Path(path).absolute())
    rest = [str(one) for one in recent(settings) if str(one) != name]
    settings.update({LAST: name, RECENT: [name, *rest][:MOST]})


def forget(settings: Settings, path: Place) -> None:
    """Take `path` from the list; the file itself stays."""
    rest = [str(one) for one in recent(settings) if one != path]
    last = settings.get(LAST, "")
    settings.update({RECENT: rest, LAST: None if last == str(path) else last or None})
