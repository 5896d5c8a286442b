"""Trials of a share by several computers at once: what one of them does, the others have to see.

Each says a growing number in its word, and before that writes the number into a file of its own: into its head, in
place, as a journal is written, and at its end, so that the file grows. The others look at both as soon as they hear
the word, and at the byte that it holds locked.
"""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desk_app.domain.errors import UserError
from desk_app.storage.share_ground import Ground, place_of
from desk_app.storage.share_outcome import Outcome, bad, ok, unknown
from desk_app.storage.share_sentences import no_locks

ENOUGH: Final = 5
"""How many numbers have to be heard of each other."""
PAUSE: Final = 0.5
"""How long one waits between two numbers, in seconds: longer than a round of everybody's looks."""
BLOCK: Final = 4096
HEAD: Final = 8
"""How many bytes tell the number, in the head and at the beginning of each block."""


@dataclass(slots=True)
class _Other:
    """What was seen of another program: the numbers heard, and of them those with something amiss."""

    host: str
    heard: int = 0
    last: int = 0
    free: int = 0
    head_late: int = 0
    size_late: int = 0
    hears_me: int = 0
    left: bool = False


def met(ground: Ground, patience: float) -> list[Outcome]:
    """Return what was seen of other computers within `patience` seconds; ends when it is enough. Raises OSError."""
    others: dict[str, _Other] = {}
    end = time.monotonic() + patience
    mine, number = ground.mine / "data", 0
    mine.write_bytes(bytes(BLOCK))
    while time.monotonic() < end:
        number += 1
        _write(mine, number)
        _say(ground, number, others)
        _listen(ground, others)
        if _is_enough(others):
            _say(ground, number, others)
            break
        time.sleep(PAUSE)
    return _judged(ground, list(others.values()), patience)


def _say(ground: Ground, number: int, others: dict[str, _Other]) -> None:
    ground.say({"number": number, "heard": {key: other.heard for key, other in others.items()}})


def _is_enough(others: dict[str, _Other]) -> bool:
    """Tell whether somebody was heard often enough, and nobody who is still there has to hear more of us."""
    live = [other for other in others.values() if other.heard > 1]
    return any(other.heard >= ENOUGH for other in live) and all(
        other.left or min(other.heard, other.hears_me) >= ENOUGH for other in live
    )


def _write(path: Path, number: int) -> None:
    told = number.to_bytes(HEAD, "big")
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.write(handle, told)
        os.lseek(handle, 0, os.SEEK_END)
        os.write(handle, told + bytes(BLOCK - HEAD))
        os.fsync(handle)
    finally:
        os.close(handle)


def _listen(ground: Ground, others: dict[str, _Other]) -> None:
    words = ground.words()
    for key, other in others.items():
        other.left = key not in words
    for key, word in words.items():
        number, heard = word.get("number"), word.get("heard")
        if not isinstance(number, int) or not isinstance(heard, dict):
            continue
        other = others.setdefault(key, _Other(word["host"]))
        with suppress(OSError):
            other.hears_me = max(other.hears_me, _whole(heard.get(ground.key)))
            if number > other.last:
                other.last = number
                _look(ground, key, other, number)


def _look(ground: Ground, key: str, other: _Other, number: int) -> None:
    """Look whether what the word says can be seen. The other may have gone on since, never back."""
    path = ground.top / key / "data"
    size = path.stat().st_size
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
    try:
        head = int.from_bytes(os.read(handle, HEAD), "big")
    finally:
        os.close(handle)
    free = ground.locks.is_free(place_of(key))
    other.heard += 1
    other.head_late += head < number
    other.size_late += size < (number + 1) * BLOCK
    other.free += free


def _judged(ground: Ground, others: list[_Other], patience: float) -> list[Outcome]:
    away = [other for other in others if other.heard >= 2 and other.host != ground.host]
    if not away:
        return [unknown("others", _alone(patience, here=bool(others)))]
    hosts = sorted({other.host for other in away})
    heard = sum(other.heard for other in away)
    met_well = ok("others", UserError("Seen at the same time: {hosts}.", hosts=hosts), heard=heard)
    free, head, size = (sum(getattr(other, name) for other in away) for name in ("free", "head_late", "size_late"))
    locks = ok("others-locks", UserError("The locks of the other computers are seen here."))
    if free > 1:  # once may be a program that ended just then
        locks = bad("others-locks", no_locks(), free=free, of=heard)
    journal = ok("others-journal", UserError("What the other computers write in place is read here at once."))
    if head:
        journal = bad("others-journal", UserError(
            "In {count} of {of} tries something another computer had written was not read here: a save that it left "
            "half done could stay unseen. Mount the share with “cache=strict,actimeo=1” or “cache=none”; on Windows "
            "turn “Always available offline” off for it.", count=head, of=heard,
        ), late=head, of=heard)  # fmt: skip
    sizes = ok("others-size", UserError("Files that the other computers lengthen have their new length here at once."))
    if size:
        sizes = ok("others-size", UserError(
            "In {count} of {of} tries a file that another computer had lengthened still had its old length here, as is "
            "usual with SMB. The program is built for it.", count=size, of=heard,
        ), late=size, of=heard)  # fmt: skip
    return [met_well, locks, journal, sizes]


def _alone(patience: float, here: bool) -> UserError:
    if here:
        return UserError(
            "The test ran twice on one computer, which proves nothing about the server. Run the same command on a "
            "second computer at the same time."
        )
    if patience:
        return UserError(
            "No other computer was seen within {seconds} s. Run the same command on a second computer at the same "
            "time: only so is it known whether locks reach the server.",
            seconds=round(patience),
        )
    return UserError(
        "One computer alone cannot tell whether locks reach the server. Run the same command on a second computer at "
        "the same time, both with “--with-others 60”."
    )


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0
