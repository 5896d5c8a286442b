"""An office to test in: a shipped profile on disk, three people at work, and a clock that is set by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from desk_app import calendars, profiles
from desk_app.domain.office import Office, OfficeSeed, Person
from desk_app.domain.tickets import Ticket
from desk_app.services import people, tickets
from desk_app.services.places import Place, place_of
from desk_app.services.ports import Changes, Session, TicketCard
from desk_app.storage import OfficeFile, create_office, open_office
from tests.support.places import copied_place, new_place

MONDAY = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
"""Monday, 2 November 2026, ten in the morning in Yekaterinburg."""
SITUATION_CENTRE = "situation-centre"
MUNICIPAL = "municipal"
ADMINISTRATOR = Person(1, "admin", "Админова Анна Андреевна", "administrator")
SUPERVISOR = Person(2, "head", "Головина Галина Павловна", "supervisor")
TECHNICIAN = Person(3, "tech", "Техников Тимур Олегович", "technician")


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go_on(self, **passed: float) -> datetime:
        """Let time pass, e.g. `minutes=5`; return the new moment."""
        self.now += timedelta(**passed)
        return self.now


class Undo(Exception):
    """Raised by a test to leave a write transaction without a trace."""


@dataclass
class Desk:
    """An open office file with its people. Every verb is one write transaction, as in the program."""

    file: OfficeFile
    clock: Clock
    administrator: Person
    supervisor: Person
    technician: Person

    @property
    def place(self) -> Place:
        """Where the office is: a path, or an address."""
        return place_of(self.file.place)

    @property
    def office(self) -> Office:
        return self.file.reader.office()

    def write(self, person: Person, work: Callable[[Session], Changes]) -> Changes:
        """Run `work` in the name of `person`."""
        return self.file.unit_of_work(person).write(work)

    def register(self, person: Person | None = None, **fields: object) -> Ticket:
        """Register a call as `person` (the technician) and return the ticket."""
        given = {"description": "Не открывается журнал", **fields}
        return self._first(self.write(person or self.technician, lambda db: tickets.register(db, given)))

    def arrive(self, person: Person | None = None, **fields: object) -> Ticket:
        """Keep what arrived and return the unregistered ticket."""
        given = {"description": "Не приходит почта", **fields}
        return self._first(self.write(person or self.technician, lambda db: tickets.arrive(db, given)))

    def do(
        self,
        person: Person,
        ticket: Ticket,
        verb: str,
        answer: Mapping[str, object] | None = None,
        version: int | None = None,
    ) -> Ticket:
        """Take a step with `ticket` and return it as it is then."""
        return self._first(self.write(person, lambda db: tickets.do(db, ticket.id, verb, answer, version)))

    def card(self, ticket: Ticket | int) -> TicketCard:
        """Return everything about a ticket."""
        return self.file.reader.card(ticket if isinstance(ticket, int) else ticket.id)

    def ticket(self, ticket: Ticket | int) -> Ticket:
        """Return the ticket as it is now."""
        return self.card(ticket).ticket

    def verbs(self, ticket: Ticket) -> list[str]:
        """Return the verbs of a ticket's history, oldest first."""
        return [entry.verb for entry in self.card(ticket).history]

    def last(self, ticket: Ticket) -> dict[str, Any]:
        """Return what the last entry of a ticket's history says."""
        return dict(self.card(ticket).history[-1].data or {})

    def reopened(self) -> OfficeFile:
        """Return the same file as another workstation sees it."""
        return open_office(self.place, self.clock)

    def _first(self, changes: Changes) -> Ticket:
        return self.ticket(changes.tickets[0])


def make_desk(folder: Path, profile: str = SITUATION_CENTRE, language: str = "ru") -> Desk:
    """Make an office file in `folder` with one administrator, one supervisor and one technician, and open it."""
    template = new_place(folder, f"{profile}-{language}.desk")
    clock = Clock()
    create_office(template, _seed(profile, language), ADMINISTRATOR, clock=clock)
    return _staffed(open_office(template, clock), clock)


def copied_desk(desk: Desk, folder: Path, keep: bool = False) -> Desk:
    """Return a desk of its own on a copy of `desk`'s office, which must be at rest; `keep` it beyond this test."""
    copy = copied_place(desk.place, folder, keep)
    clock = Clock(desk.clock.now)
    return Desk(open_office(copy, clock), clock, desk.administrator, desk.supervisor, desk.technician)


@cache
def seeded_office(profile: str = SITUATION_CENTRE, language: str = "ru") -> Office:
    """Return the office of a shipped profile without a file."""
    seed = _seed(profile, language)
    return Office.of(seed, calendars.years_of(seed.country, seed.settings))


def _seed(profile: str, language: str) -> OfficeSeed:
    return profiles.load(profile, language)


def _staffed(file: OfficeFile, clock: Clock) -> Desk:
    admin = file.reader.staff()[0]
    for person in (SUPERVISOR, TECHNICIAN):
        raw = {"login": person.login, "name": person.name, "role": person.role}
        file.unit_of_work(admin).write(lambda db, raw=raw: people.add_staff(db, raw))  # type: ignore[misc]
    found = {person.login: person for person in file.reader.staff()}
    return Desk(file, clock, found["admin"], found["head"], found["tech"])
