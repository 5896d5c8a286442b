"""Putting a backup in the place of the office file, which is put aside with its journal while nobody writes."""

import contextlib
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import peewee

from desk_app.domain.errors import Unavailable
from desk_app.domain.office import NOBODY
from desk_app.domain.tickets import Event
from desk_app.services.backups import Rescued, Restored
from desk_app.services.ports import Clock, Finding
from desk_app.services.whole_file import write_whole
from desk_app.storage import backup_file, maintenance, migrations
from desk_app.storage.attachments import FileStore
from desk_app.storage.backup_folder import BackupFolder, chunks, contents_of, copy_checked
from desk_app.storage.backups import scratch
from desk_app.storage.connection import Connection
from desk_app.storage.exchange import exchange
from desk_app.storage.office_file import system_clock
from desk_app.storage.office_rows import OfficeCache
from desk_app.storage.reader import OfficeReader
from desk_app.storage.rescue import RESTORE
from desk_app.storage.restore_known import bring_copy, bring_late
from desk_app.storage.session import WriteSession, last_event
from desk_app.storage.standing import StandingFile
from desk_app.storage.trouble import Trouble, pauses, sentence, trouble_of

_STILL_WRITING: Final = 5.0


@dataclass(frozen=True, slots=True)
class Restorer:
    """Restores the office file at `office`, in the name of `by`.

    `copy` is this computer's copy of the office, when it has one: what only it still knows comes back at once.
    """

    office: Path
    by: str
    copy: Path | None = None
    at: Path | None = None
    clock: Clock = system_clock

    def restore(self, backup: Path) -> Restored:
        """Put `backup` in the place of the office file. Raises Unavailable; the office is as it was then."""
        with _in_words(self.office), scratch(self.copy or self.office, self.office) as here:
            draft = here / "office.desk"
            _refuse_bad(backup)
            shutil.copyfile(backup, draft)
            return self._put(draft, str(backup.name))

    def restore_copy(self) -> Restored:
        """Put this computer's copy in the place of the office file, where no backup is newer. Raises Unavailable."""
        copy = self.copy
        if copy is None:
            raise Unavailable("This computer has no copy of the office: {path}. Choose a backup.", path=self.office)
        with _in_words(self.office), scratch(copy, self.office) as here:
            draft = here / "office.desk"
            try:
                backup_file.build(lambda: copy, draft, lambda _point, _made: None)
            except peewee.PeeweeException as error:
                raise _not_whole(copy) from error
            _refuse_bad(draft)
            return self._put(draft, "copy")

    # -- the steps, in their order ----

    def _put(self, draft: Path, source: str) -> Restored:
        rescued, findings = self._prepare(draft, source)
        missing = self._bring_contents(draft)
        new = self.office.with_name(f".{self.office.name}.{uuid.uuid4().hex[:8]}.new")
        try:
            self._write(draft, new)
            aside, late = self._swap(draft, new, findings)
        finally:
            with contextlib.suppress(OSError):
                new.unlink(missing_ok=True)
        return Restored(aside, rescued.and_then(late), missing, tuple(findings))

    def _write(self, draft: Path, new: Path) -> None:
        write_whole(new, lambda stream: copy_checked(draft, stream))
        with contextlib.suppress(OSError):
            new.chmod(self.office.stat().st_mode & 0o777)

    def _prepare(self, draft: Path, source: str) -> tuple[Rescued, list[Finding]]:
        """Give the draft a new epoch, and everything that this computer's copy has besides."""
        with closing(Connection(draft, migrations.APPLICATION_ID)) as made:
            try:
                made.open()
                made.sql("PRAGMA synchronous=OFF")
                migrations.migrate(made)
                made.reshape(partial(self._begin_anew, made, source))
                rescued = Rescued()
                if self.copy is not None:
                    rescued = bring_copy(self.copy, made, self.clock)
            except peewee.PeeweeException as error:
                raise sentence(trouble_of(error) or Trouble.DAMAGED, draft) from error
            made.close()
            made.journal.unlink(missing_ok=True)
        with StandingFile(draft, self.office) as door:
            _refuse_faults(door.integrity(), draft)
            return rescued, backup_file.faults(door)

    def _begin_anew(self, made: Connection, source: str) -> None:
        head, epoch = last_event(made), uuid.uuid4().hex
        made.sql("DROP TABLE IF EXISTS backup")
        made.sql("DELETE FROM claim")
        made.sql("UPDATE office SET epoch = ?, revision = revision + 1", (epoch,))
        made.sql("DELETE FROM change")
        made.sql("INSERT INTO change (seq, table_no, row_id) VALUES (1, 1, 1)")
        now = self.clock().replace(microsecond=0)
        told = {"by": self.by, "backup": source, "head": [head[0], head[1].hex()], "epoch": epoch, "change": 1}
        WriteSession(made, OfficeCache(), NOBODY, now, uuid.uuid4().bytes).note(Event(RESTORE, now, told))

    def _bring_contents(self, draft: Path) -> int:
        """Bring back attached contents that are gone from the office's folder; return how many are nowhere."""
        files, kept = FileStore(self.office), BackupFolder(self.office, self.at).files
        missing = 0
        with StandingFile(draft) as door:
            wanted = contents_of(door)
        for sha256 in wanted:
            if files.path_of(sha256).exists():
                continue
            try:
                with kept.open(sha256) as stream:
                    files.keep(chunks(stream))
            except FileNotFoundError:
                missing += 1
        return missing

    def _swap(self, draft: Path, new: Path, findings: list[Finding]) -> tuple[Path | None, Rescued]:
        """Let `new` take the office's place while nobody else may write; what was saved up to then is added to it."""
        dead = maintenance.left_behind(self.office)
        aside = self._aside(dead.aside if dead else "")
        later = shutil.copyfile(draft, draft.with_name("later.desk"))
        with maintenance.keeping_out(self.office, self.by, aside.name) as told:
            _let_writers_end(self.office)
            late = bring_late(self.office, aside, later, findings, self.clock)
            if late.events:
                self._write(later, new)
            return exchange(self.office, new, told), late

    def _aside(self, begun: str) -> Path:
        """Return the folder for the old file; one that a killed restore had begun with is gone on with."""
        if begun and (self.office.parent / begun).is_dir() and not self.office.exists():
            return self.office.parent / begun
        zone = _zone_of(self.copy)
        local = self.clock().astimezone(zone)
        name = f"{self.office.name}.broken-{local:%Y-%m-%dT%H-%M}"
        names = [name, *(f"{name}-{number}" for number in range(2, 100))]
        return next(self.office.parent / one for one in names if not (self.office.parent / one).exists())


