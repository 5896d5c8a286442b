"""What waits on this computer until the office can be reached: calls and comments, sent in order and once each.

One small JSON file an entry in the person's data folder, written whole before the person is told that it is kept. It
is removed when the office has it; a program that is killed between the two sends it again, which takes no effect.
"""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desk_app.app.drafts import DraftKey
from desk_app.app.outbox_store import Found, OutboxStore
from desk_app.domain.errors import Unavailable, UserError
from desk_app.services.outbox import Entry, Kind, deliver, refused
from desk_app.services.ports import Changes

if TYPE_CHECKING:
    from desk_app.app.desk import Desk

PAUSE: Final = 10.0
"""How long nothing is sent after the office refused for a reason that passes, in seconds."""
_EPOCHS: Final = "epochs"
_BEHIND: Final = "epochs_behind"


def _nothing() -> None:
    """Nothing is left to do."""


class Outbox(QObject):
    """What `desk`'s person did while the office was away. Sent after each look that reaches the office.

    `changed` tells that `entries` or `troubles` are others. `sent` carries an Entry and its Changes, `refused` an
    Entry that the office did not take: it stays, and the rest goes on. `leaving` are calls the office has, whose files
    it has not: each is kept until it is dropped.
    """

    changed = Signal()
    sent = Signal(object, object)
    refused = Signal(object)

    def __init__(self, desk: "Desk", store: OutboxStore | None = None) -> None:
        super().__init__(desk)
        self._desk, self._store = desk, store or OutboxStore()
        self._epoch = desk.epoch
        self._behind: list[str] = []
        """Earlier epochs of which something could not be carried over yet: it is tried again until all of it went."""
        self._dropped: set[bytes] = set()
        """The op_ids of what was dropped: a reading that began before may still find it."""
        self._carry_over(desk.settings.get(_EPOCHS, {}).get(desk.origin, ""))
        self._found = self._store.found(*self._whose())
        self.entries, self.leaving = _parted(self._found.entries)
        self._forget_drafts()
        self._sending = False
        self._rest_until = 0.0
        self._failed: Entry | None = None
        """What was neither saved nor kept, as it seemed. It may be saved all the same: once more it has its op_id."""
        desk.reached.connect(self.send_on)
        desk.renewed.connect(self._renew)

    @property
    def troubles(self) -> tuple[UserError, ...]:
        """What to tell of files that should be waiting, and cannot be read."""
        return (*self._found.unread.values(), *self._found.aside)

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

        Nothing waits for an office that was away at the last look. What is sent once more as it was takes effect once.
        """
        entry = self._once_more(entry)
        if self._desk.reach.away is not None:
            self._keep(owner, entry, kept, failed)
            return

        def not_done(error: UserError) -> None:
            if isinstance(error, Unavailable):
                self._keep(owner, entry, kept, failed)
                return
            self._failed = entry
            if isValid(owner):
                failed(error)
            else:
                self._desk.messages.error(None, error)

        def done(changes: Changes) -> None:
            self._failed = None
            if isValid(owner):
                then(changes)

        self._desk.command(self, partial(deliver, entry=entry), done, not_done, entry.op_id)

    def _once_more(self, entry: Entry) -> Entry:
        failed = self._failed
        if failed is None or (failed.kind, failed.payload) != (entry.kind, entry.payload):
            return entry
        return replace(entry, op_id=failed.op_id)

    def _keep(
        self,
        owner: QObject,
        entry: Entry,
        kept: Callable[[Entry], object],
        failed: Callable[[UserError], object],
    ) -> None:
        def done(one: Entry) -> None:
            self._failed = None
            self._dropped.discard(one.op_id)
            self.entries = (*self.entries, one)
            self.changed.emit()
            if isValid(owner):
                kept(one)

        def not_kept(error: UserError) -> None:
            self._failed = entry
            if isValid(owner):
                failed(error)
            else:
                self._desk.messages.error(None, error)

        self._desk.nearby(self, partial(self._store.keep, *self._whose(), entry), done, not_kept)

    # -- going out ----

    def send_on(self, *_: object) -> None:
        """Send what waits, one after another, if the office can be reached and no other program sends."""
        behind = bool(self._found.unread or self._behind)
        if self._desk.reach.away is not None:
            self._rest_until = 0.0
            if behind:
                self._load(_nothing)
            return
        waiting = [entry for entry in self.entries if not entry.refusal]
        resting = time.monotonic() < self._rest_until
        if self._sending or resting or not (waiting or behind):
            return
        if self._store.sending.tryLock(0):
            self._sending = True
            self._load(self._next, self._end)

    def again(self, entry: Entry) -> None:
        """Send a refused entry once more at the next look."""
        once_more = replace(entry, refusal={})
        self._rest_until = 0.0
        self._change(once_more, partial(self._store.put, *self._whose(), once_more), self._desk.look)

    def drop(self, entry: Entry) -> None:
        """Forget an entry: it is not wanted any more, or the office has all of it."""
        self._dropped.add(entry.op_id)
        self._take_out(entry)
        self._desk.nearby(self, partial(self._store.drop, *self._whose(), entry), lambda _none: None)
        self.changed.emit()

    def _next(self) -> None:
        behind = self._found.unread
        entry = next((one for one in self.entries if not (one.refusal or one.payload.get("call") in behind)), None)
        if entry is None or self._desk.reach.away is not None:
            self._end()
            return
        self._desk.command(
            self, partial(deliver, entry=entry), partial(self._done, entry), partial(self._not_done, entry), entry.op_id
        )

    def _done(self, entry: Entry, changes: Changes) -> None:
        whole = not entry.payload.get("files")
        one = entry if whole else replace(entry, payload={**entry.payload, "sent_to": changes.tickets[-1]})

        def gone(_none: object) -> None:
            self.sent.emit(one, changes)
            self._next()

        self._take_out(entry)
        self.leaving += () if whole else (one,)
        self.changed.emit()
        work = self._store.drop if whole else self._store.put
        self._desk.nearby(self, partial(work, *self._whose(), one), gone, lambda _error: gone(None))

    def _take_out(self, entry: Entry) -> None:
        self.entries = tuple(one for one in self.entries if one.op_id != entry.op_id)
        self.leaving = tuple(one for one in self.leaving if one.op_id != entry.op_id)

    def _not_done(self, entry: Entry, error: UserError) -> None:
        if isinstance(error, Unavailable):
            self._rest_until = time.monotonic() + PAUSE if self._desk.reach.away is None else 0.0
            self._end()
            return
        one = replace(entry, refusal=refused(error))
        self._change(one, partial(self._store.put, *self._whose(), one), self._next)
        self.refused.emit(one)

    def close(self) -> None:
        """Let another program send what is left."""
        if self._sending:
            self._end()

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

    def _load(self, then: Callable[[], object], failed: Callable[[], object] = _nothing) -> None:
        """Read what waits, then call `then`; where it cannot be read at all, what is known stays."""
        if self._behind:
            self._carry_over(self._epoch)

        def loaded(found: Found) -> None:
            wanted = replace(found, entries=tuple(one for one in found.entries if one.op_id not in self._dropped))
            told, self._found = self.troubles, wanted.beside((*self.entries, *self.leaving))
            entries, self.leaving = _parted(self._found.entries)
            if entries != self.entries or [*map(str, told)] != [*map(str, self.troubles)]:
                self.entries = entries
                self.changed.emit()
            then()

        self._desk.nearby(self, partial(self._store.found, *self._whose()), loaded, lambda _error: _ignore(failed()))

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
        """Let what was typed and what waits for the epoch `old` go on; note which epoch it is now, and what is behind.

        An epoch that is behind is noted until nothing is left of it, also for the next start.
        """
        desk, self._epoch = self._desk, self._desk.epoch
        noted = desk.settings.get(_BEHIND, {})
        earlier = dict.fromkeys([*str(noted.get(desk.origin, "")).split(), *self._behind, old])
        self._behind = [one for one in earlier if one and one != desk.epoch and not self._carried(one)]
        behind = {**noted, desk.origin: " ".join(self._behind)}
        epochs = {**desk.settings.get(_EPOCHS, {}), desk.origin: desk.epoch}
        behind = {origin: ones for origin, ones in behind.items() if ones}
        desk.settings.update({_EPOCHS: epochs, _BEHIND: behind or None})

    def _carried(self, old: str) -> bool:
        """Carry over what there is of the epoch `old`; return whether nothing is left of it."""
        typed = self._desk.drafts.carry_over(old, self._epoch)
        waiting = self._store.carry_over(old, self._epoch)
        return typed and waiting


def new_entry(kind: Kind, payload: Mapping[str, Any]) -> Entry:
    """Return something to be done, with an op_id of its own, as of now."""
    return Entry(uuid.uuid4().bytes, kind, payload, datetime.now(UTC).replace(microsecond=0))


def _parted(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return what waits, and what is sent but for its files."""
    sent = tuple(entry for entry in entries if "sent_to" in entry.payload)
    return tuple(entry for entry in entries if entry not in sent), sent


def _ignore(_answer: object) -> None:
    """Let a callback return what it likes."""
