"""What is being typed, kept on this computer until it is saved: it outlives the program, however that ends.

One small JSON file a draft in the person's data folder, replaced in one step. A running program holds a lock of its
own, so that two windows of one person on one ticket never take each other's draft.
"""

import contextlib
import json
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile, QObject

from desk_app.domain.errors import UserError
from desk_app.services.whole_file import write_whole

AGE: Final = 90 * 24 * 60 * 60
"""How long a draft is kept, in seconds."""
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
        self._epochs: dict[str, str] = {}
        self._mine = uuid.uuid4().hex
        self._lock = QLockFile(str(self.folder / f"{self._mine}.lock"))
        self._lock.setStaleLockTime(0)  # stale when its program is gone, never by age
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.tryLock(0)
            self._prune()

    def save(self, key: DraftKey, values: Mapping[str, Any], version: int = 0) -> bool:
        """Keep `values` in place of what this program kept before; tell whether that worked."""
        key = self._now(key)
        try:
            text = json.dumps(_body(key, values, version, datetime.now(UTC)), default=str)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self._path(key), text)
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
        key = self._now(key)
        return max(self._drafts(f"{key.name}.*.json", key.epoch), key=lambda draft: draft.saved_at, default=None)

    def left(self, epoch: str, person: int) -> list[Draft]:
        """Return what `person` left unsaved in this office, newest first, one a key."""
        found: dict[DraftKey, Draft] = {}
        drafts = self._drafts(f"{_PLAIN.sub('', epoch)}.{person}.*.json", epoch)
        for draft in sorted(drafts, key=lambda draft: draft.saved_at, reverse=True):
            found.setdefault(draft.key, draft)
        return [*found.values()]

    def forget(self, key: DraftKey) -> None:
        """Remove the draft: it is saved, or not wanted."""
        key = self._now(key)
        self.unwritten.pop(key, None)
        for path in [path for one in self._ever(key) for path in self._found(f"{one.name}.*.json")]:
            with contextlib.suppress(OSError):
                path.unlink()

    def drop(self, key: DraftKey) -> None:
        """Remove what this program kept under `key`; what an earlier one left stays."""
        key = self._now(key)
        self.unwritten.pop(key, None)
        for one in self._ever(key):
            with contextlib.suppress(OSError):
                self._path(one).unlink(missing_ok=True)

    def carry_over(self, old: str, new: str) -> bool:
        """Let the drafts of the epoch `old` be those of `new`, those of open editors too (a backup took its place).

        Return whether none is left of `old`; what another program holds or types stays there, to be carried over later.
        """
        self._epochs = {**{one: new if now == old else now for one, now in self._epochs.items()}, old: new}
        begins = f"{_PLAIN.sub('', old)}."
        for path in self._found(f"{begins}*.json"):
            there = path.with_name(f"{_PLAIN.sub('', new)}.{path.name.removeprefix(begins)}")
            with contextlib.suppress(OSError):
                if there.exists():  # typed on since this one could not be carried over
                    path.unlink()
                else:
                    path.replace(there)
        try:
            return not any(self.folder.glob(f"{begins}*.json"))
        except OSError:
            return False

    def close(self) -> None:
        """Let another program have what is left here."""
        self._lock.unlock()

    def _now(self, key: DraftKey) -> DraftKey:
        """Return `key` in the epoch that took the place of its own."""
        return replace(key, epoch=self._epochs.get(key.epoch, key.epoch))

    def _ever(self, key: DraftKey) -> list[DraftKey]:
        """Return `key` and those it was before: what was held by another program may still lie there."""
        return [key, *(replace(key, epoch=before) for before, now in self._epochs.items() if now == key.epoch)]

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

    def _drafts(self, pattern: str, epoch: str) -> list[Draft]:
        """Return what is found by `pattern`. It is of `epoch`, as the name says: it may be typed in an earlier one."""
        read = (self._read(path) for path in self._found(pattern))
        return [replace(draft, key=replace(draft.key, epoch=epoch)) for draft in read if draft]

    def _read(self, path: Path) -> Draft | None:
        try:
            return _draft(json.loads(path.read_text("utf-8")))
        except OSError:  # it is gone meanwhile; or a scanner has it open, and the next look finds it
            return None
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
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


def _write(path: Path, text: str) -> None:
    write_whole(path, lambda stream: stream.write(text.encode()), private=True)


def _body(key: DraftKey, values: Mapping[str, Any], version: int, saved_at: datetime) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "epoch": key.epoch,
        "person": key.person,
        "kind": key.kind,
        "ticket": key.ticket,
        "version": version,
        "saved_at": saved_at.isoformat(),
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
