"""A ticket as text for people, from its JSON."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from desk_app.domain.asks import ASKS
from desk_app.domain.errors import N_
from desk_app.domain.office import Office
from desk_app.i18n import tr
from desk_app.services.breaches import LIMITS
from desk_app.services.breaches import VERB as BREACH
from desk_app.services.story import FILES, HIDDEN, asked_in
from desk_app.services.story_words import NAMES, VERBS, WORDS
from desk_app.services.ticket_json import MOMENTS

FIELDS: Final = (
    "kind", "type", "channel", "system", "priority", "line", "assignee", "received_at", "registered_at", "solved_at",
    "closed_at", "description", "additional_info", "solution", "cause", "note", "requester", "approval", "outcome",
    "request", "template", "name", "due_at", "first_due_at", "due_return_at", "service", "mode", "appointment_at",
    "remind_at", "complexity", "fix_by", "reworks", "rating", "rating_comment", "confirmed_by", "confirmed_how",
)  # fmt: skip
"""What is told of a ticket, in order."""
_WORDS: Final[Mapping[str, Mapping[Any, str]]] = {**WORDS, "public": {True: N_("yes"), False: N_("no")}}
_BESIDE: Final = frozenset({"at", "recorded_at", "verb", "by", "fields", "changes", "due"})


def card_text(office: Office, card: Mapping[str, Any]) -> str:
    """Return the fields that hold something, then the history, oldest first."""
    labels = _labels(office)
    lines = [f"{card['number'] or card['id']} · {card['status'] or tr('not registered')}"]
    lines += [f"{labels[key]}: {_value(key, card[key])}" for key in FIELDS if card.get(key)]
    questions = office.choices("question")
    lines += [f"{questions.label(code)}: {_answer(said)}" for code, said in card["answers"].items() if said]
    lines += [f"{one['position']}: {one['name']} {one['phone']}".rstrip() for one in card.get("contacts", ())]
    linked = tr("Linked")
    lines += [f"{linked}: {link['number'] or link['id']} {link['subject']}" for link in card["links"]]
    verbs = {**{verb: tr(name) for verb, name in VERBS.items()}, **_steps(office)}
    return "\n".join([*lines, "", *_history(office, labels, verbs, card["history"])])


def _labels(office: Office) -> dict[str, str]:
    """Return what everything is called: by the office's form, or else by the program."""
    known = {key: tr(name) for key, name in NAMES.items()}
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


def _history(
    office: Office, labels: Mapping[str, str], verbs: Mapping[str, str], history: list[dict[str, Any]]
) -> Iterator[str]:
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
        if entry["verb"] in FILES:
            named["name"] = tr("File")
        for key, value in entry.items():
            if key in named and key not in _BESIDE and (said := _value(key, value)):
                yield f"    {named[key]}: {said}"
        for field, (old, new) in entry.get("changes", {}).items():
            if field not in HIDDEN:
                yield from _changed(office, labels, field, old, new)


def _changed(office: Office, labels: Mapping[str, str], field: str, old: Any, new: Any) -> Iterator[str]:
    if field != "answers":
        yield f"    {labels.get(field, field)}: {_value(field, old) or '—'} → {_value(field, new) or '—'}"
        return
    for code in dict.fromkeys((*old, *new)):
        if old.get(code) != new.get(code):
            question, was, now = asked_in(office, code, old.get(code), new.get(code))
            yield f"    {question}: {was or '—'} → {now or '—'}"


def _ran_out(entry: Mapping[str, Any]) -> str:
    at, limit = str(entry["at"]).replace("T", " "), tr(LIMITS.get(str(entry.get("of")), ""))
    due = str(entry.get("due", "")).replace("T", " ")
    said = tr("{what} ({limit}), it was due {due}", what=tr(VERBS[BREACH]), limit=limit, due=due)
    return f"{at}  {said}"


def _value(key: str, value: Any) -> str:
    """Return a value as people read it."""
    words = _WORDS.get(key, {})
    if isinstance(value, str | bool) and value in words:
        return tr(words[value])
    said = _told(value)
    return said.replace("T", " ") if key in MOMENTS else said


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(str(part) for part in value.values() if part)
    text = "" if value is None else str(value)
    return text.replace("\n", "\n    ")
