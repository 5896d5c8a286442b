"""The long self-test of a share for IT: alone, with a second program, and with a second computer."""

import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk_app.domain.errors import Cancelled, Unavailable
from desk_app.storage import share_check, share_folder, share_measures, share_others, share_partner, share_trials
from desk_app.storage.share_folder import mount_of
from desk_app.storage.share_ground import NAME, Ground
from desk_app.storage.share_outcome import Outcome

RUNNER = """
import platform, sys
from pathlib import Path
from desk_app.storage import share_others, share_ground
from desk_app.storage.byte_locks import ByteLocks
platform.node = lambda: sys.argv[2]
share_others.PAUSE = 0.02
if "nobrl" in sys.argv:
    ByteLocks.renew = lambda locks, place: True
if "stale" in sys.argv:
    share_others._write = lambda path, number: None
with share_ground.Ground(Path(sys.argv[1])) as ground:
    print("there", flush=True)
    share_others.met(ground, float(sys.argv[4]))
    sys.stdin.read()
"""


class Runner:
    """Another program that tries the same folder, on the computer of this name."""

    def __init__(self, folder: Path, host: str, how: str, patience: float) -> None:
        words = [sys.executable, "-c", RUNNER, str(folder), host, how, str(patience)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "there\n"

    def ends(self, kill: bool = False) -> None:
        if kill:
            self.process.kill()
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Runner]]:
    monkeypatch.setattr(share_others, "PAUSE", 0.02)
    made: list[Runner] = []

    def started(host: str, how: str = "", patience: float = 30) -> Runner:
        made.append(Runner(tmp_path, host, how, patience))
        return made[-1]

    yield started
    for one in made:
        one.ends(kill=True)


def verdicts(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.code: str(outcome.verdict) for outcome in outcomes}


def test_a_sound_folder_passes_but_for_what_one_computer_cannot_know(tmp_path):
    steps: list[tuple[int, int]] = []
    outcomes = share_check.full(tmp_path, lambda done, count: steps.append((done, count)))
    told = verdicts(outcomes)
    assert [str(outcome.said) for outcome in outcomes if outcome.verdict == "bad"] == []
    slow = {told.pop(code) for code in ("reads", "writes", "room")}
    assert slow <= {"ok", "warning"}
    assert told.pop("others") == "unknown"
    assert set(told.values()) == {"ok"}
    assert "second computer" in str(outcomes[-1].said)
    assert steps[0] == (0, len(share_check.TRIALS) + 1)
    assert steps[-1] == (len(outcomes), len(outcomes))
    assert next(o for o in outcomes if o.code == "reads").figures["median_ms"] > 0
    assert list(tmp_path.iterdir()) == []


def test_another_computer_is_met(tmp_path, runner):
    runner("pc2")
    with Ground(tmp_path) as ground:
        told = verdicts(share_others.met(ground, 30))
    assert told == {"others": "ok", "others-locks": "ok", "others-journal": "ok", "others-size": "ok"}


def test_another_computer_whose_locks_stay_at_home_is_found_out(tmp_path, runner):
    runner("pc2", "nobrl")
    with Ground(tmp_path) as ground:
        outcomes = share_others.met(ground, 30)
    assert verdicts(outcomes)["others-locks"] == "bad"
    assert all(name in str(outcomes[1].said) for name in ("nobrl", "local_lock", "locking = yes"))


def test_another_computer_whose_writing_is_not_seen_is_found_out(tmp_path, runner):
    runner("pc2", "stale")
    with Ground(tmp_path) as ground:
        told = verdicts(share_others.met(ground, 30))
    assert told == {"others": "ok", "others-locks": "ok", "others-journal": "bad", "others-size": "ok"}


def test_a_second_program_on_this_computer_proves_nothing(tmp_path, runner):
    runner(platform.node())
    with Ground(tmp_path) as ground:
        (outcome,) = share_others.met(ground, 30)
    assert (outcome.code, outcome.verdict, "proves nothing" in str(outcome.said)) == ("others", "unknown", True)


def test_nobody_else_is_said_as_such(tmp_path):
    with Ground(tmp_path) as ground:
        (outcome,) = share_others.met(ground, 0.01)
    assert (outcome.code, outcome.verdict) == ("others", "unknown")


def test_what_a_killed_program_left_is_removed_by_the_next(tmp_path, runner):
    here, there = runner(platform.node(), patience=0), runner("pc2", patience=0)
    here.ends(kill=True)
    assert len(list((tmp_path / NAME).iterdir())) == 3
    with Ground(tmp_path) as ground:
        assert {path.name for path in ground.top.iterdir()} >= {ground.key, "locks"}
        assert len(list(ground.top.iterdir())) == 3  # what runs elsewhere stays
    there.ends()
    assert list(tmp_path.iterdir()) == []


def test_stopped_half_way_it_leaves_nothing(tmp_path):
    def stop(done: int, count: int) -> None:
        if done == 8:
            raise Cancelled

    with pytest.raises(Cancelled):
        share_check.full(tmp_path, stop)
    assert list(tmp_path.iterdir()) == []


