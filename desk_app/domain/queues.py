"""Which standing lists an office can have: one that nothing could ever stand in is not offered."""

from desk_app.domain.office import Meaning, Office
from desk_app.domain.view import Queue


def possible(office: Office) -> frozenset[Queue]:
    """Return the queues that tickets of `office` can come to stand in."""
    solved = set(office.statuses_meaning((Meaning.SOLVED,)))
    have = {
        Queue.WAITING: bool(office.statuses_meaning((Meaning.WAITING,))),
        Queue.OUTSIDE: bool(office.statuses_meaning((Meaning.OUTSIDE,))),
        Queue.SOLVED: bool(solved - office.verified_from),
        Queue.VERIFY: bool(office.verified_from),
        Queue.APPROVAL: _agrees(office),
        Queue.MY_LINE: len(office.choices("line")) > 1,
        Queue.OVERDUE: bool(len(office.choices("deadline"))),
    }
    return frozenset(queue for queue in Queue if have.get(queue, True))


def _agrees(office: Office) -> bool:
    """Tell whether anything in `office` waits for somebody's agreement (S-3.5, P-2)."""
    items = (*office.choices("type"), *office.choices("service"))
    return any(item.approval or item.data.get("chain") for item in items)
