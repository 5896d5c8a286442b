"""Bringing an older office on a server up to date: in one transaction, by one workstation, while the others wait."""

from desk_app.domain.errors import Unavailable
from desk_app.storage import migrations
from desk_app.storage.postgres import schema, steps
from desk_app.storage.postgres.door import ServerDoor
from desk_app.storage.postgres.trouble import newer, sentence
from desk_app.storage.trouble import Trouble


def bring_up_to_date(door: ServerDoor) -> int:
    """Give the office the newest form; return how many steps that took, 0 where another workstation was quicker.

    Raises Unavailable, with the office as it was, when that cannot be done, or while another program is at it.
    """
    return door.reshape(lambda: _take_steps(door))


def form_of(door: ServerDoor) -> int:
    """Return which form the office has, this program's or an older one. Call it inside a transaction.

    Raises Unavailable where there is no office, one that is still on its way, or one of a newer program.
    """
    found = schema.version(door)
    if found < 0:
        raise Unavailable(
            "An office is being moved to this database, or its move was broken off: {place}. Wait until it is done; "
            "if nobody is moving it, run desk-app move-to once more.",
            place=door.place,
        )
    if found < steps.FIRST:
        raise sentence(Trouble.NOT_OURS, door.place)
    if found > migrations.CURRENT:
        raise newer(door.place)
    return found


def _take_steps(door: ServerDoor) -> int:
    """Take the steps that are missing, all of them or none, and stamp the office."""
    missing = steps.STEPS[form_of(door) - steps.FIRST :]
    for statement in (statement for step in missing for statement in step):
        door.sql(statement)
    door.sql("UPDATE form SET version = version + ?", (len(missing),))
    return len(missing)
