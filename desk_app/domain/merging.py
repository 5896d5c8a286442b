"""Two people with one ticket: what each side changed, and where they meet.

Fields are compared one by one, the parts of a requester too, so that a phone number and a note saved by two
people both stand and nobody is asked.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from desk_app.domain.record import plain
from desk_app.domain.tickets import Ticket

COURSE: Final = frozenset({"status", "approval", "outcome", "type", "kind", "number"})
"""What every step of the workflow leans on."""


def touched(changes: Mapping[str, Iterable[Any]]) -> set[str]:
    """Return the names of what an event's `changes` changed; parts of a requester or the answers with a dot."""
    found: set[str] = set()
    for name, (old, new) in changes.items():
        if name == "requester":
            found |= {f"requester.{part}" for part in new if part != "id" and old.get(part) != new[part]}
        elif name == "answers":
            found |= {f"answers.{code}" for code in {**old, **new} if old.get(code) != new.get(code)}
        else:
            found.add(name)
    return found


def differing(ticket: Ticket, fields: Mapping[str, Any]) -> set[str]:
    """Return the names of what `fields` (from `parse_fields`) would change in `ticket` as it is now."""
    found: set[str] = set()
    for name, value in fields.items():
        if name == "requester":
            found |= {f"requester.{part}" for part, text in value.items() if getattr(ticket.requester, part) != text}
        elif name == "answers":
            found |= {f"answers.{code}" for code, answer in value.items() if ticket.answers.get(code) != answer}
        elif plain(getattr(ticket, name)) != plain(value):
            found.add(name)
    return found
