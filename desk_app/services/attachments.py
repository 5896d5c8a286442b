"""Files of a ticket: copied beside the office file first, named in the ticket then, read back only as copies."""

import errno
import hashlib
import io
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from desk_app.domain.attachments import MEBIBYTE, harmless_name, is_dangerous, numbered
from desk_app.domain.errors import N_, BadInput, NotFound, Unavailable, UserError
from desk_app.domain.tickets import Event
from desk_app.services import rights
from desk_app.services.files import Attached, Attachment, Files, Kept
from desk_app.services.ports import Changes, Finding, Reader, Session
from desk_app.services.whole_file import write_whole

CHUNK: Final = MEBIBYTE
Tick = Callable[[int], None]
"""Called with the bytes done so far; raises Cancelled to stop."""
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


# -- in: the content, outside any transaction ------------------------------------------------------------------------


def keep_file(files: Files, path: Path, limit: int, tick: Tick | None = None) -> Kept:
    """Copy the file at `path` to the folder of attached files. `limit` is in bytes (`Office.attachment_limit`).

    Raises BadInput for a folder, an empty file (there is nothing to keep; mostly a copy that failed) or one above
    `limit`, which is not read; Unavailable when one of the two disks fails, with nothing kept.
    """
    name = harmless_name(path.name)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise BadInput("“{name}” is a folder or a device. Only files can be attached.", field="file", name=name)
        _refuse_size(name, found.st_size, limit)
        stream = path.open("rb")
    except OSError as trouble:
        raise _unreadable(name, trouble) from trouble
    with stream:
        return _keep(files, stream, name, limit, tick)


def keep_bytes(files: Files, data: bytes, name: str, limit: int) -> Kept:
    """Keep what was pasted, under the same rules as a file."""
    _refuse_size(harmless_name(name), len(data), limit)
    return _keep(files, io.BytesIO(data), harmless_name(name), limit, None)


def _keep(files: Files, stream: BinaryIO, name: str, limit: int, tick: Tick | None) -> Kept:
    try:
        return files.keep(_measured(stream, name, limit, tick))
    except OSError as trouble:
        raise _not_kept(files.folder, trouble) from trouble


def _measured(stream: BinaryIO, name: str, limit: int, tick: Tick | None) -> Iterator[bytes]:
    """Give the chunks of `stream`, which may be another size by now than it said."""
    done = 0
    while True:
        try:
            chunk = stream.read(CHUNK)
        except OSError as trouble:
            raise _unreadable(name, trouble) from trouble
        done += len(chunk)
        if not chunk or done > limit:
            _refuse_size(name, done, limit)
            return
        yield chunk
        if tick:
            tick(done)


