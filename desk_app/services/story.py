"""The history of a ticket in the office's words: who, when, what, and from what to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from desk_app.domain.asks import ASKS
from desk_app.domain.errors import N_
from desk_app.domain.office import CHOICE_SECTIONS, Office, Person
from desk_app.i18n import format_date, format_moment, tr
from desk_app.services.breaches import LIMITS
from desk_app.services.breaches import VERB as BREACH
from desk_app.services.ports import HistoryEntry, TicketCard
from desk_app.services.recount import VERB as RECOUNT

_VERBS: Final = {
    "arrive": N_("Arrived"),
    "register": N_("Registered"),
    "edit": N_("Changed"),
    "assign": N_("Assigned"),
    "escalate": N_("Escalated"),
    "hand-over": N_("Handed over"),
    "return": N_("Taken back"),
    "wait": N_("Put on hold"),
    "resume": N_("Resumed"),
    "approve": N_("Agreed"),
    "decline": N_("Declined"),
    "solve": N_("Solved"),
    "close": N_("Closed"),
    "reopen": N_("Reopened"),
    "comment": N_("Comment"),
    "convert": N_("Made a request"),
    "link": N_("Linked"),
    "undo": N_("Undone"),
    "attach": N_("File attached"),
    "detach": N_("File removed"),
    "import": N_("Imported"),
    "erase": N_("Personal data erased"),
    "extend": N_("More time"),
    BREACH: N_("The time ran out"),
    RECOUNT: N_("Counted by the changed calendar"),
}
_NAMES: Final = {
    "number": N_("Number"),
    "kind": N_("Kind"),
    "status": N_("Status"),
    "type": N_("Type"),
    "channel": N_("Channel"),
    "priority": N_("Priority"),
    "system": N_("System"),
    "line": N_("Line"),
    "assignee": N_("Assignee"),
    "requester": N_("Requester"),
    "description": N_("Description"),
    "additional_info": N_("Additional information"),
    "note": N_("Note"),
    "cause": N_("Cause"),
    "solution": N_("Solution"),
    "received_at": N_("Received"),
    "registered_at": N_("Registered"),
    "solved_at": N_("Solved"),
    "closed_at": N_("Closed"),
    "due_at": N_("Due"),
    "due_return_at": N_("To be given back by"),
    "approval": N_("Agreement"),
    "outcome": N_("Outcome"),
    "request": N_("Request"),
    "specialist": N_("Specialist"),
    "solved_on": N_("Date solved"),
    "template": N_("Template"),
}
_WORDS: Final = {
    "approval": {"": N_("not needed"), "pending": N_("awaited"), "given": N_("given")},
    "outcome": {"solved": N_("solved"), "declined": N_("declined"), "converted": N_("made a request")},
}
_WHO: Final = "requester"
"""Under this code, too, an office may ask who is calling."""
_SPOKEN: Final = ("text", "reason", "comment", "solution")
"""Answers that are said rather than filled in: they stand as a bubble."""
_QUIET: Final = frozenset({"fields", "changes", "number", "public", "of", "entries", "source", "due", *_SPOKEN})
_ENDS: Final = frozenset({"solve", "close", "decline"})
"""Verbs whose own name says the status that follows."""
_LEADS: Final = frozenset({"assign", "escalate", "link"})
"""Verbs whose receiver shows in what changed, or as a link."""
_FILES: Final = frozenset({"attach", "detach"})
_BESIDE: Final = frozenset({"comment", *_FILES})
"""Verbs that stand beside whatever a colleague does."""
_HIDDEN: Final = frozenset({"pauses", "extension", "warn_at", "breached", "first_due_at", "due_register_at"})
"""Fields the clock counts with; what they come to stands beside them."""
_FOLLOWS: Final = frozenset({"solved_at", "closed_at", "registered_at", "number", "solution", "outcome"})
"""Fields that follow from the step itself; its own line says them already."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing an entry tells: `old` is None where there was nothing before."""

    label: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One entry as people read it. `entered` is when it was typed in, "" when that is when it happened.

    `who` is "" where nobody did it: a time that ran out.
    """

    seq: int
    verb: str
    who: str
    when: str
    entered: str
    title: str
    speech: str
    public: bool
    lines: tuple[Line, ...]
    ticket: str = ""


def labels(office: Office) -> dict[str, str]:
    """Return what the office calls each field of its form, by any code a sentence may use."""
    found = {field.code: field.label for field in office.fields}
    found.setdefault("name", found.get(_WHO, found.get("name", "")))
    found.setdefault(_WHO, found["name"])
    return {code: label for code, label in found.items() if label}


class Teller:
    """Tells entries in the words of one office."""

    def __init__(self, office: Office, people: Mapping[int, Person]) -> None:
        self._office = office
        self._people = people
        self._labels = {**{code: tr(name) for code, name in _NAMES.items()}, **labels(office)}

    def tell(self, entry: HistoryEntry) -> Chapter:
        """Return `entry` as people read it."""
        data = entry.data
        said = data or {}
        ran_out = entry.verb == BREACH  # nobody did that, whoever's computer wrote it down
        late = abs(entry.recorded_at - entry.at).total_seconds() > 60 and not ran_out
        return Chapter(
            seq=entry.seq,
            verb=entry.verb,
            who="" if ran_out else entry.by.name or entry.by.login or "—",
            when=self._moment(entry.at),
            entered=self._moment(entry.recorded_at) if late else "",
            title=self._title(entry.verb, said),
            speech=tr("This entry was erased.") if data is None else self._speech(said),
            public=bool(said.get("public")),
            lines=tuple(self._lines(entry.verb, said)),
            ticket=str(said.get("to", "")) if entry.verb == "link" else str(said.get("request", "")),
        )

    def value(self, field: str, value: object) -> str:
        """Return `value` of `field` as people read it; "" for nothing."""
        if field in _WORDS:
            word = _WORDS[field].get(str(value or ""))
            return tr(word) if word else str(value or "")
        if value in (None, "", 0):
            return ""
        if field in CHOICE_SECTIONS:
            return self._office.choices(field).label(str(value))
        if field == "assignee" and isinstance(value, int):
            return self._people[value].name if value in self._people else str(value)
        if isinstance(value, Mapping):
            parts = (value.get(part) for part in ("name", "organisation", "phone", "room", "email"))
            return " · ".join(str(part) for part in parts if part)
        return self._dated(field, str(value))

    def name(self, field: str) -> str:
        """Return what `field` is called."""
        return self._labels.get(field, field)

    def _title(self, verb: str, said: Mapping[str, Any]) -> str:
        title = tr(_VERBS[verb]) if verb in _VERBS else verb
        if verb == BREACH:
            due = self._moment(datetime.fromisoformat(str(said["due"]))) if "due" in said else ""
            limit = tr(LIMITS.get(str(said.get("of")), ""))
            return tr("{what} ({limit}), it was due {due}", what=title, limit=limit, due=due) if due else title
        if said.get("of") in _VERBS:
            title = f"{title}: {tr(_VERBS[str(said['of'])])}"
        status = said.get("changes", {}).get("status")
        if status and status[1] and verb not in _ENDS:
            return f"{title} · {self.value('status', status[1])}"
        return title

    def _speech(self, said: Mapping[str, Any]) -> str:
        return "\n".join(str(said[key]) for key in _SPOKEN if said.get(key))

    def _lines(self, verb: str, said: Mapping[str, Any]) -> Iterator[Line]:
        if verb in ("register", "arrive") and said.get("number"):
            yield Line(self.name("number"), None, str(said["number"]))
        if verb in _FILES:
            yield Line(tr("File"), None, f"{said.get('name', '')} · {size_text(int(said.get('size') or 0))}")
            return
        if isinstance(source := said.get("source"), Mapping):
            place = tr("Row {row} of “{sheet}”", row=source.get("row", ""), sheet=source.get("sheet", ""))
            yield Line(tr("From the file"), None, f"{source.get('file', '')} · {place}")
        asked = {ask.key: tr(ask.label) for ask in ASKS.get(verb, ())}
        for key, value in said.items():
            if key not in _QUIET and not (key == "to" and verb in _LEADS) and value not in ("", None):
                yield Line(asked.get(key) or self.name(key), None, self._dated(key, str(value)))
        for field, pair in said.get("changes", {}).items():
            if field == "status" or field in _HIDDEN or (field in _FOLLOWS and verb != "edit"):
                continue
            yield from self._changed(field, pair[0], pair[1])

    def _changed(self, field: str, old: object, new: object) -> Iterator[Line]:
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            for part in new:
                if part != "id" and old.get(part) != new[part]:
                    yield Line(self.name(part), str(old.get(part) or "") or "—", str(new[part] or "") or "—")
            return
        yield Line(self.name(field), self.value(field, old) or "—", self.value(field, new) or "—")

    def _dated(self, field: str, text: str) -> str:
        if not (field.endswith("_at") or field in ("fix_by", "letter_date", "solved_on")):
            return text
        try:
            if len(text) == 10:
                return format_date(date.fromisoformat(text))
            return self._moment(datetime.fromisoformat(text))
        except ValueError:
            return text

    def _moment(self, moment: datetime) -> str:
        return format_moment(moment.astimezone(self._office.zone) if moment.tzinfo else moment)


def meanwhile(office: Office, people: Mapping[int, Person], card: TicketCard, version: int) -> list[str]:
    """Return who did what to the ticket of `card` since it had `version`, a sentence each, oldest first."""
    teller = Teller(office, people)
    entries = sorted(card.history, key=lambda entry: entry.seq)[version:]
    return [_sentence(teller.tell(entry)) for entry in entries if entry.verb not in _BESIDE]


def _sentence(chapter: Chapter) -> str:
    fields = ", ".join(dict.fromkeys(line.label for line in chapter.lines)) if chapter.verb == "edit" else ""
    what = f"{chapter.title} ({fields})" if fields else chapter.title
    if not chapter.who:
        return f"{chapter.when}: {what}"
    return tr("{name}, {when}: {what}", name=chapter.who, when=chapter.entered or chapter.when, what=what)


def size_text(size: int) -> str:
    """Return `size` (bytes) as people read it."""
    if size < 1024:
        return tr("{size} bytes", size=size)
    if size < 1024 * 1024:
        return tr("{size} KB", size=round(size / 1024))
    return tr("{size} MB", size=f"{size / 1024 / 1024:.1f}")
