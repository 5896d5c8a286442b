"""Who is here: seen by each other, gone when they stop, never fooled, and the alarm when locks stay at home."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.domain.office import Person
from desk_app.storage.presence import BEAT, DAY, GONE, Presence, folder_of
from tests.support.heartbeats import told

ANNA = Person(1, "anna", "Анна Ким", "technician")
BERTA = Person(2, "berta", "Берта Босова", "technician")

COLLEAGUE = """
import sys
from pathlib import Path
from desk_app.domain.office import Person
from desk_app.storage import presence
from desk_app.storage.byte_locks import ByteLocks

class NoLocks(ByteLocks):
    def renew(self, place): return True

now = 0.0
if sys.argv[2] == "nobrl":
    presence.ByteLocks = NoLocks
here = presence.Presence(Path(sys.argv[1]), clock=lambda: now)
for line in sys.stdin:
    now += presence.BEAT + 1
    try:
        peers = here.meet(Person(9, "kim", "Ким", "technician"), eval(line))
        print(*(peer.name for peer in peers), sep=", ", flush=True)
    except Exception as error:
        print(error, flush=True)
here.close()
"""


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Colleague:
    """Another process with the same office open, which says that it is there when it is told to."""

    def __init__(self, office: Path, mount: str) -> None:
        words = [sys.executable, "-c", COLLEAGUE, str(office), mount]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def beats(self, *editing: int) -> str:
        self.process.stdin.write(f"{list(editing)}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def leaves(self) -> None:
        self.process.stdin.close()
        self.process.wait()

    def is_killed(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def office(tmp_path: Path) -> Path:
    path = tmp_path / "office.desk"
    path.touch()
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def join(office: Path, clock: Clock) -> Iterator[Callable[[], Presence]]:
    made: list[Presence] = []

    def here() -> Presence:
        made.append(Presence(office, clock=clock))
        return made[-1]

    yield here
    for presence in made:
        presence.close()


@pytest.fixture
def colleague(office: Path) -> Iterator[Callable[..., Colleague]]:
    made: list[Colleague] = []

    def started(mount: str = "usual") -> Colleague:
        made.append(Colleague(office, mount))
        return made[-1]

    yield started
    for one in made:
        one.is_killed()
        one.process.stdin.close()
        one.process.stdout.close()


def names(presence: Presence) -> list[str]:
    return [peer.name for peer in presence.meet(ANNA, ())]


def test_two_see_each_other_and_what_is_edited(join):
    anna, berta = join(), join()
    assert anna.meet(ANNA, (7,)) == ()
    (seen,) = berta.meet(BERTA, ())
    assert (seen.key, seen.person, seen.name, seen.editing) == (anna.key, 1, "Анна Ким", (7,))
    assert seen.since.tzinfo
    assert seen.host
    berta.meet(BERTA, (3, 2, 3))
    assert anna.meet(ANNA, ())[0].editing == (2, 3)
    assert berta.meet(BERTA, ())[0].editing == ()


def test_who_leaves_is_gone_at_once_and_leaves_nothing(join, office):
    anna, berta = join(), join()
    anna.meet(ANNA, ())
    berta.meet(BERTA, ())
    anna.close()
    assert berta.meet(BERTA, ()) == ()
    berta.close()
    assert sorted(path.name for path in folder_of(office).iterdir()) == ["locks", "turn"]


def test_a_word_is_said_once_in_a_beat_unless_something_changed(join, clock, office):
    anna = join()
    file = folder_of(office) / f"{anna.key}.json"
    said = []
    for pause, editing in ((0, ()), (1, ()), (1, (5,)), (1, (5,)), (BEAT, (5,))):
        clock.now += pause
        anna.meet(ANNA, editing)
        said.append(json.loads(file.read_text())["beat"])
    assert said == [1, 1, 2, 2, 3]


def test_another_process_is_seen_while_it_beats_and_no_longer(join, clock, colleague):
    anna, kim = join(), colleague()
    anna.meet(ANNA, ())
    assert kim.beats(4) == "Анна Ким"  # her process holds her byte
    for _ in range(4):
        clock.now += BEAT
        assert names(anna) == ["Ким"]
        kim.beats()
    kim.leaves()
    assert names(anna) == []


def test_who_was_killed_is_gone_after_a_minute_and_raises_no_alarm(join, clock, colleague):
    anna, kim = join(), colleague()
    kim.beats()
    assert names(anna) == ["Ким"]
    kim.beats(1)
    kim.is_killed()  # her last word is heard when her byte is already free
    for _ in range(3):
        assert names(anna) == ["Ким"]
        clock.now += BEAT
    clock.now += 1
    assert names(anna) == []


def test_who_died_before_is_not_here(join, colleague):
    kim = colleague()
    kim.beats()
    kim.is_killed()
    assert names(join()) == []


def test_a_byte_that_stays_free_while_its_program_goes_on_raises_the_alarm(join, clock, colleague, office):
    anna, kim = join(), colleague("nobrl")
    kim.beats()
    assert names(anna) == []
    kim.beats()
    assert names(anna) == ["Ким"]
    clock.now += BEAT
    kim.beats()
    for _ in range(2):
        with pytest.raises(Unavailable) as told:
            anna.meet(ANNA, ())
        assert all(part in str(told.value) for part in (str(office), "Ким", "nobrl", "locking = yes"))
    kim.leaves()
    assert names(anna) == []


def test_two_free_signs_at_one_moment_are_one_death(join, clock, colleague):
    anna, kim = join(), colleague("nobrl")
    for _ in range(4):
        kim.beats()
        names(anna)
    clock.now += BEAT
    assert names(anna) == ["Ким"]


def test_a_program_that_could_not_lock_says_so_and_raises_no_alarm(join, clock, office):
    anna, key = join(), "0" * 31 + "a"
    for beat in range(4):
        (folder_of(office) if beat else office.parent).mkdir(exist_ok=True)
        names(anna)
        told(office, key, beat=beat, held=False)
        clock.now += BEAT
        assert names(anna) == ["Кто-то"]


def test_files_of_the_long_dead_are_removed_by_anybody(join, office):
    anna, berta = join(), join()
    names(anna)
    old, young = told(office, "a" * 32), told(office, "b" * 32)
    probe = folder_of(office) / f"{'c' * 32}.clock"
    probe.touch()
    for path, age in ((old, DAY + 60), (probe, DAY + 60), (young, DAY - 60)):
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    berta.meet(BERTA, ())
    assert (old.exists(), probe.exists(), young.exists()) == (False, False, True)


def test_while_the_share_is_away_what_was_known_stays(join, office, clock, tmp_path):
    anna, berta = join(), join()
    names(anna)
    berta.meet(BERTA, ())
    assert names(anna) == ["Берта Босова"]
    away = tmp_path.with_name(tmp_path.name + "-away")
    tmp_path.rename(away)
    clock.now += 10 * GONE
    assert names(anna) == ["Берта Босова"]
    away.rename(tmp_path)
    assert names(anna) == ["Берта Босова"]
    assert [peer.name for peer in berta.meet(BERTA, ())] == ["Анна Ким"]


def test_where_the_office_is_not_no_folder_is_made(office, clock):
    office.unlink()
    here = Presence(office, clock=clock)
    assert here.meet(ANNA, ()) == ()
    here.close()
    assert not folder_of(office).exists()


def test_the_folder_taken_away_is_made_again_with_its_lock(join, office, clock, colleague):
    anna, kim = join(), colleague()
    names(anna)
    kim.beats()
    for path in (*folder_of(office).iterdir(), folder_of(office)):
        path.rmdir() if path.is_dir() else path.unlink()
    for _ in range(3):
        clock.now += BEAT
        names(anna)
        kim.beats()
        assert names(anna) == ["Ким"]
    assert kim.beats() == "Анна Ким"


def test_a_key_is_thirty_two_hexadecimal_digits(office):
    with pytest.raises(ValueError):
        Presence(office, "../../x")
