"""The desk a person works at: an opened office, who they are, and the way to ask and to change it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk_app.app.batch import Batch, Progress, while_there
from desk_app.app.clockwork import Clockwork
from desk_app.app.drafts import DraftStore
from desk_app.app.duty_now import DutyNow
from desk_app.app.following import Following, Reach
from desk_app.app.messages import BUG, Messages
from desk_app.app.outbox import Outbox
from desk_app.app.place import Place
from desk_app.app.presence import Presence
from desk_app.app.saves import Saves, save
from desk_app.app.settings import Settings
from desk_app.app.tasks import NoOffice, Worker
from desk_app.domain.errors import Cancelled, Conflict, Unavailable, UserError
from desk_app.domain.office import Office, Person
from desk_app.services.ports import Changes, Reader, Session, UnitOfWork
from desk_app.services.station import Copy, News

T = TypeVar("T")


class Desk(QObject):
    """Passed to every widget; there is no global one.

    `changed` carries Changes after own commands and after colleagues' writes. `reached` carries the Reach after each
    look at the office. `renewed` tells that all of it may be another: the copy was made anew, or a backup was
    put in the office's place.
    """

    changed = Signal(object)
    reached = Signal(object)
    renewed = Signal()

    def __init__(
        self, place: Place, me: Person, settings: Settings, messages: Messages, drafts: DraftStore | None = None
    ) -> None:
        """Sit down at the office of `place`. Raises UserError when neither it nor a copy of it can be read.

        `drafts` are closed with the desk; without any, those of the computer's user are used.
        """
        super().__init__()
        self._place = place
        self._bench: Worker[NoOffice] | None = None
        self._batches: list[Batch] = []
        self.me = me
        self.presence = Presence(self)
        seen = place.copy.ask(lambda copy: copy.state.as_of)
        self.following = Following(place.station, self.presence, lambda: self.me, seen)
        self._seat(place.copy.ask(_situation))
        self.settings = settings
        self.messages = messages
        self.drafts = drafts or DraftStore()
        self.outbox = Outbox(self)
        self.following.news.connect(self._tell)
        self.following.reached.connect(self.reached)
        self.following.failed.connect(messages.bug)
        self.clockwork = Clockwork(self)
        self.duty = DutyNow(self)
        self.saves = Saves(self)

    # -- asking ----

    @property
    def reach(self) -> Reach:
        """Whether the office could be reached at the last look."""
        return self.following.reach

    def query(
        self,
        owner: QObject,
        ask: Callable[[Reader], T],
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Read from the copy, then call `then` on the GUI thread, unless `owner` is gone by then."""
        self._place.copy.run(owner, lambda copy: ask(copy.reader), then, self._failing(owner, failed))

    def query_now(
        self,
        owner: QObject,
        ask: Callable[[Reader], T],
        then: Callable[[T, datetime | None], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Read what the office holds at this moment: the copy is brought up to date first.

        Where that cannot be done now the copy is read as it is; then `then` also gets when it was last so (UTC).
        """
        fail = self._failing(owner, failed)

        def read(dated: bool) -> None:
            def work(copy: Copy) -> tuple[T, datetime | None]:
                return ask(copy.reader), copy.state.as_of if dated else None

            if shiboken6.isValid(owner):
                self._place.copy.run(owner, work, lambda answer: then(*answer), fail)

        if self.reach.away is not None:
            read(dated=True)
        else:
            self.look(lambda: read(dated=self.reach.away is not None or self.reach.behind))

    def ask_office(
        self,
        owner: QObject,
        ask: Callable[[Reader], T],
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Read from the office itself, where the copy is not enough: proofs and checks. It may take long."""
        self._place.station.run(owner, lambda station: ask(station.reader), then, self._failing(owner, failed))

    # -- changing ----

    def command(
        self,
        owner: QObject,
        work: Callable[[Session], Changes],
        then: Callable[[Changes], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
        op_id: bytes | None = None,
    ) -> None:
        """Write to the office in the name of `me`. `changed` is sent even if `owner` is gone by then.

        What is read from then on has the change. `op_id` as for a UnitOfWork.
        """
        me = self.me
        fail = self._failing(owner, failed)

        def written(answer: tuple[Changes, News]) -> None:
            own, news = answer
            self.saves.ended()
            self._tell(news)
            if then and shiboken6.isValid(owner):
                then(own)

        def not_written(error: Exception) -> None:
            self.saves.ended()
            if isinstance(error, Conflict):  # who asked looks at what the colleague saved
                self.look(lambda: fail(error))
                return
            if isinstance(error, Unavailable):
                self.look()
            fail(error)

        self.saves.begun()
        self._place.station.run(self, lambda station: save(station, me, work, op_id), written, not_written, must=True)

    def work(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        must: bool = False,
    ) -> None:
        """Do slow `work` that never touches the office, then call `then`, unless `owner` is gone by then.

        It is done on a second thread, one piece after another: the libraries that make and draw reports are never
        used by two threads at once. What `must` be done is done even when the program closes meanwhile.
        """
        self._bench = self._bench or Worker(NoOffice, "bench")
        self._bench.run(owner, lambda _backend: work(), then, self._failing(owner, failed), must)

    def batch(
        self,
        owner: QObject,
        run: Callable[[Reader, UnitOfWork, Progress], T],
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        progress: Progress | None = None,
    ) -> Batch:
        """Do long work of many transactions in the name of `me`, beside all other reads and writes.

        `run` tells its progress how far it is, which raises Cancelled when the batch was stopped. `changed` is sent
        for what was done, however it ended; then `then` or `failed` is called, or the batch's `stopped` is sent.
        A batch goes on when its `owner` is gone, and is stopped when the program closes.
        """
        me = self.me
        made = Batch(self._place.beside, while_there(owner, progress))
        fail = self._failing(owner, failed)

        def failing(error: Exception) -> None:
            self._batch_over(made, made.stopped.emit if isinstance(error, Cancelled) else lambda: fail(error))

        self._batches.append(made)
        made.worker.run(
            self,
            lambda backend: run(backend.reader, backend.unit_of_work(me), made.tick),
            lambda answer: self._batch_over(made, lambda: then(answer) if shiboken6.isValid(owner) else None),
            failing,
            must=True,
        )
        return made

    def nearby(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Do short `work` on this computer's disk, then call `then`; it is done even when the program closes."""
        self._place.copy.run(owner, lambda _copy: work(), then, self._failing(owner, failed), must=True)

    def look(self, then: Callable[[], object] | None = None) -> None:
        """Look for changes now; call `then` when that has ended, whatever it found."""
        self.following.look(then)

    @property
    def idle(self) -> bool:
        """Whether nobody looks at the window now."""
        return self.following.idle

    @idle.setter
    def idle(self, idle: bool) -> None:
        self.following.idle = idle

    def close(self) -> None:
        """Stop, and wait for the workers."""
        self.following.stop()
        self.duty.stop()
        self.saves.stop()
        self.outbox.close()
        if self._bench is not None:
            self._bench.close()
        for batch in self._batches:
            batch.stop()
        for batch in self._batches:
            batch.close()
        self._place.close()
        self.drafts.close()

    def _batch_over(self, batch: Batch, finish: Callable[[], object]) -> None:
        """Tell what a batch did, as a look at the office finds it, then `finish`."""
        self._batches.remove(batch)
        batch.close()
        self.look(finish)

    def _tell(self, news: News) -> None:
        changes = news.changes
        if news.rebuilt or changes.staff or changes.office:
            self._place.copy.run(self, _situation, lambda found: self._resat(found, news), self._failing(self, None))
        elif changes != Changes():
            self.changed.emit(changes)

    def _resat(self, found: "_Situation", news: News) -> None:
        self._seat(found)
        if not news.rebuilt:
            self.changed.emit(news.changes)
            return
        self.renewed.emit()
        self.changed.emit(replace(news.changes, directory=True, staff=True, office=True))

    def _seat(self, found: "_Situation") -> None:
        self.epoch, self.origin, self.office, staff = found
        self.people: Mapping[int, Person] = {person.id: person for person in staff}
        self.me = self.people.get(self.me.id, self.me)

    def _failing(self, owner: QObject, failed: Callable[[UserError], None] | None) -> Callable[[Exception], None]:
        def fail(error: Exception) -> None:
            there = shiboken6.isValid(owner)
            if isinstance(error, Cancelled):
                return
            known = error if isinstance(error, UserError) else UserError(BUG)
            if known is not error:
                self.messages.bug(error, silent=bool(failed and there))
            if failed and there:
                failed(known)
            elif known is error:
                self.messages.error(owner if there and isinstance(owner, QWidget) else None, error)

        return fail


_Situation = tuple[str, str, Office, list[Person]]


def _situation(copy: Copy) -> _Situation:
    """Return the epoch, what the office is known by in every epoch (its first history entry), and what it is."""
    first = next(copy.reader.chain(), [])[:1]
    origin = first[0].hash.hex() if first else ""
    return copy.reader.epoch(), origin, copy.reader.office(), copy.reader.staff()
