"""The bottom line of the window: how much is shown, who I am, and whether the office file can be reached."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from desk_app.app.theme import GRID
from desk_app.domain.errors import UserError
from desk_app.i18n import explain, tr, trn


class StatusLine(QStatusBar):
    """Says what it is told; keeps quiet about what it does not know."""

    def __init__(self, office_path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = office_path
        self._numbers: tuple[int, int | None, int] = (0, None, 0)
        self._state: tuple[UserError | None, datetime] = (None, datetime.now().astimezone())
        self._rows, self._person, self._file = plain_label(self), plain_label(self), plain_label(self)
        self._rows.setIndent(GRID)
        self.addWidget(self._rows)
        self.addPermanentWidget(self._person)
        self.addPermanentWidget(self._file)
        self._file.setIndent(GRID)
        self._file.setMargin(2)

    def show_rows(self, shown: int, total: int | None, selected: int) -> None:
        """Say how many rows the list has, of how many in all, and how many are selected."""
        self._numbers = (shown, total, selected)
        text = trn("{n} ticket", "{n} tickets", shown)
        if total is not None and total != shown:
            text = tr("{shown} of {total}", shown=_grouped(shown), total=_grouped(total))
        if selected > 1:
            text += " · " + trn("{n} selected", "{n} selected", selected)
        self._rows.setText(text)

    def show_person(self, name: str, role: str) -> None:
        """Say who works here."""
        self._person.setText(f"{name} · {role}" if role else name)

    def show_state(self, trouble: UserError | None, at: datetime) -> None:
        """Say whether the office file was reached at the local time `at`."""
        self._state = (trouble, at)
        if trouble is None:
            self._file.setText("● " + tr("{file} · up to date at {time}", file=self._path.name, time=f"{at:%H:%M:%S}"))
            self._file.setToolTip("")
        else:
            self._file.setText("▲ " + tr("{file} cannot be reached", file=self._path.name))
            self._file.setToolTip("")
            self._file.setAccessibleDescription(explain(trouble))

    def say_again(self) -> None:
        """Say everything in the language spoken now."""
        self._rows.setAccessibleName(tr("Rows"))
        self._person.setAccessibleName(tr("Signed in"))
        self._file.setAccessibleName(tr("Office file"))
        self.show_rows(*self._numbers)
        self.show_state(*self._state)


def plain_label(parent: QWidget) -> QLabel:
    """Return a label that never takes its text for markup."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
