"""What must hold for the shifts of an office, what its lines need, and the limits of its plans."""

from collections.abc import Iterator
from functools import partial

from desk_app.domain.duty import demand_of, kind_of, limits_of
from desk_app.domain.errors import BadInput
from desk_app.domain.office import Item, Office
from desk_app.profiles.known import Check, codes, one_of


def duty_checks(office: Office) -> Iterator[Check]:
    """Yield the checks of everything that the duty planner reads."""
    for item in office.choices("shift"):
        yield partial(_check_shift, item)
        yield partial(one_of, item.data.get("line", ""), codes(office, "line"), f"shift “{item.code}”, line")
    for item in office.choices("demand"):
        yield partial(_check_demand, item)
        yield partial(one_of, item.data.get("line", ""), codes(office, "line"), f"demand “{item.code}”, line")
    yield partial(_check_limits, office)


def _check_demand(item: Item) -> None:
    if demand_of(item).people < 1:
        raise BadInput("“{name}”: at least one person is needed, or leave it out.", field="profile", name=item.label)


def _check_shift(item: Item) -> None:
    kind_of(item)


def _check_limits(office: Office) -> None:
    limits_of(office)
