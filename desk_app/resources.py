"""Finds the files that travel with the program: icons, fonts, translations, profiles, calendars."""

from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a resource, as in `resource("fonts", "PTSans-Regular.ttf")`; it need not exist."""
    return resources_root(Path(__file__).parent).joinpath(*parts)


@cache
def resources_root(package: Path) -> Path:
    """Return the folder of resources that belongs to the program in `package`.

    A wheel and the frozen program carry it inside the package; a source tree, and an editable
    installation of it, beside the package.
    """
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"desk_app is not whole: its resources are missing beside {package}. Install it again.")
