"""A workstation whose locks never leave it: `python -m tests.faults.liar OFFICE SECONDS`."""

import fcntl
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from desk_app.services import tickets
from desk_app.storage import open_office, presence
from tests.faults.story import CALLER, person
from tests.faults.vfs import Meddler, broken_share

BEAT = 0.2


class Liar(Meddler):
    """Grants every lock and takes none, as a share without locks does."""

    def lock(self, real: Callable[[], int]) -> int:
        return 0


def main() -> None:
    """Be at the office for a while."""
    path, seconds = Path(sys.argv[1]), float(sys.argv[2])
    fcntl.lockf = lambda *_: None  # type: ignore[assignment]
    presence.BEAT = BEAT  # type: ignore[misc]
    with broken_share(Liar()), open_office(path) as office:
        me, here = person(office), presence.Presence(path)
        work = partial(tickets.register, raw={"description": "звонок", "requester": CALLER})
        office.unit_of_work(me).write(work)
        end = time.monotonic() + seconds
        print("here", flush=True)
        while time.monotonic() < end:
            here.meet(me, ())
            time.sleep(BEAT / 4)
        here.close()


if __name__ == "__main__":
    main()
