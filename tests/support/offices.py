"""Offices made by the command line, once a profile, and copied for each test."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from desk_app import profiles
from desk_app.domain.office import Person
from desk_app.services.places import Place
from desk_app.storage import create_office
from tests.support.places import copied_place, new_place
from tests.support.shell import USER


@cache
def fresh_office(profile: str, admin: str = USER) -> Place:
    """Return an office of `profile` in Russian that nobody may write to."""
    place = new_place(Path(mkdtemp(prefix="office-")))
    create_office(place, profiles.load(profile, "ru"), Person(0, admin, "Босова Берта Борисовна", "administrator"))
    return place


def copied_office(profile: str, folder: Path, admin: str = USER) -> Place:
    """Return a copy of the fresh office in `folder`."""
    return copied_place(fresh_office(profile, admin), folder)
