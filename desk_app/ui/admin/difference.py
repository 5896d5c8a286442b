"""What saving would change, to be read before it is done."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from desk_app.app.theme import GRID
from desk_app.i18n import tr, trn
from desk_app.ui.editor.plain import copyable, plain_label, scaled, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.widgets.buttons import PrimaryButton


class DifferenceDialog(QDialog):
    """Accepted when it shall be saved. `told` are (section, sentence) in the order of the sections."""

    def __init__(self, told: Sequence[tuple[str, str]], remark: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Save the office"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(scaled(plain_label(trn("{n} change", "{n} changes", len(told)), self), 1.2))
        column.addWidget(self._scrolled(told), 1)
        if remark:
            note = small(plain_label(remark, self))
            note.setWordWrap(True)
            column.addWidget(note)
        box = QDialogButtonBox(self)
        self.ok = PrimaryButton(tr("Save"), "", self)
        self.ok.setDefault(True)
        box.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        self.resize(80 * GRID, min(70 * GRID, (22 + 5 * len(told)) * GRID))
        self.ok.setFocus()

    def _scrolled(self, told: Sequence[tuple[str, str]]) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID // 2)
        for section, lines in groupby(told, itemgetter(0)):
            column.addWidget(heading(section, inner))
            for _, sentence in lines:
                column.addWidget(copyable(sentence, section, inner))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area
