"""A ticket as text for people, from its JSON."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from desk_app.domain.asks import ASKS
from desk_app.domain.errors import N_
from desk_app.domain.office import Office
from desk_app.i18n import tr
from desk_app.services.breaches import LIMITS
from desk_app.services.breaches import VERB as BREACH

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
    "request": N_("Request"),
    "template": N_("Template"),
    "name": N_("Name"),
    "due_at": N_("Due"),
    "first_due_at": N_("First due"),
    "due_return_at": N_("To be given back by"),
    "service": N_("Service"),
    "mode": N_("Mode"),
    "appointment_at": N_("Appointment"),
    "remind_at": N_("Reminder"),
    "complexity": N_("Complexity"),
    "fix_by": N_("Fix by"),
    "reworks": N_("Sent back"),
    "rating": N_("Rating"),
    "rating_comment": N_("About the rating"),
    "confirmed_by": N_("Confirmed by"),
    "confirmed_how": N_("How it was confirmed"),
}
"""Labels of what the office's form does not name."""
VERBS: Final = {
    "arrive": N_("Arrived"),
    "register": N_("Registered"),
    "edit": N_("Changed"),
    "comment": N_("Comment"),
    "link": N_("Linked"),
    "undo": N_("Undone"),
    "attach": N_("File attached"),
    "detach": N_("File removed"),
    "import": N_("Imported"),
    "erase": N_("Personal data erased"),
    BREACH: N_("The time ran out"),
    "recount": N_("Counted by the changed calendar"),
}
"""What happened, where it is no step of the office's workflow."""
WORDS: Final[Mapping[str, Mapping[Any, str]]] = {
    "approval": {"": "", "pending": N_("awaited"), "given": N_("given")},
    "outcome": {"solved": N_("solved"), "declined": N_("declined"), "converted": N_("made a request")},
    "public": {True: N_("yes"), False: N_("no")},
}
"""What the program's own values are called."""
_BESIDE: Final = frozenset({"at", "recorded_at", "verb", "by", "fields", "changes", "due"})
_HIDDEN: Final = frozenset({"first_due_at", "due_register_at"})
"""Fields the clock counts with; what they come to is told beside them."""


def card_text(office: Office, card: Mapping[str, Any]) -> str:
    """Return the fields that hold something, then the history, oldest first."""
    labels = _labels(office)
    lines = [f"{card['number'] or card['id']} · {card['status'] or tr('not registered')}"]
    for key in OTHERS:
        value = _value(key, card.get(key))
        if value and key not in ("number", "status"):
            lines.append(f"{labels[key]}: {value}")
    questions = office.choices("question")
    lines += [f"{questions.label(code)}: {_answer(said)}" for code, said in card["answers"].items() if said]
    lines += [f"{one['position']}: {one['name']} {one['phone']}".rstrip() for one in card.get("contacts", ())]
    linked = tr("Linked")
    lines += [f"{linked}: {link['number'] or link['id']} {link['subject']}" for link in card["links"]]
    verbs = {**{verb: tr(name) for verb, name in VERBS.items()}, **_steps(office)}
    return "\n".join([*lines, "", *_history(labels, verbs, card["history"])])


def _labels(office: Office) -> dict[str, str]:
    """Return what everything is called: by the office's form, or else by the program."""
    known = {key: tr(name) for key, name in OTHERS.items()}
    form = {field.code: field.label for field in office.fields if field.label}
    return {**known, **form}


def _answer(said: Any) -> str:
    return tr("yes") if said is True else str(said)


def _steps(office: Office) -> dict[str, str]:
    """Return what the office calls each verb; where that depends on the status it leads from, under both."""
    statuses = office.choices("status")
    found = {step.verb: step.label for step in reversed(office.steps)}
    for step in office.steps:
        found |= {f"{step.verb} {statuses.label(code)}": step.label for code in step.sources}
    return found


def _called(verbs: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    verb, left = entry["verb"], entry.get("changes", {}).get("status", ("",))[0]
    return verbs.get(f"{verb} {left}") or verbs.get(verb, verb)


def _history(labels: Mapping[str, str], verbs: Mapping[str, str], history: list[dict[str, Any]]) -> Iterator[str]:
    for entry in history:
        entered = tr("entered {moment}", moment=str(entry.get("recorded_at", "")).replace("T", " "))
        late = f" ({entered})" if "recorded_at" in entry else ""
        if entry["verb"] == BREACH:  # nobody did that, whoever's computer wrote it down
            yield _ran_out(entry)
            continue
        yield f"{str(entry['at']).replace('T', ' ')}{late}  {_called(verbs, entry)}  {entry['by']}"
        if entry.get("erased"):
            yield "    " + tr("This entry was erased.")
        named = {**{ask.key: tr(ask.label) for ask in ASKS.get(entry["verb"], ())}, **labels}
        for key, value in entry.items():
            if key in named and key not in _BESIDE and (said := _value(key, value)):
                yield f"    {named[key]}: {said}"
        for field, (old, new) in entry.get("changes", {}).items():
            if field in _HIDDEN:
                continue
            yield f"    {labels.get(field, field)}: {_value(field, old) or '—'} → {_value(field, new) or '—'}"


def _ran_out(entry: Mapping[str, Any]) -> str:
    at, limit = str(entry["at"]).replace("T", " "), tr(LIMITS.get(str(entry.get("of")), ""))
    due = str(entry.get("due", "")).replace("T", " ")
    said = tr("{what} ({limit}), it was due {due}", what=tr(VERBS[BREACH]), limit=limit, due=due)
    return f"{at}  {said}"


def _value(key: str, value: Any) -> str:
    """Return a value as people read it."""
    words = WORDS.get(key, {})
    if isinstance(value, str | bool) and value in words:
        return tr(words[value])
    said = _told(value)
    return said.replace("T", " ") if key.endswith("_at") else said


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(str(part) for part in value.values() if part)
    text = "" if value is None else str(value)
    return text.replace("\n", "\n    ")
