"""The history of a ticket in the office's words: who, when, what, and from what to what."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from desk_app.domain.asks import ASKS
from desk_app.domain.office import CHOICE_SECTIONS, Office, Person
from desk_app.i18n import format_date, format_moment, tr
from desk_app.services.breaches import LIMITS
from desk_app.services.breaches import VERB as BREACH
from desk_app.services.ports import HistoryEntry, TicketCard
from desk_app.services.story_words import NAMES, VERBS, WORDS

_WHO: Final = "requester"
"""Under this code, too, an office may ask who is calling."""
_SPOKEN: Final = ("text", "reason", "comment", "solution")
"""Answers that are said rather than filled in: they stand as a bubble."""
_QUIET: Final = frozenset({"fields", "changes", "number", "public", "of", "entries", "source", "due", *_SPOKEN})
_ENDS: Final = frozenset({"solve", "close", "decline"})
"""Verbs whose own name says the status that follows."""
_LEADS: Final = frozenset({"assign", "escalate", "link"})
"""Verbs whose receiver shows in what changed, or as a link."""
FILES: Final = frozenset({"attach", "detach"})
"""Verbs about a file, which they call by its name."""
_BESIDE: Final = frozenset({"comment", *FILES})
"""Verbs that stand beside whatever a colleague does."""
HIDDEN: Final = frozenset(
    {"pauses", "extension", "warn_at", "breached", "first_due_at", "due_register_at", "agreed", "appointment"}
)
"""Fields the clock counts with; what they come to stands beside them."""
_FOLLOWS: Final = frozenset(
    {"solved_at", "closed_at", "registered_at", "number", "solution", "outcome", "complexity", "fix_by", "reworks"}
    | {"confirmed_by", "confirmed_how", "rating", "rating_comment", "appointment_at", "remind_at"}
)
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
        self._labels = {**{code: tr(name) for code, name in NAMES.items()}, **labels(office)}

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
        if field in WORDS:
            word = WORDS[field].get(str(value or ""))
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
        title = tr(VERBS[verb]) if verb in VERBS else verb
        if verb == BREACH:
            due = self._moment(datetime.fromisoformat(str(said["due"]))) if "due" in said else ""
            limit = tr(LIMITS.get(str(said.get("of")), ""))
            return tr("{what} ({limit}), it was due {due}", what=title, limit=limit, due=due) if due else title
        if said.get("of") in VERBS:
            title = f"{title}: {tr(VERBS[str(said['of'])])}"
        status = said.get("changes", {}).get("status")
        if status and status[1] and verb not in _ENDS:
            return f"{title} · {self.value('status', status[1])}"
        return title

    def _speech(self, said: Mapping[str, Any]) -> str:
        return "\n".join(str(said[key]) for key in _SPOKEN if said.get(key))

    def _lines(self, verb: str, said: Mapping[str, Any]) -> Iterator[Line]:
        if verb in ("register", "arrive") and said.get("number"):
            yield Line(self.name("number"), None, str(said["number"]))
        if verb in FILES:
            yield Line(tr("File"), None, f"{said.get('name', '')} · {size_text(int(said.get('size') or 0))}")
            return
        if isinstance(source := said.get("source"), Mapping):
            place = tr("Row {row} of “{sheet}”", row=source.get("row", ""), sheet=source.get("sheet", ""))
            yield Line(tr("From the file"), None, f"{source.get('file', '')} · {place}")
        asked = {ask.key: tr(ask.label) for ask in ASKS.get(verb, ())}
        for key, value in said.items():
            if key not in _QUIET and not (key == "to" and verb in _LEADS) and value not in ("", None):
                yield Line(asked.get(key) or self.name(key), None, self._answered(key, value))
        for field, pair in said.get("changes", {}).items():
            if field == "status" or field in HIDDEN or (verb != "edit" and (field in _FOLLOWS or said.get(field))):
                continue
            yield from self._changed(field, pair[0], pair[1])

    def _changed(self, field: str, old: object, new: object) -> Iterator[Line]:
        if field == "answers" and isinstance(old, Mapping) and isinstance(new, Mapping):
            for code in dict.fromkeys((*old, *new)):
                if old.get(code) != new.get(code):
                    question, was, now = asked_in(self._office, code, old.get(code), new.get(code))
                    yield Line(question, was or "—", now or "—")
            return
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            for part in new:
                if part != "id" and old.get(part) != new[part]:
                    yield Line(self.name(part), str(old.get(part) or "") or "—", str(new[part] or "") or "—")
            return
        yield Line(self.name(field), self.value(field, old) or "—", self.value(field, new) or "—")

    def _answered(self, key: str, value: object) -> str:
        """Return what was said under `key` of a step: a step of the approval chain or a line by its label."""
        section = {"step": "approval", "to": "line"}.get(key)
        return self._office.choices(section).label(str(value)) if section else self._dated(key, str(value))

    def _dated(self, field: str, text: str) -> str:
        if not (field.endswith("_at") or field in ("when", "fix_by", "letter_date", "solved_on")):
            return text
        try:
            if len(text) == 10:
                return format_date(date.fromisoformat(text))
            return self._moment(datetime.fromisoformat(text))
        except ValueError:
            return text

    def _moment(self, moment: datetime) -> str:
        return format_moment(moment.astimezone(self._office.zone) if moment.tzinfo else moment)


def asked_in(office: Office, code: str, *values: object) -> tuple[str, ...]:
    """Return the label of the question with `code`, then `values` as its answers in words; "" for no answer."""
    item = office.choices("question").get(code)
    kind = str(item.data.get("type", ""))
    return item.label or code, *(answer_text(kind, value) for value in values)


def answer_text(kind: str, value: object) -> str:
    """Return the answer to a question of `kind` (see `domain.questions.TYPES`) as people read it; "" for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if kind == "day":
        with suppress(ValueError):
            return format_date(date.fromisoformat(str(value)))
    return str(value)


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
