"""Where an office is: a file on the shared drive, or the address of a database on a server."""

from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from desk_app.domain.errors import BadInput

Place: TypeAlias = Path | str
"""A path, or an address as `postgresql://user@host/database`."""
_SCHEMES: Final = ("postgresql://", "postgres://")
_SECRET: Final = ("password", "sslpassword")


def is_address(place: object) -> bool:
    """Tell whether `place` is the address of a server rather than a file."""
    return isinstance(place, str) and place.lower().startswith(_SCHEMES)


def place_of(text: str) -> Place:
    """Return what `text` names."""
    return text if is_address(text) else Path(text)


def called(place: Place) -> tuple[str, str]:
    """Return what people call the office at `place`, and where that is: the file and its folder, or the database."""
    if not is_address(place):
        path = Path(place)
        return path.name, str(path.parent)
    where, _, name = shown(place).partition("?")[0].rpartition("/")
    return name or where, where


def shown(place: Place) -> str:
    """Return `place` as it may be shown and written down: an address never with its password.

    Raises BadInput for an address that cannot be read.
    """
    if not is_address(place):
        return str(place)
    try:
        parts = urlsplit(str(place))
        asked = [(key, value) for key, value in parse_qsl(parts.query) if key not in _SECRET]
    except ValueError:
        raise BadInput(
            "This is no address of a database. Write it so: {example}.",
            field="file",
            example="postgresql://desk@server/office",
        ) from None
    person, at, host = parts.netloc.rpartition("@")
    netloc = f"{person.partition(':')[0]}{at}{host}"
    query = urlencode(asked, safe="/", quote_via=quote)
    return f"postgresql://{netloc}{parts.path}{'?' if query else ''}{query}"