def test_a_save_that_a_reader_holds_up_names_what_to_change(tmp_path):
    with Ground(tmp_path) as ground:
        share_trials.journal_mode(ground)
        ground.partner.asked("run", name=share_trials.FILE, statements=["BEGIN", "SELECT SUM(n) FROM trial"])
        outcome = share_trials.lock_upgrade(ground)
        assert verdicts([share_trials.coherence(ground), share_trials.left_journal(ground)]) == {
            "coherence": "unknown",
            "left-journal": "unknown",
        }
    assert outcome.verdict == "bad"
    assert all(part in str(outcome.said) for part in ("nobrl", "NFS 4.1", "Windows"))


@pytest.mark.skipif(sys.platform == "win32", reason="there a process sees its own locks")
def test_a_lock_that_is_not_seen_is_bad(tmp_path):
    class SameProcess:
        """A second program that is none: the system shows a process none of its own locks."""

        def __init__(self, folder: Path) -> None:
            self.hand = share_partner._Hand(folder)

        def asked(self, do: str, **given: object) -> object:
            return self.hand.deeds[do](**given)

        def kill(self) -> None:
            for connection in self.hand._connections.values():
                connection.close()
            self.hand._locks.close()

    with Ground(tmp_path) as ground:
        share_trials.journal_mode(ground)
        ground._partner = SameProcess(ground.mine)
        outcome = share_trials.lock_between_programs(ground)
    assert (outcome.verdict, "nobrl" in str(outcome.said)) == ("bad", True)


def test_a_trial_that_fails_is_an_outcome(tmp_path, monkeypatch):
    monkeypatch.setattr(share_check, "TRIALS", {"locks": share_trials.lock_between_programs})
    (outcome, _) = share_check.full(tmp_path, lambda done, count: None)  # without the file of the trial before
    assert (outcome.code, outcome.verdict, "no such table" in str(outcome.said)) == ("locks", "bad", True)


def test_a_folder_that_is_none_is_said(tmp_path):
    (tmp_path / "file").touch()
    for name in ("nowhere", "file"):
        with pytest.raises(Unavailable, match=name):
            share_check.full(tmp_path / name, lambda done, count: None)


@pytest.mark.parametrize(
    ("kind", "options", "verdict", "setting"),
    [
        ("cifs", "rw,soft,vers=3.1.1,cache=strict", "ok", "cifs"), ("cifs", "rw,cache=loose", "warning", "cache=loose"),
        ("cifs", "rw,nobrl", "bad", "nobrl"), ("nfs4", "rw,soft", "warning", "“soft”"),
        ("nfs4", "rw,hard", "ok", "nfs4"), ("fuse.sshfs", "rw", "warning", "fuse.sshfs"), ("ext4", "rw", "ok", "ext4"),
    ],
)  # fmt: skip
def test_mount_options_are_judged(tmp_path, monkeypatch, kind, options, verdict, setting):
    mount = share_folder.Mount("//srv/desk", kind, frozenset(options.split(",")))
    monkeypatch.setattr(share_measures, "mount_of", lambda folder: mount)
    with Ground(tmp_path) as ground:
        outcome = share_measures.mounted(ground)
    assert (outcome.verdict, setting in str(outcome.said)) == (verdict, True)


def test_a_system_that_tells_nothing_of_mounts_is_not_judged(tmp_path, monkeypatch):
    monkeypatch.setattr(share_measures, "mount_of", lambda folder: mount_of(folder, tmp_path / "none"))
    with Ground(tmp_path) as ground:
        assert share_measures.mounted(ground).verdict == "unknown"


@pytest.mark.parametrize(("limits", "verdict"), [((0, 0), "bad"), ((9e9, 0), "warning"), ((9e9, 9e9), "ok")])
def test_slowness_is_judged(tmp_path, monkeypatch, limits, verdict):
    monkeypatch.setattr(share_measures, "READS_MS", limits)
    monkeypatch.setattr(share_measures, "WRITES_MS", limits)
    with Ground(tmp_path) as ground:
        told = verdicts([share_measures.reads(ground), share_measures.writes(ground)])
    assert told == {"reads": verdict, "writes": verdict}


@pytest.mark.parametrize(("limits", "verdict"), [((2**80, 2**80), "bad"), ((0, 2**80), "warning"), ((0, 0), "ok")])
def test_room_is_judged(tmp_path, monkeypatch, limits, verdict):
    monkeypatch.setattr(share_measures, "ROOM", limits)
    with Ground(tmp_path) as ground:
        assert share_measures.room(ground).verdict == verdict


def test_a_wrong_clock_is_a_warning(tmp_path, monkeypatch):
    now = time.time
    with Ground(tmp_path) as ground:
        assert share_measures.clock(ground).verdict == "ok"
        monkeypatch.setattr(share_folder.time, "time", lambda: now() + 90)
        outcome = share_measures.clock(ground)
    assert (outcome.verdict, round(outcome.figures["ahead_seconds"])) == ("warning", 90)
