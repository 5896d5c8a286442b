"""Under which name a view is kept, and for whom."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.domain.view import SavedView
from desk_app.i18n import tr
from desk_app.ui.editor.inputs import FlagInput, LineInput
from desk_app.ui.editor.plain import Remark
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.tickets.saved import taken_names
from desk_app.ui.widgets.buttons import PrimaryButton


class ViewDialog(QDialog):
    """Asks for a name; `answer` is it, and whether everybody sees the view. `old` is the view that is renamed."""

    def __init__(
        self, parent: QWidget, views: Sequence[SavedView], may_share: bool, old: SavedView | None, proposed: str
    ) -> None:
        super().__init__(parent)
        self._views = views
        self._old = old
        self.setWindowTitle(tr("Rename the view") if old else tr("Save the view"))
        self.setMinimumWidth(52 * GRID)
        self.name = LineInput()
        self.name.setMaxLength(80)
        self.name.set_value(old.name if old else proposed)
        self.share = FlagInput(tr("Everybody in the office sees it"))
        self.share.setAccessibleName(tr("Everybody in the office sees it"))
        self.share.setVisible(may_share)
        self.share.setChecked(bool(may_share and old and old.owner == 0))
        self.remark = Remark(self)
        rows = Rows(self)
        rows.add(Row("name", tr("Name of the view"), self.name, required=True))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for part in (rows, self.share, self.remark):
            column.addWidget(part)
        column.addStretch()
        column.addWidget(self._buttons())
        self.name.textChanged.connect(lambda _text: self._look())
        self.share.toggled.connect(lambda _on: self._look())
        self._look()
        self.name.setFocus()
        self.name.selectAll()

    def answer(self) -> tuple[str, bool]:
        """Return the name, and whether the view is for everybody."""
        return self.name.text().strip(), self.share.isChecked()

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        self.ok = PrimaryButton(tr("Rename") if self._old else tr("Save"), "", self)
        self.ok.setDefault(True)
        box.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def _look(self) -> None:
        name, shared = self.answer()
        others = [view for view in self._views if view is not self._old]
        taken = name.casefold() in taken_names(others, shared)
        self.remark.say(tr("There is a view of this name. It will be replaced.") if taken else "", None)
        self.ok.setEnabled(bool(name))
