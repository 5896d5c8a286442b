"""The VFS of the office file asks less of the share, and leaves in it what SQLite would have left."""

import random
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

from desk_app.storage import share_vfs, vfs_layer
from desk_app.storage.bare_file import HOT
from desk_app.storage.share_vfs import ShareDatabase
from tests.faults.meddler import Fault, Meddler
from tests.faults.vfs import told_share

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
    with told_share(meddler) as share, closing(opened(path, share.name)) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
        db.executemany("INSERT INTO note VALUES (?, zeroblob(7000))", [(number,) for number in range(10)])
        meddler.forget()
        db.execute("UPDATE note SET text = zeroblob(6999)")
    assert meddler.calls["write", "db"] > 10
    assert meddler.calls["write", "journal"] == meddler.calls["sync", "journal"] == 3


def test_the_beginning_of_the_file_is_read_in_blocks_and_never_kept_beyond_a_lock(tmp_path: Path) -> None:
    meddler, path = Meddler(), tmp_path / "office.desk"
    with (
        told_share(meddler) as share,
        closing(opened(path, share.name)) as here,
        closing(opened(path, shipped())) as there,
    ):
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


def test_a_program_that_ends_with_the_office_open_ends_well_and_leaves_no_half(tmp_path: Path) -> None:
    path = tmp_path / "office.desk"
    ends = f"""if True:
        from desk_app.storage import share_vfs
        db = share_vfs.ShareDatabase("file://{path}?mode=rwc", uri=True, pragmas={{"journal_mode": "PERSIST"}})
        db.itself = db  # what refers to itself goes at the very end
        db.execute_sql("CREATE TABLE note (id INTEGER)")
        db.begin()
        db.execute_sql("INSERT INTO note VALUES (1)")
    """
    ended = subprocess.run([sys.executable, "-c", ends], check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    with closing(opened(path, shipped())) as db:
        assert db.execute("SELECT * FROM note").fetchall() == []


class Slip(Meddler):
    """Operations number `at` to `until` (left out) on the journal fail; `late` says that its head was set after one."""

    def __init__(self) -> None:
        super().__init__()
        self.at = self.until = 0
        self.failed = self.late = False

    def before(self, kind: str, file: str) -> None:
        super().before(kind, file)
        if file == "journal" and kind != "close" and self.until:
            self.at, self.until = self.at - 1, self.until - 1
            if self.at <= 0 < self.until:
                self.failed = True
                raise Fault(sqlite3.SQLITE_FULL)

    def written(self, path: str, data: bytes, offset: int) -> None:
        self.late |= self.failed and data[:8] == HOT


@pytest.mark.parametrize("at", range(1, 10))
def test_a_journal_that_cannot_be_written_undoes_what_was_to_be_saved(tmp_path: Path, at: int) -> None:
    slip, path = Slip(), tmp_path / "office.desk"
    with told_share(slip) as share, closing(opened(path, share.name)) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        slip.at, slip.until = at, at + 1
        kept = [2]
        with suppress(sqlite3.OperationalError):
            db.execute("INSERT INTO note VALUES (1, 'perhaps')")
            kept = [1, 2]
        slip.until = 0
        db.execute("INSERT INTO note VALUES (2, 'kept')")
        assert [number for (number,) in db.execute("SELECT id FROM note ORDER BY id").fetchall()] == kept


@pytest.mark.parametrize("many", range(1, 6))
@pytest.mark.parametrize("at", range(1, 10))
def test_what_could_not_be_written_to_the_journal_is_not_written_when_it_is_closed(
    tmp_path: Path, at: int, many: int
) -> None:
    """The lock may be lost by then, and the journal be that of a colleague."""
    slip, path = Slip(), tmp_path / "office.desk"
    with told_share(slip) as share, closing(opened(path, share.name)) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        slip.at, slip.until = at, at + many
        with suppress(sqlite3.OperationalError):
            db.execute("INSERT INTO note VALUES (1, 'perhaps')")
        slip.until = 0
    assert not slip.late


def test_without_syncs_a_journal_ends_all_the_same(tmp_path: Path) -> None:
    """A backup that is put back is not synced at each step. Its journal is longer than what is held of one."""
    path = tmp_path / "office.desk"
    with closing(opened(path, shipped())) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
        db.execute("PRAGMA synchronous=OFF")
        db.executemany("INSERT INTO note VALUES (?, zeroblob(7000))", [(number,) for number in range(300)])
        db.execute("UPDATE note SET text = randomblob(7000)")
        journal = path.with_name("office.desk-journal").read_bytes()
        assert len(journal) > share_vfs.MOST
        assert journal[:8] != HOT
    with closing(opened(path, None)) as db:
        assert db.execute("SELECT COUNT(*) FROM note WHERE text <> zeroblob(7000)").fetchall() == [(300,)]


def test_nobody_undoes_the_journal_of_somebody_at_work(tmp_path: Path) -> None:
    """Who does not sync sets the head of the journal before anything else keeps others out."""
    path = tmp_path / "office.desk"
    with closing(opened(path, shipped())) as here, closing(opened(path, None)) as there:
        here.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        there.execute("PRAGMA synchronous=OFF")
        there.execute("BEGIN IMMEDIATE")
        there.execute("INSERT INTO note VALUES (1, 'theirs')")
        assert path.with_name("office.desk-journal").read_bytes()[:8] == HOT
        assert here.execute("SELECT * FROM note").fetchall() == []
        there.execute("COMMIT")
        assert here.execute("SELECT * FROM note").fetchall() == [(1, "theirs")]


def test_what_a_colleague_adds_is_seen_at_once_however_long_the_file_gets(tmp_path: Path) -> None:
    path = tmp_path / "office.desk"
    with closing(opened(path, shipped())) as here, closing(opened(path, shipped())) as there:
        here.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
        for number in range(60):
            writer, reader = (here, there) if number % 2 else (there, here)
            writer.execute("INSERT INTO note VALUES (?, zeroblob(9000))", (number,))
            assert reader.execute("SELECT COUNT(*), SUM(length(text)) FROM note").fetchall() == [
                (number + 1, 9000 * (number + 1))
            ]
            assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_of_a_file_with_a_write_ahead_log_nothing_is_kept(tmp_path: Path) -> None:
    """A workstation's copy is one, and is attached to what asks through this."""
    path, copy = tmp_path / "office.desk", tmp_path / "copy.db"
    with closing(sqlite3.connect(copy, isolation_level=None)) as writer:
        writer.execute(f"PRAGMA page_size={PAGE}")
        writer.execute("PRAGMA journal_mode=WAL").fetchall()
        writer.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB)")
        writer.executemany("INSERT INTO note VALUES (?, zeroblob(7000))", [(number,) for number in range(60)])
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        with closing(opened(path, shipped())) as db:
            db.execute("CREATE TABLE note (id INTEGER)")
            db.execute("ATTACH ? AS copy", (str(copy),))
            for number in range(20):
                writer.execute("UPDATE note SET text = ? WHERE id < 20", (bytes([number]) * 7000,))
                writer.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                db.execute("PRAGMA copy.cache_size=0")
                rows = db.execute("SELECT DISTINCT substr(text, 1, 1) FROM copy.note WHERE id < 20").fetchall()
                assert rows == [(bytes([number]),)]


