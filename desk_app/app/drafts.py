"""What is being typed, kept on this computer until it is saved: it outlives the program, however that ends.

One small JSON file a draft in the person's data folder, replaced in one step. A running program holds a lock of its
own, so that two windows of one person on one ticket never take each other's draft.
"""

import contextlib
import json
import re
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desk_app.domain.errors import UserError
from desk_app.services.whole_file import write_whole

AGE: Final = 90 * 24 * 60 * 60
"""How long a draft is kept, in seconds."""
DELAY: Final = 400
"""How long after a key press what was typed is on the disk at the latest, in milliseconds."""
_FORMAT: Final = 1
_SECRET: Final = re.compile(r"(?i)passw|secret|парол|token")
_PLAIN: Final = re.compile(r"[^0-9A-Za-z-]")


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Whose draft of what: `epoch` is the office file's, `person` an id, `kind` the editor's own word ("comment").

    `ticket` is 0 for a call that is not registered yet.
    """

    epoch: str
    person: int
    kind: str
    ticket: int = 0

    @property
    def name(self) -> str:
        """The beginning of the draft's file name."""
        return f"{_PLAIN.sub('', self.epoch)}.{self.person}.{_PLAIN.sub('', self.kind)}.{self.ticket}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed and did not save. `version` is the ticket's they typed upon; `saved_at` is UTC."""

    key: DraftKey
    values: Mapping[str, Any]
    version: int
    saved_at: datetime


def drafts_path() -> Path:
    """Return where the drafts of the computer's user are kept."""
    return user_data_path("desk_app", appauthor=False) / "drafts"


