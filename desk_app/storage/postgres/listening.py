"""Hears of colleagues' changes as they are committed: a thread with a connection of its own that waits for them."""

import threading
from collections.abc import Callable
from contextlib import closing
from typing import Final

import psycopg

from desk_app.storage.postgres.database import connect
from desk_app.storage.postgres.schema import CHANNEL

LOOK: Final = 0.5
"""How soon it is noticed that nobody listens any more, in seconds."""
AGAIN: Final = 5.0
"""How long is waited before a server that went away is tried again, in seconds."""


class Listener(threading.Thread):
    """Calls `heard`, on this thread, after every change; after a broken connection once, for what it missed."""

    def __init__(self, address: str, heard: Callable[[], None]) -> None:
        super().__init__(name="listening", daemon=True)
        self._address = address
        self._heard = heard
        self._ended = threading.Event()
        self.ready = threading.Event()
        """Set while changes are heard."""

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._listen()
            except psycopg.Error:
                self.ready.clear()
                self._ended.wait(AGAIN)

    def end(self) -> None:
        """Listen no more, and wait until that is so."""
        self._ended.set()
        if self.is_alive():
            self.join()

    def _listen(self) -> None:
        with closing(connect(self._address)) as server:
            server.execute(f"LISTEN {CHANNEL}")
            self.ready.set()
            self._heard()
            while not self._ended.is_set():
                if list(server.notifies(timeout=LOOK, stop_after=1)):
                    self._heard()
