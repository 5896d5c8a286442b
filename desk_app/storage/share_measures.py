"""Trials of a share by one program: rights, room, how it is mounted, the clock, and how long things take."""

import os
import shutil
import statistics
import time
from collections.abc import Callable
from typing import Final

from desk_app.domain.errors import UserError
from desk_app.storage.share_folder import clock_ahead, mount_of, synced_by
from desk_app.storage.share_ground import Ground
from desk_app.storage.share_outcome import Outcome, bad, ok, unknown, warning
from desk_app.storage.share_sentences import clock_warning, synced, unlocked, written

TIMES: Final = 50
"""How often something is done to learn how long it takes."""
BLOCK: Final = 4096
MIB: Final = 1024 * 1024
ROOM: Final = (100 * MIB, 1024 * MIB)
"""Bad below the first, a warning below the second, in bytes."""
READS_MS: Final = (100.0, 15.0)
"""Bad above the first, a warning above the second: what a small read may take in the middle, in milliseconds."""
WRITES_MS: Final = (2000.0, 200.0)
"""The same for a small write that is safe on the disk, of which 95 in a hundred have to be faster."""


def rights(ground: Ground) -> Outcome:
    """Try whether files can be made, renamed, replaced and removed."""
    first, second = ground.mine / "first", ground.mine / "second"
    try:
        for path in (first, second):
            path.write_bytes(b"x")
        first.replace(second)
        second.rename(first)
        (ground.mine / "folder").mkdir()
        (ground.mine / "folder").rmdir()
        first.unlink()
    except OSError as error:
        return bad("rights", UserError(
            "Files cannot be made, renamed, replaced and removed here: {reason}. Give everybody who uses the office "
            "the right to change this folder and what is in it.", reason=error.strerror or error,
        ))  # fmt: skip
    return ok("rights", UserError("Files can be made, renamed, replaced and removed."))


def in_use(ground: Ground) -> Outcome:
    """Try whether a file can be replaced while another program reads it, or at least stays where it cannot."""
    path, new = ground.mine / "in-use", ground.mine / "in-use.part"
    path.write_bytes(b"old")
    new.write_bytes(b"new")
    ground.partner.asked("open", name=path.name)
    try:
        new.replace(path)
    except PermissionError:
        said = UserError("A file that somebody reads cannot be replaced, but stays as it is: that is enough.")
    else:
        said = UserError("A file that somebody reads can be replaced.")
    finally:
        ground.partner.asked("shut")
    try:
        path.read_bytes()  # a cache may still say that it is there
    except FileNotFoundError:
        return warning("in-use", UserError(
            "A file that somebody reads is gone when another program tries to replace it. The SMB client of Linux "
            "does so: use Windows on this computer, or give the folder to Linux computers by NFS 4.1."
        ))  # fmt: skip
    return ok("in-use", said)


