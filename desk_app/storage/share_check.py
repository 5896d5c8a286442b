"""The self-test of a share: what is looked at whenever an office is opened."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from desk_app.domain.errors import Unavailable, UserError
from desk_app.storage.presence import make_folder
from desk_app.storage.share_folder import CLOCK_LIMIT, clock_ahead, mount_of, synced_by

HOUR: Final = 3600


def quick(office: Path) -> list[UserError]:
    """Look at the share as `office` is opened; return what is to be warned of. About ten round trips.

    Raises Unavailable for a folder that some program copies between computers, and for one mounted so that locks do
    not reach its server: people would overwrite each other's work there. A share that stumbles is not judged.
    """
    if program := synced_by(office.parent):
        raise synced(office.parent, program)
    mount = mount_of(office.parent)
    if mount and mount.unsafe:
        raise unlocked(office.parent, mount.unsafe)
    with suppress(OSError):
        warning = clock_warning(clock_ahead(make_folder(office)))
        return [warning] if warning else []
    return []


def synced(folder: Path, program: str) -> Unavailable:
    """Return why an office cannot be kept in a folder that `program` copies."""
    return Unavailable(
        "{program} copies this folder between computers: {path}. Colleagues would each change a copy of their own, and "
        "work would be lost. Ask IT to move the office to a folder on a server that all computers open directly.",
        program=program,
        path=folder,
    )


def unlocked(folder: Path, option: str) -> Unavailable:
    """Return why an office cannot be kept in a folder mounted with `option`."""
    return Unavailable(
        "The shared drive is mounted with “{option}”, so that locks do not reach its server: {path}. Two people could "
        "overwrite each other's work. Ask IT to mount it without “{option}”.",
        option=option,
        path=folder,
    )


def clock_warning(ahead: float) -> UserError | None:
    """Return what to say when this computer's clock is `ahead` seconds ahead of the share's, if it matters."""
    difference = written(ahead)
    if ahead > CLOCK_LIMIT:
        return UserError(
            "The clock of this computer is {difference} (hours:minutes:seconds) ahead of the shared drive's. What is "
            "saved here gets a wrong time. Set the clock, or ask IT to let both follow one time server.",
            difference=difference,
        )
    if ahead < -CLOCK_LIMIT:
        return UserError(
            "The clock of this computer is {difference} (hours:minutes:seconds) behind the shared drive's. What is "
            "saved here gets a wrong time. Set the clock, or ask IT to let both follow one time server.",
            difference=difference,
        )
    return None


def written(seconds: float) -> str:
    """Return how long `seconds` are as hours:minutes:seconds, whatever their sign."""
    whole = round(abs(seconds))
    return f"{whole // HOUR}:{whole % HOUR // 60:02}:{whole % 60:02}"
