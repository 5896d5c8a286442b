"""Nothing typed is lost: not by a crash, not by a broken file, not by a full disk, not by a second window."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desk_app.app import draft_keeper, drafts
from desk_app.app.draft_keeper import DraftKeeper
from desk_app.app.drafts import DraftKey, DraftStore
from desk_app.domain.errors import UserError

EPOCH = "0123456789abcdef0123456789abcdef"
KEY = DraftKey(EPOCH, 3, "comment", 17)
TYPIST = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from desk_app.app.draft_keeper import DraftKeeper
from desk_app.app.drafts import DraftKey, DraftStore

app = QApplication([])
editor = QPlainTextEdit()
keeper = DraftKeeper(DraftStore(), editor, lambda: {"text": editor.toPlainText()})
left = keeper.watch(DraftKey(sys.argv[1], 3, "comment", 17), version=4)
editor.setPlainText(left.values["text"] if left else "")
editor.textChanged.connect(keeper.touch)
editor.show()
print("given back:", editor.toPlainText(), flush=True)

def type_on():
    QTest.keyClicks(editor, "abcdefghij"[len(editor.toPlainText()) % 10])
    print(len(editor.toPlainText()), flush=True)

timer = QTimer(interval=20)
timer.timeout.connect(type_on)
timer.start()
app.exec()
"""


@pytest.fixture
def store(home: Path) -> DraftStore:
    return DraftStore()


def editor_of(store: DraftStore, qtbot, key: DraftKey | None = KEY):
    """Return an editor with two inputs on screen, and the keeper of its draft."""
    editor = QWidget()
    column = QVBoxLayout(editor)
    text, other = QPlainTextEdit(), QLineEdit()
    column.addWidget(text)
    column.addWidget(other)
    keeper = DraftKeeper(store, editor, lambda: {"text": text.toPlainText()} if text.toPlainText() else {})
    if key:
        keeper.watch(key, version=4)
    text.textChanged.connect(keeper.touch)
    qtbot.addWidget(editor)
    with qtbot.waitExposed(editor):
        editor.show()
    return text, other, keeper


def kept_text(store: DraftStore, key: DraftKey = KEY):
    draft = store.load(key)
    return draft.values["text"] if draft else None


