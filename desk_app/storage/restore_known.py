"""What is known besides a backup when it is put back: by this computer's copy, and by the file that goes aside."""

import logging
import socket
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from desk_app.domain.errors import UserError
from desk_app.services.backups import Rescued
from desk_app.services.ports import Clock, Finding
from desk_app.storage import backup_file, migrations
from desk_app.storage.connection import Connection
from desk_app.storage.rescue import bring_back
from desk_app.storage.standing import StandingFile, Unreadable
from desk_app.storage.trouble import Trouble, let_go, trouble_of

LOOK: Final = 2.0
"""How long it is tried to read an office file that may be broken, in seconds."""
_PAUSE: Final = 0.1
_log = logging.getLogger(__name__)


def bring_copy(copy: Path, made: Connection, clock: Clock) -> Rescued:
    """Bring back into `made` what this computer's copy has, up to where it cannot be read.

    It is asked again when the program follows the restored office, and stays then where nothing comes of that.
    """
    try:
        return _bring_back(copy, made, clock)
    except UserError:
        raise
    except Exception as error:  # a damaged file may say anything, and the backup is whole all the same
        _log.warning("what %s knows could not all be brought back: %s", copy, error)
        let_go(error)
        return Rescued()


def bring_late(office: Path, aside: Path, draft: Path, findings: list[Finding], clock: Clock) -> Rescued:
    """Bring back into the file `draft` what only the office file has, as far as that is readable and as it should be.

    Whoever saved just before everybody was kept out was told so, and may have it in no copy yet. Of a `draft` of which
    nothing is returned another one is used. `findings` are what was not as it should be before.
    """
    known = _known(office, aside)
    if known is None:
        return Rescued()
    try:
        with closing(Connection(known, migrations.APPLICATION_ID)) as old:
            old.keeps_out = True
            old.read(lambda: None, guard=True, patience=LOOK)  # no half transaction is brought back
        with closing(Connection(draft, migrations.APPLICATION_ID)) as made:
            made.open()
            made.sql("PRAGMA synchronous=OFF")
            late = _insist(known, made, clock)
            made.close()
            made.journal.unlink(missing_ok=True)
        if late.events:
            _refuse_worse(draft, office, findings)
    except Exception as error:  # a broken file may say anything
        reason = error.__cause__ or error.__context__ if isinstance(error, UserError) else error
        _log.warning("What only the old file knows stays in %s: it could not be read (%s).", aside, reason or "damaged")
        let_go(error)  # else the file stays open, and cannot be put aside
        return Rescued()
    return late


def _known(office: Path, aside: Path) -> Path | None:
    """Return the old office file, which a killed restore may have put aside already, if its journal is with it."""
    if office.exists():
        return office
    kept, journal = aside / office.name, office.with_name(office.name + "-journal")
    return kept if kept.exists() and not journal.exists() else None


def _insist(known: Path, made: Connection, clock: Clock) -> Rescued:
    """Bring back what `known` has, tried again while the share stumbles."""
    end = time.monotonic() + LOOK
    while True:
        try:
            return _bring_back(known, made, clock)
        except Unreadable as error:
            trouble = trouble_of(error.__cause__ or error)
            let_go(error)
            if trouble not in (Trouble.BUSY, Trouble.PASSING) or time.monotonic() > end:
                raise
        time.sleep(_PAUSE)


def _bring_back(known: Path, made: Connection, clock: Clock) -> Rescued:
    return bring_back(known, made, socket.gethostname(), clock, made.reshape)


def _refuse_worse(draft: Path, office: Path, findings: list[Finding]) -> None:
    with StandingFile(draft, office) as door:
        worse = door.integrity() or [one for one in backup_file.faults(door) if one not in findings]
    if worse:
        raise ValueError(f"it would not be as it should be: {worse[0]}")
