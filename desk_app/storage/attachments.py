"""Attached files: their content in a folder beside the office file, under its SHA-256, and the rows that name it.

`office.desk` has its files in `office.desk.files/ab/abcd…`. Content is only ever added whole; it may lie there
without a row (a copy whose transaction never came), but no row is made without content.
"""

import contextlib
import hashlib
import json
import os
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from desk_app.domain.errors import NotFound, Unavailable
from desk_app.domain.moments import from_seconds, to_seconds
from desk_app.services.files import Attached, Attachment, Files, Kept
from desk_app.storage.dialect import AsBytes
from desk_app.storage.door import Door
from desk_app.storage.models import AttachmentTable, EventTable, ItemRow, StaffRow, TicketTable
from desk_app.storage.office_rows import PERSON_COLUMNS, person_of

DAY: Final = 24 * 60 * 60
"""How long content without a row is left alone, in seconds: its row may be on the way."""
SLICE: Final = 500
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """See `services.files.Files`."""

    def __init__(self, office: Path) -> None:
        self.folder = office.with_name(office.name + ".files")

    @property
    def reachable(self) -> bool:
        return self.folder.parent.is_dir()

    def path_of(self, sha256: str) -> Path:
        """Return where the content with this hash lies. Raises FileNotFoundError for what is no hash."""
        if not _SHA256.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        return self.folder / sha256[:2] / sha256

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        self.folder.mkdir(exist_ok=True)
        part = self.folder / f".{uuid.uuid4().hex}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with part.open("xb") as stream:
                for chunk in chunks:
                    digest.update(chunk)
                    size += stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            self._take_name(part, self.path_of(digest.hexdigest()), size)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return Kept(digest.hexdigest(), size)

    def has(self, content: Kept) -> bool:
        try:
            return self.path_of(content.sha256).stat().st_size == content.size
        except FileNotFoundError:
            return False

    def open(self, sha256: str) -> BinaryIO:
        return self.path_of(sha256).open("rb")

    def contents(self) -> Iterator[Kept]:
        for path in self._all():
            if _SHA256.fullmatch(path.name):
                yield Kept(path.name, path.stat().st_size)

    def old(self) -> Iterator[Path]:
        """Give the files that have been there for more than a day by the clock of the share itself."""
        if not self.folder.is_dir():
            return
        probe = self.folder / f".{uuid.uuid4().hex}.part"
        probe.touch(exist_ok=False)
        latest = probe.stat().st_mtime - DAY
        probe.unlink()
        for path in self._all():
            if not (_SHA256.fullmatch(path.name) or path.suffix == ".part"):
                continue  # whoever put it there wants it
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < latest:
                    yield path

    def _all(self) -> Iterator[Path]:
        if self.folder.is_dir():
            for entry in sorted(self.folder.iterdir()):
                if entry.is_dir():
                    yield from sorted(entry.iterdir())
                elif entry.suffix == ".part":
                    yield entry

    def _take_name(self, part: Path, path: Path, size: int) -> None:
        """Put the copy under its hash; a whole one that is there already stays, and is made young again.

        Nothing is put over a whole file: a share may take it away when whoever reads it just now has closed it.
        """
        path.parent.mkdir(exist_ok=True)
        if _is_whole(path, size):
            os.utime(path)
            return
        part.replace(path)
        sync_folder(path.parent)


def _is_whole(path: Path, size: int) -> bool:
    """Tell whether the content at `path` is what its name says."""
    try:
        if path.stat().st_size != size:
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == path.name
    except FileNotFoundError:
        return False


class AttachmentStore:
    """See `services.files.AttachmentRows`; to be used inside a transaction of `connection`."""

    def __init__(self, connection: Door, now: datetime, by_id: Callable[[], int]) -> None:
        self._connection = connection
        self._files = files_of(connection)
        self._now = now
        self._by_id = by_id

    def of(self, ticket_id: int) -> list[Attachment]:
        return attachments_of(self._connection, ticket_id)

    def get(self, attachment_id: int) -> Attachment:
        return _get(self._connection, attachment_id)

    def add(self, ticket_id: int, name: str, content: Kept) -> int:
        if not self._files.has(content):
            raise Unavailable(
                "The copy of “{name}” is gone from the folder of attached files: {path}. Attach it again.",
                name=name,
                path=self._files.folder,
            )
        row: dict[str, object] = {"ticket_id": ticket_id, "name": name, "sha256": content.sha256, "size": content.size}
        row |= {"added_at": to_seconds(self._now), "by_id": self._by_id()}
        return self._connection.insert(AttachmentTable, row)

    def drop(self, attachment_id: int) -> None:
        self._connection.run(AttachmentTable.delete().where(AttachmentTable.id == attachment_id))


