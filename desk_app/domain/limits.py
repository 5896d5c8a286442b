"""The office's time limits: which one holds for a ticket's step. They are data of its profile."""

from dataclasses import dataclass
from typing import Final

from desk_app.domain.deadlines import Limit, Mode
from desk_app.domain.office import Item, Office

STEPS: Final = ("register", "consult", "resolve", "return")
"""What a limit may be for: from arrival to registration, a consultation, from registration to the solution, and
the developers' part from hand-over to return."""
NARROWED_BY: Final = ("kinds", "types", "priorities", "lines", "services")
"""What a limit may hold for alone; each names codes of one section."""


@dataclass(frozen=True, slots=True)
class About:
    """What a limit is looked up for: codes of a ticket, "" where it has none."""

    kind: str = ""
    type: str = ""
    priority: str = ""
    line: str = ""
    service: str = ""


def has_due_dates(office: Office) -> bool:
    """Tell whether anything that is registered is ever due in this office."""
    return any(item.data["step"] in ("resolve", "consult") for item in office.choices("deadline"))


def limit_for(office: Office, step: str, about: About) -> Limit | None:
    """Return the limit of `step` that says most about such a ticket, the first of equals; None where there is none."""
    rule = rule_for(office, step, about)
    return limit_of(rule) if rule else None


def limit_of(rule: Item) -> Limit:
    """Return the limit that an item of the office's deadlines sets."""
    return Limit(Mode(rule.data["mode"]), int(rule.data.get("amount", 0)))


def rule_for(office: Office, step: str, about: About) -> Item | None:
    """Return the item of the office's deadlines that `limit_for` takes, with its label."""
    given = dict(zip(NARROWED_BY, (about.kind, about.type, about.priority, about.line, about.service), strict=True))

    def holds(item: Item) -> bool:
        return all(given[name] in item.data[name] for name in NARROWED_BY if item.data.get(name))

    fitting = [item for item in office.choices("deadline") if item.data["step"] == step and holds(item)]
    return max(fitting, key=lambda item: sum(bool(item.data.get(name)) for name in NARROWED_BY), default=None)
