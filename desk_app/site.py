r"""What IT set up for every program on this computer: a file beside the program, and the environment.

    # desk-app.toml, beside the program; a path in single quotes is taken as it is
    office = '\\server\share\office.desk'
    language = "ru"
    backups = '\\server\backups\helpdesk'

The command line goes before the environment, the environment before the file, the file before what the
program remembers of its last use.
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from desk_app.domain.errors import BadInput, UserError
from desk_app.i18n import LANGUAGES
from desk_app.services.places import Place, is_address, place_of

FILE_NAME: Final = "desk-app.toml"
OFFICE_VARIABLE: Final = "DESK_FILE"
KEYS: Final = ("office", "language", "backups")


@dataclass(frozen=True, slots=True)
class Site:
    """`office` is the file to open, `language` the one to speak, `backups` the folder for those, where IT named them.

    `trouble` says what is wrong with the file beside the program; the rest of it is then not used.
    """

    office: Place | None = None
    language: str = ""
    backups: Path | None = None
    trouble: UserError | None = None


def site(folder: Path | None = None, environment: Mapping[str, str] = os.environ) -> Site:
    """Return what holds here; `folder` is that of the program. Never raises: see `Site.trouble`."""
    path = (folder or program_folder()) / FILE_NAME
    try:
        found = _read(path)
    except UserError as error:
        found = Site(trouble=error)
    named = environment.get(OFFICE_VARIABLE)
    return replace(found, office=place_of(named)) if named else found


def program_folder() -> Path:
    """Return the folder of the packaged program, or of the interpreter that runs it."""
    return Path(sys.executable).absolute().parent


def _read(path: Path) -> Site:
    try:
        values = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return Site()
    except OSError as error:
        raise BadInput(
            "The settings beside the program cannot be read: {path}: {reason}. Ask IT.",
            path=path,
            reason=error.strerror or error,
        ) from None
    except UnicodeDecodeError:
        raise BadInput(
            "The settings beside the program are not UTF-8 text: {path}. Ask IT to save them as UTF-8.", path=path
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            "The settings beside the program are not understood: {path}: {reason}. Ask IT to write paths in single "
            "quotes: office = '{example}'.",
            path=path,
            reason=error,
            example=r"\\server\share\office.desk",
        ) from None
    return _understood(values, path)


def _understood(values: Mapping[str, Any], path: Path) -> Site:
    for key in values:
        if key not in KEYS:
            raise BadInput(
                "The settings beside the program hold an unknown name “{key}”: {path}. Known are: {known}.",
                key=key,
                path=path,
                known=KEYS,
            )
    office, language, backups = (_text(values, key, path) for key in KEYS)
    if language and language not in LANGUAGES:
        raise BadInput(
            "The settings beside the program ask for a language “{language}” the program does not speak: {path}. "
            "Known are: {known}.",
            language=language,
            path=path,
            known=list(LANGUAGES),
        )
    place: Place | None = office if is_address(office) else path.parent / office if office else None
    return Site(place, language, path.parent / backups if backups else None)


def _text(values: Mapping[str, Any], key: str, path: Path) -> str:
    value = values.get(key, "")
    if not isinstance(value, str) or any(not letter.isprintable() for letter in value):
        raise BadInput(
            "“{key}” in the settings beside the program is not plain text: {path}. Ask IT to write it in single "
            "quotes: {key} = '{example}'.",
            key=key,
            path=path,
            example=r"\\server\share\office.desk" if key == "office" else "ru",
        )
    return value.strip()
