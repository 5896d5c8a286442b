"""Files on a ticket: what is taken, what is refused and in which words, and how they come back."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.domain.errors import BadInput, Cancelled, NotAllowed, NotFound, Unavailable
from desk_app.domain.office import Item
from desk_app.services import attachments, checks
from desk_app.services.files import Attachment, Kept
from desk_app.services.places import is_address
from desk_app.storage.attachments import FileStore
from tests.support.office import Desk, make_desk
from tests.support.places import behind, file_only

LIMIT = 50 * 1024 * 1024


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.file.close()


def files(desk: Desk) -> FileStore:
    return desk.file.reader.attachments.files


def a_file(folder: Path, content: bytes = b"%PDF-1.7 act", name: str = "акт.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def attached(desk: Desk, ticket: int, content: bytes = b"%PDF-1.7 act", name: str = "акт.pdf") -> Attachment:
    kept = attachments.keep_bytes(files(desk), content, name, LIMIT)
    desk.write(desk.technician, lambda db: attachments.attach(db, ticket, kept, name))
    return desk.card(ticket).attachments[-1]


def parts(desk: Desk) -> list[str]:
    """Return what lies in the folder of attached files, or is kept on the server."""
    if is_address(desk.place):
        return [content.sha256 for content in files(desk).contents()]
    return sorted(path.name for path in files(desk).folder.rglob("*") if path.is_file())


def spoil(desk: Desk, sha256: str, data: bytes | None) -> None:
    """Put other bytes in the place of a content, or none."""
    if not is_address(desk.place):
        path = files(desk).path_of(sha256)
        path.unlink() if data is None else path.write_bytes(data)
        return
    with behind(desk.place) as db:
        where = "(SELECT id FROM content WHERE sha256 = ?)"
        if data is None:
            db.execute("DELETE FROM content WHERE sha256 = ?", (sha256,))
        else:
            db.execute(f"UPDATE piece SET data = ? WHERE content_id = {where}", (data, sha256))


def test_a_file_is_attached_and_the_history_says_so(desk: Desk, tmp_path: Path) -> None:
    ticket = desk.register()
    seen: list[int] = []
    kept = attachments.keep_file(files(desk), a_file(tmp_path), LIMIT, seen.append)
    changes = desk.write(desk.technician, lambda db: attachments.attach(db, ticket.id, kept, "акт.pdf"))
    assert changes.tickets == (ticket.id,)
    (found,) = desk.card(ticket).attachments
    assert (found.name, found.content.size, found.by.login) == ("акт.pdf", 12, "tech")
    assert found.added_at == desk.clock.now
    assert seen[-1] == 12
    assert desk.verbs(ticket)[-1] == "attach"
    assert desk.last(ticket) == {"name": "акт.pdf", "size": 12, "sha256": found.content.sha256}
    assert desk.ticket(ticket).version == ticket.version + 1
    assert attachments.read_all(files(desk), found) == b"%PDF-1.7 act"
    assert checks.check(desk.file.reader, full=True) == []


def test_a_file_attached_meanwhile_is_no_conflict_for_who_edits(desk: Desk) -> None:
    ticket = desk.register()
    attached(desk, ticket.id)
    edited = desk.do(desk.supervisor, ticket, "edit", {"note": "see the file"}, version=ticket.version)
    assert edited.note == "see the file"
    assert checks.check(desk.file.reader) == []


def test_the_same_content_is_stored_once(desk: Desk) -> None:
    one, two = desk.register(), desk.register()
    first, second = attached(desk, one.id, name="a.pdf"), attached(desk, two.id, name="b.pdf")
    assert first.content == second.content
    assert parts(desk) == [first.content.sha256]


def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    ticket = desk.register()
    attached(desk, ticket.id)
    version = desk.ticket(ticket).version
    attached(desk, ticket.id)
    assert len(desk.card(ticket).attachments) == 1
    assert desk.ticket(ticket).version == version


def test_another_file_of_the_same_name_is_numbered(desk: Desk) -> None:
    ticket = desk.register()
    attached(desk, ticket.id, b"one", "Scan.png")
    assert attached(desk, ticket.id, b"two", "scan.PNG").name == "scan (2).PNG"


def test_what_the_name_says_of_folders_is_forgotten(desk: Desk) -> None:
    assert attached(desk, desk.register().id, name="..\\..\\CON").name == "_CON"


def test_a_removed_file_leaves_its_content_and_a_line(desk: Desk) -> None:
    ticket = desk.register()
    found = attached(desk, ticket.id)
    desk.write(desk.technician, lambda db: attachments.detach(db, found.id))
    assert desk.card(ticket).attachments == ()
    assert desk.verbs(ticket)[-1] == "detach"
    assert desk.last(ticket)["name"] == "акт.pdf"
    assert parts(desk) == [found.content.sha256]
    seen = attachments.inspect(desk.file.reader)
    assert (seen.findings, seen.orphans, seen.orphan_bytes) == ((), 1, 12)
    with pytest.raises(NotFound, match="gone already"):
        desk.write(desk.technician, lambda db: attachments.detach(db, found.id))


def test_only_who_has_the_right_may_attach_and_remove(desk: Desk) -> None:
    ticket = desk.register()
    found = attached(desk, ticket.id)
    role = desk.office.choices("role")["technician"]
    rights = [right for right in role.data["rights"] if right != "attach"]
    _set_rights(desk, role, rights)
    with desk.reopened() as again:
        work = again.unit_of_work(desk.technician)
        with pytest.raises(NotAllowed, match="attach files"):
            work.write(lambda db: attachments.attach(db, ticket.id, found.content, "b.pdf"))
        with pytest.raises(NotAllowed, match="attach files"):
            work.write(lambda db: attachments.detach(db, found.id))


def _set_rights(desk: Desk, role: Item, rights: list[str]) -> None:
    import json

    with behind(desk.place) as db:
        db.execute("UPDATE item SET data = ? WHERE id = ?", (json.dumps({"rights": rights}), role.id))


def test_no_row_without_content(desk: Desk) -> None:
    ticket = desk.register()
    absent = Kept(hashlib.sha256(b"never copied").hexdigest(), 12)
    for content in (absent, Kept("../../../etc/passwd", 5)):
        with pytest.raises(Unavailable, match="Attach it again"):
            desk.write(desk.technician, lambda db, content=content: attachments.attach(db, ticket.id, content, "x.pdf"))
    assert desk.card(ticket).attachments == ()
    assert desk.ticket(ticket).version == ticket.version


# -- what is refused -------------------------------------------------------------------------------------------------


def refused(desk: Desk, path: Path, limit: int = LIMIT) -> str:
    with pytest.raises((BadInput, Unavailable)) as caught:
        attachments.keep_file(files(desk), path, limit)
    assert parts(desk) == []
    return str(caught.value)


def test_an_empty_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    assert "is empty (0 bytes)" in refused(desk, a_file(tmp_path, b""))
    with pytest.raises(BadInput, match="empty"):
        attachments.keep_bytes(files(desk), b"", "shot.png", LIMIT)


def test_two_gigabytes_are_refused_without_being_read(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tmp_path / "backup.vhdx"
    with huge.open("wb") as file:
        file.truncate(2 * 1024**3)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("the file was opened"))
    sentence = refused(desk, huge)
    assert "“backup.vhdx” has 2048 MB; at most 50 MB" in sentence


@file_only
def test_a_file_that_grows_while_it_is_copied_is_refused(desk: Desk, tmp_path: Path) -> None:
    class Growing(FileStore):
        def keep(self, chunks: Iterator[bytes]) -> Kept:  # type: ignore[override]
            with path.open("ab") as more:
                more.write(b"x" * 2000)
            return super().keep(chunks)

    path = a_file(tmp_path, b"x" * 1000)
    with pytest.raises(BadInput, match="at most"):
        attachments.keep_file(Growing(desk.file.path), path, 1024)
    assert parts(desk) == []


def test_the_limit_is_the_offices_own_when_the_row_is_made_too(desk: Desk) -> None:
    ticket = desk.register()
    with pytest.raises(BadInput, match="at most 50 MB"):
        desk.write(desk.technician, lambda db: attachments.attach(db, ticket.id, Kept("a" * 64, LIMIT + 1), "big.pdf"))


def test_a_folder_a_pipe_and_a_file_that_is_gone_are_refused(desk: Desk, tmp_path: Path) -> None:
    assert "Only files can be attached" in refused(desk, tmp_path)
    assert "not there any more" in refused(desk, tmp_path / "gone.pdf")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "Only files can be attached" in refused(desk, tmp_path / "pipe")


def test_a_file_that_cannot_be_read_is_named(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise PermissionError(errno.EACCES, "open in Word")

    path = a_file(tmp_path)
    monkeypatch.setattr(Path, "open", locked)
    assert "“акт.pdf” cannot be read" in refused(desk, path)


@file_only
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk with the attached files is full"),
        (errno.EDQUOT, "disk with the attached files is full"),
        (errno.EACCES, "may not write to the folder"),
        (errno.EIO, "cannot be written now"),
        (errno.ENOTCONN, "Check the connection"),
    ],
)
def test_trouble_in_the_middle_leaves_nothing_half(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def fails(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fails)
    sentence = refused(desk, a_file(tmp_path))
    assert words in sentence
    assert "othing was attached" in sentence


@file_only
@pytest.mark.skipif(os.name == "nt", reason="a limit on file sizes is POSIX")
def test_a_disk_that_is_really_full_leaves_nothing_half(desk: Desk, tmp_path: Path) -> None:
    import resource
    import signal

    path = a_file(tmp_path, os.urandom(3 * 1024 * 1024))
    before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * 1024 * 1024, before[0][1]))
    try:
        assert "is full" in refused(desk, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before[0])
        signal.signal(signal.SIGXFSZ, before[1])


def test_a_share_that_is_gone_is_said(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "away" / "office.desk")
    with pytest.raises(Unavailable, match="Check the connection"):
        attachments.keep_bytes(store, b"x", "x.txt", LIMIT)


def test_copying_can_be_stopped(desk: Desk, tmp_path: Path) -> None:
    def stop(_: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        attachments.keep_file(files(desk), a_file(tmp_path), LIMIT, stop)
    assert parts(desk) == []


# -- how they come back ----------------------------------------------------------------------------------------------


def test_a_copy_to_open_is_read_only_private_and_harmlessly_named(desk: Desk, tmp_path: Path) -> None:
    found = attached(desk, desk.register().id)
    copy = attachments.copy_to_open(files(desk), found, tmp_path / "open")
    assert (copy.name, copy.read_bytes()) == ("акт.pdf", b"%PDF-1.7 act")
    assert not copy.stat().st_mode & stat.S_IWUSR
    if os.name != "nt":
        assert not copy.parent.stat().st_mode & 0o077
    assert attachments.copy_to_open(files(desk), found, tmp_path / "open") != copy


@pytest.mark.parametrize("name", ["x.lnk", "x.pdf.exe", "x.hta", "x.js. "])
def test_a_dangerous_kind_is_only_saved(desk: Desk, tmp_path: Path, name: str) -> None:
    found = attached(desk, desk.register().id, name=name)
    with pytest.raises(BadInput, match="not opened from here"):
        attachments.copy_to_open(files(desk), found, tmp_path / "open")
    assert not (tmp_path / "open").exists()
    attachments.save_as(files(desk), found, tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == b"%PDF-1.7 act"


def test_missing_content_is_said_and_found(desk: Desk, tmp_path: Path) -> None:
    ticket = desk.register()
    found = attached(desk, ticket.id)
    spoil(desk, found.content.sha256, None)
    with pytest.raises(NotFound, match=r"The content of “акт\.pdf” is missing"):
        attachments.save_as(files(desk), found, tmp_path / "saved")
    (finding,) = checks.check(desk.file.reader)
    assert finding.where == ticket.number
    assert finding.template.format(**finding.params) == "the content of the attached file “акт.pdf” is missing"


def test_changed_content_is_never_given_out(desk: Desk, tmp_path: Path) -> None:
    found = attached(desk, desk.register().id)
    spoil(desk, found.content.sha256, b"%PDF-1.7 AKT")
    with pytest.raises(Unavailable, match="damaged"):
        attachments.save_as(files(desk), found, tmp_path / "saved")
    assert not (tmp_path / "saved").exists()
    assert checks.check(desk.file.reader) == []
    (finding,) = checks.check(desk.file.reader, full=True)
    assert "damaged" in finding.template
    spoil(desk, found.content.sha256, b"%PDF")
    (finding,) = checks.check(desk.file.reader)
    assert "damaged" in finding.template


def test_attaching_it_again_heals_damaged_content(desk: Desk) -> None:
    ticket = desk.register()
    found = attached(desk, ticket.id)
    spoil(desk, found.content.sha256, b"%PDF-1.7 AKT")
    attached(desk, ticket.id)
    assert checks.check(desk.file.reader, full=True) == []


def test_a_share_that_is_gone_while_reading_is_said(desk: Desk, tmp_path: Path) -> None:
    found = attached(desk, desk.register().id)
    gone = FileStore(tmp_path / "away" / "office.desk")
    with pytest.raises(Unavailable, match="cannot be read now"):
        attachments.read_all(gone, found)
