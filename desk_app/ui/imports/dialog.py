"""Import of a journal kept in Excel so far: mapping, preview, progress, result."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desk_app.app.batch import Progress
from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.domain.grid import Grid
from desk_app.i18n import tr, trn
from desk_app.services import journal_import
from desk_app.services.journal_import import Imported, Mapped, Plan
from desk_app.services.ports import Reader, UnitOfWork
from desk_app.ui.editor.plain import plain_label
from desk_app.ui.imports.columns import ChosenWay, Way, journal_fields
from desk_app.ui.imports.mapping import PlainCombo
from desk_app.ui.imports.preview import JournalPreview
from desk_app.ui.imports.sheet_dialog import SheetDialog


class ImportDialog(SheetDialog):
    """Every row of the journal becomes a ticket; the same rows a second time add nothing."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        intro = tr(
            "Every row of the journal becomes a request, with its dates and its history. Rows that are here already "
            "are left alone, so the same file can be imported again when it has grown."
        )
        super().__init__(desk, tr("Import a journal from Excel"), intro, journal_fields(desk.office), parent)
        self.setObjectName("ImportDialog")
        self.specialist = PlainCombo(self)
        self._offer_specialists()

    def _offer_specialists(self) -> None:
        words = tr("Specialist where the sheet names none")
        self.specialist.addItem(tr("nobody"), "")
        for person in sorted(self.desk.people.values(), key=lambda one: (one.name or one.login).casefold()):
            if person.active and person.login:
                self.specialist.addItem(person.name or person.login, person.login)
        self.specialist.setAccessibleName(words)
        self.specialist.setMinimumWidth(28 * GRID)
        label = plain_label(words, self)
        label.setBuddy(self.specialist)
        self.mapping.extra.addWidget(label)
        self.mapping.extra.addWidget(self.specialist)
        self.mapping.extra.addStretch(1)

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "ImportDialog":  # type: ignore[override]
        """Open the dialog over `parent`, or raise the one that is open."""
        opened = (dialog for dialog in parent.findChildren(cls) if dialog.isVisible())
        dialog = next(opened, None) or cls(desk, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        return dialog

    def make_preview(self) -> QWidget:
        self.judged = JournalPreview(self.desk.office, self)
        self.judged.ticked.connect(self.gate)
        return self.judged

    def detect(self, grids: Sequence[Grid]) -> Sequence[Way]:
        return journal_import.detect(self.desk.office, grids)

    def missing(self, columns: Mapping[str, int]) -> str:
        if "description" not in columns:
            return tr("Say which column holds the description of each request.")
        if not {"date", "received"} & set(columns):
            return tr("Say which column holds the date of each request.")
        return ""

    def judge(self) -> Callable[[Reader, Sequence[Grid], Sequence[ChosenWay], Progress], Plan]:
        me, specialist = self.desk.me, str(self.specialist.currentData())

        def plan(reader: Reader, grids: Sequence[Grid], ways: Sequence[ChosenWay], progress: Progress) -> Plan:
            mapped = [Mapped(way.sheet, way.header_row, way.columns) for way in ways]
            return journal_import.plan(reader, me, grids, mapped, specialist=specialist, progress=progress)

        return plan

    def show_plan(self, plan: Plan) -> None:
        self.judged.show_plan(plan)

    def hint(self) -> str:
        if self.plan.rejected and self.plan.drafts:
            return tr("Correct the bad rows in Excel, or tick that they are skipped.")
        return ""

    def offer(self) -> tuple[str, bool]:
        count = len(self.plan.drafts)
        able = count > 0 and (not self.plan.rejected or self.judged.skip.isChecked())
        return trn("Import {n} request", "Import {n} requests", count), able

    def writing(self) -> Callable[[UnitOfWork, Progress], Imported]:
        plan, name, skip = self.plan, self.name, self.judged.skip.isChecked()
        return lambda uow, progress: journal_import.run(uow, plan, name, skip, progress)

    def told(self, answer: Any) -> tuple[str, list[str]]:
        lines = []
        if answer.skipped:
            lines.append(trn("{n} row is there already.", "{n} rows are there already.", answer.skipped))
        if answer.rejected:
            lines.append(trn("{n} bad row was left out.", "{n} bad rows were left out.", len(answer.rejected)))
        if answer.strangers:
            names = ", ".join(answer.strangers)
            lines.append(tr("These specialists have no account; the history keeps their names: {names}", names=names))
        return trn("{n} row imported.", "{n} rows imported.", answer.imported), lines
