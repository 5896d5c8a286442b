"""What the lab's computer could give: how much of its processors' time went to others on its host."""

import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

EVERY: Final = 60.0
"""How often it is noted, in seconds."""


class Host:
    """Notes it minute by minute, as long as this lasts."""

    def __init__(self) -> None:
        self._seen: list[tuple[float, int, int]] = []
        self._done = threading.Event()
        self._noting = threading.Thread(target=self._note, daemon=True)

    def __enter__(self) -> "Host":
        self._noting.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._noting.join()
        self._seen.append(_processors())

    def minutes(self, saves: Sequence[tuple[float, float]]) -> Iterator[tuple[str, list[float]]]:
        """Tell of each minute, and how long the `saves` took that began in it, sorted. All in seconds."""
        for (began, stolen, spent), (ended, stolen_then, spent_then) in itertools.pairwise(self._seen):
            share = 100 * (stolen_then - stolen) / max(1, spent_then - spent)
            during = sorted(length for at, length in saves if began <= at < ended)
            yield f"{ended - began:.0f} s, others had {share:.0f} % of the processors", during

    def _note(self) -> None:
        while True:
            self._seen.append(_processors())
            if self._done.wait(EVERY):
                return


def _processors() -> tuple[float, int, int]:
    """Return the time, and of all the ticks that the processors have had how many went to others on the host."""
    ticks = [int(word) for word in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return time.time(), ticks[7], sum(ticks)
