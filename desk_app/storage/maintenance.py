"""A flag beside the office file: somebody puts a backup back, or gives the file a new form; all others wait.

It is a file of its own because the office file may be broken, and on Windows must be let go of by everybody.
"""

import contextlib
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from desk_app.domain.errors import Unavailable
from desk_app.storage.trouble import pauses

DEAD_AFTER: Final = 120.0
"""A flag that was not renewed for so long belongs to a program that died, in seconds."""
_RENEWED: Final = 15.0
_LONG_AGO: Final = 24 * 60 * 60.0
LET_GO: Final = 5.0
"""How long it is tried to take the flag away while another program has it open, in seconds."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Flag:
    """Who keeps everybody out: `aside` is the folder where a broken office file is put meanwhile, or ""."""

    by: str
    host: str
    aside: str = ""
    pid: int = 0


class CutShort(Unavailable):
    """The office file lies aside and cannot be put back. The flag stays, for it says where."""


def flag_of(office: Path) -> Path:
    """Return where the flag of the office file at `office` stands."""
    return office.with_name(office.name + ".maintenance")


def is_up(office: Path) -> bool:
    """Tell whether everybody has to wait. One look at a name; the file is read only when there is one."""
    return _is_alive(flag_of(office))


def left_behind(office: Path) -> Flag | None:
    """Return the flag of a program that died while it kept everybody out; None when there is none, or it lives."""
    flag = flag_of(office)
    return None if _is_alive(flag) else _read(flag)


def how_to_go_on(office: Path) -> Unavailable | None:
    """Return what to say of an office file that is missing because a restore was cut short; None for any other."""
    dead = left_behind(office)
    if dead is None or not dead.aside:
        return None
    return cut_short(office, dead)


def cut_short(office: Path, told: Flag) -> CutShort:
    """Return how to go on where `told` had the office file put aside, and no other one has its name."""
    return CutShort(
        "{by} on “{host}” was putting back a backup of this office, and that was cut short: {path}. The old file lies "
        "in {aside}. Put the backup back once more: desk-app restore.",
        by=told.by or "—",
        host=told.host or "—",
        path=office,
        aside=office.parent / told.aside,
    )


@contextlib.contextmanager
def keeping_out(office: Path, by: str, aside: str = "") -> Iterator[Flag]:
    """Keep everybody else out of the office while this lasts. Raises Unavailable when somebody else does so already.

    Where CutShort is raised inside, the flag stays, as that of a program that is gone.
    """
    flag, told = flag_of(office), Flag(by, socket.gethostname(), aside, os.getpid())
    _raise_flag(flag, told)
    done = threading.Event()

    def renew() -> None:
        while not done.wait(_RENEWED):
            with contextlib.suppress(OSError):
                os.utime(flag)

    renewing = threading.Thread(target=renew, name="maintenance", daemon=True)
    renewing.start()
    stays = False
    try:
        yield told
    except CutShort:
        stays = True
        raise
    finally:
        done.set()
        renewing.join()
        if stays or not _take_away(flag):
            _disown(flag)


def _take_away(flag: Path) -> bool:
    """Remove the flag, as soon as nobody has it open (on Windows). Returns False when it stays."""
    last: OSError | None = None
    for pause in pauses(LET_GO):
        try:
            flag.unlink(missing_ok=True)
            return True
        except OSError as error:
            last = error
        time.sleep(pause)
    _log.warning("%s stays, for it cannot be removed: %s", flag, last)
    return False


def _disown(flag: Path) -> None:
    """Let the flag be that of a program that is gone: it keeps nobody out."""
    long_ago = time.time() - _LONG_AGO
    try:
        os.utime(flag, (long_ago, long_ago))
    except OSError as error:
        _log.warning("%s keeps everybody out until it is %d s old: %s", flag, DEAD_AFTER + _CLOCKS_APART, error)


def _raise_flag(flag: Path, told: Flag) -> None:
    if not _is_alive(flag):
        _take_away(flag)
    try:
        with flag.open("x", encoding="utf-8") as stream:
            json.dump(asdict(told), stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        other = _read(flag) or Flag("", "")
        raise Unavailable(
            "{by} on “{host}” is putting back a backup of this office, or bringing it up to a newer version. "
            "Wait until that is done, then try again.",
            by=other.by or "—",
            host=other.host or "—",
        ) from None


def _is_alive(flag: Path) -> bool:
    try:
        renewed = flag.stat().st_mtime
    except FileNotFoundError:
        return False
    return abs(time.time() - renewed) < DEAD_AFTER + _CLOCKS_APART and not _died_here(flag)


def _died_here(flag: Path) -> bool:
    """Tell whether the program that raised the flag ran on this computer and is gone; not known on Windows.

    There the flag is not even opened: everybody looks at it all the time, and what is open cannot be removed.
    """
    if os.name == "nt":
        return False
    told = _read(flag)
    if told is None or not told.pid or told.host != socket.gethostname():
        return False
    try:
        os.kill(told.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


_CLOCKS_APART: Final = 180.0
"""How far the share's clock may differ from ours, in seconds."""


def _read(flag: Path) -> Flag | None:
    try:
        return Flag(**json.loads(flag.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, OSError):
        return Flag("", "")
