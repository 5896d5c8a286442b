"""Who has duty at this moment, as the published schedule has it: for the bottom line, and to whom new calls go."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desk_app.domain.errors import UserError
from desk_app.domain.office import Person
from desk_app.services.duty.presence import on_duty
from desk_app.services.ports import Changes, Reader

if TYPE_CHECKING:
    from desk_app.app.desk import Desk

MINUTE: Final = 60_000

ByLine = Mapping[str, list[Person]]
"""People by the code of the line they serve."""


class DutyNow(QObject):
    """Looks every minute, and when the schedule changed; not at all in an office without shifts."""

    moved = Signal()

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self.by_line: ByLine = {}
        self._clock = QTimer(self, interval=MINUTE)
        self._clock.timeout.connect(self.look)
        self._clock.start()
        desk.changed.connect(self._changed)
        self.look()

    @property
    def people(self) -> list[Person]:
        """Everybody who has duty now, by line."""
        return list(dict.fromkeys(person for found in self.by_line.values() for person in found))

    def stop(self) -> None:
        """Look no more."""
        self._clock.stop()

    def look(self) -> None:
        """Ask who has duty now."""
        office, people, now = self._desk.office, tuple(self._desk.people.values()), datetime.now(UTC)
        if not len(office.choices("shift")):
            return

        def ask(reader: Reader) -> ByLine:
            return on_duty(reader.duty, office, people, now)

        self._desk.query(self, ask, self._found, failed=self._unknown)

    def _changed(self, news: Changes) -> None:
        if news.duty or news.office or news.staff:
            self.look()

    def _found(self, by_line: ByLine) -> None:
        if by_line != self.by_line:
            self.by_line = by_line
            self.moved.emit()

    def _unknown(self, _error: UserError) -> None:
        """Keep what was known: it is no trouble of the person's."""
