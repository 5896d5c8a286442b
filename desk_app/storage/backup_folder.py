"""The folder of backups: what lies there, how a new one gets its name, and what goes."""

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import BinaryIO, Final
from zoneinfo import ZoneInfo

import peewee

from desk_app.domain.moments import from_seconds
from desk_app.services.backups import Backup, Keep, superfluous
from desk_app.services.whole_file import write_whole
from desk_app.storage.attachments import FileStore, sync_folder
from desk_app.storage.backup_file import Note, note_of
from desk_app.storage.standing import StandingFile

CHUNK: Final = 1024 * 1024
_HEAD: Final = 100
"""How long the beginning of a SQLite file is that says how long the whole file is, in bytes."""
_PART_AGE: Final = 24 * 60 * 60
_DEAD_PART: Final = re.compile(r"\..+\.part")


class BackupFolder:
    """The backups of the office file at `office`: beside it, or in `at`, the folder that IT named.

    `office.desk` has `office.desk.backups/office.2026-11-22T14-05-09.4711.desk`: local time, last entry of the
    history. What tickets have attached lies in `files` there, once for all backups, under its SHA-256.
    """

    def __init__(self, office: Path, at: Path | None = None) -> None:
        self.office = office
        self.folder = (at or office.parent) / f"{office.name}.backups"
        self.files = FileStore(self.folder / "attached")
        self._name = re.compile(
            rf"{re.escape(office.stem)}\.(\d{{4}}-\d\d-\d\dT\d\d-\d\d-\d\d)\.(\d+){re.escape(office.suffix)}"
        )

    def name_of(self, made_at: datetime, head: int, zone: tzinfo | None) -> str:
        """Return the name of a backup made at `made_at`, whose history ends with entry `head`."""
        local = made_at.astimezone(zone)
        return f"{self.office.stem}.{local:%Y-%m-%dT%H-%M-%S}.{head}{self.office.suffix}"

    def backups(self) -> list[Backup]:
        """Return what lies there, newest first. Raises OSError when the folder cannot be read."""
        if not self.folder.is_dir():
            return []
        found = []
        for path in self.folder.iterdir():
            if self._name.fullmatch(path.name):
                with contextlib.suppress(FileNotFoundError):  # another workstation pruned it just now
                    found.append(self.read(path))
        return sorted(found, key=lambda backup: (backup.made_at, backup.head), reverse=True)

    def read(self, path: Path) -> Backup:
        """Return what a backup says of itself; one that cannot be read, or is cut short, is not verified.

        Raises FileNotFoundError where there is none.
        """
        named = self._name.fullmatch(path.name)
        size, note = _look(path)
        if note is not None:
            return Backup(
                path, from_seconds(note.made_at), note.head, size, note.verified, note.tickets, note.missing, note.why
            )
        told = datetime.strptime(named[1], "%Y-%m-%dT%H-%M-%S").replace(tzinfo=UTC) if named else datetime.now(UTC)
        return Backup(path, told, int(named[2]) if named else 0, size, verified=False)

    def put(self, draft: Path, name: str) -> Path:
        """Copy `draft` here; it gets its name when it is on the disk and read back equal. Raises Unavailable."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        write_whole(path, lambda stream: copy_checked(draft, stream))
        sync_folder(self.folder)
        return path

    def keep_contents(self, source: FileStore, wanted: Iterable[str]) -> int:
        """Copy the attached contents `wanted` that are not here yet, each checked; return how many are not there."""
        missing = 0
        self.folder.mkdir(parents=True, exist_ok=True)
        for sha256 in wanted:
            if self.files.path_of(sha256).exists():
                continue
            try:
                with source.open(sha256) as stream:
                    kept = self.files.keep(chunks(stream))
            except FileNotFoundError:
                missing += 1
                continue
            missing += kept.sha256 != sha256  # what lies there is damaged
        return missing

    def prune(self, keep: Keep, zone: ZoneInfo) -> list[Backup]:
        """Remove what the rule does not keep, and parts that a crash left; return the backups that went."""
        gone = superfluous(self.backups(), keep, zone)
        for backup in gone:
            with contextlib.suppress(OSError):  # somebody is looking at it: it goes the next time
                backup.path.unlink()
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):
                if _DEAD_PART.fullmatch(path.name) and time.time() - path.stat().st_mtime > _PART_AGE:
                    path.unlink()
        return gone

    def drop_contents(self) -> int:
        """Remove attached contents that no backup names and that are older than a day; return how many went."""
        old = list(self.files.old())
        if not old:
            return 0
        named: set[str] = set()
        for backup in self.backups():
            if not backup.verified:
                return 0  # it may name any of them
            try:
                with StandingFile(backup.path) as door:
                    named |= set(contents_of(door))
            except peewee.PeeweeException:
                return 0  # somebody holds it open, or it went just now
        gone = [path for path in old if path.name not in named]
        for path in gone:
            with contextlib.suppress(OSError):
                path.unlink()
        return len(gone)


def contents_of(door: StandingFile) -> list[str]:
    """Return the SHA-256 of everything attached that an office file names, in its tickets and its services."""
    named = {row[0] for row in door.sql("SELECT DISTINCT sha256 FROM attachment")}
    for (data,) in door.sql("SELECT data FROM item WHERE section = 'service'"):
        named |= {file["sha256"] for file in json.loads(data).get("files", ())}
    return sorted(named)


def copy_checked(source: Path, stream: BinaryIO) -> None:
    """Copy the file `source` into `stream`, flush it to the disk, and read it back. Raises OSError when it differs."""
    digest = hashlib.sha256()
    with source.open("rb") as found:
        for chunk in chunks(found):
            digest.update(chunk)
            stream.write(chunk)
    stream.flush()
    handle = stream.fileno()
    os.fsync(handle)
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    back = hashlib.sha256()
    os.lseek(handle, 0, os.SEEK_SET)
    while chunk := os.read(handle, CHUNK):
        back.update(chunk)
    if back.digest() != digest.digest():
        raise OSError(None, "what was written there is read back otherwise")


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Give what `stream` has, a piece at a time."""
    while chunk := stream.read(CHUNK):
        yield chunk


def _look(path: Path) -> tuple[int, Note | None]:
    """Return the size and the note of a backup, as far as a program that holds it open (a scanner) lets us see them."""
    size = 0
    try:
        size = path.stat().st_size
        return size, _note(path, size)
    except FileNotFoundError:
        raise
    except OSError:
        return size, None


def _note(path: Path, size: int) -> Note | None:
    """Return the note of a whole backup; None for what is none, is cut short, or cannot be read."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    page = int.from_bytes(head[16:18], "big")
    if len(head) < _HEAD or size != int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page):
        return None
    try:
        with StandingFile(path) as door:
            return note_of(door)
    except (peewee.PeeweeException, ValueError, TypeError):
        return None
