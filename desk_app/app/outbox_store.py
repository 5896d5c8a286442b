"""The files of what waits on this computer: one small JSON file an entry, written whole."""

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile

from desk_app.domain.errors import UserError
from desk_app.i18n import tr
from desk_app.services.outbox import Entry, Kind, parsed, written
from desk_app.services.whole_file import write_whole

_PATIENCE: Final = 2000
_ASIDE: Final = ".broken"
_LAST: Final = ".last"
_PLAIN: Final = re.compile(r"[^0-9A-Za-z-]")


def outbox_path() -> Path:
    """Return where what waits of the computer's user is kept."""
    return user_data_path("desk_app", appauthor=False) / "outbox"


@dataclass(frozen=True, slots=True)
class Found:
    """What waits, in order; `unread` says of what cannot be read now why (by its op_id in hex): it stays as it is.

    `aside` says of each file that is none of ours any more where it lies: it says so until somebody removes it.
    """

    entries: tuple[Entry, ...] = ()
    unread: Mapping[str, UserError] = field(default_factory=dict)
    aside: tuple[UserError, ...] = ()

    def beside(self, known: Iterable[Entry]) -> "Found":
        """Return what waits when what cannot be read now is as it was `known` before."""
        kept = [entry for entry in known if entry.op_id.hex() in self.unread]
        unread = {op_id: why for op_id, why in self.unread.items() if op_id not in {one.op_id.hex() for one in kept}}
        return Found(_in_order([*self.entries, *kept]), unread, self.aside)


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
        path = self._path(epoch, person, entry)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _stays(path, error) from error

    def all(self, epoch: str, person: int) -> tuple[Entry, ...]:
        """Return what waits and can be read, in order."""
        return self.found(epoch, person).entries

    def found(self, epoch: str, person: int) -> Found:
        """Return what waits, and what there is to tell of it. What is none of ours is put aside."""
        entries: list[Entry] = []
        unread: dict[str, UserError] = {}
        for path in self.folder.glob(f"{_stem(epoch, person)}.*.json"):
            try:
                entries += self._read(path)
            except OSError as error:  # a second program or a scanner has it open, or the disk stumbles
                unread[path.stem.rpartition(".")[2]] = _unread(path, error)
        aside = sorted(self.folder.glob(f"{_stem(epoch, person)}.*{_ASIDE}"))
        return Found(_in_order(entries), unread, tuple(_aside(path) for path in aside))

    def carry_over(self, old: str, new: str) -> bool:
        """Let what waits for the epoch `old` wait for `new`: the same office after a backup was put in its place.

        Return whether nothing is left of `old`; what another program holds stays there, to be carried over later.
        """
        begins = f"{_PLAIN.sub('', old)}."
        for path in self.folder.glob(f"{begins}*"):
            with contextlib.suppress(OSError):  # held by another program, or a second window was quicker
                _move(path, path.with_name(f"{_PLAIN.sub('', new)}.{path.name.removeprefix(begins)}"))
        return not any(self.folder.glob(f"{begins}*"))

    def _last(self, epoch: str, person: int) -> int:
        """Return the last place given. It is not given twice: people may have written the number down."""
        kept = _place(self._counter(epoch, person))
        return max([kept, *(entry.order for entry in self.all(epoch, person))])

    def _counter(self, epoch: str, person: int) -> Path:
        return self.folder / f"{_stem(epoch, person)}{_LAST}"

    def _path(self, epoch: str, person: int, entry: Entry) -> Path:
        return self.folder / f"{_stem(epoch, person)}.{entry.op_id.hex()}.json"

    def _read(self, path: Path) -> tuple[Entry, ...]:
        """Return the entry in `path`; nothing where it is gone meanwhile or is none. Raises OSError."""
        try:
            return (parsed(path.read_text("utf-8")),)
        except FileNotFoundError:
            return ()
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
            path.replace(path.with_suffix(_ASIDE))
            return ()


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.order, entry.op_id)))


def _unread(path: Path, error: OSError) -> UserError:
    return UserError(
        "Something that waits to be sent cannot be read now: {path} ({reason}). It stays there and is tried again by "
        "itself. Close other programs that may use this file; if this is said again tomorrow, ask IT.",
        path=path,
        reason=error.strerror or error,
    )


def _stays(path: Path, error: OSError) -> UserError:
    return UserError(
        "What was sent already, or is not wanted any more, cannot be removed from this computer: {path} ({reason}). "
        "Close other programs that may use this file, then remove it: what is not wanted is sent otherwise as soon as "
        "the program is started again.",
        path=path,
        reason=error.strerror or error,
    )


def _aside(path: Path) -> UserError:
    return UserError(
        "Something that waited to be sent is damaged and was not sent: {path}. Open this file as text to see what it "
        "was, enter it again, then remove the file.",
        path=path,
    )


def _move(path: Path, there: Path) -> None:
    """Let `path` be `there`, unless something newer is there. Raises OSError."""
    if there.exists() and not (there.suffix == _LAST and _place(path) > _place(there)):
        path.unlink()
    else:
        path.replace(there)


def _place(counter: Path) -> int:
    """Return the last place given as the file `counter` has it; 0 where it cannot be read."""
    with contextlib.suppress(OSError, ValueError):
        return int(counter.read_text("ascii"))
    return 0


def _stem(epoch: str, person: int) -> str:
    return f"{_PLAIN.sub('', epoch)}.{person}"


def _write(path: Path, text: str) -> None:
    write_whole(path, lambda stream: stream.write(text.encode()), private=True)
