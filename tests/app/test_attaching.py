"""Files are copied beside the work at the desk: nothing waits, and what fails is said."""

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desk_app.app import attaching
from desk_app.app.desk import Desk
from desk_app.services.files import Attachment
from desk_app.storage.attachments import FileStore
from tests.support.desk import Recorder, desk, office_path  # noqa: F401


@pytest.fixture
def owner(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def attached(desk: Desk) -> tuple[Attachment, ...]:  # noqa: F811
    return desk._place.copy.ask(lambda copy: copy.reader.card(1).attachments)


def attach(qtbot, desk, owner, path):  # noqa: F811
    job = attaching.attach_file(desk, owner, 1, path)
    with qtbot.waitSignal(desk.changed, timeout=5000):
        pass
    return job


def test_a_dropped_file_is_attached_saved_and_opened(qtbot, desk, owner, tmp_path):  # noqa: F811
    path = tmp_path / "screen.png"
    path.write_bytes(b"x" * 3_000_000)
    attach(qtbot, desk, owner, path)
    (found,) = attached(desk)
    assert (found.name, found.content.size) == ("screen.png", 3_000_000)
    got: list[object] = []
    attaching.save_file(desk, owner, found, tmp_path / "saved.png", got.append)
    attaching.open_file(desk, owner, found, got.append)
    attaching.load_picture(desk, owner, found, lambda data: got.append(len(data)))
    qtbot.waitUntil(lambda: len(got) == 3, timeout=5000)
    copy = next(one for one in got if isinstance(one, Path) and one.name == "screen.png")
    assert copy.is_relative_to(attaching.copies_path())
    assert copy.read_bytes() == (tmp_path / "saved.png").read_bytes() == path.read_bytes()
    assert 3_000_000 in got
    assert not desk.messages.errors


def test_a_pasted_picture_is_attached(qtbot, desk, owner):  # noqa: F811
    with qtbot.waitSignal(desk.changed, timeout=5000):
        attaching.attach_bytes(desk, owner, 1, b"\x89PNG", "Screenshot 2026-11-22 14-05-33.png")
    assert [one.name for one in attached(desk)] == ["Screenshot 2026-11-22 14-05-33.png"]


def test_what_is_refused_is_said(qtbot, desk, owner, tmp_path):  # noqa: F811
    (tmp_path / "empty.pdf").write_bytes(b"")
    with qtbot.waitSignal(attaching.attach_file(desk, owner, 1, tmp_path / "empty.pdf").finished, timeout=5000):
        pass
    assert isinstance(desk.messages, Recorder)
    assert "empty" in str(desk.messages.errors[0])
    assert attached(desk) == ()


def test_stopping_leaves_nothing_and_says_nothing(qtbot, desk, owner, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr("desk_app.services.attachments.CHUNK", 1000)
    (tmp_path / "long.bin").write_bytes(b"x" * 1_000_000)
    job = attaching.attach_file(desk, owner, 1, tmp_path / "long.bin")
    job.stop()
    with qtbot.waitSignal(job.finished, timeout=5000):
        pass
    assert attached(desk) == ()
    assert not list(desk._place.copy.ask(lambda copy: list(copy.reader.attachments.files.contents())))
    assert not desk.messages.errors


def test_the_window_may_close_meanwhile(qtbot, desk, tmp_path, monkeypatch):  # noqa: F811
    owner = QObject()
    keep = FileStore.keep

    def slow(store, chunks):
        time.sleep(0.3)
        return keep(store, chunks)

    monkeypatch.setattr(FileStore, "keep", slow)
    (tmp_path / "a.txt").write_bytes(b"x")
    attaching.attach_file(desk, owner, 1, tmp_path / "a.txt")
    qtbot.wait(100)
    owner.deleteLater()
    qtbot.wait(500)
    assert attached(desk) == ()
    assert not desk.messages.errors
    assert not desk.messages.bugs


def test_copies_that_were_opened_are_removed_after_a_day(home):
    old, young = attaching.copies_path() / "old", attaching.copies_path() / "young"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text("x")
        (folder / "a.txt").chmod(0o400)
    then = time.time() - 2 * 24 * 60 * 60
    os.utime(old, (then, then))
    attaching.forget_copies()
    assert not old.exists()
    assert young.exists()
