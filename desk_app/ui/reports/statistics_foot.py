"""The line below statistics: how far counting is, with the way to stop it; then what is shown."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.editor.plain import plain_label, quiet_button


class StatisticsFoot(QWidget):
    """Shows progress while there is any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = plain_label("", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setMaximumWidth(24 * GRID)
        self.progress.setMaximumHeight(GRID)
        self.stop = quiet_button("x", "", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self.state, 1)
        row.addWidget(self.progress)
        row.addWidget(self.stop)
        self.setMinimumHeight(int(4.5 * GRID))
        self._go(False)

    def tell(self, done: int, of: int) -> None:
        """Tell how many of how many pieces are counted."""
        self._say(tr("Counting… {done} of {of}", done=done, of=of))
        self.progress.setMaximum(max(of, 1))
        self.progress.setValue(done)
        self._go(True)

    def rest(self, state: str) -> None:
        """Say what is shown."""
        self._say(state)
        self._go(False)

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self.stop.setText(tr("Stop"))
        self.stop.setAccessibleName(tr("Stop"))
        self.progress.setAccessibleName(tr("Progress"))
        self.state.setAccessibleName(tr("State"))

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.setAccessibleDescription(text)

    def _go(self, going: bool) -> None:
        self.progress.setVisible(going)
        self.stop.setVisible(going)
