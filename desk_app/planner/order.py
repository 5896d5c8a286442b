"""What is asked of a search, and what it finds; known without the solver, and told as lines of JSON."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk_app.domain.roster.frame import Frame
from desk_app.domain.roster.plan import Cell, Plan
from desk_app.domain.roster.wire import Json, frame_from_json, frame_json, plan_from_json, plan_json

STOP: Final = "stop"
"""The line that ends a search early."""
WORK: Final = 12.0
"""The budget of an office's month: some twenty seconds of two idle processors."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the empty cells of `plan`, or `cells`, whatever they hold; pinned ones always stay.

    `work` is a budget in the solver's own measure, the same on every computer; `seconds` only cap it. The same
    `seed` gives the same plan as long as they do not.
    """

    frame: Frame
    plan: Plan
    cells: Collection[Cell] | None = None
    work: float = WORK
    seconds: float = 60.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, its cost by the rules, its number of gaps, and the seconds since the search began.

    `last` is the end of the search; `best` says that there is no better plan.
    """

    plan: Plan
    cost: int
    gaps: int
    seconds: float
    last: bool = False
    best: bool = False


def order_json(order: Order) -> Json:
    """Return an order as JSON values."""
    cells = None if order.cells is None else [[person, day.isoformat()] for person, day in sorted(order.cells)]
    return {
        "frame": frame_json(order.frame),
        "plan": plan_json(order.plan),
        "cells": cells,
        "work": order.work,
        "seconds": order.seconds,
        "seed": order.seed,
    }


def order_from_json(said: Json) -> Order:
    """Return the order that `order_json` wrote."""
    cells = said["cells"]
    return Order(
        frame_from_json(said["frame"]),
        plan_from_json(said["plan"]),
        None if cells is None else frozenset((person, date.fromisoformat(day)) for person, day in cells),
        said["work"],
        said["seconds"],
        said["seed"],
    )


def found_json(found: Found) -> Json:
    """Return a plan that was found as JSON values."""
    return {
        "plan": plan_json(found.plan),
        "cost": found.cost,
        "gaps": found.gaps,
        "seconds": found.seconds,
        "last": found.last,
        "best": found.best,
    }


def found_from_json(said: Json) -> Found:
    """Return what `found_json` wrote."""
    return Found(**{**said, "plan": plan_from_json(said["plan"])})