def _refuse_size(name: str, size: int, limit: int) -> None:
    if size == 0:
        raise BadInput(
            "“{name}” is empty (0 bytes): there is nothing to attach. Check the file, then try again.",
            field="file",
            name=name,
        )
    if size > limit:
        raise BadInput(
            "“{name}” has {size} MB; at most {limit} MB can be attached. "
            "Put it into a shared folder and write the folder into the ticket.",
            field="file",
            name=name,
            size=-(-size // MEBIBYTE),
            limit=limit // MEBIBYTE,
        )


# -- the verbs -------------------------------------------------------------------------------------------------------


def attach(db: Session, ticket_id: int, content: Kept, name: str) -> Changes:
    """Name kept `content` in a ticket; a name that the ticket has already gets a number behind it.

    The same file a second time changes nothing.
    """
    rights.require(db, "attach")
    ticket, given = db.ticket(ticket_id), harmless_name(name)
    _refuse_size(given, content.size, db.office.attachment_limit)
    there = db.attachments.of(ticket_id)
    if any(one.content == content and one.name == given for one in there):
        return Changes((ticket_id,))
    called = numbered(given, {one.name.casefold() for one in there})
    db.attachments.add(ticket_id, called, content)
    event = Event("attach", db.now, {"name": called, "size": content.size, "sha256": content.sha256})
    db.save_ticket(ticket, replace(ticket, version=ticket.version + 1), event)
    return Changes((ticket_id,))


def detach(db: Session, attachment_id: int) -> Changes:
    """Take a file off its ticket. Its content stays until a clean-up finds that no ticket names it."""
    rights.require(db, "attach")
    gone = db.attachments.get(attachment_id)
    ticket = db.ticket(gone.ticket_id)
    db.attachments.drop(attachment_id)
    event = Event("detach", db.now, {"name": gone.name, "size": gone.content.size, "sha256": gone.content.sha256})
    db.save_ticket(ticket, replace(ticket, version=ticket.version + 1), event)
    return Changes((ticket.id,))


# -- out: always a copy ----------------------------------------------------------------------------------------------


def save_as(files: Files, attachment: Attachment, path: Path, tick: Tick | None = None) -> None:
    """Write a copy to `path`, whole or not at all. Raises NotFound (content missing), Unavailable."""
    with _opened(files, attachment) as stream:
        write_whole(path, lambda target: _pour(stream, target, attachment, tick))


def read_all(files: Files, attachment: Attachment) -> bytes:
    """Return the content, to be shown as a picture. Raises NotFound (content missing), Unavailable."""
    found = io.BytesIO()
    with _opened(files, attachment) as stream:
        _pour(stream, found, attachment, None)
    return found.getvalue()


def copy_to_open(files: Files, attachment: Attachment, folder: Path, tick: Tick | None = None) -> Path:
    """Return a read-only copy below the private `folder`, for another program to open.

    Raises BadInput for a kind that may only be saved (`is_dangerous`), NotFound (content missing), Unavailable.
    """
    name = harmless_name(attachment.name)
    if is_dangerous(name):
        raise BadInput(
            "“{name}” could start a program on this computer, so it is not opened from here. "
            "Save it only if you know where it comes from.",
            field="file",
            name=name,
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy = Path(tempfile.mkdtemp(dir=folder)) / name
    except OSError as trouble:
        raise _unwritten(name, folder) from trouble
    save_as(files, attachment, copy, tick)
    copy.chmod(0o400)
    return copy


def _opened(files: Files, attachment: Attachment) -> BinaryIO:
    try:
        return files.open(attachment.content.sha256)
    except FileNotFoundError as trouble:
        if files.reachable:
            raise NotFound(
                "The content of “{name}” is missing from the folder {path}. Ask IT to bring it back from a backup.",
                name=attachment.name,
                path=files.folder,
            ) from trouble
        raise _unread(files.folder) from trouble
    except OSError as trouble:
        raise _unread(files.folder) from trouble


def _pour(stream: BinaryIO, target: BinaryIO, attachment: Attachment, tick: Tick | None) -> None:
    digest, done = hashlib.sha256(), 0
    for chunk in _chunks(stream):
        target.write(chunk)
        digest.update(chunk)
        done += len(chunk)
        if tick:
            tick(done)
    if digest.hexdigest() != attachment.content.sha256:
        raise Unavailable(
            "The content of “{name}” is damaged: it is not what was attached. Ask IT to bring it back from a backup.",
            name=attachment.name,
        )


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := stream.read(CHUNK):
            yield chunk
    except OSError as trouble:
        raise _unread(Path(stream.name).parent) from trouble


# -- proof -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Inspection:
    """What `inspect` saw. Orphans are contents that no ticket names: harmless, a clean-up takes them after a day."""

    findings: tuple[Finding, ...]
    orphans: int
    orphan_bytes: int


def inspect(reader: Reader, full: bool = False) -> Inspection:
    """Compare what the tickets name with what is in the folder; `full` reads every content and compares its hash."""
    rows = reader.attachments
    try:
        there = {content.sha256: content.size for content in rows.files.contents()}
        named: set[str] = set()
        findings = [Finding(where, N_("its attached files are not those of its history")) for where in rows.untold()]
        for some in rows.all():
            for one in some:
                first = one.content.sha256 not in named
                named.add(one.content.sha256)
                if fault := _fault(rows.files, one, there, full and first):
                    findings.append(Finding(one.where, fault, {"name": one.name}))
    except OSError as trouble:
        raise _unread(rows.files.folder) from trouble
    orphans = [size for sha256, size in there.items() if sha256 not in named]
    return Inspection(tuple(findings), len(orphans), sum(orphans))


def _fault(files: Files, one: Attached, there: dict[str, int], full: bool) -> str | None:
    size = there.get(one.content.sha256)
    if size is None:
        return N_("the content of the attached file “{name}” is missing")
    if size != one.content.size or (full and _hash(files, one.content.sha256) != one.content.sha256):
        return N_("the content of the attached file “{name}” is damaged")
    return None


def _hash(files: Files, sha256: str) -> str:
    digest = hashlib.sha256()
    with files.open(sha256) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


# -- what to say -----------------------------------------------------------------------------------------------------


def _not_kept(folder: Path, trouble: OSError) -> UserError:
    if trouble.errno in _FULL:
        return Unavailable(
            "The disk with the attached files is full: {path}. Nothing was attached. "
            "Free some space, then attach again.",
            path=folder,
        )
    if isinstance(trouble, PermissionError):
        return Unavailable(
            "You may not write to the folder of attached files: {path}. Nothing was attached. "
            "Ask IT for the right to change files in this folder.",
            path=folder,
        )
    return Unavailable(
        "The folder of attached files cannot be written now: {path}. Nothing was attached. "
        "Check the connection to the shared drive, then try again.",
        path=folder,
    )


def _unread(folder: Path) -> UserError:
    return Unavailable(
        "The folder of attached files cannot be read now: {path}. "
        "Check the connection to the shared drive, then try again.",
        path=folder,
    )


def _unreadable(name: str, trouble: OSError) -> UserError:
    if isinstance(trouble, FileNotFoundError):
        return BadInput("“{name}” is not there any more. Choose it again.", field="file", name=name)
    return Unavailable(
        "“{name}” cannot be read, and nothing was attached. If it is open in another program, close it there; "
        "check that its disk can be reached, then try again.",
        name=name,
    )


def _unwritten(name: str, folder: Path) -> UserError:
    return Unavailable("“{name}” cannot be copied to {folder}. Check that the disk has room.", name=name, folder=folder)
