"""The first page: go on with a recent office, open one, make one, or look around."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desk_app.app.icons import put_icon
from desk_app.app.settings import Settings
from desk_app.app.theme import GRID
from desk_app.domain.errors import UserError
from desk_app.i18n import LANGUAGES, explain, language, tr
from desk_app.ui.editor.plain import Remark, plain_label, quiet_button, scaled
from desk_app.ui.editor.rows import heading
from desk_app.ui.start.inputs import pattern
from desk_app.ui.start.recents import RecentList
from desk_app.ui.widgets.tabs import tab_order


class WelcomePage(QWidget):
    """`opened` carries a Path; `make` and `sample` ask for those; `spoke` carries the language to speak."""

    opened = Signal(object)
    make = Signal()
    sample = Signal()
    spoke = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.remark = Remark(self)
        self.remark.setAccessibleName(tr("What went wrong"))
        self.recents = RecentList(settings, self)
        self._languages: list[QToolButton] = []
        self._offers: list[QToolButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(self._top())
        column.addWidget(self.remark)
        column.addSpacing(GRID)
        self._list_recents(column)
        for icon_name, text, hint, act in (
            ("folder-open", tr("Open an office file…"), tr("It usually lies on the shared drive."), self._open),
            ("plus", tr("Make a new office…"), tr("From the kind of office most like yours."), self.make.emit),
            ("eye", tr("Look at a sample office"), tr("With half a year of calls, to try things."), self.sample.emit),
        ):
            offer = self._offer(icon_name, text, hint, act)
            self._offers.append(offer)
            column.addWidget(offer)
        column.addStretch()
        tab_order(*self._languages, self.away, self.recents, *self._offers)

    def say(self, trouble: UserError | None) -> None:
        """Say what went wrong; None takes it away."""
        self.remark.say(explain(trouble) if trouble else "")

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = scaled(plain_label(tr("Which office do you work with?"), self), 1.35)
        title.setWordWrap(True)
        row.addWidget(title, 1)
        for code, name in LANGUAGES.items():
            button = QToolButton(self)
            button.setText(name)
            button.setCheckable(True)
            button.setChecked(code == language())
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(tr("Speak {language}", language=name))
            button.clicked.connect(lambda _checked, code=code: self.spoke.emit(code))
            row.addWidget(button)
            self._languages.append(button)
        return row

    def _list_recents(self, column: QVBoxLayout) -> None:
        self.recents.asked.connect(self.opened)
        self._title = heading(tr("Recent"), self)
        self.away = quiet_button("x", tr("Take from the list"), self)
        self.away.setToolTip(tr("The file itself stays where it is (Del)"))
        self.away.clicked.connect(self.recents.take_away)
        row = QHBoxLayout()
        row.addWidget(self._title, 1)
        row.addWidget(self.away)
        column.addLayout(row)
        column.addWidget(self.recents)
        column.addSpacing(GRID)
        self.recents.model().rowsRemoved.connect(self._say_recents)
        self._say_recents()

    def _say_recents(self) -> None:
        for widget in (self._title, self.away):
            widget.setVisible(self.recents.count() > 0)

    def _offer(self, icon_name: str, text: str, hint: str, act: object) -> QToolButton:
        button = QToolButton(self)
        put_icon(button, icon_name)
        button.setIconSize(QSize(20, 20))
        button.setText(f"  {text}\n  {hint}")
        button.setAccessibleName(text)
        button.setAccessibleDescription(hint)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(7 * GRID)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(act)
        return button

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open an office file"), "", pattern())
        if name:
            self.opened.emit(Path(name))
