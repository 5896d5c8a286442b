"""A few fields and one verb, in a dialog that stays until the verb is done."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.domain.errors import BadInput, UserError
from desk_app.i18n import explain, tr
from desk_app.services.ports import Changes, Session
from desk_app.ui.editor.plain import Remark, plain_label, scaled
from desk_app.ui.editor.rows import Rows
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.growing import Growing

Raw = dict[str, object]
Verb = Callable[[Session, Raw], Changes]


class VerbForm(QDialog):
    """Stays open, with what was typed, until the verb is done; what is wrong stands beside its field.

    `prepare` is done with what was typed, on a thread of its own, before the transaction begins.
    """

    def __init__(
        self,
        desk: Desk,
        rows: Rows,
        work: Verb,
        title: str,
        parent: QWidget,
        *,
        prepare: Callable[[Mapping[str, object]], Raw] | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._work = work
        self._prepare = prepare
        self.rows = rows
        self.remark = Remark(self)
        self.setObjectName("VerbForm")
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        heading = scaled(plain_label(title, self), 1.2)
        heading.setWordWrap(True)
        column.addWidget(heading)
        box = QDialogButtonBox(self)
        self.ok = PrimaryButton(tr("Save"), "", self)
        self.ok.setDefault(True)
        box.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.save)
        box.rejected.connect(self.reject)
        for widget in (rows, self.remark, box):
            column.addWidget(widget)
        Growing(self)
        rows.edited.connect(self._gate)
        self._gate()
        next(iter(rows.rows.values())).input.setFocus()

    @classmethod
    def ask(cls, desk: Desk, rows: Rows, work: Verb, title: str, parent: QWidget, **more: Any) -> "VerbForm":
        """Open the form over `parent`."""
        dialog = cls(desk, rows, work, title, parent, **more)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def save(self) -> None:
        """Do the verb with what was typed."""
        raw: Raw = {code: value for code, value in self.rows.values().items() if value}
        if raw.get("password", "") != raw.pop("again", ""):
            self.rows.blame([BadInput("The two passwords differ. Type the same one twice.", field="again")])
            return
        self.ok.setEnabled(False)
        if prepare := self._prepare:
            self._desk.work(self, lambda: prepare(raw), self._write, failed=self._failed)
        else:
            self._write(raw)

    def _write(self, raw: Raw) -> None:
        self._desk.command(self, lambda db: self._work(db, raw), lambda _changes: self.accept(), failed=self._failed)

    def _failed(self, error: UserError) -> None:
        self._gate()
        names = self.rows.names()
        rest = self.rows.blame([error]) if isinstance(error, BadInput) else [error]
        self.remark.say(" ".join(explain(trouble, names) for trouble in rest))

    def _gate(self) -> None:
        self.remark.say("")
        values = self.rows.values()
        needed = (code for code, row in self.rows.rows.items() if row.required)
        self.ok.setEnabled(all(values[code].strip() for code in needed))
