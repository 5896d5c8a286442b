"""What to say to the caller, beside the form (E-6.1a)."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.settings import Settings
from desk_app.domain.scripts import Script
from desk_app.i18n import tr
from desk_app.ui.editor.plain import copyable
from desk_app.ui.editor.rows import heading

SETTING: Final = "script-folded"


class ScriptPanel(QWidget):
    """Greeting, questions and closing words one below the other; folded away by those who know them by heart."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._shown: tuple[Script, ...] = ()
        self.fold = QToolButton(self)
        self.fold.setAutoRaise(True)
        self.fold.setText(tr("What to say"))
        self.fold.setAccessibleName(tr("What to say"))
        self.fold.setToolTip(tr("Show or hide what to say to the caller"))
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.parts = QWidget(self)
        self._column = QVBoxLayout(self.parts)
        self._column.setContentsMargins(4, 0, 4, 0)
        self._column.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.fold)
        column.addWidget(self.parts)
        self.fold.clicked.connect(lambda: self.unfold(self.parts.isHidden()))
        self.unfold(not settings.get(SETTING, False))
        self.hide()

    def show_script(self, scripts: Sequence[Script]) -> None:
        """Show `scripts`; without any, the panel is hidden."""
        self.setVisible(bool(scripts))
        if tuple(scripts) == self._shown:
            return
        self._shown = tuple(scripts)
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for script in scripts:
            self._column.addWidget(heading(script.heading, self.parts))
            self._column.addWidget(copyable(script.text, script.heading, self.parts))

    def unfold(self, shown: bool) -> None:
        """Show what to say, or fold it away; the next call has it the same."""
        self.parts.setVisible(shown)
        put_icon(self.fold, "chevron-down" if shown else "chevron-right")
        self._settings.set(SETTING, None if shown else True)
