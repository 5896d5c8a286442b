"""The one worker: everything that touches the office file happens on its thread, one thing after another."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, Signal

from desk_app.domain.office import Person
from desk_app.services.ports import Reader, UnitOfWork

T = TypeVar("T")


class Backend(Protocol):
    """An opened office file. It is opened, used and closed on the worker's thread alone."""

    @property
    def reader(self) -> Reader: ...
    def unit_of_work(self, actor: Person) -> UnitOfWork: ...
    def close(self) -> None: ...


class NoOffice:
    """The backend of a worker that never touches the office file: it makes, draws and writes what was read before."""

    @property
    def reader(self) -> Reader:
        raise LookupError("this worker has no office file")

    def unit_of_work(self, actor: Person) -> UnitOfWork:
        raise LookupError("this worker has no office file")

    def close(self) -> None:
        """There is nothing to close."""


@dataclass(frozen=True, slots=True)
class _Job:
    """What is asked, and on whose behalf. Kept and dropped on the GUI thread: it may hold widgets."""

    owner: QObject
    work: Callable[[Backend], Any]
    then: Callable[[Any], None]
    failed: Callable[[Exception], None]
    must: bool


class Worker(QObject):
    """Opens the office file on a thread of its own and answers on the GUI thread."""

    _ready = Signal()

    def __init__(self, open_backend: Callable[[], Backend]) -> None:
        super().__init__()
        self.open_backend = open_backend
        self._jobs: dict[int, _Job] = {}
        self._last = 0
        self._asked: SimpleQueue[int | None] = SimpleQueue()
        self._answered: SimpleQueue[tuple[int, Any, Exception | None]] = SimpleQueue()
        self._ready.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread: threading.Thread | None = threading.Thread(target=self._main, name="office", daemon=True)
        self._thread.start()

    def run(
        self,
        owner: QObject,
        work: Callable[[Backend], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
        must: bool = False,
    ) -> None:
        """Run `work` on the worker, then `then` or `failed` here, unless `owner` is gone by that time.

        What `must` be done (a write) is done even when the program closes meanwhile.
        """
        if self._thread is None:
            return
        self._last += 1
        self._jobs[self._last] = _Job(owner, work, then, failed, must)
        self._asked.put(self._last)

    def ask(self, work: Callable[[Backend], T]) -> T:
        """Return the answer of `work`. The window is painted meanwhile but takes no input."""
        answers: list[T] = []
        errors: list[Exception] = []
        loop = QEventLoop()

        def answered(answer: T) -> None:
            answers.append(answer)
            loop.quit()

        def failed(error: Exception) -> None:
            errors.append(error)
            loop.quit()

        self.run(self, work, answered, failed)
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if errors:
            raise errors[0]
        return answers[0]

    def close(self) -> None:
        """Let the running job and every write end, drop the rest, close the file and wait for the thread."""
        if self._thread is None:
            return
        thread, self._thread = self._thread, None
        self._jobs = {number: job for number, job in self._jobs.items() if job.must}
        self._asked.put(None)
        thread.join()
        self._jobs.clear()

    def _deliver(self) -> None:
        while not self._answered.empty():
            number, answer, error = self._answered.get()
            job = self._jobs.pop(number, None)
            if job is None or self._thread is None or not shiboken6.isValid(job.owner):
                continue
            if error is None:
                job.then(answer)
            else:
                job.failed(error)

    # -- on the worker's thread ----

    def _main(self) -> None:
        backend, trouble = self._opened()
        while (number := self._asked.get()) is not None:
            self._answered.put((number, *self._done(number, backend, trouble)))
            self._ready.emit()
        if backend is not None:
            backend.close()

    def _opened(self) -> tuple[Backend | None, Exception | None]:
        try:
            return self.open_backend(), None
        except Exception as error:
            return None, error

    def _done(self, number: int, backend: Backend | None, trouble: Exception | None) -> tuple[Any, Exception | None]:
        job = self._jobs.get(number)
        if job is None or backend is None:
            return None, trouble
        try:
            return job.work(backend), None
        except Exception as error:
            return None, error
