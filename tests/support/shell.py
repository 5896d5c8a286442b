"""The command line as a test types it: words in, exit code and text out."""

import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desk_app import cli
from desk_app.cli import desk
from desk_app.services import people
from desk_app.storage import open_office

USER = "boss"
"""The account of the operating-system user in these tests."""
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""The present moment of every verb that a Shell runs: a Friday afternoon in Yekaterinburg."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document printed."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """The JSON documents printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Shell:
    """Runs commands in this process. What a command says goes nowhere but into its `Ended`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.as_user(USER)
        monkeypatch.setattr(desk, "open_office", partial(open_office, clock=lambda: NOW))

    def as_user(self, login: str) -> None:
        """Let the operating system call its user `login`."""
        self._monkeypatch.setattr(people, "os_login", lambda: login)

    def password(self, password: str | None) -> None:
        """Put a password into the environment, or take it away."""
        if password is None:
            self._monkeypatch.delenv("DESK_PASSWORD", raising=False)
        else:
            self._monkeypatch.setenv("DESK_PASSWORD", password)

    def __call__(self, *words: object, stdin: str | bytes = "") -> Ended:
        """Run `desk-app words…` with `stdin` and return how it ended. It speaks English where nothing else is asked."""
        if "--lang" not in words and words[:1] not in (("init",), ("demo",)):
            words = ("--lang", "en", *words)
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
        self._capsys.readouterr()
        code = cli.main([str(word) for word in words])
        out, err = self._capsys.readouterr()
        return Ended(code, out, err)

    def well(self, *words: object, stdin: str | bytes = "") -> Ended:
        """Run a command that must end well."""
        ended = self(*words, stdin=stdin)
        assert ended.code == 0, ended.err
        assert ended.err == ""
        return ended

    def add(self, file: Path, *tickets: Mapping[str, Any]) -> list[str]:
        """Add `tickets` and return their numbers (or, unregistered, their ids)."""
        rows = self.well("ticket", "add", file, "--json", "-", stdin=lines(*tickets)).rows
        return [row["number"] or str(row["id"]) for row in rows]

    def do(self, file: Path, number: str, verb: str, **answer: Any) -> Ended:
        """Take a step that must be possible."""
        return self.well("ticket", "do", file, number, verb, "--json", "-", stdin=json.dumps(answer))

    def show(self, file: Path, number: str) -> Any:
        """Return a ticket as JSON."""
        return self.well("ticket", "show", file, number, "--json").json


def lines(*objects: Mapping[str, Any]) -> str:
    """Return JSON lines."""
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in objects)
