"""Two workstations save at once and are killed at any moment, over and over: the next one finds all and no half."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from desk_app.services.ports import Changes
from desk_app.storage.bare_file import HOT
from tests.faults.story import Ledger, hold
from tests.faults.vfs import copy_office

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="a process is killed otherwise there")]
SHARDS = 8
ROUNDS = 33
"""Rounds of two kills a shard: 528 in all."""

WRITING: Final = 0.8
"""In how many of the rounds the kills wait until somebody writes; the others may hit who opens the office."""


@pytest.fixture
def nursery() -> Iterator[subprocess.Popen[str]]:
    """Return the process that forks writers."""
    command = [sys.executable, "-m", "tests.faults.writer"]
    with subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def kill_two(nursery: subprocess.Popen[str], path: Path, chance: random.Random, ledger: Ledger) -> int:
    """Let two write, kill both, each at a moment of its own; note what they said. Return how many were killed.

    Mostly that moment comes after one of them began to write, however long a busy computer takes to come so far.
    """
    assert nursery.stdin
    assert nursery.stdout
    nursery.stdin.write(f"{path} {chance.random()} {chance.random()}\n")
    alive: list[int] = []
    said: list[list[str]] = []
    begun = chance.random() < WRITING
    while len(alive) < 2 or (begun and not any(words[0] in ("try", "dead") for words in said)):
        said.append(_words(nursery))
        if said[-1][0] == "pid":
            alive.append(int(said[-1][1]))
    for pid in chance.sample(alive, 2):
        time.sleep(chance.expovariate(1 / 0.08))
        os.kill(pid, signal.SIGKILL)
    dead = 0
    while dead < 2:
        said.append(_words(nursery))
        dead += said[-1][0] == "dead"
    for words in said:
        if words[0] == "try":
            ledger.tried[bytes.fromhex(words[1])] = int(words[2])
        elif words[0] == "done":
            ledger.acknowledged[bytes.fromhex(words[1])] = Changes((int(words[2]),))
    return dead


def _words(nursery: subprocess.Popen[str]) -> list[str]:
    assert nursery.stdout
    words = nursery.stdout.readline().split()
    assert words, "the nursery is gone"
    return words


@pytest.mark.parametrize("seed", range(SHARDS))
def test_writers_killed_at_any_moment(whole: Path, tmp_path: Path, nursery: subprocess.Popen[str], seed: int) -> None:
    chance = random.Random(seed)
    path, ledger = copy_office(whole, tmp_path), Ledger()
    journal, killed, hot = path.with_name(path.name + "-journal"), 0, 0
    for _ in range(ROUNDS):
        killed += kill_two(nursery, path, chance, ledger)
        hot += journal.exists() and journal.read_bytes()[:8] == HOT
        hold(path, ledger)
    assert killed == 2 * ROUNDS
    assert ledger.acknowledged
    assert hot, "nobody was killed in the middle of a transaction"
    assert len(ledger.tried) > len(ledger.acknowledged)