class AttachmentQueries:
    """See `services.files.AttachmentReader`."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection
        self.files = files_of(connection)

    def of(self, ticket_id: int) -> list[Attachment]:
        return self._connection.read(lambda: attachments_of(self._connection, ticket_id))

    def get(self, attachment_id: int) -> Attachment:
        return self._connection.read(lambda: _get(self._connection, attachment_id))

    def all(self) -> Iterator[list[Attached]]:
        if services := self._connection.read(lambda: files_of_services(self._connection), guard=True):
            yield services
        rows = self._after(0)
        while rows:
            yield [Attached(str(row[1] or row[2]), row[3], Kept(row[4], row[5])) for row in rows]
            rows = self._after(rows[-1][0])

    def untold(self) -> list[str]:
        return self._connection.read(lambda: _untold(self._connection), guard=True)

    def _after(self, last: int) -> list[tuple[Any, ...]]:
        row = AttachmentTable
        query = row.select(row.id, TicketTable.number, row.ticket_id, row.name, row.sha256, row.size)
        query = query.join(TicketTable, on=(TicketTable.id == row.ticket_id))
        query = query.where(row.id > last).order_by(row.id).limit(SLICE)
        return self._connection.read(lambda: self._connection.rows(query), guard=True)


def files_of(connection: Door) -> Files:
    """Return where the content of attached files lies."""
    return connection.keeper or FileStore(Path(connection.place))


def files_of_services(connection: Door) -> list[Attached]:
    """Return the files that services of the catalogue give out. Call it inside a transaction."""
    rows = connection.rows(ItemRow.select(ItemRow.label, ItemRow.data).where(ItemRow.section == "service"))
    return [
        Attached(label, file["name"], Kept(file["sha256"], file["size"]))
        for label, data in rows
        for file in json.loads(data).get("files", ())
    ]


def attachments_of(connection: Door, ticket_id: int) -> list[Attachment]:
    """Return the files of a ticket, oldest first. Call it inside a transaction."""
    rows = connection.rows(_query().where(AttachmentTable.ticket_id == ticket_id).order_by(AttachmentTable.id))
    return [_attachment(row) for row in rows]


def clean_up(connection: Door) -> int:
    """Remove content that no ticket and no service names and that is older than a day; return how many files went.

    Each is looked at and removed within a write transaction of its own: a colleague who attaches the same
    content meanwhile either has the row by then, or is told to attach it again.
    """
    store = FileStore(Path(connection.place))
    return sum(connection.write(partial(_removed, connection, path)) for path in store.old())


def _removed(connection: Door, path: Path) -> int:
    if connection.row(AttachmentTable.select(AttachmentTable.id).where(AttachmentTable.sha256 == path.name)):
        return 0
    if any(one.content.sha256 == path.name for one in files_of_services(connection)):
        return 0
    try:
        path.unlink()
    except OSError:  # somebody else was faster, or reads it just now
        return 0
    return 1


def _untold(connection: Door) -> list[str]:
    """Return the tickets whose rows and history differ; of erased and spoilt entries nothing can be said."""
    balance: Counter[tuple[int, str]] = Counter()
    unknown: set[int] = set()
    told = EventTable.select(EventTable.ticket_id, EventTable.verb, AsBytes(EventTable.payload))
    for ticket_id, verb, payload in connection.rows(told.where(EventTable.verb.in_(("attach", "detach")))):
        sha256 = _told_content(payload)
        unknown |= {ticket_id} if sha256 is None else set()
        balance[ticket_id, sha256 or ""] += 1 if verb == "attach" else -1
    for ticket_id, sha256 in connection.rows(AttachmentTable.select(AttachmentTable.ticket_id, AttachmentTable.sha256)):
        balance[ticket_id, sha256] -= 1
    differing = sorted({ticket_id for (ticket_id, _), count in balance.items() if count} - unknown)
    found: dict[int, str | None] = {}
    for start in range(0, len(differing), SLICE):
        ids = differing[start : start + SLICE]
        rows = TicketTable.select(TicketTable.id, TicketTable.number).where(TicketTable.id.in_(ids))
        found |= dict(connection.rows(rows.order_by(TicketTable.id)))
    return [number or str(ticket_id) for ticket_id, number in found.items()]


def _told_content(payload: bytes | None) -> str | None:
    """Return the hash that an entry tells of, or None for an entry whose words are gone or are none."""
    try:
        return str(json.loads(payload or b"").get("sha256"))
    except (ValueError, AttributeError):
        return None


def _query() -> Any:
    row = AttachmentTable
    columns = (row.id, row.ticket_id, row.name, row.sha256, row.size, row.added_at)
    return row.select(*columns, *PERSON_COLUMNS).join(StaffRow, on=(StaffRow.id == row.by_id))


def _get(connection: Door, attachment_id: int) -> Attachment:
    row = connection.row(_query().where(AttachmentTable.id == attachment_id))
    if row is None:
        raise NotFound("This attached file is gone already: a colleague removed it.")
    return _attachment(row)


def _attachment(row: tuple[Any, ...]) -> Attachment:
    return Attachment(row[0], row[1], row[2], Kept(row[3], row[4]), from_seconds(row[5]), person_of(row[6:]))


def sync_folder(folder: Path) -> None:
    """Make the new name last through a loss of power, where the system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
