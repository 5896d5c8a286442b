"""A flag beside the office file: somebody puts a backup back, or gives the file a new form; all others wait.

It is a file of its own because the office file may be broken, and on Windows must be let go of by everybody.
"""

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from desk_app.domain.errors import Unavailable

DEAD_AFTER: Final = 120.0
"""A flag that was not renewed for so long belongs to a program that died, in seconds."""
_RENEWED: Final = 15.0


@dataclass(frozen=True, slots=True)
class Flag:
    """Who keeps everybody out: `aside` is the folder where a broken office file is put meanwhile, or ""."""

    by: str
    host: str
    aside: str = ""
    pid: int = 0


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
    return Unavailable(
        "{by} on “{host}” was putting back a backup of this office, and that was cut short: {path}. The old file lies "
        "in {aside}. Put the backup back once more: desk-app restore.",
        by=dead.by or "—",
        host=dead.host or "—",
        path=office,
        aside=office.parent / dead.aside,
    )


@contextlib.contextmanager
def keeping_out(office: Path, by: str, aside: str = "") -> Iterator[None]:
    """Keep everybody else out of the office while this lasts. Raises Unavailable when somebody else does so already."""
    flag = flag_of(office)
    _raise_flag(flag, Flag(by, socket.gethostname(), aside, os.getpid()))
    done = threading.Event()

    def renew() -> None:
        while not done.wait(_RENEWED):
            with contextlib.suppress(OSError):
                os.utime(flag)

    renewing = threading.Thread(target=renew, name="maintenance", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()
        flag.unlink(missing_ok=True)


def _raise_flag(flag: Path, told: Flag) -> None:
    if not _is_alive(flag):
        flag.unlink(missing_ok=True)
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
    """Tell whether the program that raised the flag ran on this computer and is gone; not known on Windows."""
    told = _read(flag)
    if told is None or not told.pid or told.host != socket.gethostname() or os.name == "nt":
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
    except (ValueError, TypeError):
        return Flag("", "")
