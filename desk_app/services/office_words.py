"""What the parts of an office's own data are called, in the window and on the command line."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from desk_app.domain.errors import N_
from desk_app.domain.office import OfficeSeed
from desk_app.domain.office_change import REFERENCES, Difference, What, items_of
from desk_app.i18n import tr
from desk_app.services.rights import RIGHTS

SECTION_NAMES: Final = {
    "": N_("The office"),
    "status": N_("Statuses"),
    "step": N_("Steps"),
    "type": N_("Types"),
    "kind": N_("Kinds"),
    "channel": N_("Channels"),
    "mode": N_("Ways of working"),
    "priority": N_("Priorities"),
    "line": N_("Lines, units, contractors"),
    "system": N_("Systems"),
    "service": N_("Service catalogue"),
    "approval": N_("Agreements"),
    "question": N_("Questions"),
    "script": N_("Intake scripts"),
    "field": N_("Form fields"),
    "column": N_("Journal columns"),
    "deadline": N_("Deadlines"),
    "role": N_("Roles and rights"),
    "target": N_("Targets"),
    "shift": N_("Shifts"),
    "demand": N_("People needed"),
}
"""What each section of an office is called, in the order in which they are set up; "" is the office itself."""
KEY_NAMES: Final = {
    "label": N_("Label"),
    "name": N_("Name of the office"),
    "profile": N_("Profile"),
    "time_zone": N_("Time zone"),
    "country": N_("Country"),
    "number_template": N_("Number of a ticket"),
    "week": N_("Working week"),
    "journal": N_("Texts of the journal"),
    "attachment_limit_mb": N_("Largest attached file, MB"),
    "journal_day": N_("From which day of the month the journal is asked for"),
    "default": N_("Taken when nothing is chosen"),
    "meaning": N_("What it means"),
    "pause": N_("The clock stands"),
    "approval": N_("Who has to agree"),
    "start": N_("Status until it is agreed"),
    "chain": N_("Who agrees, in this order"),
    "parent": N_("Belongs to"),
    "sort": N_("What it is"),
    "level": N_("Level"),
    "contract": N_("Contract No."),
    "status": N_("Status with it"),
    "group": N_("Heading in the catalogue"),
    "estimate_min": N_("Takes at least, working minutes"),
    "estimate_max": N_("Takes at most, working minutes"),
    "prerequisites": N_("What has to be there first"),
    "line": N_("Line"),
    "kind": N_("Kind"),
    "type": N_("Type"),
    "contact": N_("Position of the person to contact"),
    "files": N_("Files"),
    "retired": N_("Not offered any more"),
    "rights": N_("Rights"),
    "verb": N_("What is done"),
    "from": N_("From"),
    "to": N_("To"),
    "kinds": N_("Only for kinds"),
    "types": N_("Only for types"),
    "priorities": N_("Only for priorities"),
    "lines": N_("Only for lines"),
    "services": N_("Only for services"),
    "requires": N_("Must be filled in"),
    "primary": N_("The main button"),
    "when": N_("Only while an agreement is awaited"),
    "required": N_("Must be filled in"),
    "on": N_("Where it is asked"),
    "step": N_("What has to be done in time"),
    "mode": N_("How it is counted"),
    "amount": N_("How many"),
    "needs": N_("What must be given"),
    "by": N_("Who may record it"),
    "choices": N_("Answers to choose from"),
    "hint": N_("Hint"),
    "text": N_("Text"),
    "at_least": N_("At least"),
    "at_most": N_("At most"),
    "appointment": N_("Needs an appointment"),
    "short": N_("Letter in the schedule"),
    "end": N_("Ends"),
    "breaks": N_("Breaks"),
    "colour": N_("Colour"),
    "days": N_("On which days"),
    "people": N_("How many people"),
    "duty": N_("Duty planner"),
    "acts": N_("Acts"),
    "error_form": N_("Error form"),
    "order": N_("Order"),
}
"""What each setting and each part of an item is called."""
OWN_NAMES: Final = {
    ("question", "type"): N_("How it is answered"),
    ("shift", "start"): N_("Begins"),
    ("demand", "start"): N_("Begins"),
}
"""What is called otherwise in one section."""
MEANINGS: Final = {
    "new": N_("new"),
    "active": N_("in work"),
    "waiting": N_("waiting for the requester"),
    "outside": N_("with somebody outside"),
    "solved": N_("solved"),
    "closed": N_("closed"),
    "declined": N_("declined"),
}
SORTS: Final = {"line": N_("a line of support"), "unit": N_("a unit"), "contractor": N_("a contractor")}
LIMIT_STEPS: Final = {
    "register": N_("registration"),
    "consult": N_("a consultation"),
    "resolve": N_("the solution"),
    "return": N_("the developers' part"),
}
MODES: Final = {
    "minutes": N_("working minutes"),
    "days": N_("to the end of a working day, the first not counted"),
    "today": N_("to the end of the same working day"),
}
PLACES: Final = {"registration": N_("at registration"), "card": N_("on the card")}
ANSWERS: Final = {
    "line": N_("a line of text"),
    "text": N_("several lines of text"),
    "number": N_("a number"),
    "day": N_("a date"),
    "flag": N_("yes or no"),
    "choice": N_("one of several answers"),
}
NEEDS: Final = {
    "letter_no": N_("the number of the letter"),
    "letter_date": N_("the date of the letter"),
    "scan": N_("a scan of the letter"),
}
DAY_KINDS: Final = {
    "working": N_("working days"),
    "shortened": N_("shortened days"),
    "weekend": N_("weekends"),
    "holiday": N_("holidays"),
}
WHEN: Final = {"pending": N_("yes")}
WORDS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("status", "meaning"): MEANINGS,
    ("line", "sort"): SORTS,
    ("deadline", "step"): LIMIT_STEPS,
    ("deadline", "mode"): MODES,
    ("field", "on"): PLACES,
    ("question", "on"): PLACES,
    ("question", "type"): ANSWERS,
    ("approval", "needs"): NEEDS,
    ("step", "when"): WHEN,
    ("demand", "days"): DAY_KINDS,
    ("step", "verb"): RIGHTS,
    ("role", "rights"): {"*": N_("everything"), **RIGHTS},
}
"""What the program's own codes are called, by section and key."""
FIELD_NAMES: Final = {
    "requester": N_("Requester"),
    "organisation": N_("Organisation"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "room": N_("Room"),
    "kind": N_("Kind"),
    "type": N_("Type"),
    "channel": N_("Channel"),
    "mode": N_("Way of working"),
    "priority": N_("Priority"),
    "system": N_("System"),
    "service": N_("Service"),
    "answers": N_("Questions"),
    "description": N_("Description"),
    "additional_info": N_("Additional information"),
    "note": N_("Note"),
    "cause": N_("Cause"),
    "solution": N_("Solution"),
    "received_at": N_("Received"),
    "registered_at": N_("Registered"),
}
"""Fields that a form may have."""
COLUMN_NAMES: Final = {
    **FIELD_NAMES,
    "position": N_("No."),
    "number": N_("Number"),
    "date": N_("Date"),
    "specialist": N_("Specialist"),
    "status": N_("Status"),
    "solved_on": N_("Solved on"),
}
"""Columns that a journal may have, and others."""
DAYS: Final = {
    "mon": N_("Monday"), "tue": N_("Tuesday"), "wed": N_("Wednesday"), "thu": N_("Thursday"), "fri": N_("Friday"),
    "sat": N_("Saturday"), "sun": N_("Sunday"),
}  # fmt: skip
JOURNAL: Final = {
    "title": N_("Title"), "form": N_("Form"), "date": N_("Word for the date"),
    "full_name": N_("Word for the full name"), "signature": N_("Word for the signature"),
}  # fmt: skip


def key_name(section: str, key: str) -> str:
    """Return what a part of an item is called; `section` "" for a setting of the office."""
    return tr(OWN_NAMES.get((section, key)) or KEY_NAMES.get(key, key))


def told(found: Sequence[Difference], old: OfficeSeed, new: OfficeSeed) -> list[tuple[str, str]]:
    """Return (section, sentence) of each difference, in the language spoken now."""
    return [(tr(SECTION_NAMES[one.section]), _sentence(one, old, new)) for one in found]


def _sentence(one: Difference, old: OfficeSeed, new: OfficeSeed) -> str:
    match one.what:
        case What.ADDED:
            return tr("“{name}” is new", name=one.label)
        case What.REMOVED:
            return tr("“{name}” is removed", name=one.label)
        case What.RETIRED:
            return tr("“{name}” is not offered any more; old tickets keep it", name=one.label)
        case What.OFFERED:
            return tr("“{name}” is offered again", name=one.label)
        case What.MOVED:
            return tr("another order: {names}", names=value_text(one.section, "order", one.changes["order"][1], new))
    parts = "; ".join(_change(one.section, key, (was, now), old, new) for key, (was, now) in one.changes.items())
    return tr("“{name}”: {changes}", name=one.label, changes=parts) if one.section else parts


def _change(section: str, key: str, pair: tuple[Any, Any], old: OfficeSeed, new: OfficeSeed) -> str:
    """Return what a part was and is; of what is ticked only what came and what went."""
    was, now = pair
    ticked = isinstance(was, list) and isinstance(now, list) and set(map(str, was)) != set(map(str, now))
    if not ticked:
        before, after = value_text(section, key, was, old), value_text(section, key, now, new)
        return tr("{what}: {old} → {new}", what=key_name(section, key), old=before, new=after)
    came = value_text(section, key, [part for part in now if part not in was], new)
    went = value_text(section, key, [part for part in was if part not in now], old)
    said = [f"{sign} {words}" for sign, words in (("+", came), ("−", went)) if words != "—"]
    return f"{key_name(section, key)}: {' '.join(said)}"


def value_text(section: str, key: str, value: Any, seed: OfficeSeed) -> str:
    """Return a value of an item as people read it: labels for codes, words for what the program knows."""
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if key in ("week", "journal"):
        names = DAYS if key == "week" else JOURNAL
        parts = {name: ", ".join(part) if isinstance(part, list) else part for name, part in value.items()}
        return "; ".join(f"{tr(names.get(name, name))} {part or '—'}" for name, part in parts.items())
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {value_text(section, name, part, seed)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(_word(section, key, part, seed) for part in value)
    return _word(section, key, value, seed)


def _word(section: str, key: str, value: Any, seed: OfficeSeed) -> str:
    if isinstance(value, Mapping):  # a file
        return str(value.get("name", ""))
    target = section if key == "order" else REFERENCES.get(section, {}).get(key, "")
    if target:
        return next((item.label for item in items_of(seed, target) if item.code == value), str(value))
    words = WORDS.get((section, key), {})
    return tr(words[value]) if value in words else str(value)
