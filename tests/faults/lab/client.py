"""What a workstation does in the lab. Runs on a client machine, on an office file on the mounted share.

`make PATH TICKETS` · `paced PATH SECONDS PERIOD PROCESSES OUT` · `follow PATH STOP OUT program|plain` · `die PATH TEXT`
· `keep PATH SECONDS` · `save PATH SECONDS`; `judge PATH` runs on the server. What they find is written as JSON.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from desk_app.domain.errors import UserError
from desk_app.services import checks, tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile, open_office
from desk_app.storage.backup_file import faults
from desk_app.storage.backups import Maker
from desk_app.storage.bare_file import HOT
from desk_app.storage.office_copy import OfficeCopy, open_copy
from desk_app.storage.standing import StandingFile
from desk_app.storage.station import OfficeStation, open_station
from desk_app.storage.unit_of_work import new_op_id
from tests.faults.lab.phases import Phases
from tests.faults.story import CALLER, make_office, person

NOTES = "SELECT note, COUNT(*) FROM ticket_text WHERE id <= 60 GROUP BY note"
"""The notes of the tickets that every big transaction sets alike: more than one note is half a transaction."""
LONG = 100
BACKED_UP = 20
"""A backup is made after so many looks."""
STAGGERED = 6.0
"""Workstations are switched on one after another, so many seconds apart."""


def make(path: str, count: str) -> dict[str, Any]:
    """Make an office with `count` tickets whose notes are alike."""
    make_office(Path(path), int(count))
    with open_office(Path(path)) as office:
        for first in range(1, 61, 10):
            office.unit_of_work(person(office)).write(partial(note_all, text="начало", first=first, last=first + 10))
    return {"tickets": int(count)}


def note_all(db: Session, text: str, first: int = 1, last: int = 61) -> Changes:
    """Set the note of sixty tickets, or some of them, to the same long text."""
    for ticket in range(first, last):
        tickets.do(db, ticket, "edit", {"note": f"{text} " * LONG})
    return Changes((first,))


def paced(path: str, seconds: str, period: str, processes: str, out: str) -> dict[str, Any]:
    """Be several workstations: each follows the office and saves once a period; note how long each save took.

    They are switched on one after another, and all of them are there for `seconds` after that.
    """
    children = []
    for number in range(int(processes)):
        child = os.fork()
        if child == 0:
            time.sleep(number * STAGGERED)
            there = float(seconds) + (int(processes) - number) * STAGGERED
            found = work_paced(Path(path), there, float(period), f"{out}.{number}")
            Path(f"{out}.{number}").write_text(json.dumps(found, ensure_ascii=False))
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return {"processes": len(children)}


def work_paced(path: Path, seconds: float, period: float, home: str) -> dict[str, Any]:
    """Open the office, register calls and remark on them, one save a period, and follow what colleagues do."""
    found: dict[str, Any] = {
        name: [] for name in ("took", "told", "pulls", "met", "refused", "acknowledged", "given up")
    }
    phases, began = Phases(), time.monotonic()
    end, found["phases"] = began + seconds, phases.saves
    try:
        with _station(path, home) as station:
            found["opened"], found["ready"] = time.monotonic() - began, time.time()
            _work(station, end, period, found, phases)
    except UserError as error:
        found["refused"].append(f"opening: {error}")
    except Exception:
        found["refused"].append(traceback.format_exc())
    return found


def _work(station: OfficeStation, end: float, period: float, found: dict[str, Any], phases: Phases) -> None:
    me, ticket = person(station.office), 0
    due, look = time.monotonic() + random.uniform(0, period), time.monotonic() + random.uniform(0, 2)
    while (now := time.monotonic()) < end:
        time.sleep(max(0.0, min(due, look) - now))
        began, op_id = time.monotonic(), new_op_id()
        try:
            if due <= look:
                due = max(due + period, began)
                work = partial(tickets.register, raw={"description": "звонок", "requester": CALLER})
                if ticket and random.random() < 0.5:
                    work = partial(tickets.do, ticket_id=ticket, verb="comment", raw={"text": "ещё раз"})
                with phases.save():
                    ticket = station.unit_of_work(me).write(work, op_id).tickets[0]
                found["took"].append(time.monotonic() - began)
                found["acknowledged"].append(op_id.hex())
                with suppress(UserError):
                    station.pull()  # as the program does before it says "saved"
                found["told"].append(time.monotonic() - began)
                station.meet(me, ())
            else:
                station.pull()
                found["pulls"].append(time.monotonic() - began)
                began = time.monotonic()
                station.meet(me, ())
                found["met"].append(time.monotonic() - began)
        except UserError as error:
            found["refused"].append(str(error))
            found["given up"].append(op_id.hex())
        look = time.monotonic() + random.uniform(2.0, 2.6)  # a look follows each save, and the next is counted from it


def follow(path: str, stop: str, out: str, how: str) -> dict[str, Any]:
    """Look until the file `stop` is there, as the program does, or by plain reads that nobody guards."""
    seen: Counter[str] = Counter()
    refused: list[str] = []
    with _station(Path(path), out) as station, open_copy(Path(path)) as copy:
        me, next_save = person(station.office), time.monotonic() + 1
        while not Path(stop).exists():
            try:
                if how == "plain":
                    _look_plainly(station.office, seen)
                else:
                    _look(station, copy, seen)
                if how != "plain" and time.monotonic() > next_save:
                    next_save = time.monotonic() + random.uniform(0.5, 2)
                    comment = partial(tickets.do, ticket_id=61, verb="comment", raw={"text": "я здесь"})
                    station.unit_of_work(me).write(comment)
                    seen["saves"] += 1
            except UserError as error:
                refused.append(str(error))
            time.sleep(0.02)
    found = {"seen": seen, "refused": refused}
    Path(out).write_text(json.dumps(found, ensure_ascii=False))
    return found


def _look(station: OfficeStation, copy: OfficeCopy, seen: Counter[str]) -> None:
    """Read what a person is shown or given to sign: the copy, and the office file where it counts."""
    station.pull()
    seen["pulls"] += 1
    seen["half in the copy"] += len({ticket.note for ticket in copy.reader.tickets(range(1, 61))}) > 1
    rows = station.reader.journal(date(2000, 1, 1), date(2100, 1, 1), 0, "")
    seen["journals"] += 1
    seen["half in a journal"] += len({row.note for row in rows if row.note}) > 1
    if seen["pulls"] % BACKED_UP == 0:
        _back_up(station, copy, seen)


def _back_up(station: OfficeStation, copy: OfficeCopy, seen: Counter[str]) -> None:
    """Make a backup as the program does, and look into it."""

    def file() -> Path:
        assert copy.door.file is not None
        return copy.door.file

    made = Maker(station.office.path, file, station.pull, "lab").now()
    seen["backups"] += 1
    with StandingFile(made.path) as backup:
        seen["half in a backup"] += len(backup.sql(NOTES)) > 1
        seen["faults in a backup"] += bool([*backup.integrity(), *faults(backup)]) or not made.verified


def _look_plainly(office: OfficeFile, seen: Counter[str]) -> None:
    """Read as SQLite reads by itself: the trap is there, and this falls into it."""
    seen["plain reads"] += 1
    rows = office.connection.read(partial(office.connection.sql, NOTES))
    seen["half in a plain read"] += len(rows) > 1


def die(path: str, text: str) -> dict[str, Any]:
    """Change sixty tickets through a cache that spills, and be killed when half of it is in the file."""
    office = open_office(Path(path))
    office.connection.sql("PRAGMA cache_size=10")

    def work(db: Session) -> Changes:
        for once_more in range(20):  # a reader may stand in the way of the first pages
            note_all(db, f"{text}{once_more}")
            if _has_spilled(office.connection.journal):
                print("spilled", flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
        return Changes()

    office.unit_of_work(person(office)).write(work)
    return {}


def _has_spilled(journal: Path) -> bool:
    """Tell whether the journal counts pages: it was synced, and pages of the transaction are in the file."""
    head = journal.read_bytes()[:12]
    return head[:8] == HOT and head[8:] != bytes(4)


def keep(path: str, seconds: str, out: str) -> dict[str, Any]:
    """Save twice a second for so many seconds."""
    return work_paced(Path(path), float(seconds), 0.5, out)


def save(path: str, seconds: str, out: str) -> dict[str, Any]:
    """Be there for so many seconds, save all the while, and say what a person is told at last."""
    return {"refused": work_paced(Path(path), float(seconds), 2.0, out)["refused"][-1:]}


def judge(path: str) -> dict[str, Any]:
    """Say how many notes there are, what is wrong with the file, and which operations it has how often."""
    with open_office(Path(path)) as office:
        notes = len(office.connection.sql(NOTES))
        ops = office.connection.sql("SELECT lower(hex(op_id)), COUNT(*) FROM event GROUP BY op_id")
        return {"notes": notes, "findings": [str(one) for one in checks.check(office.reader)], "ops": dict(ops)}


def _station(path: Path, home: str) -> OfficeStation:
    """Open the office as a workstation with a home of its own."""
    os.environ["XDG_DATA_HOME"] = f"{home}.home"
    return open_station(path)


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
