"""Accounts as a write transaction changes them."""

from desk_app.domain.office import Person
from desk_app.domain.text import normalise
from desk_app.storage.door import Door
from desk_app.storage.models import OfficeRow, StaffRow
from desk_app.storage.office_rows import load_people


class StaffWriter:
    """See `services.template_ports.StaffWrites`. Lives as long as one transaction."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def everybody(self) -> list[Person]:
        return [person for person in load_people(self._connection).values() if person.id]

    def change(self, person: Person) -> None:
        values = {name: getattr(person, name) for name in ("name", "role", "line", "active")}
        update = StaffRow.update(**values, name_key=normalise(person.name)).where(StaffRow.id == person.id)
        self._connection.run(update)
        self._connection.run(OfficeRow.update(revision=OfficeRow.revision + 1))
