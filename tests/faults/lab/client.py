"""What a workstation does in the lab. Runs on a client machine, on an office file on the mounted share.

`make PATH TICKETS` · `paced PATH SECONDS PERIOD PROCESSES OUT` · `follow PATH STOP OUT` · `die PATH TEXT` ·
`hold PATH SECONDS` · `save PATH`; `judge PATH` runs on the server. What they find is written as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from desk_app.domain.errors import UserError
from desk_app.services import checks, tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile, open_office
from tests.faults.story import CALLER, make_office, person

NOTES = "SELECT note, COUNT(*) FROM ticket_text WHERE id <= 60 GROUP BY note"
"""The notes of the tickets that every big transaction sets alike: more than one note is half a transaction."""
LONG = 400


def make(path: str, count: str) -> dict[str, Any]:
    """Make an office with `count` tickets whose notes are alike."""
    make_office(Path(path), int(count))
    with open_office(Path(path)) as office:
        office.unit_of_work(person(office)).write(partial(note_all, text="начало"))
    return {"tickets": int(count)}


def note_all(db: Session, text: str) -> Changes:
    """Set the note of sixty tickets to the same long text."""
    for ticket in range(1, 61):
        tickets.do(db, ticket, "edit", {"note": f"{text} " * LONG})
    return Changes((1,))


def paced(path: str, seconds: str, period: str, processes: str, out: str) -> dict[str, Any]:
    """Save once a period in each of several processes; note how long each save took, and what was refused."""
    children = []
    for number in range(int(processes)):
        child = os.fork()
        if child == 0:
            found = save_paced(Path(path), float(seconds), float(period))
            Path(f"{out}.{number}").write_text(json.dumps(found, ensure_ascii=False))
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return {"processes": len(children)}


def save_paced(path: Path, seconds: float, period: float) -> dict[str, Any]:
    """Register calls and remark on them, one save a period, for so many seconds."""
    took: list[float] = []
    refused: list[str] = []
    acknowledged: list[str] = []
    office = _opened(path)
    write = office.unit_of_work(person(office)).write
    end, due, ticket = time.monotonic() + seconds, time.monotonic() + random.uniform(0, period), 0
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        due += period
        op_id = os.urandom(16)
        work = partial(tickets.register, raw={"description": "звонок", "requester": CALLER})
        if ticket and random.random() < 0.5:
            work = partial(tickets.do, ticket_id=ticket, verb="comment", raw={"text": "ещё раз"})
        began = time.monotonic()
        try:
            ticket = write(work, op_id).tickets[0]
            acknowledged.append(op_id.hex())
        except UserError as error:
            refused.append(str(error))
        took.append(time.monotonic() - began)
    office.close()
    return {"took": took, "refused": refused, "acknowledged": acknowledged}


def follow(path: str, stop: str, out: str) -> dict[str, Any]:
    """Read, guarded and not, and save a remark every second or so, until the file `stop` is there."""
    office = _opened(Path(path))
    write = office.unit_of_work(person(office)).write
    seen: Counter[str] = Counter()
    refused: list[str] = []
    next_save = time.monotonic() + 1
    while not Path(stop).exists():
        try:
            seen["reads"] += 1
            seen["guarded half"] += len(office._connection.read(partial(office._connection.sql, NOTES), guard=True)) > 1
            seen["plain half"] += len(office._connection.read(partial(office._connection.sql, NOTES))) > 1
            notes = {ticket.note for ticket in office.reader.tickets(range(1, 61))}
            seen["card half"] += len(notes) > 1
            if time.monotonic() > next_save:
                next_save = time.monotonic() + random.uniform(0.5, 2)
                write(partial(tickets.do, ticket_id=61, verb="comment", raw={"text": "я здесь"}))
                seen["saves"] += 1
        except UserError as error:
            refused.append(str(error))
        time.sleep(0.02)
    office.close()
    found = {"seen": seen, "refused": refused}
    Path(out).write_text(json.dumps(found, ensure_ascii=False))
    return found


def die(path: str, text: str) -> dict[str, Any]:
    """Change sixty tickets through a cache that spills, and be killed before the commit."""
    office = _opened(Path(path))
    office._connection.sql("PRAGMA cache_size=10")

    def work(db: Session) -> Changes:
        note_all(db, text)
        os.kill(os.getpid(), signal.SIGKILL)
        return Changes()

    office.unit_of_work(person(office)).write(work)
    return {}


def hold(path: str, seconds: str) -> dict[str, Any]:
    """Save calls one after another for so many seconds; say what was acknowledged and what refused."""
    return save_paced(Path(path), float(seconds), 0.5)


def save(path: str) -> dict[str, Any]:
    """Open the office and save one call; say what a person is told."""
    try:
        with open_office(Path(path)) as office:
            work = partial(tickets.register, raw={"description": "звонок", "requester": CALLER})
            office.unit_of_work(person(office)).write(work)
    except UserError as error:
        return {"refused": str(error)}
    return {"refused": ""}


def judge(path: str) -> dict[str, Any]:
    """Say how many notes there are, what is wrong with the file, and which operations it has how often."""
    with open_office(Path(path)) as office:
        notes = len(office._connection.sql(NOTES))
        ops = office._connection.sql("SELECT lower(hex(op_id)), COUNT(*) FROM event GROUP BY op_id")
        return {"notes": notes, "findings": [str(one) for one in checks.check(office.reader)], "ops": dict(ops)}


def _opened(path: Path) -> OfficeFile:
    """Open the office as the program does when it starts; a stumbling share is tried again."""
    return open_office(path)


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
