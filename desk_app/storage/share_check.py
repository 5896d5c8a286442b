"""The self-test of a share: what is looked at whenever an office is opened, and all that IT can have tried."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from desk_app.domain.errors import Unavailable, UserError
from desk_app.services.station import Progress
from desk_app.storage import share_measures, share_others, share_trials
from desk_app.storage.presence import make_folder
from desk_app.storage.share_folder import can_upgrade, clock_ahead, mount_of, synced_by
from desk_app.storage.share_ground import Ground
from desk_app.storage.share_outcome import Outcome, bad
from desk_app.storage.share_partner import PartnerLost
from desk_app.storage.share_sentences import clock_warning, no_upgrade, synced, unlocked

TRIALS: Final[dict[str, Callable[[Ground], Outcome]]] = {
    "synced": share_measures.copied,
    "mount": share_measures.mounted,
    "rights": share_measures.rights,
    "room": share_measures.room,
    "clock": share_measures.clock,
    "journal": share_trials.journal_mode,
    "lock-upgrade": share_trials.lock_upgrade,
    "locks": share_trials.lock_between_programs,
    "coherence": share_trials.coherence,
    "size": share_trials.file_size,
    "left-journal": share_trials.left_journal,
    "in-use": share_measures.in_use,
    "reads": share_measures.reads,
    "writes": share_measures.writes,
}
"""What one computer tries, in this order."""


def quick(office: Path) -> list[UserError]:
    """Look at the share as `office` is opened; return what is to be warned of. About 15 round trips.

    On POSIX it tries, as SQLite will, whether a lock for reading can become one for writing.
    Raises Unavailable for a folder that some program copies between computers, and for one mounted so that locks do
    not reach its server: people would overwrite each other's work there. A share that stumbles is not judged.
    """
    if program := synced_by(office.parent):
        raise synced(office.parent, program)
    mount = mount_of(office.parent)
    if mount and mount.unsafe:
        raise unlocked(office.parent, mount.unsafe)
    warnings: list[UserError | None] = []
    with suppress(OSError):
        folder = make_folder(office)
        warnings.append(clock_warning(clock_ahead(folder)))
        warnings.append(None if can_upgrade(folder) else no_upgrade())
    return [warning for warning in warnings if warning]


def full(folder: Path, progress: Progress, with_others: float = 0.0) -> list[Outcome]:
    """Try everything in `folder`, a few seconds long, and leave nothing there; return what each trial came to.

    Another computer that runs the same at the same time is waited for `with_others` seconds.
    Raises Unavailable when the folder is not there or nothing can be made in it; Cancelled when `progress` does.
    """
    outcomes: list[Outcome] = []
    count = len(TRIALS) + 1
    try:
        if folder.is_file():
            raise Unavailable("{path} is a file. Name the folder in which the office shall lie.", path=folder)
        if not folder.is_dir():
            raise Unavailable("This folder is not there: {path}. Check its name and the connection.", path=folder)
        with Ground(folder) as ground:
            for code, trial in TRIALS.items():
                progress(len(outcomes), count)
                outcomes.append(_tried(code, trial, ground))
            progress(len(outcomes), count)
            outcomes += share_others.met(ground, with_others)
            progress(count, count)
    except OSError as error:
        raise Unavailable(
            "Nothing can be tried in {path}: {reason}. See that the name is right, that the disk has room, that this "
            "account may change the folder, and that the connection stands.",
            path=folder,
            reason=error.strerror or error,
        ) from error
    return outcomes


def _tried(code: str, trial: Callable[[Ground], Outcome], ground: Ground) -> Outcome:
    try:
        return trial(ground)
    except (OSError, sqlite3.Error, PartnerLost) as error:
        return bad(
            code,
            UserError(
                "This could not be tried: {reason}. Check the connection and the rights, then try again.",
                reason=str(error) or type(error).__name__,
            ),
        )
