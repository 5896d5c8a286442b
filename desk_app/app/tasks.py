"""Workers: what is opened on a thread is used and closed on it alone, one thing after another."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Generic, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QObject, Qt, Signal

from desk_app.domain.office import Person
from desk_app.services.ports import Reader, UnitOfWork

T = TypeVar("T")


class Opened(Protocol):
    """What a worker opens and closes on its thread."""

    def close(self) -> None: ...


class Backend(Opened, Protocol):
    """An office that is read and written by itself, as long work does beside the window."""

    @property
    def reader(self) -> Reader: ...
    def unit_of_work(self, actor: Person) -> UnitOfWork: ...


class NoOffice:
    """What a worker has open that never touches an office: it makes, draws and writes what was read before."""

    def close(self) -> None:
        """There is nothing to close."""


B = TypeVar("B", bound=Opened)


@dataclass(frozen=True, slots=True)
class _Job:
    """What is asked, and on whose behalf. Kept and dropped on the GUI thread: it may hold widgets."""

    owner: QObject
    work: Callable[[Any], Any]
    then: Callable[[Any], None]
    failed: Callable[[Exception], None]
    must: bool


class Worker(QObject, Generic[B]):
    """Opens something on a thread of its own and answers on the GUI thread."""

    _ready = Signal()

    def __init__(self, open_it: Callable[[], B], name: str = "work") -> None:
        super().__init__()
        self._open = open_it
        self._jobs: dict[int, _Job] = {}
        self._last = 0
        self._asked: SimpleQueue[int | None] = SimpleQueue()
        self._answered: SimpleQueue[tuple[int, Any, Exception | None]] = SimpleQueue()
        self._ready.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread: threading.Thread | None = threading.Thread(target=self._main, name=name, daemon=True)
        self._thread.start()

    def run(
        self,
        owner: QObject,
        work: Callable[[B], T],
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

    def ask(self, work: Callable[[B], T], lively: bool = False) -> T:
        """Return the answer of `work`. Windows are painted meanwhile, but take no input unless `lively`."""
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
        flags = QEventLoop.ProcessEventsFlag
        loop.exec(flags.AllEvents if lively else flags.ExcludeUserInputEvents)
        if errors:
            raise errors[0]
        return answers[0]

    def close(self) -> None:
        """Let the running job and every write end, drop the rest, close what is open and wait for the thread."""
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
        opened, trouble = self._opened()
        while (number := self._asked.get()) is not None:
            self._answered.put((number, *self._done(number, opened, trouble)))
            self._ready.emit()
        if opened is not None:
            opened.close()

    def _opened(self) -> tuple[B | None, Exception | None]:
        try:
            return self._open(), None
        except Exception as error:
            return None, error

    def _done(self, number: int, opened: B | None, trouble: Exception | None) -> tuple[Any, Exception | None]:
        job = self._jobs.get(number)
        if job is None or opened is None:
            return None, trouble
        try:
            return job.work(opened), None
        except Exception as error:
            return None, error
