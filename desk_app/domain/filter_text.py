"""The search box's language: words, and conditions such as `status:open system:"Электронная школа" received:today`.

Keys may be written in English or Russian, values by label or code. A colon behind anything else is a plain word.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from desk_app.domain.errors import BadInput
from desk_app.domain.journal import Month
from desk_app.domain.moments import YEARS
from desk_app.domain.office import OPEN_MEANINGS, Meaning, Office, Person
from desk_app.domain.queues import possible
from desk_app.domain.text import normalise
from desk_app.domain.view import MOMENT_COLUMNS, Queue, SortColumn, Span, TicketFilter

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("status", "статус"),
    "kind": ("kind", "вид"),
    "type": ("type", "тип"),
    "channel": ("channel", "канал"),
    "priority": ("priority", "срочность"),
    "system": ("system", "система"),
    "line": ("line", "линия"),
    "assignee": ("assignee", "исполнитель"),
    "received_at": ("received", "получено"),
    "registered_at": ("registered", "дата"),
    "solved_at": ("solved", "решено"),
    "closed_at": ("closed", "закрыто"),
    "due_at": ("due", "срок"),
    "appointment_at": ("appointment", "встреча"),
    "remind_at": ("promised", "обещано"),
    "queue": ("queue", "очередь"),
}
"""Each key with the words people write for it, one a language."""
QUEUES: Final[Mapping[Queue, tuple[str, ...]]] = {
    Queue.TODAY: ("today", "сегодня"),
    Queue.OPEN: ("open", "открытые"),
    Queue.MINE: ("mine", "мои"),
    Queue.MY_LINE: ("my-line", "моя-линия"),
    Queue.UNREGISTERED: ("unregistered", "незарегистрированные"),
    Queue.WAITING: ("waiting", "ждут"),
    Queue.OUTSIDE: ("outside", "у-других"),
    Queue.APPROVAL: ("approval", "согласовать"),
    Queue.VERIFY: ("verify", "проверить"),
    Queue.OVERDUE: ("overdue", "просроченные"),
    Queue.SOLVED: ("solved", "закрыть"),
    Queue.ALL: ("all", "все"),
}
"""Each queue with the words people write for it, one a language; the first is its code."""
_ALSO: Final[Mapping[Queue, tuple[str, ...]]] = {
    Queue.MY_LINE: ("my line", "моя линия"),
    Queue.UNREGISTERED: ("not registered", "не зарегистрирована", "не зарегистрированы"),
    Queue.WAITING: ("on hold", "ждут ответа"),
    Queue.OUTSIDE: ("with others", "у других организаций", "у других"),
    Queue.APPROVAL: ("to be agreed", "на согласовании"),
    Queue.VERIFY: ("to verify", "на проверку"),
    Queue.OVERDUE: ("просрочены",),
    Queue.SOLVED: ("to close", "проверить и закрыть"),
    Queue.ALL: ("all tickets", "все заявки"),
}
"""What the side of the window calls those that it calls otherwise."""
_LONG: Final = sorted((word for words in _ALSO.values() for word in words if " " in word), key=len, reverse=True)
_UNQUOTED: Final = re.compile(rf"(?<!\S)(({'|'.join(KEYS['queue'])}):)({'|'.join(_LONG)})(?!\S)", re.IGNORECASE)
"""A queue's name of several words, written as at the side, without quotation marks."""
_BY_WORD: Final = {word: key for key, words in KEYS.items() for word in words}
_ME: Final = ("me", "я")
_NOBODY: Final = ("none", "nobody", "никто", "нет")
_OPEN: Final = ("open", "открытые", "открыт")
_DAYS: Final = {"today": 0, "сегодня": 0, "yesterday": -1, "вчера": -1, "tomorrow": 1, "завтра": 1}
_AHEAD: Final = (SortColumn.DUE, SortColumn.APPOINTMENT, SortColumn.REMINDER)
"""Moments that lie ahead, as a rule."""
_TERM: Final = re.compile(r'(?P<key>\w+):(?P<value>"[^"]*"?|\S*)|-?"(?P<phrase>[^"]*)"?|(?P<word>\S+)')


@dataclass(frozen=True, slots=True)
class Around:
    """What a filter text refers to: the office, who works there, who looks, and the office's day."""

    office: Office
    people: Sequence[Person]
    me: Person
    today: date


@dataclass(frozen=True, slots=True)
class Completion:
    """A way to go on typing: `text` replaces the characters from `start` to the cursor."""

    start: int
    text: str
    label: str = field(default="")


def parse(text: str, around: Around) -> TicketFilter:
    """Return the filter that `text` asks for. Raises BadInput that names the choices for a value there is not."""
    found, words = TicketFilter(), []
    for term in _TERM.finditer(_UNQUOTED.sub(r'\1"\3"', text)):
        key = _BY_WORD.get(normalise(term["key"] or ""))
        if key is None:
            words.append(term[0])  # as typed: `domain.search` knows phrases and what is left out
        elif value := (term["value"] or "").strip('"').strip():
            found = _narrowed(found, key, value, around)
    return replace(found, words=" ".join(words).strip())


def complete(text: str, cursor: int, around: Around) -> list[Completion]:
    """Return how the term at `cursor` may go on: keys, or the values of the key before the colon."""
    before = text[:cursor]
    for term in _TERM.finditer(before):
        if term.end() == len(before) and not before[-1:].isspace():
            return _completions(term, around)
    return []


