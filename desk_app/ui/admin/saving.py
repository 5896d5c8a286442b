"""Checking, saving, and what colleagues save meanwhile; the office as a file."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import Hue
from desk_app.domain.errors import Conflict, UserError
from desk_app.domain.office import OfficeSeed
from desk_app.domain.office_change import completed, differences, items_of, moves_due_dates, seed_of
from desk_app.domain.office_edit import with_ids
from desk_app.i18n import tr, trn
from desk_app.services import administration
from desk_app.services.office_ports import Profiles
from desk_app.services.office_words import told
from desk_app.services.ports import Changes, Reader
from desk_app.services.recount import recount
from desk_app.services.whole_file import write_whole
from desk_app.ui.admin.difference import DifferenceDialog
from desk_app.ui.admin.draft import OfficeDraft
from desk_app.ui.reports.notice import Offer


class Saving(QObject):
    """Brings the draft into the office.

    `waits` tells that it is or is no longer on the way; `saved` that it is there. `said` carries what a Notice says,
    `quiet` takes it away; `wrong` carries what is wrong with an office, and that office.
    """

    waits = Signal()
    saved = Signal()
    said = Signal(str, list, Hue)
    quiet = Signal()
    wrong = Signal(list, object)

    def __init__(self, desk: Desk, profiles: Profiles, draft: OfficeDraft, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._profiles, self.draft, self._window = desk, profiles, draft, window
        self.waiting = False
        desk.changed.connect(self._changed)

    def look(self) -> bool:
        """Show everything that is wrong; return whether nothing is."""
        staff = [person for person in self._desk.people.values() if person.id]
        seed, basis = self.draft.seed, self.draft.basis
        found = [*self._profiles.problems(seed)]
        found += administration.unfit(basis, seed, staff, self._desk.me) if not found else []
        self.wrong.emit(found, seed)
        if not found:
            self._say(tr("Nothing is wrong: it can be saved."))
        return not found

    def ask_save(self) -> None:
        """Show what would change; save it when that is wanted."""
        if self.waiting or not self.draft.dirty:
            return
        self.quiet.emit()
        wanted, profiles, me = self.draft.seed, self._profiles, self._desk.me

        def plan(reader: Reader) -> tuple[OfficeSeed, OfficeSeed, list[UserError]]:
            now = seed_of(reader.office())
            new = administration.planned(now, wanted, reader.administration.used)
            wrong = [*profiles.problems(new)] or administration.unfit(now, new, reader.staff(), me)
            return now, new, wrong

        self._wait(True)
        self._desk.query_now(self, plan, lambda found, _seen: self._planned(*found), failed=self._failed)

    def _planned(self, now: OfficeSeed, new: OfficeSeed, wrong: Sequence[UserError]) -> None:
        self._wait(False)
        if differences(self.draft.basis, now):
            self._tell_conflict()
            return
        if wrong:
            self.wrong.emit(list(wrong), new)
            return
        self.wrong.emit([], new)
        found = differences(now, new)
        late = tr("Open tickets are counted anew after that.") if moves_due_dates(found) else ""
        dialog = DifferenceDialog(told(found, now, new), late, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(partial(self._save, moves_due_dates(found)))
        dialog.open()

    def _save(self, late: bool) -> None:
        basis, wanted, profiles = self.draft.basis, self.draft.seed, self._profiles
        self._wait(True)
        self._desk.command(
            self,
            lambda db: administration.change_office(db, basis, wanted, profiles),
            partial(self._saved, late),
            failed=self._failed,
        )

    def _saved(self, late: bool, _changes: Changes) -> None:
        self._desk.query(self, lambda reader: seed_of(reader.office()), self._kept, failed=self._failed)
        self._say(tr("Saved. Everybody has it from now on."))
        if late:
            right = administration.RIGHT
            self._desk.batch(self, lambda reader, uow, tick: recount(uow, reader, tick, right), self._counted)

    def _kept(self, now: OfficeSeed) -> None:
        self._wait(False)
        self.draft.basis = self.draft.seed = now
        self.draft.renew(now)
        self.saved.emit()

    def _counted(self, ids: Sequence[int]) -> None:
        if ids:
            moved = trn("{n} ticket is due at another time now.", "{n} tickets are due at another time now.", len(ids))
            self._say(tr("Saved. Everybody has it from now on.") + " " + moved)

    def _failed(self, error: UserError) -> None:
        self._wait(False)
        if isinstance(error, Conflict):
            self._tell_conflict()
        else:
            self.wrong.emit([error], self.draft.seed)

    def _wait(self, waiting: bool) -> None:
        self.waiting = waiting
        self.waits.emit()

    # -- colleagues --

    def _changed(self, news: Changes) -> None:
        if not (news.office or news.staff) or self.waiting:
            return
        now = seed_of(self._desk.office)
        if not differences(self.draft.basis, now):
            self.waits.emit()
        elif self.draft.dirty:
            self._tell_conflict()
        else:
            self.draft.renew(now)

    def _tell_conflict(self) -> None:
        offer = (tr("Take it in"), "refresh", self.take_in)
        self._say(tr("A colleague has changed the office meanwhile."), [offer], Hue.WAITING)

    def take_in(self) -> None:
        """Put what is not saved upon what a colleague saved."""
        self.tell_clashes(self.draft.renew(seed_of(self._desk.office)))

    def tell_clashes(self, clashes: Sequence[tuple[str, str]]) -> None:
        """Say which (section, code) a colleague changed as well."""
        seed = self.draft.seed
        names = [item.label for section, code in clashes for item in items_of(seed, section) if item.code == code]
        if names:
            said = tr("Both of you changed: {names}. Yours stands here; look at it.", names=", ".join(names))
            self._say(said, hue=Hue.WAITING)
        else:
            self.quiet.emit()

    # -- files --

    def ask_export(self) -> None:
        """Ask where the office shall be written to."""
        title = tr("Write the office as a profile")
        name, _ = QFileDialog.getSaveFileName(self._window, title, "office.toml", "TOML (*.toml)")
        if name:
            self.export_file(Path(name))

    def export_file(self, path: Path) -> None:
        """Write what stands here as a profile to `path`."""
        profiles, seed = self._profiles, self.draft.seed

        def write() -> None:
            write_whole(path, lambda stream: stream.write(profiles.write(seed).encode()))

        said = tr("Written: {path}", path=path)
        self._desk.work(self, write, lambda _: self._say(said), failed=self._failed)

    def ask_import(self) -> None:
        """Ask which profile shall be taken."""
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Take the office from a profile"), "", "TOML (*.toml)")
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Put the profile at `path` in the place of everything here; it is not saved yet."""
        profiles, basis = self._profiles, self.draft.basis

        def read() -> OfficeSeed:
            return completed(profiles.read(path, basis.language), basis)

        self._desk.work(self, read, self._imported, failed=self._failed)

    def _imported(self, seed: OfficeSeed) -> None:
        self.draft.put(with_ids(seed, self.draft.basis))
        said = trn("{n} thing is different now.", "{n} things are different now.", len(self.draft.found))
        self._say(said, [(tr("Check"), "checks", self.look)], Hue.CALM)

    def _say(self, text: str, offers: Sequence[Offer] = (), hue: Hue = Hue.GOOD) -> None:
        self.said.emit(text, list(offers), hue)
