"""Forgetting a person: what is put where the name and the contacts stood."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from desk_app.domain.office import Office
from desk_app.domain.text import normalise
from desk_app.domain.tickets import Requester, Ticket

MARKS: Final = {"ru": "[удалено]"}
MARK: Final = "[erased]"
TEXTS: Final = ("description", "additional_info", "note", "cause", "solution")
_CONTACTS: Final = ("phone", "email", "room", "position")
_WORD: Final = re.compile(r"\w+")
_MACHINE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.+Z-]*)?|[0-9a-f]{64}")
"""Moments and hashes in payloads, which a phone number must not be found in."""
_LEAST_DIGITS: Final = 6


class Eraser:
    """Takes one person out of texts, tickets and payloads of the history.

    `people` are the entries and snapshots that are this person: name and organisation tell people apart.
    A full name goes wherever it stands; a phone number only from the person's own tickets, for others share it.
    """

    def __init__(self, people: Iterable[Requester], mark: str) -> None:
        known = tuple(person for person in people if person.name.strip())
        self.mark = mark
        self.who = frozenset((normalise(person.name), normalise(person.organisation)) for person in known)
        self.names = frozenset(name for name, _ in self.who)
        full = sorted({name for name in self.names if len(_WORD.findall(name)) > 1}, key=len, reverse=True)
        self.full_names = tuple(full)
        emails = {person.email for person in known if "@" in person.email}
        everywhere = [*map(_name_pattern, full), *(rf"(?<![\w.-]){re.escape(mail)}(?![\w-])" for mail in emails)]
        phones = {digits for person in known if len(digits := re.sub(r"\D", "", person.phone)) >= _LEAST_DIGITS}
        self._everywhere = _compiled(everywhere)
        self._own = _compiled([*everywhere, *map(_phone_pattern, sorted(phones, key=len, reverse=True))])

    def names_in(self, text: str) -> bool:
        """Tell whether `text` names the person."""
        return bool(self._everywhere and self._everywhere.search(text))

    def is_meant(self, requester: Requester) -> bool:
        """Tell whether `requester` is the person, and not somebody else of the same name."""
        return (normalise(requester.name), normalise(requester.organisation)) in self.who

    def text(self, text: str, own: bool) -> str:
        """Return `text` without the person; `own` is a text of the person's own ticket."""
        if own and normalise(text) in self.names:
            return self.mark
        pattern = self._own if own else self._everywhere
        return pattern.sub(self.mark, text) if pattern else text

    def ticket(self, ticket: Ticket, own: bool) -> Ticket:
        """Return `ticket` without the person."""
        texts: dict[str, Any] = {name: self.text(getattr(ticket, name), own) for name in TEXTS}
        who = ticket.requester
        if self.is_meant(who):
            who = Requester(self.mark, who.organisation)
        return replace(ticket, **texts, requester=who)

    def data(self, value: Any, own: bool) -> Any:
        """Return a payload of the history, or a part of it, without the person."""
        if isinstance(value, str):
            return value if _MACHINE.fullmatch(value) else self.text(value, own)
        if isinstance(value, Mapping):
            if "name" in value and "organisation" in value:
                return self._someone(value)
            return {key: part if key == "number" else self.data(part, own) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(part, own) for part in value]
        return value

    def _someone(self, value: Mapping[str, Any]) -> dict[str, Any]:
        if (normalise(str(value["name"])), normalise(str(value["organisation"]))) not in self.who:
            return dict(value)
        blank = {part: "" for part in _CONTACTS if part in value}
        return {**value, "name": self.mark, **blank, **({"id": 0} if "id" in value else {})}


def mark_of(office: Office) -> str:
    """Return what stands in place of an erased name, in the office's language."""
    return MARKS.get(office.language, MARK)


def _name_pattern(name: str) -> str:
    words = (re.escape(word).replace("е", "[её]") for word in _WORD.findall(name))
    return r"(?<!\w)" + r"[\W_]{1,3}".join(words) + r"(?!\w)"


def _phone_pattern(digits: str) -> str:
    return r"(?<!\w)\+?" + r"[\s()\-.]{0,3}".join(digits) + r"(?!\w)"


def _compiled(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None
