"""The second program of the share's self-test: it does what it is told in a process of its own, and answers."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TextIO

from desk_app.program import own_command, own_environment
from desk_app.storage.byte_locks import ByteLocks

HIDDEN: Final = "--partner"
"""The word of the command line that starts it."""


class PartnerLost(Exception):
    """The second program ended or failed. Its own words are the reason."""


class Partner:
    """The second program as the first one sees it."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [*own_command(), "share-test", str(folder), HIDDEN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=own_environment(),
        )

    def asked(self, do: str, **given: object) -> Any:
        """Let it do something and return its answer. Raises PartnerLost."""
        try:
            self._stdin.write(json.dumps({"do": do, **given}) + "\n")
            self._stdin.flush()
            answer = json.loads(self._stdout.readline() or '{"failed": "the second program ended"}')
        except (OSError, ValueError) as error:
            raise PartnerLost(str(error)) from None
        if "failed" in answer:
            raise PartnerLost(answer["failed"])
        return answer["done"]

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self.close()

    def close(self) -> None:
        """Let it end. Never raises."""
        for stream in (self._stdin, self._stdout):
            with suppress(OSError):
                stream.close()
        self._process.wait()

    @property
    def _stdin(self) -> TextIO:
        assert self._process.stdin
        return self._process.stdin  # type: ignore[return-value]

    @property
    def _stdout(self) -> TextIO:
        assert self._process.stdout
        return self._process.stdout  # type: ignore[return-value]


def serve(folder: Path, questions: TextIO, answers: TextIO) -> None:
    """Do what the lines of `questions` ask with the files of `folder`, until they end."""
    hand = _Hand(folder)
    for line in questions:
        asked = json.loads(line)
        try:
            answer = {"done": hand.deeds[asked.pop("do")](**asked)}
        except (OSError, sqlite3.Error) as error:
            answer = {"failed": str(error)}
        print(json.dumps(answer), file=answers, flush=True)


def connected(path: Path) -> sqlite3.Connection:
    """Return `path` opened as the program opens an office file. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=0.05)
    for pragma in ("journal_mode=PERSIST", "synchronous=EXTRA", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


class _Hand:
    """What the second program can do."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connections: dict[str, sqlite3.Connection] = {}
        self._handles: list[int] = []
        self._locks = ByteLocks(folder / "locks")
        self.deeds: dict[str, Callable[..., object]] = {
            "run": self._run,
            "take": self._locks.take,
            "is_free": self._locks.is_free,
            "release": self._locks.release,
            "append": self._append,
            "size": lambda name: (folder / name).stat().st_size,
            "open": self._open,
            "shut": self._shut,
        }

    def _run(self, name: str, statements: list[str]) -> object:
        """Run statements on a connection that stays open; return the first value of the last one's answer."""
        if name not in self._connections:
            self._connections[name] = connected(self._folder / name)
        value: object = None
        for statement in statements:
            rows = self._connections[name].execute(statement).fetchall()
            value = rows[0][0] if rows else None
        return value

    def _append(self, name: str, size: int) -> int:
        with (self._folder / name).open("ab") as stream:
            stream.write(b"x" * size)
            stream.flush()
            os.fsync(stream.fileno())
            return stream.tell()

    def _open(self, name: str) -> None:
        self._handles.append(os.open(self._folder / name, os.O_RDONLY))

    def _shut(self) -> None:
        while self._handles:
            os.close(self._handles.pop())