def _narrowed(found: TicketFilter, key: str, value: str, around: Around) -> TicketFilter:
    if key == "queue":
        return replace(found, queue=_queue(value, around))
    if key == "assignee":
        return replace(found, people=(*found.people, _person(value, around)))
    if key in [column.value for column in MOMENT_COLUMNS]:
        return replace(found, spans=(*found.spans, _span(SortColumn(key), value, around)))
    codes = _codes(key, value, around.office)
    others = tuple(pair for pair in found.chosen if pair[0] != key)
    known = next((codes for section, codes in found.chosen if section == key), ())
    return replace(found, chosen=(*others, (key, tuple(dict.fromkeys((*known, *codes))))))


def _queue(value: str, around: Around) -> Queue:
    """Return the queue that `value` names by its code, its word in a language, or as the side of the window does."""
    for queue, words in QUEUES.items():
        if normalise(value) in (*words, *_ALSO.get(queue, ())):
            return queue
    raise BadInput(
        "There is no queue “{value}”. Choose one of: {choices}.",
        field="queue",
        value=value,
        choices=", ".join(words[_language(around)] for words in QUEUES.values()),
    )


def _codes(section: str, value: str, office: Office) -> tuple[str, ...]:
    folded = normalise(value)
    if section == "status" and folded in _OPEN:
        return office.statuses_meaning(OPEN_MEANINGS)
    code = _choice(section, folded, value, office)
    if code is None:
        return office.statuses_meaning((Meaning(folded),))
    return office.with_subsystems(code) if section == "system" else (code,)


def _choice(section: str, folded: str, value: str, office: Office) -> str | None:
    """Return the code that `value` names, by its beginning where that is plain; None for a status's bare meaning."""
    try:
        return office.choices(section).find(value)
    except BadInput:
        starting = [item.code for item in office.choices(section) if normalise(item.label).startswith(folded)]
        if len(starting) == 1:
            return starting[0]
        if section == "status" and folded in list(Meaning):
            return None
        raise


def _person(value: str, around: Around) -> int:
    folded = normalise(value)
    if folded in _ME:
        return around.me.id
    if folded in _NOBODY:
        return 0
    for person in around.people:
        if folded in (normalise(person.login), normalise(person.name)):
            return person.id
    starting = [person.id for person in around.people if normalise(person.name).startswith(folded)]
    if len(starting) == 1:
        return starting[0]
    names = ", ".join(person.name for person in around.people)
    raise BadInput(
        "“{field}”: nobody here is called “{value}”. Choose one of: {choices}.",
        field="assignee",
        value=value,
        choices=names,
    )


def _span(column: SortColumn, value: str, around: Around) -> Span:
    match = re.fullmatch(r"(<=|>=|<|>|)(.*)", value.strip())
    assert match
    sign, rest = match[1], normalise(match[2])
    first, last = _days(rest, value, around.today)
    since, until = _start(first, around), _start(last, around)
    match sign:
        case "<":
            return Span(column, None, since)
        case "<=":
            return Span(column, None, until)
        case ">":
            return Span(column, until, None)
        case ">=":
            return Span(column, since, None)
    return Span(column, since, until)


def _days(text: str, written: str, today: date) -> tuple[date, date]:
    """Return the half-open days that `text` names: a day, a month, a year, "today", or from..to, both included."""
    first, dots, last = text.partition("..")
    if dots:
        return _days(first, written, today)[0], _days(last, written, today)[1]
    if text in _DAYS:
        day = today + timedelta(days=_DAYS[text])
        return day, day + timedelta(days=1)
    try:
        if re.fullmatch(r"\d{4}", text):
            return date(int(text), 1, 1), date(int(text) + 1, 1, 1)
        if re.fullmatch(r"\d{4}-\d{1,2}", text):
            return Month.parse(text).bounds
        day = _day(text)
        return day, day + timedelta(days=1)
    except (ValueError, OverflowError, BadInput):
        raise BadInput(
            "“{value}” is no date. Write a day like 2026-10-05 or 05.10.2026, a month like 2026-10, or “today”.",
            field="filter",
            value=written,
        ) from None


def _day(text: str) -> date:
    parts = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    return date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else date.fromisoformat(text)


def _start(day: date, around: Around) -> datetime:
    """Return when `day` begins in the office; one outside the years of moments, as the nearest that has a beginning."""
    near = min(max(day, date(YEARS.start, 1, 1)), date(YEARS.stop, 1, 1))
    return datetime.combine(near, time(), around.office.zone).astimezone(UTC)


def _completions(term: "re.Match[str]", around: Around) -> list[Completion]:
    key = _BY_WORD.get(normalise(term["key"] or ""))
    if key is None:
        typed = normalise(term[0])
        words = (words[_language(around)] for words in KEYS.values())
        return [Completion(term.start(), f"{word}:") for word in words if word.startswith(typed)]
    start, typed = term.start("value"), normalise((term["value"] or "").strip('"'))
    return [
        Completion(start, f'"{label}" ' if " " in label else f"{label} ")
        for label in _labels(key, around)
        if normalise(label).startswith(typed) or f" {typed}" in normalise(label)
    ]


def _labels(key: str, around: Around) -> list[str]:
    russian = _language(around) == 1
    if key == "assignee":
        return [_ME[russian], _NOBODY[2 if russian else 0], *(person.name for person in around.people)]
    if key == "queue":
        have = possible(around.office)
        return [words[russian] for queue, words in QUEUES.items() if queue in have]
    if key in MOMENT_COLUMNS:
        near = ("завтра", "tomorrow") if key in _AHEAD else ("вчера", "yesterday")
        days = ("сегодня", near[0]) if russian else ("today", near[1])
        return [*days, f"{around.today:%Y-%m}", f"{around.today:%Y}"]
    first = [_OPEN[1 if russian else 0]] if key == "status" else []
    return first + [item.label for item in around.office.choices(key)]


def _language(around: Around) -> int:
    return 1 if around.office.language == "ru" else 0
