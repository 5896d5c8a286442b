"""A ticket as plain JSON, as the history keeps it, and back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from desk_app.domain.deadlines import Pause
from desk_app.domain.tickets import Agreement, Appointment, Approval, Extension, Outcome, Requester, Ticket


def contents(ticket: Ticket) -> dict[str, Any]:
    """Return {field: value} of what `ticket` holds, as plain JSON."""
    found = {
        name: plain(getattr(ticket, name)) for name in Ticket.__dataclass_fields__ if name not in ("id", "version")
    }
    return {name: value for name, value in found.items() if value not in ("", None, 0, [], {})}


def changes(old: Ticket, new: Ticket) -> dict[str, list[Any]]:
    """Return {field: [old, new]} of what differs, as plain JSON."""
    found = {}
    for name in Ticket.__dataclass_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if before != after and name not in ("id", "version"):
            found[name] = [plain(before), plain(after)]
    return found


def plain(value: object) -> object:
    """Return `value` of a ticket as plain JSON."""
    if isinstance(value, date):  # a datetime is one
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def restored(name: str, value: Any) -> Any:
    """Return what a ticket holds under `name` for the plain JSON `value` that `plain` made of it."""
    match name:
        case "requester":
            return Requester(**value)
        case "approval":
            return Approval(value)
        case "outcome":
            return Outcome(value)
        case "extension":
            return Extension(*(datetime.fromisoformat(value[part]) for part in ("at", "to"))) if value else None
        case "pauses":
            return tuple(Pause(*(_moment_of(part[end]) for end in ("since", "until"))) for part in value)
        case "agreed":
            return tuple(Agreement(**{**part, "at": _moment_of(part["at"])}) for part in value)
        case "appointment":
            return Appointment(**value) if value else None
        case "fix_by":
            return date.fromisoformat(value) if value else None
    return _moment_of(value) if name.endswith("_at") else value


def _moment_of(value: Any) -> Any:
    return datetime.fromisoformat(value) if value else None
