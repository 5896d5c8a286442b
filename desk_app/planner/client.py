"""Starts the search in a process of its own and hears what it finds; it can be stopped at any time."""

import json
import subprocess
from collections.abc import Collection, Iterator
from contextlib import suppress
from threading import Lock, Timer
from typing import IO, Final

from desk_app.domain.errors import Unavailable
from desk_app.domain.roster.frame import Frame
from desk_app.domain.roster.plan import Cell, Plan
from desk_app.planner.order import STOP, WORK, Found, Order, found_from_json, order_json
from desk_app.program import FROZEN, own_command, own_environment

HIDDEN: Final = "--searcher"
"""The word of the command line by which the packaged program searches."""
PATIENCE: Final = 10.0
"""Seconds after which a search that was told to stop is ended."""


class Filling:
    """A search for a plan: iterate over what it finds, each better than the one before.

    It fills the empty cells of `plan`, or plans `cells` anew whatever they hold; pinned cells stay. Iterating
    blocks and belongs on a thread of its own; `stop` may be called from any. The rest is as in Order. Raises
    Unavailable when the search breaks down.
    """

    def __init__(
        self,
        frame: Frame,
        plan: Plan,
        cells: Collection[Cell] | None = None,
        *,
        seconds: float = 60.0,
        seed: int = 1,
        work: float = WORK,
    ) -> None:
        self._order = Order(frame, plan, cells, work, seconds, seed)
        self._process: subprocess.Popen[str] | None = None
        self._stopped = False
        self._lock = Lock()

    def __iter__(self) -> Iterator[Found]:
        with self._lock:
            if self._stopped:
                return
            self._process = process = _started()
        ended = False
        try:
            self._say(json.dumps(order_json(self._order), separators=(",", ":")))
            for line in _stream(process.stdout):
                found = found_from_json(json.loads(line))
                ended = found.last
                yield found
        finally:
            self._close(process)
        if not ended and not self._stopped:
            raise Unavailable("The search for a plan broke down. Try again, and tell IT if it happens again.")

    def stop(self) -> None:
        """End the search soon; the best plan found until then is still told."""
        with self._lock:
            self._stopped = True
            process = self._process
        if process is not None and process.poll() is None:
            self._say(STOP)
            timer = Timer(PATIENCE, process.kill)
            timer.daemon = True
            timer.start()

    def _say(self, line: str) -> None:
        process = self._process
        assert process is not None
        with suppress(OSError, ValueError):  # it may have ended by itself just now
            stream = _stream(process.stdin)
            stream.write(line + "\n")
            stream.flush()

    @staticmethod
    def _close(process: "subprocess.Popen[str]") -> None:
        """Let the process end; one that still searches is ended."""
        with suppress(OSError):
            _stream(process.stdin).close()
        if process.poll() is None:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        _stream(process.stdout).close()


def _started() -> "subprocess.Popen[str]":
    words = [*own_command(), "roster", "solve", HIDDEN] if FROZEN else own_command("desk_app.planner")
    try:
        return subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=own_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise Unavailable("The search for a plan cannot be started: {reason}", reason=str(error)) from None


def _stream(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream
