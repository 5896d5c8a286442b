"""The folder of attached files and the rows that name it, whatever happens to one of them."""

import json
import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from desk_app.domain.errors import BadInput
from desk_app.domain.office import Person
from desk_app.profiles import load
from desk_app.resources import resource
from desk_app.services import attachments, checks, tickets
from desk_app.services.files import Attachment, Kept
from desk_app.storage import OfficeFile, create_office, open_office
from desk_app.storage import attachments as storing
from desk_app.storage.connection import Connection
from desk_app.storage.migrations import APPLICATION_ID, STEPS, migrate
from tests.storage.conftest import ADMIN

LIMIT = 1024 * 1024
DAYS = 24 * 60 * 60


def attached(office: OfficeFile, me: Person, content: bytes = b"content", name: str = "a.txt") -> Attachment:
    """Register a call with a file."""
    kept = attachments.keep_bytes(office.reader.attachments.files, content, name, LIMIT)
    unit = office.unit_of_work(me)
    (ticket,) = unit.write(lambda db: tickets.register(db, {"description": "Не печатает"})).tickets
    unit.write(lambda db: attachments.attach(db, ticket, kept, name))
    return office.reader.attachments.of(ticket)[-1]


def changed_behind(office: OfficeFile, statement: str, *values: object) -> None:
    with sqlite3.connect(office.path) as db:
        db.execute(statement, values)
    db.close()


def aged(path: Path, days: float) -> None:
    then = time.time() - days * DAYS
    os.utime(path, (then, then))


def test_the_folder_stands_beside_the_office_file(office: OfficeFile, me: Person) -> None:
    found = attached(office, me)
    sha256 = found.content.sha256
    folder = office.path.parent / "office.desk.files"
    assert [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()] == [Path(sha256[:2], sha256)]
    assert office.reader.attachments.get(found.id) == found


def test_every_colleague_may_read_what_one_attached(office: OfficeFile, me: Person) -> None:
    found = attached(office, me)
    mask = os.umask(0o022)
    os.umask(mask)
    mode = office.reader.attachments.files.path_of(found.content.sha256).stat().st_mode
    assert os.name == "nt" or mode & 0o777 == 0o666 & ~mask


def test_a_lost_answer_of_the_commit_attaches_once(office: OfficeFile, me: Person) -> None:
    found = attached(office, me)
    other = attachments.keep_bytes(office.reader.attachments.files, b"other", "b.txt", LIMIT)
    for _ in range(2):
        done = office.unit_of_work(me).write(
            lambda db: attachments.attach(db, found.ticket_id, other, "b.txt"), op_id=b"x" * 16
        )
        assert done.tickets == (found.ticket_id,)
    assert [one.name for one in office.reader.attachments.of(found.ticket_id)] == ["a.txt", "b.txt"]


def test_many_at_once_store_the_same_content_whole(office: OfficeFile) -> None:
    files, kept = office.reader.attachments.files, []

    def keep() -> None:
        kept.append(files.keep(iter([b"ab" * 50_000, b"c"])))

    threads = [threading.Thread(target=keep) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(kept)) == 1
    assert list(files.contents()) == [kept[0]]


def test_a_clean_up_takes_only_what_is_old_and_named_by_nobody(office: OfficeFile, me: Person) -> None:
    files = office.reader.attachments.files
    named = attached(office, me).content
    old, young = (files.keep([text]) for text in (b"old", b"young"))
    left = files.folder / ".0123.part"
    left.write_bytes(b"half")
    for path in (files.path_of(named.sha256), files.path_of(old.sha256), left):
        aged(path, 2)
    assert office.clean_files() == 2
    assert {content.sha256 for content in files.contents()} == {named.sha256, young.sha256}
    assert not left.exists()
    assert not list(files.folder.glob(".*"))
    assert checks.check(office.reader, full=True) == []


def test_a_clean_up_leaves_what_is_none_of_ours(office: OfficeFile) -> None:
    folder = office.reader.attachments.files.folder / "scans"
    folder.mkdir(parents=True)
    theirs = folder / "contract.pdf"
    theirs.write_bytes(b"x")
    aged(theirs, 9)
    assert office.clean_files() == 0
    assert theirs.exists()


def test_content_attached_again_is_young_again(office: OfficeFile) -> None:
    files = office.reader.attachments.files
    kept = files.keep([b"screenshot"])
    aged(files.path_of(kept.sha256), 30)
    files.keep([b"screenshot"])
    assert office.clean_files() == 0
    assert files.has(kept)


def test_a_row_made_between_the_look_and_the_removal_saves_the_content(
    office: OfficeFile, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = attached(office, me).ticket_id
    files = office.reader.attachments.files
    kept = files.keep([b"late"])
    aged(files.path_of(kept.sha256), 2)
    looked = storing.FileStore.old

    def attach_meanwhile(store: storing.FileStore) -> list[Path]:
        found = list(looked(store))
        with open_office(office.path) as colleague:
            colleague.unit_of_work(me).write(lambda db: attachments.attach(db, ticket, kept, "late.txt"))
        return found

    monkeypatch.setattr(storing.FileStore, "old", attach_meanwhile)
    assert office.clean_files() == 0
    assert files.has(kept)


def test_nothing_attached_ever_is_nothing_to_clean(office: OfficeFile) -> None:
    assert office.clean_files() == 0
    assert attachments.inspect(office.reader) == attachments.Inspection((), 0, 0)
    assert not office.reader.attachments.files.folder.exists()


def test_a_row_taken_away_behind_the_programs_back_is_found(office: OfficeFile, me: Person) -> None:
    found = attached(office, me)
    changed_behind(office, "DELETE FROM attachment WHERE id = ?", found.id)
    (finding,) = checks.check(office.reader)
    assert "not those of its history" in finding.template


def test_content_exchanged_behind_the_programs_back_is_found(office: OfficeFile, me: Person) -> None:
    found = attached(office, me)
    other = office.reader.attachments.files.keep([b"another"])
    changed_behind(office, "UPDATE attachment SET sha256 = ?", other.sha256)
    assert any("not those of its history" in finding.template for finding in checks.check(office.reader))
    assert found.content != other


def test_rubbish_in_the_folder_is_no_trouble(office: OfficeFile, me: Person) -> None:
    attached(office, me)
    folder = office.reader.attachments.files.folder
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / "desktop.ini").write_bytes(b"x")
    assert attachments.inspect(office.reader).orphans == 0
    assert checks.check(office.reader) == []


@pytest.mark.parametrize("sha256", ["", "ab", "../" * 5 + "etc/passwd", "A" * 64, "g" * 64])
def test_what_is_no_hash_leads_nowhere(office: OfficeFile, sha256: str) -> None:
    files = office.reader.attachments.files
    assert not files.has(Kept(sha256, 1))
    with pytest.raises(FileNotFoundError):
        files.open(sha256)


def older(path: Path, version: int) -> Path:
    """Return an office file as a program of `version` steps made it, with what the one at `path` holds."""
    old = path.with_name("older.desk")
    connection = Connection(old, APPLICATION_ID, create=True)
    migrate(connection, STEPS[:version])
    connection.sql("ATTACH ? AS new", (str(path),))
    connection.sql("PRAGMA foreign_keys = OFF")
    for (table,) in connection.sql("SELECT name FROM main.sqlite_master WHERE type = 'table' AND sql LIKE '%(%'"):
        if not table.startswith("sqlite_"):
            columns = ", ".join(row[1] for row in connection.sql(f"PRAGMA main.table_info({table})"))
            connection.sql(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    connection.close()
    return old


def test_an_older_office_gives_the_right_to_attach_to_who_may_comment(path: Path, office: OfficeFile) -> None:
    office.close()
    old = older(path, 2)
    with sqlite3.connect(old) as db:
        for row, text in db.execute("SELECT id, data FROM item WHERE section = 'role'").fetchall():
            data = json.loads(text)
            data["rights"] = [right for right in data["rights"] if right != "attach"]
            db.execute("UPDATE item SET data = ? WHERE id = ?", (json.dumps(data), row))
    db.close()
    with open_office(old) as again:
        roles = {role.code: role.data["rights"] for role in again.reader.office().choices("role")}
        assert roles["technician"].count("attach") == 1
        assert roles["administrator"] == ["*"]
        assert again.reader.office().attachment_limit == 50 * 1024 * 1024


def test_a_profile_may_set_the_largest_file(tmp_path: Path) -> None:
    from dataclasses import replace

    seed = replace(load("municipal", "ru"), settings={"attachment_limit_mb": 7})
    create_office(tmp_path / "small.desk", seed, ADMIN)
    with open_office(tmp_path / "small.desk") as small:
        assert small.reader.office().attachment_limit == 7 * 1024 * 1024


@pytest.mark.parametrize("value", ['"50"', "true", "0", "-1", "5000", "1.5"])
def test_a_profile_with_a_limit_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    profile = tmp_path / "own.toml"
    shipped = resource("profiles", "municipal.toml").read_text("utf-8")
    profile.write_text(f"attachment_limit_mb = {value}\n{shipped}", "utf-8")
    with pytest.raises(BadInput, match="attachment_limit_mb"):
        load(profile, "ru")
    profile.write_text(f"attachment_limit_mb = 20\n{shipped}", "utf-8")
    assert load(profile, "ru").settings == {"attachment_limit_mb": 20}


def test_every_office_file_has_an_epoch_of_its_own(office: OfficeFile, tmp_path: Path) -> None:
    create_office(tmp_path / "other.desk", load("municipal", "ru"), ADMIN)
    with open_office(tmp_path / "other.desk") as other:
        assert len(other.reader.epoch()) == 32
        assert other.reader.epoch() != office.reader.epoch()
    with open_office(office.path) as again:
        assert again.reader.epoch() == office.reader.epoch()


def test_the_third_step_stands_by_itself(tmp_path: Path) -> None:
    connection = Connection(tmp_path / "office.desk", APPLICATION_ID, create=True)
    assert migrate(connection, STEPS[:3]) == 3
    connection.close()
