"""What waits on this computer until the office can be reached: calls and comments, sent in order and once each.

One small JSON file an entry in the person's data folder, written whole before the person is told that it is kept. It
is removed when the office has it; a program that is killed between the two sends it again, which takes no effect.
"""

import contextlib
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile, QObject, Signal

from desk_app.app.drafts import DraftKey
from desk_app.domain.errors import Unavailable, UserError
from desk_app.i18n import tr
from desk_app.services.outbox import Entry, Kind, deliver, parsed, refused, written
from desk_app.services.ports import Changes
from desk_app.services.whole_file import write_whole

if TYPE_CHECKING:
    from desk_app.app.desk import Desk

PAUSE: Final = 30.0
"""How long nothing is sent after the office refused for a reason that passes, in seconds."""
_PATIENCE: Final = 2000
_EPOCHS: Final = "epochs"
_PLAIN: Final = re.compile(r"[^0-9A-Za-z-]")


def outbox_path() -> Path:
    """Return where what waits of the computer's user is kept."""
    return user_data_path("desk_app", appauthor=False) / "outbox"


class OutboxStore:
    """The files of what waits. May be used by several programs at once; raises UserError where the disk refuses."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or outbox_path()
        self.sending = QLockFile(str(self.folder / "sending.lock"))
        self.sending.setStaleLockTime(0)  # stale when its program is gone, never by age

    def keep(self, epoch: str, person: int, entry: Entry) -> Entry:
        """Keep a new entry behind all others; return it with its place and, for a call, its provisional number."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = QLockFile(str(self.folder / "numbers.lock"))
        lock.tryLock(_PATIENCE)
        try:
            order = self._last(epoch, person) + 1
            provisional = "" if entry.kind is Kind.COMMENT else tr("L-{n}", n=order)
            kept = replace(entry, order=order, provisional=provisional)
            self.put(epoch, person, kept)
            _write(self._counter(epoch, person), str(order))
        finally:
            lock.unlock()
        return kept

    def put(self, epoch: str, person: int, entry: Entry) -> None:
        """Write `entry` in place of what is there of it."""
        _write(self._path(epoch, person, entry), written(entry))

    def drop(self, epoch: str, person: int, entry: Entry) -> None:
        """Remove what is there of `entry`."""
        self._path(epoch, person, entry).unlink(missing_ok=True)

    def all(self, epoch: str, person: int) -> tuple[Entry, ...]:
        """Return what waits, in order. What cannot be read is put aside."""
        found = (self._read(path) for path in self.folder.glob(f"{_stem(epoch, person)}.*.json"))
        return tuple(sorted((entry for entry in found if entry), key=lambda entry: (entry.order, entry.op_id)))

    def carry_over(self, old: str, new: str) -> None:
        """Let what waits for the epoch `old` wait for `new`: the same office after a backup was put in its place."""
        for path in self.folder.glob(f"{_PLAIN.sub('', old)}.*"):
            path.replace(path.with_name(_PLAIN.sub("", new) + path.name.removeprefix(_PLAIN.sub("", old))))

    def _last(self, epoch: str, person: int) -> int:
        """Return the last place given. It is not given twice: people may have written the number down."""
        kept = 0
        with contextlib.suppress(OSError, ValueError):
            kept = int(self._counter(epoch, person).read_text("ascii"))
        return max([kept, *(entry.order for entry in self.all(epoch, person))])

    def _counter(self, epoch: str, person: int) -> Path:
        return self.folder / f"{_stem(epoch, person)}.last"

    def _path(self, epoch: str, person: int, entry: Entry) -> Path:
        return self.folder / f"{_stem(epoch, person)}.{entry.op_id.hex()}.json"

    def _read(self, path: Path) -> Entry | None:
        try:
            return parsed(path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            with contextlib.suppress(OSError):
                path.replace(path.with_suffix(".broken"))
            return None


class Outbox(QObject):
    """What `desk`'s person did while the office was away. Sent after each look that reaches the office.

    `changed` tells that `entries` are others. `sent` carries an Entry and its Changes, `refused` an Entry that the
    office did not take: it stays, and the rest goes on.
    """

    changed = Signal()
    sent = Signal(object, object)
    refused = Signal(object)

    def __init__(self, desk: "Desk", store: OutboxStore | None = None) -> None:
        super().__init__(desk)
        self._desk, self._store = desk, store or OutboxStore()
        self._epoch = desk.epoch
        self._carry_over(desk.settings.get(_EPOCHS, {}).get(desk.origin, ""))
        self.entries = self._store.all(*self._whose())
        self._forget_drafts()
        self._sending = False
        self._rest_until = 0.0
        desk.reached.connect(self.send_on)
        desk.renewed.connect(self._renew)

    # -- coming in ----

    def send(
        self,
        owner: QObject,
        entry: Entry,
        then: Callable[[Changes], object],
        kept: Callable[[Entry], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """Do `entry` in the office, then call `then`; where it is away, keep it here and call `kept`.

        Nothing waits for an office that was away at the last look.
        """
        if self._desk.reach.away is not None:
            self._keep(owner, entry, kept, failed)
            return

        def not_done(error: UserError) -> None:
            if isinstance(error, Unavailable):
                self._keep(owner, entry, kept, failed)
            else:
                failed(error)

        work = partial(deliver, entry=entry)
        self._desk.command(owner, work, lambda changes: _ignore(then(changes)), not_done, entry.op_id)

    def _keep(
        self,
        owner: QObject,
        entry: Entry,
        kept: Callable[[Entry], object],
        failed: Callable[[UserError], object],
    ) -> None:
        def done(one: Entry) -> None:
            self.entries = (*self.entries, one)
            self.changed.emit()
            kept(one)

        work = partial(self._store.keep, self._desk.epoch, self._desk.me.id, entry)
        self._desk.nearby(owner, work, done, lambda error: _ignore(failed(error)))

    # -- going out ----

    def send_on(self, *_: object) -> None:
        """Send what waits, one after another, if the office can be reached and no other program sends."""
        waiting = [entry for entry in self.entries if not entry.refusal]
        resting = time.monotonic() < self._rest_until
        if self._sending or resting or not waiting or self._desk.reach.away is not None:
            return
        if self._store.sending.tryLock(0):
            self._sending = True
            self._load(self._next)

    def again(self, entry: Entry) -> None:
        """Send a refused entry once more at the next look."""
        once_more = replace(entry, refusal={})
        self._rest_until = 0.0
        self._change(once_more, partial(self._store.put, *self._whose(), once_more), self._desk.look)

    def drop(self, entry: Entry) -> None:
        """Forget an entry: it is not wanted any more."""
        self.entries = tuple(one for one in self.entries if one.op_id != entry.op_id)
        self._desk.nearby(self, partial(self._store.drop, *self._whose(), entry), lambda _none: None)
        self.changed.emit()

    def _next(self) -> None:
        entry = next((one for one in self.entries if not one.refusal), None)
        if entry is None or self._desk.reach.away is not None:
            self._end()
            return
        self._desk.command(
            self, partial(deliver, entry=entry), partial(self._done, entry), partial(self._not_done, entry), entry.op_id
        )

    def _done(self, entry: Entry, changes: Changes) -> None:
        def gone(_none: object) -> None:
            self.sent.emit(entry, changes)
            self._next()

        self.entries = tuple(one for one in self.entries if one.op_id != entry.op_id)
        self.changed.emit()
        self._desk.nearby(self, partial(self._store.drop, *self._whose(), entry), gone, lambda _error: gone(None))

    def _not_done(self, entry: Entry, error: UserError) -> None:
        if isinstance(error, Unavailable):
            self._rest_until = time.monotonic() + PAUSE if self._desk.reach.away is None else 0.0
            self._end()
            return
        one = replace(entry, refusal=refused(error))
        self._change(one, partial(self._store.put, *self._whose(), one), self._next)
        self.refused.emit(one)

    def _end(self) -> None:
        self._sending = False
        self._store.sending.unlock()

    # -- the files ----

    def _whose(self) -> tuple[str, int]:
        return self._desk.epoch, self._desk.me.id

    def _change(self, entry: Entry, work: Callable[[], None], then: Callable[[], object]) -> None:
        self.entries = tuple(entry if one.op_id == entry.op_id else one for one in self.entries)
        self.changed.emit()
        self._desk.nearby(self, work, lambda _none: _ignore(then()), lambda _error: _ignore(then()))

    def _load(self, then: Callable[[], object]) -> None:
        def loaded(entries: tuple[Entry, ...]) -> None:
            if entries != self.entries:
                self.entries = entries
                self.changed.emit()
            then()

        self._desk.nearby(self, partial(self._store.all, *self._whose()), loaded)

    def _forget_drafts(self) -> None:
        """Forget the drafts of what is kept here: a program that was killed in between left both."""
        for entry in self.entries:
            if kind := str(entry.payload.get("draft", "")):
                ticket = int(entry.payload.get("ticket", 0))
                self._desk.drafts.forget(DraftKey(self._desk.epoch, self._desk.me.id, kind, ticket))

    def _renew(self) -> None:
        """Begin anew: what waits is as another program of this person left it, and the epoch may be another."""
        self._carry_over(self._epoch)
        self._load(self.send_on)

    def _carry_over(self, old: str) -> None:
        """Let what was typed and what waits for the epoch `old` go on; note which epoch it is now."""
        desk, self._epoch = self._desk, self._desk.epoch
        if old and old != desk.epoch:
            desk.drafts.carry_over(old, desk.epoch)
            self._store.carry_over(old, desk.epoch)
        desk.settings.set(_EPOCHS, {**desk.settings.get(_EPOCHS, {}), desk.origin: desk.epoch})


def new_entry(kind: Kind, payload: Mapping[str, Any]) -> Entry:
    """Return something to be done, with an op_id of its own, as of now."""
    return Entry(uuid.uuid4().bytes, kind, payload, datetime.now(UTC).replace(microsecond=0))


def _stem(epoch: str, person: int) -> str:
    return f"{_PLAIN.sub('', epoch)}.{person}"


def _write(path: Path, text: str) -> None:
    write_whole(path, lambda stream: stream.write(text.encode()), private=True)


def _ignore(_answer: object) -> None:
    """Let a callback return what it likes."""
