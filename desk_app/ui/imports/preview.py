"""The third page of a journal's import: what becomes a ticket, what is there already, what is bad."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desk_app.app.theme import GRID, Hue
from desk_app.domain.office import Office
from desk_app.i18n import explain, format_date, tr, trn
from desk_app.services.journal_import import Plan, Rejected
from desk_app.services.journal_rows import Draft
from desk_app.ui.editor.plain import Remark, plain_label, scaled
from desk_app.ui.imports.bad_rows import BadRows
from desk_app.ui.imports.rows_table import RowsTable
from desk_app.ui.widgets.lines import LineSplitter


class JournalPreview(QWidget):
    """`ticked` is sent when bad rows shall be skipped, or no longer."""

    ticked = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.counts = scaled(plain_label("", self), 1.1)
        self.counts.setAccessibleName(tr("What would be imported"))
        self.strangers = Remark(self)
        self.tickets = RowsTable(tr("Rows that become requests"), self)
        self.bad = BadRows(self)
        self.skip = QCheckBox(tr("Skip these rows and import the rest"), self)
        self.skip.setAccessibleName(tr("Skip these rows and import the rest"))
        self.skip.toggled.connect(self.ticked)
        self.tickets.empty_text = tr("There is nothing new in this sheet.")
        self._lay_out()

    def _lay_out(self) -> None:
        self.bad.column.addWidget(self.skip)
        parts = LineSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.tickets)
        parts.addWidget(self.bad)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.counts)
        column.addWidget(self.strangers)
        column.addWidget(parts, 1)

    def show_plan(self, plan: Plan) -> None:
        """Show what `plan` would do."""
        several = len(plan.mapped) > 1
        self.counts.setText(" · ".join(_counts(plan)))
        names = ", ".join(plan.strangers)
        said = tr("These specialists have no account; the history keeps their names: {names}", names=names)
        self.strangers.say(said if names else "", Hue.WAITING)
        self.tickets.lines.show_rows(
            [tr("Row"), tr("Date"), *self._titles(), tr("Status")],
            sorted((draft for draft, _ in plan.drafts), key=lambda draft: draft.place),
            partial(_cells, self._office, several),
        )
        self.tickets.set_widths(16 if several else 6, 11, 14, 40, 22, 22)
        self.bad.show_rows(plan.rejected, partial(_reason, several), several)
        self.skip.setChecked(False)

    def _titles(self) -> Sequence[str]:
        return (tr("Type"), tr("Description"), tr("Full name"), tr("Organisation"))


def _counts(plan: Plan) -> list[str]:
    said = [trn("{n} new request", "{n} new requests", len(plan.drafts))]
    if plan.skipped:
        said.append(trn("{n} row is there already", "{n} rows are there already", plan.skipped))
    if plan.rejected:
        said.append(trn("{n} bad row", "{n} bad rows", len(plan.rejected)))
    return said


def _place(several: bool, sheet: str, row: int) -> str:
    return f"{sheet}: {row}" if several else str(row)


def _cells(office: Office, several: bool, draft: Draft) -> tuple[str, ...]:
    ticket = draft.ticket
    return (
        _place(several, draft.sheet, draft.row),
        format_date(draft.registered_at.astimezone(office.zone)),
        office.choices("type").label(ticket.type),
        ticket.description,
        ticket.requester.name,
        ticket.requester.organisation,
        office.choices("status").label(ticket.status),
    )


def _reason(several: bool, bad: Rejected) -> tuple[str, str]:
    return _place(several, bad.sheet, bad.row), explain(bad.error)