def test_a_file_that_may_only_be_read_is_read(tmp_path: Path) -> None:
    path = tmp_path / "office.desk"
    with closing(opened(path, shipped())) as db:
        db.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
        db.execute("INSERT INTO note VALUES (1, 'kept')")
    path.with_name("office.desk-journal").unlink()
    with closing(sqlite3.connect(f"file://{path}?mode=ro&vfs={shipped()}", uri=True)) as db:
        assert db.execute("SELECT * FROM note").fetchall() == [(1, "kept")]
    assert not path.with_name("office.desk-journal").exists()


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


@pytest.mark.parametrize(
    ("kind", "method"),
    [("Journal", "xWrite"), ("Journal", "xSync"), ("Database", "xRead"), ("Database", "xWrite"), ("Database", "xLock")],
)
def test_an_exception_is_an_error_and_never_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, method: str
) -> None:
    def broken(*_: object) -> int:
        raise KeyboardInterrupt

    with closing(opened(tmp_path / "office.desk", shipped())) as db:
        db.execute("CREATE TABLE note (id INTEGER)")
        monkeypatch.setattr(getattr(share_vfs, kind), method, broken)
        with pytest.raises(sqlite3.OperationalError):
            db.execute("INSERT INTO note VALUES (1)")
        monkeypatch.undo()
        assert db.execute("SELECT COUNT(*) FROM note").fetchall() == [(0,)]
