"""Questions about a month: approving it, what two versions differ in, a pattern for some people."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.roster import Change, difference
from desk_app.i18n import format_date, tr, trn
from desk_app.services.duty.schedules import DRAFT, Schedule
from desk_app.ui.editor.plain import plain_label
from desk_app.ui.widgets.buttons import PrimaryButton

TOLD: Final = 6
"""How many cells that came into a draft are named."""


class ApproveDialog(QDialog):
    """Asks for the words of the approval block, and why the schedule changed."""

    def __init__(self, before: Mapping[str, str], name: str, hard: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Approve the schedule"))
        self.position = QLineEdit(before.get("position", ""), self)
        self.name = QLineEdit(before.get("name", "") or name, self)
        self.note = QLineEdit(self)
        form = QFormLayout()
        for label, field in (
            (tr("Position"), self.position), (tr("Who approves"), self.name), (tr("Why it changed"), self.note)
        ):  # fmt: skip
            field.setAccessibleName(label)
            form.addRow(plain_label(label, self), field)
        column = QVBoxLayout(self)
        if hard:
            said = trn("{n} rule is broken.", "{n} rules are broken.", hard)
            column.addWidget(plain_label(said + " " + tr("It can be approved all the same."), self))
        column.addLayout(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(PrimaryButton(tr("Approve"), "", self), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(420)

    @property
    def block(self) -> dict[str, str]:
        """The words of the approval block."""
        return {"position": self.position.text().strip(), "name": self.name.text().strip()}


def version_name(one: Schedule) -> str:
    """Return how a version is called."""
    if one.number == DRAFT:
        return tr("draft")
    state = tr("published") if one.published else tr("approved")
    return tr("version {n}, {state}", n=one.number, state=state)


def change_text(one: Change, names: Mapping[int, str], shorts: Mapping[str, str]) -> str:
    """Return one differing cell in words."""
    before, after = (shorts.get(code, code) or "–" for code in (one.before, one.after))
    return f"{names.get(one.person, '')}, {format_date(one.day)}: {before} → {after}"


def merged_text(found: Sequence[Change], names: Mapping[int, str], shorts: Mapping[str, str]) -> str:
    """Return what came into a draft that was to be approved, the first cells of it named."""
    told = [change_text(one, names, shorts) for one in found[:TOLD]]
    if (rest := len(found) - TOLD) > 0:
        told.append(trn("and {n} more", "and {n} more", rest))
    asks = tr("The draft is not approved yet: look at what came into it, then approve it again.")
    return f"{asks} {'; '.join(told)}"


class VersionsDialog(QDialog):
    """Shows in what two versions differ, cell by cell."""

    def __init__(
        self, versions: Sequence[Schedule], names: Mapping[int, str], shorts: Mapping[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("What differs"))
        self._versions, self._names, self._shorts = versions, names, shorts
        self.old, self.new = QComboBox(self), QComboBox(self)
        for box, label in ((self.old, tr("Before")), (self.new, tr("After"))):
            box.setAccessibleName(label)
            box.addItems([version_name(one) for one in versions])
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("What differs"))
        form = QFormLayout()
        form.addRow(plain_label(tr("Before"), self), self.old)
        form.addRow(plain_label(tr("After"), self), self.new)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.list, 1)
        done = [place for place, one in enumerate(versions) if one.number != DRAFT]
        self.old.setCurrentIndex(done[-2] if len(done) > 1 else done[-1] if done else 0)
        self.new.setCurrentIndex(done[-1] if len(done) > 1 else 0)
        self.old.currentIndexChanged.connect(self._show)
        self.new.currentIndexChanged.connect(self._show)
        self._show()
        self.resize(520, 420)

    def _show(self) -> None:
        self.list.clear()
        plans = [self._versions[box.currentIndex()].plan for box in (self.old, self.new)]
        for one in difference(*plans):
            self.list.addItem(change_text(one, self._names, self._shorts))
        if not self.list.count():
            self.list.addItem(tr("The two are the same."))
