"""Entries of the directory that are likely the same person, or the same organisation."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final, TypeVar

from desk_app.domain.text import normalise
from desk_app.services.directory_ports import Contact, OrganisationEntry
from desk_app.services.ports import Reader

T = TypeVar("T", Contact, OrganisationEntry)
_WORD: Final = re.compile(r"[^\W_]+")
PAGE: Final = 500


def people(reader: Reader) -> list[list[Contact]]:
    """Return groups of entries with the same name in the same organisation but for initials, ё and punctuation.

    The fullest name stands first in its group: it is the one to keep.
    """
    by_surname: dict[tuple[int, str], list[Contact]] = defaultdict(list)
    for contacts in reader.directory.everybody():
        for contact in contacts:
            words = _words(contact.name)
            if words:
                by_surname[contact.organisation_id, words[0]].append(contact)
    return [group for contacts in by_surname.values() if len(contacts) > 1 for group in _groups(contacts)]


def organisations(reader: Reader) -> list[list[OrganisationEntry]]:
    """Return groups of organisations whose names differ in quotes, spaces and other signs only; most people first."""
    found: dict[str, list[OrganisationEntry]] = defaultdict(list)
    offset = 0
    while page := reader.directory.organisations("", offset, PAGE):
        offset += len(page)
        for organisation in page:
            found["".join(_words(organisation.name))].append(organisation)
    groups = [sorted(group, key=lambda one: (-one.people, one.id)) for group in found.values() if len(group) > 1]
    return sorted(groups, key=lambda group: group[0].name)


def _groups(contacts: Iterable[Contact]) -> list[list[Contact]]:
    groups: list[list[Contact]] = []
    for contact in sorted(contacts, key=lambda one: (-len(one.name), -one.tickets, one.id)):
        words = _words(contact.name)
        group = next((g for g in groups if all(_fits(words, _words(other.name)) for other in g)), None)
        if group:
            group.append(contact)
        else:
            groups.append([contact])
    return [group for group in groups if len(group) > 1]


def _words(name: str) -> list[str]:
    return _WORD.findall(normalise(name))


def _fits(one: list[str], other: list[str]) -> bool:
    """Compare surnames whole, and given names as far as both are known; an initial is the start of a name."""
    if not one or not other or one[0] != other[0] or min(len(one), len(other)) < 2:
        return one == other and bool(one)
    return all(_initial(a, b) for a, b in zip(one[1:], other[1:], strict=False))


def _initial(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
