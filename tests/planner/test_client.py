"""The search in a process of its own: it streams, can be stopped, and ends with whoever started it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.domain.roster import Plan
from desk_app.planner import client
from desk_app.planner.client import Filling
from desk_app.planner.order import Found, Order, found_from_json, found_json, order_from_json, order_json
from tests.support.duty import day, month, people
from tests.support.duty_office import sample_month


def test_plans_stream_and_the_last_one_says_so() -> None:
    frame = month(people(4), last=7)
    found = list(Filling(frame, Plan(pins={(1, day(1))}), seconds=60, work=0.3))
    assert [one.last for one in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].cost == min(one.cost for one in found)
    assert found[-1].plan.pins == {(1, day(1))}


def test_a_search_can_be_stopped_and_what_it_found_stays() -> None:
    filling = Filling(sample_month(30, 2026, 12), Plan(), seconds=600, work=1000)
    found = []
    for one in filling:
        found.append(one)
        filling.stop()
    assert found
    assert found[-1].seconds < 300


def test_a_search_that_was_stopped_before_it_began_finds_nothing() -> None:
    filling = Filling(month(people(1), last=1), Plan())
    filling.stop()
    assert list(filling) == []


def test_a_search_that_breaks_down_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "own_command", lambda _module="": [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(Unavailable):
        list(Filling(month(people(1), last=1), Plan()))
    monkeypatch.setattr(client, "own_command", lambda _module="": ["/nowhere/at/all"])
    with pytest.raises(Unavailable):
        list(Filling(month(people(1), last=1), Plan()))


def test_the_packaged_program_searches_by_a_hidden_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FROZEN", True)
    monkeypatch.setattr(client, "own_command", lambda: [sys.executable, "-m", "desk_app"])
    *_, last = Filling(month(people(4), last=3), Plan(), work=0.1)
    assert last.last
    assert last.plan.cells


def test_leaving_the_loop_ends_the_search() -> None:
    filling = Filling(sample_month(30, 2026, 12), Plan(), seconds=600, work=1000)
    stream = iter(filling)
    next(stream)
    process = filling._process
    assert process is not None
    stream.close()
    assert process.poll() is not None


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at in /proc")
def test_the_search_ends_with_the_program_that_started_it() -> None:
    order = order_json(Order(sample_month(30, 2026, 12), Plan(), None, 1000, 600))
    script = "import sys, json; from desk_app.planner.client import _started; p = _started(); " \
             "p.stdin.write(sys.stdin.readline()); p.stdin.flush(); p.stdout.readline(); print(p.pid, flush=True); " \
             "import os; os._exit(0)"  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", script], input=json.dumps(order) + "\n", capture_output=True, text=True, check=True
    )
    number = int(done.stdout)
    deadline = time.monotonic() + 60
    while _runs(number):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_orders_and_finds_survive_being_written() -> None:
    order = Order(month(last=2), Plan({(1, day(1)): "D"}), frozenset({(2, day(2))}), 3.5, 7.0, 9)
    assert order_from_json(order_json(order)) == order
    found = Found(order.plan, 5, 1, 0.5, last=True)
    assert found_from_json(found_json(found)) == found


def test_the_program_itself_does_not_load_the_solver() -> None:
    script = "import sys; import desk_app.planner.client, desk_app.cli.roster_solve; print('ortools' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_search_needs_neither_pandas_nor_numpy() -> None:
    script = "import sys; import desk_app.planner.search; print({'numpy', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def _runs(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False
