"""The desk a person works at: an opened office, who they are, and the way to ask and to change it."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desk_app.app.batch import Batch, Progress
from desk_app.app.drafts import DraftStore
from desk_app.app.messages import BUG, Messages
from desk_app.app.settings import Settings
from desk_app.app.tasks import Backend, NoOffice, Worker
from desk_app.domain.errors import Cancelled, UserError
from desk_app.domain.office import Office, Person
from desk_app.services.ports import Changes, Reader, Session, UnitOfWork

T = TypeVar("T")

POLL: Final = (2000, 2600)
"""How long the desk waits before it looks for colleagues' changes, from..to in milliseconds."""
IDLE_FACTOR: Final = 5
"""How much longer it waits while its window is minimised."""


class Desk(QObject):
    """Passed to every widget; there is no global one.

    `changed` carries Changes after own commands and after colleagues' writes. `reached` tells after each
    look at the office file whether it could be read: None, or the UserError that says why not.
    """

    changed = Signal(object)
    reached = Signal(object)

    def __init__(
        self, worker: Worker, me: Person, settings: Settings, messages: Messages, drafts: DraftStore | None = None
    ) -> None:
        """Sit down at the office that `worker` has open. Raises UserError when it cannot be read.

        `drafts` are closed with the desk; without any, those of the computer's user are used.
        """
        super().__init__()
        self._worker = worker
        self._bench: Worker | None = None
        self._batches: list[Batch] = []
        self.epoch = worker.ask(lambda backend: backend.reader.epoch())
        self._seq, self.office, staff = worker.ask(_situation)
        self.people: Mapping[int, Person] = {person.id: person for person in staff}
        self.me = self.people.get(me.id, me)
        self.settings = settings
        self.messages = messages
        self.drafts = drafts or DraftStore()
        self.idle = False
        self._poll = QTimer(self, singleShot=True)
        self._poll.timeout.connect(self.look)
        self._wait()

    def query(
        self,
        owner: QObject,
        ask: Callable[[Reader], T],
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Read from the office file, then call `then` on the GUI thread, unless `owner` is gone by then."""
        self._worker.run(owner, lambda backend: ask(backend.reader), then, self._failing(owner, failed))

    def command(
        self,
        owner: QObject,
        work: Callable[[Session], Changes],
        then: Callable[[Changes], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Write to the office file in the name of `me`. `changed` is sent even if `owner` is gone by then."""
        me = self.me

        def write(backend: Backend) -> tuple[Changes, Changes]:
            own = backend.unit_of_work(me).write(work)
            try:
                return own, _merged(own, self._news(backend.reader))
            except UserError:
                return own, own

        def written(answer: tuple[Changes, Changes]) -> None:
            own, all_of_them = answer
            self._tell(all_of_them)
            if then and shiboken6.isValid(owner):
                then(own)

        self._worker.run(self, write, written, self._failing(owner, failed), must=True)

    def work(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[UserError], None] | None = None,
        must: bool = False,
    ) -> None:
        """Do slow `work` that never touches the office file, then call `then`, unless `owner` is gone by then.

        It is done on a second thread, one piece after another: the libraries that make and draw reports are
        never used by two threads at once, and the office file can be read meanwhile. What `must` be done is
        done even when the program closes meanwhile.
        """
        if self._bench is None:
            self._bench = Worker(NoOffice)
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

        `run` tells the progress it is given how far it is; that raises Cancelled when the batch was stopped.
        `changed` is sent for what was done, however it ended; then `then` or `failed` is called, or the batch's
        `stopped` is sent. A batch goes on when its `owner` is gone, and is stopped when the program closes.
        """
        me = self.me
        made = Batch(self._worker.open_backend, _while_there(owner, progress))
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

    def look(self) -> None:
        """Look for colleagues' changes now."""
        self._poll.stop()
        self._worker.run(self, lambda backend: self._news(backend.reader), self._looked, self._not_looked)

    def close(self) -> None:
        """Stop, and wait for the worker."""
        self._poll.stop()
        if self._bench is not None:
            self._bench.close()
        for batch in self._batches:
            batch.stop()
        for batch in self._batches:
            batch.close()
        self._worker.close()
        self.drafts.close()

    def _batch_over(self, batch: Batch, finish: Callable[[], object]) -> None:
        """Tell what a batch did, as a look at the file finds it, then `finish`."""
        self._batches.remove(batch)
        batch.close()

        def looked(news: Changes) -> None:
            self._looked(replace(news, directory=True) if news != Changes() else news)
            finish()

        def not_looked(error: Exception) -> None:
            self._not_looked(error)
            finish()

        self._poll.stop()
        self._worker.run(self, lambda backend: self._news(backend.reader), looked, not_looked)

    def _news(self, reader: Reader) -> Changes:
        """Return what happened since the last look. Runs on the worker, which alone writes `_seq`."""
        seq, ids = reader.changed_since(self._seq)
        others = seq - self._seq > len(ids)
        self._seq = seq
        return Changes(tuple(ids), directory=bool(ids), staff=others, office=others)

    def _looked(self, news: Changes) -> None:
        self._wait()
        self.reached.emit(None)
        self._tell(news)

    def _not_looked(self, error: Exception) -> None:
        self._wait()
        if isinstance(error, UserError):
            self.reached.emit(error)
        else:
            self.messages.bug(error)

    def _wait(self) -> None:
        pause = random.randint(*POLL)  # noqa: S311 - jitter, not a secret
        self._poll.start(pause * (IDLE_FACTOR if self.idle else 1))

    def _tell(self, news: Changes) -> None:
        if news.staff or news.office:
            self._worker.run(self, _situation, lambda found: self._resat(found, news), self._failing(self, None))
        elif news != Changes():
            self.changed.emit(news)

    def _resat(self, found: tuple[int, Office, list[Person]], news: Changes) -> None:
        _, self.office, staff = found
        self.people = {person.id: person for person in staff}
        self.me = self.people.get(self.me.id, self.me)
        self.changed.emit(news)

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


def _while_there(owner: QObject, progress: Progress | None) -> Progress | None:
    """Return `progress` that nothing more is told once `owner` is gone."""
    if progress is None:
        return None
    return lambda done, total: progress(done, total) if shiboken6.isValid(owner) else None


def _situation(backend: Backend) -> tuple[int, Office, list[Person]]:
    seq, _ = backend.reader.head()
    return seq, backend.reader.office(), backend.reader.staff()


def _merged(own: Changes, news: Changes) -> Changes:
    return replace(
        own,
        tickets=tuple(dict.fromkeys(own.tickets + news.tickets)),
        directory=own.directory or news.directory,
    )
