"""Why a ticket is due when it is: the limit, since when it counts, and every day that was not like others."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desk_app.app.icons import put_icon
from desk_app.domain.office import Office
from desk_app.i18n import tr
from desk_app.services.ports import TicketCard
from desk_app.ui.editor.due_words import local, told
from desk_app.ui.editor.plain import plain_label, scaled, small

_LINES = 16
"""So many lines are seen at once at most; the rest is scrolled to."""


class WhyDueDialog(QDialog):
    """Tells the reasons; they can be selected and copied."""

    def __init__(self, office: Office, card: TicketCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        ticket = card.ticket
        self.setObjectName("WhyDueDialog")
        self.setWindowTitle(tr("Why it is due then"))
        due = tr("Due {moment}", moment=local(office, ticket.due_at)) if ticket.due_at else tr("No date now")
        self.title = scaled(plain_label(due, self), 1.2)
        number = ticket.number or tr("Not registered")
        about = small(plain_label(f"{number} · {ticket.description.partition(chr(10))[0][:90]}", self))
        about.setWordWrap(True)
        self.text = QPlainTextEdit("\n".join(told(office, card)), self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Reasons, day by day"))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        lines = min(max(self.text.blockCount() + 2, 6), _LINES)
        self.text.setMinimumHeight(QFontMetrics(self.text.font()).lineSpacing() * lines + 16)
        box = QDialogButtonBox(self)
        self.copy = QPushButton(tr("Copy"), self)
        put_icon(self.copy, "copy")
        box.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        box.rejected.connect(self.reject)
        self.copy.clicked.connect(self._copy)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for part in (self.title, about, self.text, box):
            column.addWidget(part, 1 if part is self.text else 0)
        self.setMinimumWidth(520)

    @classmethod
    def open_for(cls, office: Office, card: TicketCard, parent: QWidget) -> "WhyDueDialog":
        """Open over `parent`."""
        dialog = cls(office, card, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.text.setFocus()
        return dialog

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.title.text()}\n{self.text.toPlainText()}")
