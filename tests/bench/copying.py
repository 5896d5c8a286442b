"""How fast this computer's copy of a big office is made, follows and finds, beside a plain file copy and raw SQL."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from desk_app.domain.office import Person
from desk_app.domain.search import terms
from desk_app.domain.view import Queue, TicketFilter, View
from desk_app.services import tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile
from desk_app.storage.office_copy import OfficeCopy, open_copy
from desk_app.storage.office_file import open_office
from desk_app.storage.station import OfficeStation, open_station
from desk_app.storage.ticket_search import matches
from tests.bench.dataset import office
from tests.support.desk import call

ROUNDS = 9
CHANGES = 10_000
AT_ONCE = 40
SEARCHES = (
    ("a rare word", '"771"'),
    ("a common word", '"принтер"'),
    ("a word that all have", '"школа"'),
    ("a rare beginning", "771"),
    ("a common beginning", "при"),
    ("two words", "принтер 77"),
    ("a phrase", '"замена картриджа"'),
    ("all but a word", "принтер -петрова"),
)
RAW = (
    "SELECT ticket.id FROM ticket_words CROSS JOIN ticket ON ticket.id = ticket_words.rowid "
    "WHERE ticket_words MATCH ? ORDER BY number DESC, ticket.id DESC LIMIT 50"
)
"""The same answer by the index of words alone: what it finds, in the order of the numbers."""
NEWEST = "SELECT rowid FROM ticket_words WHERE ticket_words MATCH ? ORDER BY rowid DESC LIMIT 50"
"""What the index of words gives quickest: the order of the ids, which nobody sees."""


def run(quick: bool = False) -> None:
    """Print what was measured; `quick` leaves the million out."""
    count = 100_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory(dir=Path(__file__).parents[2] / "build") as scratch:
        path = Path(shutil.copy(office(count), Path(scratch) / "office.desk"))
        before = os.environ.get("XDG_DATA_HOME")
        os.environ["XDG_DATA_HOME"] = os.environ["WIN_PD_OVERRIDE_LOCAL_APPDATA"] = scratch
        try:
            _measure(path, count)
        finally:
            del os.environ["WIN_PD_OVERRIDE_LOCAL_APPDATA"]
            os.environ.pop("XDG_DATA_HOME")
            if before is not None:
                os.environ["XDG_DATA_HOME"] = before


def _measure(path: Path, count: int) -> None:
    plain = _took(lambda: _copy_file(path, path.with_name("plain.desk")))
    began, computed = time.perf_counter(), time.process_time()
    with open_station(path) as station, open_copy(path) as copy:
        built = (time.perf_counter() - began) * 1000
        computed = time.process_time() - computed
        print(f"{count:>9,} tickets: a copy in {built / 1000:.1f} s, {computed:.1f} s of them computing")
        print(f"the file alone in {plain / 1000:.1f} s: {built / plain:.1f} times; memory at most {_memory():.0f} MB")
        me = station.reader.staff()[0]
        _follow(station, path, me)
        _find(copy, me)


def _copy_file(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("r+b") as stream:
        os.fsync(stream.fileno())


def _follow(station: OfficeStation, path: Path, me: Person) -> None:
    with open_office(path) as colleague:
        write = colleague.unit_of_work(me).write
        station.pull()
        print(f"a look when nobody wrote: {_median(station.pull):.2f} ms")

        def one() -> None:
            write(partial(tickets.register, raw=call(1)))

        print(f"a colleague's ticket: {_median(station.pull, one):.1f} ms")
        first = _newest(colleague)
        while _newest(colleague) < first + CHANGES:
            write(lambda db: _some(db, AT_ONCE))
        print(f"{_newest(colleague) - first:,} changes: {_took(station.pull) / 1000:.2f} s")


def _some(db: Session, count: int) -> Changes:
    """Register so many calls."""
    return Changes(tuple(tickets.register(db, call(number)).tickets[0] for number in range(count)))


def _newest(office: OfficeFile) -> int:
    return int(office.connection.sql("SELECT MAX(seq) FROM change")[0][0])


def _find(copy: OfficeCopy, me: Person) -> None:
    print(f"{'first 50 of':28}{'page ms':>9}{'raw ms':>9}{'ratio':>7}{'by id ms':>10}{'count ms':>10}{'open ms':>9}")

    def anew() -> None:
        copy.door.opened += 1  # so that nothing found before is remembered, as after anybody's write

    for name, words in SEARCHES:
        view, text = View(TicketFilter(words=words)), matches(terms(words))[0]
        page = _median(partial(copy.reader.page, view, me, 0, 50), anew)
        raw = _median(partial(_raw, copy, RAW, (text,)), anew)
        newest = _median(partial(_raw, copy, NEWEST, (text,)), anew)
        count = _median(partial(copy.reader.count, view, me), anew)
        narrow = View(TicketFilter(Queue.OPEN, words=words))
        opened = _median(partial(copy.reader.page, narrow, me, 0, 50), anew)
        print(f"{name:28}{page:9.1f}{raw:9.1f}{page / raw:7.2f}{newest:10.1f}{count:10.1f}{opened:9.1f}", flush=True)


def _raw(copy: OfficeCopy, statement: str, values: Sequence[Any]) -> object:
    ids = copy.door.read(lambda: [row[0] for row in copy.door.sql(statement, values)])
    return copy.reader.rows(ids)


def _median(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Return the median time of `work` in milliseconds; `before` is not counted."""
    times = []
    for _ in range(ROUNDS):
        before()
        times.append(_took(work))
    return statistics.median(times)


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _memory() -> float:
    """Return the most memory this process ever used, in MB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
