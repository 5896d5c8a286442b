"""Workstations that write without a pause until they are killed: `python -m tests.faults.writer`.

Each line on the input, "PATH SEED SEED", forks two. It says, a line each: "pid N", "try OP ENTRIES" before a write,
"done OP TICKET" when it was acknowledged, and at last, from whoever forked it, "dead N".
"""

import os
import random
import sys
from functools import partial
from pathlib import Path

from desk_app.services import tickets
from desk_app.services.ports import Changes, Session
from desk_app.storage import connection, open_office
from tests.faults.story import CALLER, Work, person

SPILLING = 20
"""Tickets in a transaction that is too big for its cache."""


def main() -> None:
    """Fork two writers for each line of the input, and see them die."""
    for line in sys.stdin:
        path, *seeds = line.split()
        for seed in seeds:
            if os.fork() == 0:
                say(f"pid {os.getpid()}")
                write_on(Path(path), random.Random(seed))
        for _ in seeds:
            say(f"dead {os.wait()[0]}")


def write_on(path: Path, chance: random.Random) -> None:
    """Open the office and save calls, remarks and now and then many calls at once."""
    connection.LONGEST_WRITE = 600.0  # type: ignore[misc]  # however busy the computer is
    office = open_office(path)
    office._connection.sql("PRAGMA cache_size=10")
    write, ticket = office.unit_of_work(person(office)).write, 0
    while True:
        op_id, what = os.urandom(16), chance.random()
        work: Work = partial(
            tickets.register, raw={"description": "звонок " * chance.randint(1, 300), "requester": CALLER}
        )
        if what < 0.15:
            work = many
        elif what < 0.5 and ticket:
            work = partial(tickets.do, ticket_id=ticket, verb="comment", raw={"text": "ещё раз"})
        say(f"try {op_id.hex()} {SPILLING if work is many else 1}")
        ticket = write(work, op_id).tickets[0]
        say(f"done {op_id.hex()} {ticket}")


def many(db: Session) -> Changes:
    """Register so many calls at once that the cache spills before the end."""
    done = [tickets.register(db, {"description": f"половина {number} " * 300}) for number in range(SPILLING)]
    return Changes((done[0].tickets[0],))


def say(line: str) -> None:
    """Say a line in one piece, at once."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main()
