"""The floor of the lab: SQLite alone, as many writers as workstations, at the same pace. Runs on a client machine.

`PATH SECONDS PERIOD PROCESSES OUT`; without the last four it makes the file at PATH.
"""

import json
import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from desk_app.storage.trouble import pauses

TEXT = "x" * 600


def make(path: str) -> None:
    """Make a file with room in it, as the program does."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA page_size=8192")
        db.execute("PRAGMA journal_mode=PERSIST")
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        db.execute("CREATE TABLE reserve (lump BLOB)")
        db.execute("INSERT INTO reserve VALUES (zeroblob(8000000))")
        db.execute("DROP TABLE reserve")
        db.commit()
    for file in Path(path).parent.glob(Path(path).name + "*"):
        file.chmod(0o666)


def work(path: str, seconds: float, period: float) -> dict[str, Any]:
    """Insert a row once a period and look every two seconds, each tried again with jitter while others are at it."""
    found: dict[str, Any] = {"took": [], "pulls": [], "refused": []}
    with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None, timeout=0)) as db:
        # each connection has its own mode; with DELETE every other computer stalls for a second at a time
        _patiently(lambda: db.execute("PRAGMA journal_mode=PERSIST"))
        db.execute("PRAGMA synchronous=EXTRA")
        end, due, look = time.monotonic() + seconds, time.monotonic() + random.uniform(0, period), time.monotonic()
        while time.monotonic() < end:
            time.sleep(max(0.0, min(due, look) - time.monotonic()))
            began = time.monotonic()
            if due <= look:
                due = max(due + period, began)
                done, kind = _patiently(lambda: _insert(db)), "took"
            else:
                look = began + random.uniform(2.0, 2.6)
                done, kind = _patiently(lambda: db.execute("SELECT MAX(id) FROM note").fetchall()), "pulls"
            found[kind if done else "refused"].append(time.monotonic() - began)
    return found


def _insert(db: sqlite3.Connection) -> None:
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO note (text) VALUES (?)", (TEXT,))
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _patiently(work: Callable[[], object]) -> bool:
    for pause in pauses():
        try:
            work()
        except sqlite3.DatabaseError:
            time.sleep(pause)
        else:
            return True
    return False


def main(path: str, seconds: str, period: str, processes: str, out: str) -> None:
    """Be several writers."""
    children = []
    for number in range(int(processes)):
        child = os.fork()
        if child == 0:
            Path(f"{out}.{number}").write_text(json.dumps(work(path, float(seconds), float(period))))
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:]) if sys.argv[2:] else make(sys.argv[1])
