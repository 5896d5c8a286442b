"""Another program that has the turn to save."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path

from desk_app.storage.turns import Turns

spawned = multiprocessing.get_context("spawn")


def _hold(folder: Path, has: Event, let_go: Event) -> None:
    with Turns(folder) as mine, mine.mine():
        has.set()
        let_go.wait(60)


@contextmanager
def held(folder: Path) -> Iterator[Event]:
    """Let another program have the turn until the event is set, or the end."""
    has, let_go = spawned.Event(), spawned.Event()
    other = spawned.Process(target=_hold, args=(folder, has, let_go))
    other.start()
    try:
        assert has.wait(30)
        yield let_go
    finally:
        let_go.set()
        other.join(30)