def typist():
    """Start another program that types a letter every 20 ms."""
    return subprocess.Popen(
        [sys.executable, "-c", TYPIST, EPOCH],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def killed(program) -> str:
    """End `program` as a power cut would; return the last line it said."""
    program.kill()
    said = program.communicate()[0].split("\n")
    return next((line for line in reversed(said[:-1]) if line), "")


@pytest.mark.slow
def test_what_was_typed_is_given_back_after_kill_9(home):
    first = typist()
    assert first.stdout.readline() == "given back: \n"
    typed_by = {}
    while not typed_by or time.monotonic() - min(typed_by.values()) < 2.5:
        typed_by[int(first.stdout.readline())] = time.monotonic()
    end = time.monotonic()
    killed(first)
    sure = max(count for count, moment in typed_by.items() if moment < end - 1)
    assert sure > 20

    second = typist()
    given_back = second.stdout.readline().removeprefix("given back: ").rstrip("\n")
    killed(second)
    assert len(given_back) >= sure
    assert given_back == ("abcdefghij" * 30)[: len(given_back)]


@pytest.mark.slow
def test_what_another_running_program_types_is_left_to_it(home):
    other = typist()
    other.stdout.readline()
    while not list(drafts.drafts_path().glob("*.json")):
        other.stdout.readline()
    here = DraftStore()
    assert here.load(KEY) is None
    assert here.left(EPOCH, 3) == []
    here.save(KEY, {"text": "typed here"})
    here.forget(KEY)
    killed(other)
    assert kept_text(here).startswith("abc")


def test_a_pause_in_typing_is_enough(store, qtbot):
    text, _, _ = editor_of(store, qtbot)
    began = time.monotonic()
    qtbot.keyClicks(text, "printer")
    qtbot.waitUntil(lambda: kept_text(store) == "printer", timeout=2000)
    assert time.monotonic() - began < 1.5


def test_typing_without_a_pause_is_kept_too(store, qtbot):
    text, _, _ = editor_of(store, qtbot)
    end = time.monotonic() + 1.2
    while time.monotonic() < end:
        qtbot.keyClicks(text, "a")
        qtbot.wait(10)
    assert len(kept_text(store)) > 10


def test_leaving_the_input_keeps_it_at_once(store, qtbot, monkeypatch):
    text, other, keeper = editor_of(store, qtbot)
    keeper._timer.setInterval(1_000_000)
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    qtbot.keyClicks(text, "half a word")
    assert kept_text(store) is None
    other.setFocus()
    qtbot.waitUntil(lambda: kept_text(store) == "half a word", timeout=1000)


def test_what_is_saved_or_not_wanted_leaves_nothing(store, qtbot):
    text, _, keeper = editor_of(store, qtbot)
    qtbot.keyClicks(text, "done")
    keeper.flush()
    assert kept_text(store) == "done"
    keeper.forget()
    keeper.flush()
    assert store.load(KEY) is None
    assert not list(store.folder.glob("*.json"))


def test_an_editor_emptied_again_leaves_nothing(store, qtbot):
    text, _, keeper = editor_of(store, qtbot)
    qtbot.keyClicks(text, "x")
    keeper.flush()
    text.clear()
    keeper.flush()
    assert store.load(KEY) is None


def test_each_ticket_has_its_own(store, qtbot):
    text, _, keeper = editor_of(store, qtbot)
    qtbot.keyClicks(text, "seventeen")
    there = DraftKey(EPOCH, 3, "comment", 18)
    assert keeper.watch(there, 1) is None
    text.setPlainText("eighteen")
    keeper.flush()
    assert kept_text(store) == "seventeen"
    draft = keeper.watch(KEY, 5)
    assert (draft.values, draft.version) == ({"text": "seventeen"}, 4)
    assert kept_text(store, there) == "eighteen"
    assert [one.key.ticket for one in store.left(EPOCH, 3)] == [18, 17]


def test_colleagues_and_offices_do_not_mix(store):
    store.save(KEY, {"text": "mine"})
    assert store.load(DraftKey(EPOCH, 4, "comment", 17)) is None
    assert store.load(DraftKey("f" * 32, 3, "comment", 17)) is None
    assert store.load(DraftKey(EPOCH, 3, "edit", 17)) is None
    assert store.load(DraftKey(EPOCH, 3, "comment", 1)) is None
    assert store.left(EPOCH, 4) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b'{"format": 1}', b"\xff\xfe", b'{"format": 99, "values": {}}', b"[" * 100_000],
)
def test_a_broken_draft_is_put_aside_with_a_sentence(store, content):
    store.save(KEY, {"text": "x"})
    (path,) = store.folder.glob("*.json")
    path.write_bytes(content)
    assert store.load(KEY) is None
    assert "put aside" in str(store.trouble)
    (aside,) = store.folder.glob("*.broken")
    assert aside.read_bytes() == content
    assert store.save(KEY, {"text": "again"})
    assert kept_text(store) == "again"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-14:00"])
def test_a_draft_of_a_moment_that_cannot_be_is_put_aside(store, moment):
    store.save(KEY, {"text": "x"})
    (path,) = store.folder.glob("*.json")
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "saved_at": moment}))
    assert store.load(KEY) is None
    assert "put aside" in str(store.trouble)


def test_a_draft_that_cannot_be_read_now_stays_where_it_is(store):
    store.save(KEY, {"text": "x"})
    (path,) = store.folder.glob("*.json")
    elsewhere = path.rename(path.with_suffix(".elsewhere"))
    path.mkdir()  # so that the system does not let anybody read it
    assert store.load(KEY) is None
    assert not list(store.folder.glob("*.broken"))
    path.rmdir()
    elsewhere.rename(path)
    assert kept_text(store) == "x"


