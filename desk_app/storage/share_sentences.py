"""What the share's self-test says, at opening as well as in full, with the setting that IT has to change."""

from pathlib import Path
from typing import Final

from desk_app.domain.errors import Unavailable, UserError
from desk_app.storage.share_folder import CLOCK_LIMIT

HOUR: Final = 3600


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


def no_locks() -> UserError:
    """Return what to do about locks that do not reach the server."""
    return UserError(
        "A lock that one program holds is not seen by another: two people would overwrite each other's work. "
        "Mount the share without “nobrl”, “nolock” and “local_lock”; on a Samba server set “locking = yes” and "
        "“strict locking = auto”; on an NFS server let its lock manager run."
    )


def no_upgrade() -> UserError:
    """Return what to do where a lock for reading cannot become one for writing."""
    return UserError(
        "A program on this computer that reads here cannot go on to save. The SMB client of Linux cannot do it with "
        "any option; “nobrl” hides this and loses data. Use Windows on this computer, or give the folder to Linux "
        "computers by NFS 4.1 (“vers=4.1,hard”)."
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
