"""Files beside the office that are no heartbeats, lie, or are made to do harm."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_app.domain.office import Person
from desk_app.storage.presence import Presence, folder_of
from tests.support.heartbeats import told

ANNA = Person(1, "anna", "Анна Ким", "technician")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.desk"
    path.touch()
    return path


@pytest.fixture
def join(office: Path) -> Iterator[Callable[[], Presence]]:
    made: list[Presence] = []

    def here() -> Presence:
        made.append(Presence(office))
        return made[-1]

    yield here
    for presence in made:
        presence.close()


def names(presence: Presence) -> list[str]:
    return [peer.name for peer in presence.meet(ANNA, ())]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 4000, b'{"person": 1}', b" " * 5000, b"9" * 4000],
)
def test_what_is_no_heartbeat_is_passed_over(join, office, content):
    anna = join()
    names(anna)
    (folder_of(office) / f"{'a' * 32}.json").write_bytes(content)
    assert names(anna) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"person": "1"}, {"person": -1}, {"person": True}, {"person": 10**30}, {"name": None}, {"editing": "123"},
        {"editing": [[]]}, {"beat": 1.5}, {"since": "yesterday"}, {"since": "2026-11-20T09:30:00"}, {"host": 4},
    ],
)  # fmt: skip
def test_what_says_something_impossible_is_passed_over(join, office, changed):
    anna = join()
    names(anna)
    told(office, "a" * 32, **changed)
    assert names(anna) == []


def test_names_from_the_folder_are_made_harmless(join, office):
    anna = join()
    names(anna)
    told(office, "a" * 32, name="Ева\u202e\x00\nКим" + "м" * 900, host="pc\x1b[2J", editing=list(range(200)))
    (peer,) = anna.meet(ANNA, ())
    assert peer.name.startswith("Ева Кимм")
    assert len(peer.name) <= 300
    assert "\x1b" not in peer.host
    assert len(peer.editing) == 64


@pytest.mark.skipif(sys.platform == "win32", reason="makes what only POSIX can")
def test_strange_files_are_neither_read_nor_removed(join, office, tmp_path):
    anna = join()
    names(anna)
    folder = folder_of(office)
    secret = tmp_path / "secret"
    secret.write_text("{}")
    strange = [folder / name for name in ("notes.txt", "A" * 32 + ".json", "a" * 32 + ".json.exe", "ы" * 32 + ".json")]
    for path in strange:
        path.write_text("{}")
        os.utime(path, (0, 0))
    os.mkfifo(folder / f"{'b' * 32}.json")
    (folder / f"{'c' * 32}.json").symlink_to(secret)
    (folder / f"{'d' * 32}.json").mkdir()
    assert names(anna) == []
    assert all(path.exists() for path in strange)


def test_half_a_word_leaves_what_was_known(join, office):
    anna = join()
    names(anna)
    path = told(office, "a" * 32)
    assert names(anna) == ["Кто-то"]
    path.write_bytes(path.read_bytes()[:40])
    assert names(anna) == ["Кто-то"]