def room(ground: Ground) -> Outcome:
    """Look how much room there is."""
    free = shutil.disk_usage(ground.mine).free
    least, little = ROOM
    judge = bad if free < least else warning if free < little else ok
    said = UserError("There is room for {size} MiB.", size=free // MIB)
    if free < little:
        said = UserError(
            "There is room for only {size} MiB. Make some: an office takes about 1 GiB with its files and backups.",
            size=free // MIB,
        )
    return judge("room", said, free_bytes=free)


def copied(ground: Ground) -> Outcome:
    """Look for marks of a program that copies the folder between computers."""
    folder = ground.top.parent
    if program := synced_by(folder):
        return bad("synced", synced(folder, program))
    return ok("synced", UserError("No program is seen that copies this folder between computers."))


def mounted(ground: Ground) -> Outcome:
    """Look at how the folder is mounted, where the system tells."""
    folder = ground.top.parent
    mount = mount_of(folder)
    if mount is None:
        return unknown("mount", UserError(
            "This system does not tell how the folder is mounted. On Windows, use a folder of a server "
            "(\\\\server\\share) and turn “Always available offline” off for it."
        ))  # fmt: skip
    if mount.unsafe:
        return bad("mount", unlocked(folder, mount.unsafe))
    if wrong := next((option for option in ("cache=loose", "nocto", "soft", "vers=1.0") if _has(mount.kind, option)
                      and option in mount.options), ""):  # fmt: skip
        return warning("mount", UserError(
            "{source} is mounted with “{option}”, which is not safe for a file that many write to. Mount it with "
            "“cache=strict,vers=3.1.1” (SMB) or “hard,vers=4.1” without “nocto” (NFS).",
            source=mount.source, option=wrong,
        ))  # fmt: skip
    if mount.kind.startswith("fuse.") or mount.kind in {"davfs", "9p"}:
        return warning("mount", UserError(
            "{source} comes by “{kind}”, which seldom hands locks to the server. Use a share of a Windows or Samba "
            "server (SMB 3), or NFS 4.1.", source=mount.source, kind=mount.kind,
        ))  # fmt: skip
    return ok(
        "mount", UserError("{source} comes by “{kind}”, with safe options.", source=mount.source, kind=mount.kind)
    )


def clock(ground: Ground) -> Outcome:
    """Compare the clocks of this computer and of the server."""
    ahead = clock_ahead(ground.mine)
    if said := clock_warning(ahead):
        return warning("clock", said, ahead_seconds=round(ahead, 1))
    return ok(
        "clock",
        UserError("The clocks of this computer and the server differ by {difference}.", difference=written(ahead)),
        ahead_seconds=round(ahead, 1),
    )


def reads(ground: Ground) -> Outcome:
    """Measure how long it takes to open a file and read a little of it."""
    path = ground.mine / "block"
    path.write_bytes(b"x" * BLOCK)

    def read() -> None:
        with path.open("rb", buffering=0) as stream:
            stream.read(BLOCK)

    middle, late = _timed(read)
    judge = _judge(middle, READS_MS)
    said = UserError("Opening and reading a little takes {middle} ms, and seldom more than {late} ms.",
                     middle=middle, late=late)  # fmt: skip
    if judge is not ok:
        said = UserError(
            "Opening and reading a little takes {middle} ms, and seldom more than {late} ms. Use a cable instead of "
            "Wi-Fi or VPN, and let the virus scanner pass over this folder.", middle=middle, late=late,
        )  # fmt: skip
    return judge("reads", said, median_ms=middle, p95_ms=late)


def writes(ground: Ground) -> Outcome:
    """Measure how long it takes until a little that was written is safe on the server's disk."""
    handle = os.open(ground.mine / "block", os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0))

    def write() -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, b"x" * BLOCK)
        os.fsync(handle)

    try:
        middle, late = _timed(write)
    finally:
        os.close(handle)
    judge = _judge(late, WRITES_MS)
    said = UserError("Writing a little to the disk takes {middle} ms, and seldom more than {late} ms.",
                     middle=middle, late=late)  # fmt: skip
    if judge is not ok:
        said = UserError(
            "Writing a little to the disk takes {middle} ms, and seldom more than {late} ms. Put the folder on an SSD "
            "or behind a write cache with a battery; never set “strict sync = no” instead.", middle=middle, late=late,
        )  # fmt: skip
    return judge("writes", said, median_ms=middle, p95_ms=late)


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Return what `work` takes in the middle and in 95 of a hundred cases, in milliseconds."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(taken), 2), round(sorted(taken)[round(TIMES * 0.95) - 1], 2)


def _judge(milliseconds: float, limits: tuple[float, float]) -> Callable[..., Outcome]:
    worst, slow = limits
    return bad if milliseconds > worst else warning if milliseconds > slow else ok


def _has(kind: str, option: str) -> bool:
    """Tell whether `option` means what we fear for this kind of file system."""
    return kind.startswith("nfs") if option in {"nocto", "soft"} else kind in {"cifs", "smb3"}