@contextlib.contextmanager
def reader_of(source: Path, office: Path) -> Iterator[OfficeReader]:
    """Give what a backup, or a copy, says of the office and its people. Raises Unavailable when it cannot be read."""
    try:
        door = StandingFile(source, office, still=False)
        door.sql("SELECT epoch FROM office")
    except (peewee.PeeweeException, OSError) as error:
        raise _not_whole(source) from error
    with door:
        yield OfficeReader(door, OfficeCache())


@contextlib.contextmanager
def _in_words(office: Path) -> Iterator[None]:
    """Say what the disks say. The exchange itself has words of its own."""
    try:
        yield
    except OSError as error:
        raise Unavailable(
            "The backup was not put back: {path}: {reason}. The office is as it was. Check that the disks have room "
            "and that the shared drive can be reached, then try again.",
            path=error.filename or office,
            reason=error.strerror or error,
        ) from error


def _let_writers_end(office: Path) -> None:
    """Wait for colleagues whose transaction began before everybody was kept out; a broken file has none."""
    if not office.exists():
        return
    old = Connection(office, migrations.APPLICATION_ID)
    old.keeps_out = True
    end = time.monotonic() + _STILL_WRITING
    with closing(old):
        for pause in pauses(_STILL_WRITING):
            try:
                old.db.connect(reuse_if_open=True)
                old.sql("BEGIN EXCLUSIVE")
                old.sql("ROLLBACK")
                return
            except peewee.PeeweeException as error:
                if trouble_of(error) is not Trouble.BUSY or time.monotonic() > end:
                    return
            time.sleep(pause)


def _refuse_bad(backup: Path) -> None:
    try:
        with StandingFile(backup) as door:
            if door.sql("PRAGMA application_id")[0][0] != migrations.APPLICATION_ID:
                raise _not_whole(backup)
            if door.sql("PRAGMA user_version")[0][0] > migrations.CURRENT:
                raise Unavailable(
                    "This backup was made by a newer version of the program: {path}. Ask IT for the update.",
                    path=backup,
                )
            _refuse_faults(door.integrity(), backup)
    except peewee.PeeweeException as error:
        raise _not_whole(backup) from error


def _refuse_faults(found: list[Finding], path: Path) -> None:
    if found:
        raise _not_whole(path)


def _not_whole(path: Path) -> Unavailable:
    return Unavailable("This backup is not whole: {path}. Choose another one.", path=path)


def _zone_of(copy: Path | None) -> ZoneInfo | None:
    if copy is not None:
        with contextlib.suppress(peewee.PeeweeException), StandingFile(copy, still=False) as door:
            return ZoneInfo(door.sql("SELECT time_zone FROM office")[0][0])
    return None
