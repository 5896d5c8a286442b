"""The VFS of the office file asks less of the share, and leaves in it what SQLite would have left."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desk_app.storage import share_vfs, vfs_layer
from desk_app.storage.connection import HOT
from desk_app.storage.share_vfs import ShareDatabase, ShareLayer
from tests.faults.meddler import Fault, Meddler
from tests.faults.vfs import ToldLayer

PAGE = 8192


def opened(path: Path, through: str | None) -> sqlite3.Connection:
    vfs = f"&vfs={through}" if through else ""
    db = sqlite3.connect(f"file://{path}?mode=rwc{vfs}", uri=True, isolation_level=None, timeout=0)
    db.execute(f"PRAGMA page_size={PAGE}")
    db.execute("PRAGMA journal_mode=PERSIST").fetchall()
    db.execute("PRAGMA synchronous=EXTRA")
    return db


def shipped() -> str:
    layer = share_vfs.vfs()
    assert layer is not None
    return layer.name


@contextmanager
def told(meddler: Meddler) -> Iterator[str]:
    """Give the name of the VFS that ships, over one that tells `meddler`."""
    lower = ToldLayer(meddler)
    lower.register()
    upper = ShareLayer(f"{lower.name}-share", lower.name)
    upper.register()
    yield upper.name
    upper.unregister()
    lower.unregister()


def live(db: sqlite3.Connection, chance: random.Random) -> None:
    """Do what an office does, at random: large and small, undone as a whole and in part, more than the cache holds."""
    db.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT)")
    for _ in range(40):
        db.execute(f"PRAGMA cache_size={chance.choice((5, 500))}")
        db.execute("BEGIN IMMEDIATE")
        for _ in range(chance.randrange(1, 30)):
            db.execute("SAVEPOINT part")
            number, text = chance.randrange(400), chr(chance.randrange(65, 90)) * chance.choice((10, 3000, 20_000))
            db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (number, text))
            db.execute("ROLLBACK TO part" if chance.random() < 0.2 else "RELEASE part")
        db.execute(chance.choice(("COMMIT", "COMMIT", "COMMIT", "ROLLBACK")))


@pytest.mark.parametrize("seed", range(6))
def test_the_file_is_the_same_to_the_last_byte(tmp_path: Path, seed: int) -> None:
    left = []
    for through in (None, shipped()):
        path = tmp_path / f"{through}.desk"
        with closing(opened(path, through)) as db:
            live(db, random.Random(seed))
            (whole,) = db.execute("PRAGMA integrity_check").fetchall()
            assert whole == ("ok",)
        left.append(path.read_bytes())
        journal = path.with_name(path.name + "-journal").read_bytes()
        assert journal[:28] == bytes(28)
    assert left[0] == left[1]


def test_a_journal_goes_out_once_for_each_sync(tmp_path: Path) -> None:
    meddler, path = Meddler(), tmp_path / "office.desk"
    with told(meddler) as name, closing(opened(path, name)) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
        db.executemany("INSERT INTO note VALUES (?, zeroblob(7000))", [(number,) for number in range(10)])
        meddler.forget()
        db.execute("UPDATE note SET text = zeroblob(6999)")
    assert meddler.calls["write", "db"] > 10
    assert meddler.calls["write", "journal"] == meddler.calls["sync", "journal"] == 3


def test_the_beginning_of_the_file_is_read_in_blocks_and_never_kept_beyond_a_lock(tmp_path: Path) -> None:
    meddler, path = Meddler(), tmp_path / "office.desk"
    with told(meddler) as name, closing(opened(path, name)) as here, closing(opened(path, shipped())) as there:
        here.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
        here.executemany("INSERT INTO note VALUES (?, zeroblob(7000))", [(number,) for number in range(60)])
        for number in range(60):
            there.execute("UPDATE note SET text = ? WHERE id = ?", (bytes([number]) * 7000, number))
            meddler.forget()
            rows = here.execute("SELECT substr(text, 1, 1) FROM note WHERE id <= 20 ORDER BY id").fetchall()
            assert rows == [(bytes([min(number, one)]) if one <= number else b"\0",) for one in range(21)]
            assert meddler.calls["read", "db"] <= 4


def test_what_a_dead_writer_left_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "office.desk"
    with closing(opened(path, shipped())) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
        db.executemany("INSERT INTO note VALUES (?, zeroblob(7000))", [(number,) for number in range(60)])
    dies = f"""if True:
        import os, sqlite3
        from desk_app.storage import share_vfs
        db = sqlite3.connect("file://{path}?vfs=" + share_vfs.vfs().name, uri=True, isolation_level=None)
        db.execute("PRAGMA journal_mode=PERSIST").fetchall()
        db.execute("PRAGMA synchronous=EXTRA")
        db.execute("PRAGMA cache_size=5")
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE note SET text = randomblob(7000)")
        os.kill(os.getpid(), 9)
    """
    subprocess.run([sys.executable, "-c", dies], check=False)
    assert path.with_name(path.name + "-journal").read_bytes()[:8] == HOT
    with closing(opened(path, shipped())) as db:
        assert db.execute("SELECT COUNT(*) FROM note WHERE text = zeroblob(7000)").fetchall() == [(60,)]
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


class Slip(Meddler):
    """The next operation named in `fails` fails once."""

    def __init__(self) -> None:
        super().__init__()
        self.fails: tuple[str, str] | None = None

    def before(self, kind: str, file: str) -> None:
        super().before(kind, file)
        if (kind, file) == self.fails:
            self.fails = None
            raise Fault(sqlite3.SQLITE_FULL)


@pytest.mark.parametrize("kind", ["write", "sync"])
def test_a_journal_that_cannot_be_written_undoes_what_was_to_be_saved(tmp_path: Path, kind: str) -> None:
    slip, path = Slip(), tmp_path / "office.desk"
    with told(slip) as name, closing(opened(path, name)) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        slip.fails = kind, "journal"
        with pytest.raises(sqlite3.OperationalError, match="full"):
            db.execute("INSERT INTO note VALUES (1, 'lost')")
        db.execute("INSERT INTO note VALUES (2, 'kept')")
        assert db.execute("SELECT * FROM note").fetchall() == [(2, "kept")]


def test_a_journal_that_somebody_else_has_deleted_is_not_taken_for_one_to_undo(tmp_path: Path) -> None:
    """Another program may keep no journal between its transactions."""
    path = tmp_path / "office.desk"
    with closing(opened(path, shipped())) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("PRAGMA journal_mode=DELETE").fetchall()
            other.execute("INSERT INTO note VALUES (1, 'theirs')")
        assert not path.with_name(path.name + "-journal").exists()
        assert db.execute("SELECT * FROM note").fetchall() == [(1, "theirs")]
        db.execute("INSERT INTO note VALUES (2, 'ours')")
        assert db.execute("SELECT COUNT(*) FROM note").fetchall() == [(2,)]


def test_where_the_library_of_sqlite_is_not_found_it_goes_on_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def hidden() -> None:
        raise OSError("no such library")

    monkeypatch.setattr(vfs_layer, "library", hidden)
    monkeypatch.setattr(share_vfs, "vfs", share_vfs.vfs.__wrapped__)
    db = ShareDatabase(f"file://{tmp_path / 'office.desk'}?mode=rwc", uri=True)
    db.execute_sql("CREATE TABLE note (id INTEGER)")
    db.close()
    assert "more round trips" in caplog.text


def test_an_exception_is_an_error_and_never_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise KeyboardInterrupt

    with closing(opened(tmp_path / "office.desk", shipped())) as db:
        db.execute("CREATE TABLE note (id INTEGER)")
        monkeypatch.setattr(share_vfs.Journal, "xWrite", broken)
        with pytest.raises(sqlite3.OperationalError):
            db.execute("INSERT INTO note VALUES (1)")
        monkeypatch.undo()
        assert db.execute("SELECT COUNT(*) FROM note").fetchall() == [(0,)]