def test_no_password_is_ever_written(store):
    values = {"text": "x", "password": "Zq7!", "user": {"Пароль": "Zq7!", "name": "n", "new_Passwd": ["Zq7!"]}}
    store.save(KEY, values)
    (path,) = store.folder.glob("*.json")
    assert "Zq7!" not in path.read_text("utf-8")
    assert store.load(KEY).values == {"text": "x", "user": {"name": "n"}}


@pytest.mark.parametrize("text", ["Ёлка\n\t“…”", "\ud800", "\x00", "a" * 1_000_000, "می\u200cخواهم"])
def test_any_text_comes_back_as_it_was(store, text):
    assert store.save(KEY, {"text": text})
    assert kept_text(store) == text


def test_what_is_no_json_does_not_raise(store):
    circle: list[object] = []
    circle.append(circle)
    assert not store.save(KEY, {"text": circle})
    assert "cannot be kept" in str(store.trouble)
    assert store.save(KEY, {"at": datetime(2026, 1, 1, tzinfo=UTC)})


def test_a_full_disk_is_said_once_and_typing_goes_on(store, qtbot, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    text, _, keeper = editor_of(store, qtbot)
    said: list[UserError] = []
    keeper.failed.connect(said.append)
    qtbot.keyClicks(text, "a")
    keeper.flush()
    monkeypatch.setattr(os, "fsync", full)
    for letter in "bc":
        qtbot.keyClicks(text, letter)
        keeper.flush()
        qtbot.wait(draft_keeper.DELAY)
    assert len(said) == 1
    assert "Save it soon" in str(said[0])
    assert kept_text(store) == "a"
    monkeypatch.undo()
    qtbot.keyClicks(text, "d")
    keeper.flush()
    assert kept_text(store) == "abcd"
    assert not list(store.folder.glob(".*.part"))


def test_a_folder_that_cannot_be_made_raises_nothing(tmp_path, qtbot):
    (tmp_path / "file").write_text("in the way")
    store = DraftStore(tmp_path / "file" / "drafts")
    assert not store.save(KEY, {"text": "x"})
    assert store.load(KEY) is None
    assert store.left(EPOCH, 3) == []
    store.forget(KEY)


def test_old_drafts_go_and_younger_ones_stay(store):
    store.save(KEY, {"text": "young"})
    old = store.folder / f"{EPOCH}.3.comment.5.{'e' * 32}.json"
    old.write_text("{}")
    then = (datetime.now() - timedelta(days=91)).timestamp()
    os.utime(old, (then, then))
    store.close()
    assert kept_text(DraftStore()) == "young"
    assert not old.exists()


def test_a_draft_is_for_nobody_elses_eyes(store):
    store.save(KEY, {"text": "x"})
    (path,) = store.folder.glob("*.json")
    if os.name != "nt":
        assert (path.stat().st_mode & 0o777, store.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert json.loads(path.read_text("utf-8"))["ticket"] == 17


def test_the_newest_of_two_crashed_programs_is_given_back(store, home):
    store.save(KEY, {"text": "older"})
    store.close()
    again = DraftStore()
    again.save(KEY, {"text": "newer"})
    again.close()
    last = DraftStore()
    assert kept_text(last) == "newer"
    assert len(last.left(EPOCH, 3)) == 1
    last.forget(KEY)
    assert last.load(KEY) is None


def test_a_program_names_no_path_by_what_the_office_file_says(store):
    evil = DraftKey("../../../evil", 3, "../x", 1)
    assert store.save(evil, {"text": "x"})
    (path,) = store.folder.glob("*.json")
    assert path.parent == store.folder
    assert store.load(evil).key == evil
