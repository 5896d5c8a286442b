"""What the prints of duty are made of: a version of a month with all it is judged by, and the timesheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desk_app.domain.office import Office, Person
from desk_app.domain.roster import Frame, Plan
from desk_app.services.duty import schedules
from desk_app.services.duty.schedules import DRAFT, Schedule
from desk_app.services.duty.timesheet import Row, timesheet
from desk_app.services.duty_ports import DutyReads
from desk_app.services.ports import Reader


@dataclass(frozen=True, slots=True)
class MonthSheet:
    """One version of a month. `before` is the version it takes the place of, None for the first one.

    `people` are the staff by id; `roles` their positions in words.
    """

    office: Office
    schedule: Schedule
    frame: Frame
    before: Schedule | None = None
    people: Mapping[int, Person] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """What is printed."""
        return self.schedule.plan

    def role(self, person: int) -> str:
        """Return the position of somebody."""
        found = self.people.get(person)
        return self.office.choices("role").label(found.role) if found else ""


@dataclass(frozen=True, slots=True)
class MonthFact:
    """The timesheet of a month, from fact."""

    office: Office
    month: str
    rows: tuple[Row, ...]

    def role(self, person: Person) -> str:
        """Return the position of somebody."""
        return self.office.choices("role").label(person.role)


def month_sheet(reader: Reader, month: str, number: int | None = None) -> MonthSheet:
    """Return a version of `month` for its print; None asks for the draft, or the newest version. Raises NotFound."""
    duty, office, people = reader.duty, reader.office(), reader.staff()
    found = schedules.schedule(duty, month, number)
    judged = schedules.frame(duty, office, people, month)
    return MonthSheet(office, found, judged, _before(duty, found), {person.id: person for person in people})


def month_fact(reader: Reader, month: str) -> MonthFact:
    """Return the timesheet of `month`. Raises NoCalendar, BadInput."""
    office = reader.office()
    return MonthFact(office, month, tuple(timesheet(reader.duty, office, reader.staff(), month)))


def only(sheet: MonthSheet, people: Iterable[int]) -> Sequence[int]:
    """Return the ids of the members of `sheet` that are among `people`; all of them where none is named."""
    wanted = set(people)
    return [member.id for member in sheet.frame.members if not wanted or member.id in wanted]


def _before(duty: DutyReads, found: Schedule) -> Schedule | None:
    done = [one for one in schedules.versions(duty, found.month) if one.number != DRAFT]
    earlier = [one for one in done if found.number == DRAFT or one.number < found.number]
    return earlier[-1] if earlier else None
