"""A ticket as text for people, from its JSON."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from desk_app.domain.errors import N_
from desk_app.domain.office import Office
from desk_app.i18n import tr

OTHERS: Final = {
    "status": N_("Status"),
    "kind": N_("Kind"),
    "type": N_("Type"),
    "channel": N_("Channel"),
    "system": N_("System"),
    "priority": N_("Priority"),
    "line": N_("Line"),
    "assignee": N_("Assignee"),
    "number": N_("Number"),
    "received_at": N_("Received"),
    "registered_at": N_("Registered"),
    "solved_at": N_("Solved"),
    "closed_at": N_("Closed"),
    "description": N_("Description"),
    "additional_info": N_("Additional information"),
    "solution": N_("Solution"),
    "cause": N_("Cause"),
    "note": N_("Note"),
    "requester": N_("Requester"),
    "approval": N_("Agreement"),
    "outcome": N_("Outcome"),
}
"""Labels of what the office's form does not name."""


def card_text(office: Office, card: Mapping[str, Any]) -> str:
    """Return the fields that hold something, then the history, oldest first."""
    labels = {field.code: field.label for field in office.fields}
    lines = [f"{card['number'] or card['id']} · {card['status'] or tr('not registered')}"]
    for key in OTHERS:
        value = _told(card.get(key)).replace("T", " ") if key.endswith("_at") else _told(card.get(key))
        if value and key not in ("number", "status"):
            lines.append(f"{labels.get(key) or tr(OTHERS[key])}: {value}")
    lines += [f"{tr('Linked')}: {link['number'] or link['id']} {link['subject']}" for link in card["links"]]
    verbs = {step.verb: step.label for step in reversed(office.steps)}
    return "\n".join([*lines, "", *_history(labels, verbs, card["history"])])


def _history(labels: Mapping[str, str], verbs: Mapping[str, str], history: list[dict[str, Any]]) -> Iterator[str]:
    for entry in history:
        late = f" ({tr('entered {moment}', moment=entry['recorded_at'])})" if "recorded_at" in entry else ""
        yield f"{str(entry['at']).replace('T', ' ')}{late}  {verbs.get(entry['verb'], entry['verb'])}  {entry['by']}"
        for key, value in entry.items():
            if key not in ("at", "recorded_at", "verb", "by", "fields", "changes") and _told(value):
                yield f"    {key}: {_told(value)}"
        for field, (old, new) in entry.get("changes", {}).items():
            label = labels.get(field) or tr(OTHERS.get(field, field))
            yield f"    {label}: {_told(old) or '—'} → {_told(new) or '—'}"


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(str(part) for part in value.values() if part)
    text = "" if value is None else str(value)
    return text.replace("\n", "\n    ")
