"""The office files this person worked with lately."""

from pathlib import Path
from typing import Final

from desk_app.app.settings import Settings

LAST: Final = "office.last"
RECENT: Final = "office.recent"
MOST: Final = 8


def recent(settings: Settings) -> list[Path]:
    """Return the office files worked with lately, the last one first."""
    kept = [name for name in settings.get(RECENT, []) if isinstance(name, str) and name and "\0" not in name]
    last = settings.get(LAST, "")
    names = dict.fromkeys([*([last] if last and not kept else []), *kept])
    return [Path(name) for name in names][:MOST]


def remember(settings: Settings, path: Path) -> None:
    """Put `path` at the top."""
    name = str(path.absolute())
    rest = [str(one) for one in recent(settings) if str(one) != name]
    settings.update({LAST: name, RECENT: [name, *rest][:MOST]})


def forget(settings: Settings, path: Path) -> None:
    """Take `path` from the list; the file itself stays."""
    rest = [str(one) for one in recent(settings) if one != path]
    last = settings.get(LAST, "")
    settings.update({RECENT: rest, LAST: None if last == str(path) else last or None})
