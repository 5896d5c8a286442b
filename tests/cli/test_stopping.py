"""Ctrl+C at a command that saves: it ends with a sentence, and what was told is saved."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk_app.cli.stopping import _is_answering, stoppable
from desk_app.program import own_environment
from desk_app.storage import vfs_layer
from tests.support.shell import Shell

MANY = 2000
_AS_BOSS = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background does not hear Ctrl+C
from desk_app.cli import main
from desk_app.services import people
people.os_login = lambda: "boss"
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there it is sent otherwise")
@pytest.mark.slow
@pytest.mark.parametrize("until", [1, 7, 23])
def test_a_command_that_saves_ends_and_keeps_what_it_told(desk: Shell, office: Path, until: int) -> None:
    row = {"description": "Принтер", "channel": "Телефон", "type": "Ошибка", "requester": {"name": "Петров"}}
    sheet = office.with_name("calls.jsonl")
    sheet.write_text(f"{json.dumps(row)}\n" * MANY)
    words = [sys.executable, "-c", _AS_BOSS, "ticket", "add", str(office), "--json", "-"]
    pipe = subprocess.PIPE
    with sheet.open() as rows:
        running = subprocess.Popen(words, stdin=rows, stdout=pipe, stderr=pipe, text=True, env=own_environment())
    assert running.stdout is not None
    told = [running.stdout.readline() for _ in range(until)]
    running.send_signal(signal.SIGINT)
    more, trouble = running.communicate(timeout=60)
    told += more.splitlines()
    assert running.returncode == 1, trouble
    assert trouble.count("\n") == 1, trouble
    assert until <= len(told) < MANY
    there = len(desk.well("ticket", "list", office, "--json").rows)
    assert len(told) <= there <= len(told) + 1
    desk.well("check", office, "--in-place")


def test_it_waits_while_sqlite_is_answered() -> None:
    seen = []
    scope = {"__name__": vfs_layer.__name__, "look": lambda: seen.append(_is_answering(sys._getframe()))}
    exec("def call():\n    look()", scope)
    scope["call"]()  # type: ignore[operator]
    assert seen == [True]
    assert not _is_answering(sys._getframe())


def test_otherwise_it_is_raised_at_once_and_nothing_is_left() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), stoppable():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_does_not_hear_it_is_left_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stoppable():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
