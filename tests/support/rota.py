"""An office with shifts: two lines, six people, December 2026, on disk."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from desk_app import profiles
from desk_app.domain.office import Item, Person
from desk_app.domain.roster import Plan
from desk_app.services import people
from desk_app.services.duty import schedules
from desk_app.services.places import Place, place_of
from desk_app.services.ports import Changes, Session
from desk_app.storage import OfficeFile, create_office, open_office
from tests.support.office import Clock
from tests.support.places import new_place

MONTH = "2026-12"
NOW = datetime(2026, 11, 25, 5, tzinfo=UTC)
SHIFTS = (
    Item("early", "Утро", data={"short": "У", "start": "08:00", "end": "17:00", "line": "desk",
                                "breaks": ["12:00-13:00"]}),
    Item("late", "Вечер", data={"short": "В", "start": "12:00", "end": "21:00", "line": "desk",
                                "breaks": ["15:00-16:00"]}),
    Item("night", "Ночь", data={"short": "Н", "start": "20:00", "end": "08:00", "line": "desk"}),
    Item("second", "Вторая", data={"short": "2", "start": "08:00", "end": "17:00", "breaks": ["12:00-13:00"],
                                  "line": "engineers"}),
)  # fmt: skip
DEMAND = (Item("day", "День", data={"line": "desk", "days": ["working", "shortened"], "people": 1}),)
LIMITS = {"rest": 11 * 60, "in_row_article": "ТК РФ, ст. 103"}
NAMES = ("Белов Борис", "Власова Вера", "Громов Глеб", "Дёмина Дарья")


@dataclass
class Rota:
    """An open office with shifts. `head` makes schedules; `staff` are four technicians."""

    file: OfficeFile
    clock: Clock
    head: Person
    staff: tuple[Person, ...]

    @property
    def place(self) -> Place:
        """Where the office is: a path, or an address."""
        return place_of(self.file.place)

    def write(self, person: Person, work: Callable[[Session], Changes]) -> Changes:
        """Run `work` in the name of `person`."""
        return self.file.unit_of_work(person).write(work)

    def published(self, cells: dict[tuple[int, str], str], month: str = MONTH) -> None:
        """Approve and publish a month with these cells {(place among the staff, ISO day): code}."""
        plan = Plan({(self.staff[who].id, date.fromisoformat(day)): code for (who, day), code in cells.items()})

        def work(db: Session) -> Changes:
            schedules.begin(db, month)
            schedules.save(db, month, plan, 1)
            schedules.approve(db, month, {"position": "Начальник отдела", "name": "Головина Г. П."})
            return schedules.publish(db, month, 1)

        self.write(self.head, work)

    def plan(self, number: int | None = None, month: str = MONTH) -> dict[tuple[int, str], str]:
        """Return the cells of a version as `published` takes them; None is the newest approved."""
        done = [one for one in schedules.versions(self.file.reader.duty, month) if one.number]
        wanted = number if number is not None else done[-1].number
        found = schedules.schedule(self.file.reader.duty, month, wanted)
        place = {person.id: at for at, person in enumerate(self.staff)}
        return {(place[who], day.isoformat()): code for (who, day), code in found.plan.cells.items()}


def make_rota(folder: Path, shifts: tuple[Item, ...] = SHIFTS) -> Rota:
    """Make an office of the town with shifts, and open it."""
    seed = profiles.load("municipal", "ru")
    own = [(section, item) for section, item in seed.items if section not in ("shift", "demand")]
    own += [("shift", item) for item in shifts] + [("demand", item) for item in DEMAND]
    seed = replace(seed, items=tuple(own), settings={**seed.settings, "duty": LIMITS})
    place: Place = new_place(folder, "rota.desk")
    clock = Clock(NOW)
    head = Person(1, "head", "Головина Галина Павловна", "administrator")
    create_office(place, seed, head, clock=clock)
    file = open_office(place, clock)
    for number, name in enumerate(NAMES, 1):
        raw = {"login": f"tech{number}", "name": name, "role": "technician", "line": "desk"}
        file.unit_of_work(head).write(lambda db, raw=raw: people.add_staff(db, raw))  # type: ignore[misc]
    everybody = {person.login: person for person in file.reader.staff()}
    return Rota(file, clock, everybody["head"], tuple(everybody[f"tech{n}"] for n in range(1, len(NAMES) + 1)))
