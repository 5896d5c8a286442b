"""Office files made by the command line, once a profile, and copied for each test."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from desk_app import profiles
from desk_app.domain.office import Person
from desk_app.storage import create_office
from tests.support.shell import USER


@cache
def fresh_office(profile: str, admin: str = USER) -> Path:
    """Return an office of `profile` in Russian that nobody may write to."""
    path = Path(mkdtemp(prefix="office-")) / "office.desk"
    create_office(path, profiles.load(profile, "ru"), Person(0, admin, "Босова Берта Борисовна", "administrator"))
    return path


def copied_office(profile: str, folder: Path, admin: str = USER) -> Path:
    """Return a copy of the fresh office in `folder`."""
    return Path(shutil.copy(fresh_office(profile, admin), folder / "office.desk"))