class DraftStore:
    """The drafts of one running program. Nothing here raises into typing: `trouble` says what went wrong last.

    Values are plain JSON; what looks like a password by its name is never kept. What the disk did not
    take is `unwritten`, as long as the program runs. `claims` says which editor types which draft.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or drafts_path()
        self.trouble: UserError | None = None
        self.claims: dict[DraftKey, QObject] = {}
        self.unwritten: dict[DraftKey, Draft] = {}
        self._mine = uuid.uuid4().hex
        self._lock = QLockFile(str(self.folder / f"{self._mine}.lock"))
        self._lock.setStaleLockTime(0)  # stale when its program is gone, never by age
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.tryLock(0)
            self._prune()

    def save(self, key: DraftKey, values: Mapping[str, Any], version: int = 0) -> bool:
        """Keep `values` in place of what this program kept before; tell whether that worked."""
        try:
            text = json.dumps(_body(key, values, version), default=str)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._path(key), lambda stream: stream.write(text.encode()), private=True)
        except (OSError, UserError, ValueError, TypeError, RecursionError) as error:
            self.trouble = UserError(
                "What you type cannot be kept on this computer ({reason}). Save it soon: a crash would lose it.",
                reason=error,
            )
            self.unwritten[key] = Draft(key, values, version, datetime.now(UTC))
            return False
        self.trouble = None
        self.unwritten.pop(key, None)
        return True

    def load(self, key: DraftKey) -> Draft | None:
        """Return the newest draft of `key`, unless another program that still runs is typing it."""
        return max(self._drafts(f"{key.name}.*.json"), key=lambda draft: draft.saved_at, default=None)

    def left(self, epoch: str, person: int) -> list[Draft]:
        """Return what `person` left unsaved in this office, newest first, one a key."""
        found: dict[DraftKey, Draft] = {}
        drafts = self._drafts(f"{_PLAIN.sub('', epoch)}.{person}.*.json")
        for draft in sorted(drafts, key=lambda draft: draft.saved_at, reverse=True):
            found.setdefault(draft.key, draft)
        return [*found.values()]

    def forget(self, key: DraftKey) -> None:
        """Remove the draft: it is saved, or not wanted."""
        self.unwritten.pop(key, None)
        for path in self._found(f"{key.name}.*.json"):
            with contextlib.suppress(OSError):
                path.unlink()

    def drop(self, key: DraftKey) -> None:
        """Remove what this program kept under `key`; what an earlier one left stays."""
        self.unwritten.pop(key, None)
        with contextlib.suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def close(self) -> None:
        """Let another program have what is left here."""
        self._lock.unlock()

    def _path(self, key: DraftKey) -> Path:
        return self.folder / f"{key.name}.{self._mine}.json"

    def _found(self, pattern: str) -> list[Path]:
        """Return the files of `pattern` that are ours or whose program is gone."""
        try:
            return [path for path in self.folder.glob(pattern) if self._is_free(path.stem.rpartition(".")[2])]
        except OSError:
            return []

    def _is_free(self, owner: str) -> bool:
        path = self.folder / f"{owner}.lock"
        if owner == self._mine or not path.exists():
            return True
        lock = QLockFile(str(path))
        lock.setStaleLockTime(0)
        free = lock.tryLock(0)
        lock.unlock()
        return free

    def _drafts(self, pattern: str) -> list[Draft]:
        read = (self._read(path) for path in self._found(pattern))
        return [draft for draft in read if draft]

    def _read(self, path: Path) -> Draft | None:
        try:
            return _draft(json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            aside = path.with_suffix(".broken")
            with contextlib.suppress(OSError):
                path.replace(aside)
            self.trouble = UserError("A draft could not be read. It is put aside as {path}.", path=aside)
            return None

    def _prune(self) -> None:
        """Remove what is older than AGE, and the locks and halves that dead programs left."""
        oldest = time.time() - AGE
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                if path.suffix == ".lock":
                    self._is_free(path.stem)
                elif path.stat().st_mtime < oldest:
                    path.unlink()


class DraftKeeper(QObject):
    """Keeps the draft of one editor: DELAY after a key press, and at once when the focus moves on.

    `read` returns what stands in the editor, or nothing when there is nothing to lose; it is called on the GUI
    thread, the file is written on another. `failed` carries the UserError once when drafts cannot be kept.
    """

    failed = Signal(object)

    def __init__(self, store: DraftStore, editor: QWidget, read: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__(editor)
        self._store, self._editor, self._read = store, editor, read
        self._key: DraftKey | None = None
        self.version = 0
        self._touched = False
        self._told = False
        self._writing: Future[bool] | None = None
        self._timer = QTimer(self, singleShot=True, interval=DELAY)
        self._timer.timeout.connect(self.save_now)
        self._looking = QTimer(self, singleShot=True, interval=DELAY // 2)
        self._looking.timeout.connect(self._look)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        app.aboutToQuit.connect(self.flush)

    def watch(self, key: DraftKey, version: int = 0) -> Draft | None:
        """Keep the draft of `key` from now on, typed upon `version`; return what was left unsaved there."""
        self.flush()
        self._key, self.version = key, version
        return self._store.load(key)

    def leave(self) -> None:
        """Keep what stands there, and watch it no longer."""
        self.flush()
        self._key = None

    def touch(self, *_: object) -> None:
        """Note that something was typed; connect it to the inputs' own signals."""
        self._touched = True
        if not self._timer.isActive():
            self._timer.start()

    def save_now(self) -> None:
        """Keep what stands there now, if anything was typed since the last time."""
        self._timer.stop()
        if self._touched and self._key is not None:
            self._touched = False
            self._writing = _queue.submit(_keep, self._store, self._key, dict(self._read()), self.version)
            self._looking.start()

    def forget(self) -> None:
        """Remove the draft: it is saved, or not wanted."""
        self._timer.stop()
        self._touched = False
        if self._key is not None:
            _queue.submit(self._store.forget, self._key)

    def flush(self) -> None:
        """Keep what stands there and wait until it is on the disk, and whatever was to be removed is gone."""
        self.save_now()
        _queue.submit(int).result()

    def _focus_moved(self, old: QWidget | None, _now: QWidget | None) -> None:
        if not isValid(self._editor):
            return  # the focus leaves an editor that is being destroyed
        if old is not None and (old is self._editor or self._editor.isAncestorOf(old)):
            self.save_now()

    def _look(self) -> None:
        """Tell once when what was typed could not be written."""
        if self._writing is None or not self._writing.done():
            self._looking.start()
            return
        worked = self._writing.result()
        if not worked and not self._told and self._store.trouble is not None:
            self.failed.emit(self._store.trouble)
        self._told = not worked


_queue: Final = ThreadPoolExecutor(1, thread_name_prefix="drafts")
"""Writes drafts one after another, so that the last one typed is the one that stays."""


def _keep(store: DraftStore, key: DraftKey, values: dict[str, Any], version: int) -> bool:
    if values:
        return store.save(key, values, version)
    store.drop(key)
    return True


def _body(key: DraftKey, values: Mapping[str, Any], version: int) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "epoch": key.epoch,
        "person": key.person,
        "kind": key.kind,
        "ticket": key.ticket,
        "version": version,
        "saved_at": datetime.now(UTC).isoformat(),
        "values": _without_secrets(values),
    }


def _draft(body: Mapping[str, Any]) -> Draft:
    if body["format"] != _FORMAT or not isinstance(body["values"], dict):
        raise ValueError(body["format"])
    key = DraftKey(str(body["epoch"]), int(body["person"]), str(body["kind"]), int(body["ticket"]))
    saved_at = datetime.fromisoformat(body["saved_at"]).astimezone(UTC)
    return Draft(key, body["values"], int(body["version"]), saved_at)


def _without_secrets(values: Any) -> Any:
    if isinstance(values, Mapping):
        return {str(name): _without_secrets(value) for name, value in values.items() if not _SECRET.search(str(name))}
    if isinstance(values, list | tuple):
        return [_without_secrets(value) for value in values]
    return values
