"""The office as data: what it calls things, who may do what, and which way a ticket goes.

Code knows codes and meanings, never labels. Everything here is filled from a profile when the
office file is made, and lives in the file from then on.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from desk_app.domain.calendars import OWN_DAYS, CalendarYear, WorkingCalendar, intervals_of, weekly
from desk_app.domain.errors import BadInput
from desk_app.domain.text import normalise, quoted


class Meaning(StrEnum):
    """What a status means to the program, whatever the office calls it."""

    NEW = "new"
    ACTIVE = "active"
    WAITING = "waiting"
    OUTSIDE = "outside"
    SOLVED = "solved"
    CLOSED = "closed"
    DECLINED = "declined"


OPEN_MEANINGS = frozenset({Meaning.NEW, Meaning.ACTIVE, Meaning.WAITING, Meaning.OUTSIDE})
FINISHED_MEANINGS = frozenset({Meaning.SOLVED, Meaning.CLOSED, Meaning.DECLINED})
CHOICE_SECTIONS = ("kind", "status", "type", "channel", "priority", "system", "line", "service", "mode")
"""Sections whose items a ticket points to."""
SECTIONS = (
    *(*CHOICE_SECTIONS, "role", "step", "field", "column", "deadline", "approval", "question", "script", "target"),
    *("shift", "demand"),
)
ATTACHMENT_LIMIT_MB = 50
"""The largest file that may be attached where an office sets nothing else, in MiB."""


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled choice of the office. `id` is its row, 0 before it is stored; `data` is its section's own."""

    code: str
    label: str
    id: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def meaning(self) -> Meaning:
        """What this status means (statuses only)."""
        return Meaning(self.data["meaning"])

    @property
    def parent(self) -> str:
        """Code of the system this subsystem belongs to, or "" (S-sub)."""
        return str(self.data.get("parent", ""))

    @property
    def stops_clock(self) -> bool:
        """Whether time in this status does not count (statuses only): waiting, or as the office says."""
        return bool(self.data.get("pause", self.meaning is Meaning.WAITING)) or self.meaning in FINISHED_MEANINGS

    @property
    def retired(self) -> bool:
        """Whether it is not offered any more; tickets that have it keep it."""
        return bool(self.data.get("retired", False))

    @property
    def approval(self) -> str:
        """Who has to agree before a ticket of this type may be worked on, or "" (S-3.5)."""
        return str(self.data.get("approval", ""))


_NOTHING = Item("", "")


