"""Who is here, asked on a thread of its own: whoever saves never waits for the listing of a folder."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Condition, Thread
from typing import Protocol

from desk_app.domain.errors import Unavailable
from desk_app.domain.office import Person
from desk_app.services.station import Peer
from desk_app.storage.closing import Closing
from desk_app.storage.presence import Presence


class Company(Protocol):
    """What is asked who is here, on the thread that made it. It may wait for the share as long as that takes."""

    def meet(self, person: Person, editing: Sequence[int]) -> tuple[Peer, ...]: ...
    def close(self) -> None: ...


class Lookout(Closing):
    """Looks who else has `office` open, and tells that this program has.

    `heard` is called on the lookout's thread when a look found anything else than the one before.
    """

    def __init__(
        self, office: Path, heard: Callable[[], None] | None = None, company: Callable[[Path], Company] = Presence
    ) -> None:
        self._office, self._heard, self._company = office, heard, company
        self._changed = Condition()
        self._asked: tuple[Person, Sequence[int]] | None = None
        self._looking = self._ended = False
        self._found: tuple[Peer, ...] = ()
        self._trouble: Exception | None = None
        self.refused: Unavailable | None = None
        """Why nothing may be written any more, once a look has shown it."""
        self._thread = Thread(target=self._main, name="lookout", daemon=True)
        self._thread.start()

    def meet(self, person: Person, editing: Sequence[int]) -> tuple[Peer, ...]:
        """Have a look begun, and return at once what the last one found. Raises what that raised."""
        with self._changed:
            self._asked = (person, tuple(editing))
            self._changed.notify_all()
            if self._trouble is not None:
                raise self._trouble
            return self._found

    def rest(self, seconds: float) -> bool:
        """Wait until every look that was asked for has ended; tell whether that was within so many `seconds`."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._looking and self._asked is None, seconds)

    def close(self) -> None:
        """Take the own word away and let the thread end."""
        self.end()
        self._thread.join()

    def end(self) -> None:
        """Look no more, without waiting for a look that is under way."""
        with self._changed:
            self._ended, self._asked = True, None
            self._changed.notify_all()

    # -- on the lookout's thread ----

    def _main(self) -> None:
        company = self._company(self._office)
        try:
            while (asked := self._next()) is not None:
                self._look(company, *asked)
        finally:
            company.close()

    def _next(self) -> tuple[Person, Sequence[int]] | None:
        with self._changed:
            self._looking = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._ended or self._asked is not None)
            asked, self._asked = self._asked, None
            self._looking = asked is not None
            return asked

    def _look(self, company: Company, person: Person, editing: Sequence[int]) -> None:
        found, trouble = self._found, None
        try:
            found = company.meet(person, editing)
        except Exception as error:
            trouble = error
        with self._changed:
            news = found != self._found or str(trouble) != str(self._trouble)
            self._found, self._trouble = found, trouble
            if isinstance(trouble, Unavailable):
                self.refused = self.refused or trouble
            told = news and not self._ended
        if told and self._heard is not None:
            self._heard()
