"""Where a first day begins, and where one lands when the office file cannot be opened: open, make, or look around."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, tr
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.status_line import plain_label

SUFFIX: Final = ".desk"


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of office to choose: `about` is two lines."""

    code: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Starter:
    """What the dialog can do besides opening: make an office from a profile, make the sample in a folder."""

    profiles: Callable[[], Sequence[Profile]]
    create: Callable[[Path, str, str], None]
    sample: Callable[[], Path]


class StartDialog(QDialog):
    """Asks which office to work with."""

    def __init__(self, starter: Starter, trouble: UserError | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._starter = starter
        self.path: Path | None = None
        self.setWindowTitle(tr("Choose an office"))
        self.setMinimumWidth(60 * GRID)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self._column.setSpacing(GRID)
        self._trouble = plain_label(self)
        self._trouble.setWordWrap(True)
        self._trouble.setAccessibleName(tr("What went wrong"))
        self._column.addWidget(_title(tr("Which office do you work with?"), self))
        self._column.addWidget(self._trouble)
        self._say(trouble)
        self._offer("folder-open", tr("Open an office file…"), tr("It usually lies on the shared drive."), self._open)
        self._offer("plus", tr("Make a new office…"), tr("From the kind of office most like yours."), self._make)
        self._offer("eye", tr("Look at a sample office"), tr("With half a year of calls, to try things."), self._sample)

    @classmethod
    def ask(cls, parent: QWidget | None, trouble: UserError | None, starter: Starter) -> Path | None:
        """Return the office file to open, which exists now; None when the person leaves."""
        dialog = cls(starter, trouble, parent)
        dialog.exec()
        dialog.deleteLater()
        return dialog.path

    def _offer(self, icon: str, text: str, hint: str, act: Callable[[], None]) -> None:
        button = QToolButton(self)
        put_icon(button, icon)
        button.setIconSize(QSize(20, 20))
        button.setText(f"  {text}\n  {hint}")
        button.setAccessibleName(text)
        button.setAccessibleDescription(hint)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QLineEdit().sizePolicy())
        button.setMinimumHeight(7 * GRID)
        button.clicked.connect(act)
        self._column.addWidget(button)

    def _open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Open an office file"), "", _pattern())
        if name:
            self._take(Path(name))

    def _make(self) -> None:
        path = NewOfficeDialog.ask(self, self._starter)
        if path:
            self._take(path)

    def _sample(self) -> None:
        try:
            self._take(self._starter.sample())
        except UserError as error:
            self._say(error)

    def _take(self, path: Path) -> None:
        self.path = path
        self.accept()

    def _say(self, trouble: UserError | None) -> None:
        self._trouble.setText(explain(trouble) if trouble else "")
        self._trouble.setVisible(trouble is not None)


class NewOfficeDialog(QDialog):
    """Asks for the kind and the name of a new office, then for its file."""

    def __init__(self, starter: Starter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._starter = starter
        self.path: Path | None = None
        self.setWindowTitle(tr("Make a new office"))
        self.setMinimumWidth(60 * GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(GRID)
        column.addWidget(_title(tr("Which office is most like yours?"), self))
        self._kinds = QButtonGroup(self)
        self._profiles = list(starter.profiles())
        for at, profile in enumerate(self._profiles):
            radio = QRadioButton(profile.name.replace("&", "&&"), self)
            radio.setAccessibleDescription(profile.about)
            radio.setChecked(at == 0)
            about = plain_label(self)
            about.setText(profile.about)
            about.setWordWrap(True)
            about.setIndent(3 * GRID)
            self._kinds.addButton(radio, at)
            column.addWidget(radio)
            column.addWidget(about)
        self._name = QLineEdit(self)
        self._name.setPlaceholderText(tr("Its name, as journals print it"))
        self._name.setAccessibleName(tr("Name of the office"))
        column.addWidget(self._name)
        self._trouble = plain_label(self)
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        column.addWidget(self._trouble)
        make = PrimaryButton(tr("Choose where to keep it…"), "device-floppy", self)
        make.clicked.connect(self._make)
        make.setDefault(True)
        column.addWidget(make)

    @classmethod
    def ask(cls, parent: QWidget | None, starter: Starter) -> Path | None:
        """Return the file of the office that was made; None when none was."""
        dialog = cls(starter, parent)
        dialog.exec()
        dialog.deleteLater()
        return dialog.path

    def _make(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Where to keep the office file"), f"office{SUFFIX}", _pattern())
        if not name:
            return
        path = Path(name) if Path(name).suffix else Path(name + SUFFIX)
        try:
            self._starter.create(path, self._profiles[self._kinds.checkedId()].code, self._name.text().strip())
        except UserError as error:
            self._trouble.setText(explain(error))
            self._trouble.show()
            return
        self.path = path
        self.accept()


def _pattern() -> str:
    return tr("Office files") + f" (*{SUFFIX})"


def _title(text: str, parent: QWidget) -> QLabel:
    label = plain_label(parent)
    label.setText(text)
    label.setWordWrap(True)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.3)
    font.setBold(True)
    label.setFont(font)
    return label