class Choices:
    """The items of one section, in the office's order, by code, by row id, or by what people write."""

    def __init__(self, section: str, items: Iterable[Item]) -> None:
        self.section = section
        self._items = tuple(items)
        self._by_code = {item.code: item for item in self._items}
        self._by_id = {item.id: item for item in self._items}

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    @property
    def offered(self) -> tuple[Item, ...]:
        """The items that may still be chosen."""
        return tuple(item for item in self._items if not item.retired)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Item:
        return self._by_code[code]

    def get(self, code: str) -> Item:
        """Return the item with `code`; an empty one for nothing chosen."""
        return self._by_code.get(code, _NOTHING)

    def by_id(self, row_id: int) -> Item | None:
        """Return the item stored as `row_id`; None for 0, which stands for nothing chosen."""
        return self._by_id.get(row_id)

    def label(self, code: str) -> str:
        """Return the label of `code`, or "" for nothing chosen."""
        return self._by_code[code].label if code in self._by_code else code

    @property
    def first(self) -> str:
        """Return the code that stands first of those that may still be chosen, or "" where there is none."""
        return next((item.code for item in self._items if not item.retired), "")

    @property
    def usual(self) -> str:
        """Return the code that is taken where nothing is said: the one marked so, else the first."""
        return next((item.code for item in self.offered if item.data.get("default")), self.first)

    def find(self, text: str) -> str:
        """Return the code of the item that `text` names by code or label, in any case.

        Raises BadInput, naming the choices, when there is none.
        """
        wanted = normalise(text)
        for item in self._items:
            if wanted in (normalise(item.code), normalise(item.label)):
                return item.code
        raise BadInput(
            "“{field}”: this office has no “{value}”. Choose one of: {choices}.",
            field=self.section,
            value=quoted(text),
            choices=", ".join(item.label for item in self._items),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A next step of the workflow: `verb` leads from any status of `sources` to `target` ("" = stays).

    With `when` "pending" it is there only while somebody's agreement is awaited (S-3.5).
    """

    verb: str
    label: str
    sources: frozenset[str]
    target: str
    kinds: frozenset[str]
    requires: tuple[str, ...]
    primary: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the registration form and the card, under the office's own name."""

    code: str
    label: str
    required: bool
    on_registration: bool
    on_card: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. `id` 0 is nobody; `line` is a line's code."""

    id: int
    login: str
    name: str
    role: str
    line: str = ""
    active: bool = True


NOBODY = Person(0, "", "", "")


@dataclass(frozen=True, slots=True)
class OfficeSeed:
    """An office as plain settings and rows: what a profile gives, and what the office file holds.

    `week` gives the working intervals of each weekday ("mon".."sun") as "08:30-12:30" texts (K-3.2, S-1.4).
    `journal` holds the texts around the printed journal: title, form, and the labels of the signature block.
    `settings` holds what an office may set besides: "attachment_limit_mb".
    `items` are (section, item) in the office's order.
    """

    name: str
    profile: str
    language: str
    time_zone: str
    country: str
    number_template: str
    week: Mapping[str, tuple[str, ...]]
    journal: Mapping[str, str]
    items: tuple[tuple[str, Item], ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Office:
    """One office: its settings and its sections of choices."""

    name: str
    profile: str
    language: str
    zone: ZoneInfo
    country: str
    number_template: str
    week: Mapping[str, tuple[str, ...]]
    journal: Mapping[str, str]
    sections: Mapping[str, Choices]
    settings: Mapping[str, Any] = field(default_factory=dict)
    years: Mapping[int, CalendarYear] = field(default_factory=dict)

    @classmethod
    def of(cls, seed: OfficeSeed, years: Mapping[int, CalendarYear] | None = None) -> "Office":
        """Return the office that `seed` describes; `years` are the official calendars it counts working days by."""
        return cls(
            name=seed.name,
            profile=seed.profile,
            language=seed.language,
            zone=ZoneInfo(seed.time_zone),
            country=seed.country,
            number_template=seed.number_template,
            week=seed.week,
            journal=seed.journal,
            settings=seed.settings,
            years=years or {},
            sections={
                section: Choices(section, (item for where, item in seed.items if where == section))
                for section in SECTIONS
            },
        )

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working time of the office: its week, the official calendars, the days it set apart."""
        apart = self.settings.get(OWN_DAYS, {})
        own = {date.fromisoformat(day): intervals_of(hours) for day, hours in apart.items()}
        return WorkingCalendar(self.zone, self.country, weekly(self.week), self.years, own)

    def choices(self, section: str) -> Choices:
        """Return the choices of `section` (see SECTIONS)."""
        return self.sections[section]

    def status(self, code: str) -> Item:
        """Return the status with `code`."""
        return self.sections["status"][code]

    def meaning(self, code: str) -> Meaning:
        """Return what status `code` means; an unregistered ticket ("") is new."""
        return self.status(code).meaning if code else Meaning.NEW

    def statuses_meaning(self, meanings: Iterable[Meaning]) -> tuple[str, ...]:
        """Return the codes of the statuses with any of `meanings`."""
        wanted = set(meanings)
        return tuple(item.code for item in self.sections["status"] if item.meaning in wanted)

    @cached_property
    def verified_from(self) -> frozenset[str]:
        """The statuses in which a fix waits for who is responsible to check it (E-6.3a)."""
        return frozenset(code for step in self.steps if step.verb == "verify" for code in step.sources)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The workflow, in the order its buttons stand."""
        return tuple(_step(item) for item in self.sections["step"])

    @property
    def fields(self) -> tuple[FormField, ...]:
        """The form, in the order its fields stand."""
        return tuple(_field(item) for item in self.sections["field"])

    @property
    def journal_columns(self) -> tuple[tuple[str, str], ...]:
        """(code, header) of the printed journal's columns (S-F1)."""
        return tuple((item.code, item.label) for item in self.sections["column"])

    @property
    def attachment_limit(self) -> int:
        """The largest file that may be attached, in bytes."""
        limit = self.settings.get("attachment_limit_mb")
        return (limit if isinstance(limit, int) and limit > 0 else ATTACHMENT_LIMIT_MB) * 1024 * 1024

    def may(self, person: Person, right: str) -> bool:
        """Tell whether `person` has `right`; an administrator has every right."""
        if not person.active or person.role not in self.sections["role"]:
            return False
        rights = self.sections["role"][person.role].data.get("rights", ())
        return "*" in rights or right in rights

    def with_subsystems(self, system: str) -> tuple[str, ...]:
        """Return `system` and every system below it (S-sub)."""
        found = [system]
        for code in found:
            found += [item.code for item in self.sections["system"] if item.parent == code and item.code not in found]
        return tuple(found)


def _step(item: Item) -> Step:
    data = item.data
    return Step(
        verb=str(data["verb"]),
        label=item.label,
        sources=frozenset(data.get("from", ())),
        target=str(data.get("to", "")),
        kinds=frozenset(data.get("kinds", ())),
        requires=tuple(data.get("requires", ())),
        primary=bool(data.get("primary", False)),
        when=str(data.get("when", "")),
    )


def _field(item: Item) -> FormField:
    places = item.data.get("on", ("registration", "card"))
    return FormField(
        item.code,
        item.label,
        bool(item.data.get("required", False)),
        "registration" in places,
        "card" in places,
    )
