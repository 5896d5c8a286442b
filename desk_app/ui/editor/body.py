"""The parts of a card and how they are arranged: under each other beside the list, in two columns in a window."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import Hue
from desk_app.i18n import tr
from desk_app.ui.editor.attached import FilesSection
from desk_app.ui.editor.card import CommentBox, FieldsSection, HeaderSection, LinksSection, RequesterSection
from desk_app.ui.editor.chain_section import ChainSection
from desk_app.ui.editor.contact_section import ContactSection
from desk_app.ui.editor.course_section import AgreedSection, CourseSection, HoldersSection, PromisesBar
from desk_app.ui.editor.due_section import DueSection
from desk_app.ui.editor.history import HistoryView
from desk_app.ui.editor.plain import Remark, plain_label, quiet_button, small
from desk_app.ui.editor.rows import heading
from desk_app.ui.editor.steps_bar import StepsBar
from desk_app.ui.editor.taking import FilePlace
from desk_app.ui.editor.unsent import UnsentComments
from desk_app.ui.widgets.follow_focus import FollowFocus

_Part = QWidget | QBoxLayout


class CardBody(FilePlace):
    """Everything a card is made of. What it does is `pane.TicketPane`'s."""

    def __init__(self, desk: Desk, parent: QWidget | None = None, wide: bool = False) -> None:
        super().__init__(parent)
        self._desk = desk
        self._make_parts()
        self._arrange(wide)

    def _make_parts(self) -> None:
        self.header = HeaderSection(self)
        self.requester = RequesterSection(self)
        self.contact = ContactSection(self)
        self.steps = StepsBar(self)
        self.gate = Remark(self)
        self.agreed = AgreedSection(self)
        self.promises = PromisesBar(self)
        self.chain = ChainSection(self)
        self.course = CourseSection(self)
        self.holders = HoldersSection(self)
        self.due = DueSection(self)
        self.fields = FieldsSection(self)
        self.links = LinksSection(self)
        self.files = FilesSection(self._desk, self)
        self.history = HistoryView(self)
        self.unsent = UnsentComments(self._desk, self)
        self.comment = CommentBox(self)
        self.notice = Notice(self)
        self.edit_button = quiet_button("pencil", tr("Edit"), self)
        keys = QKeySequence("F4").toString(QKeySequence.SequenceFormat.NativeText)
        self.edit_button.setToolTip(tr("Change the fields of the ticket ({keys})", keys=keys))
        self.undo_button = quiet_button("arrow-back-up", tr("Undo"), self)
        self.undo_button.setToolTip(tr("Take your last step back"))
        self.print_button = quiet_button("printer", tr("Print form…"), self)
        keys = QKeySequence("Ctrl+P").toString(QKeySequence.SequenceFormat.NativeText)
        self.print_button.setToolTip(tr("The error form of the ticket or all of it, to print or save") + f" ({keys})")
        self.link_button = quiet_button("link", tr("Link"), self)
        self.link_button.setToolTip(tr("Link to another ticket"))
        self._empty = small(
            plain_label(tr("Choose a ticket: here you see who asks, what to do and what was done."), self)
        )
        self._empty.setWordWrap(True)
        self._empty.setMargin(24)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _arrange(self, wide: bool) -> None:
        who = (self.agreed, self.header, self.requester, self.contact)
        todo = (
            heading(tr("What to do"), self),
            self.gate,
            self.steps,
            self.promises,
            self.course,
            self.chain,
            self.due,
        )
        what: list[_Part] = [_line(self), self._fields_part(), _line(self), self.files]
        past: list[_Part] = [self.links, _line(self), self.holders, self._past_head(), self.unsent, self.history]
        first: list[_Part] = [*who, *what] if wide else [*who, *todo, *what, *past]
        second: list[_Part] = [*todo, *past] if wide else []
        self._holder = QWidget(self)
        across = QHBoxLayout(self._holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(_scrolled(first), 3)
        below = QVBoxLayout()
        below.setContentsMargins(12, 0, 12, 12)
        below.addWidget(self.unsent.note)
        below.addWidget(self.comment)
        if second:
            side = QVBoxLayout()
            side.addWidget(_scrolled(second))
            side.addLayout(below)
            across.addLayout(side, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self._empty, 1)
        column.addWidget(self._holder, 1)
        if not second:
            column.addLayout(below)

    def _fields_part(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.addWidget(heading(tr("Fields"), self))
        head.addStretch()
        head.addWidget(self.print_button)
        head.addWidget(self.link_button)
        head.addWidget(self.edit_button)
        self._fields_column = QVBoxLayout()
        self._fields_column.addLayout(head)
        self._fields_column.addWidget(self.fields)
        return self._fields_column

    def _past_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addWidget(heading(tr("What was done"), self))
        head.addStretch()
        head.addWidget(self.undo_button)
        return head


class Notice(QFrame):
    """A bar over the card that something is newer than what is shown."""

    refresh = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Remark(self)
        self._button = QPushButton(tr("Refresh"), self)
        put_icon(self._button, "refresh")
        self._button.clicked.connect(self.refresh)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.text, 1)
        row.addWidget(self._button)
        self.hide()

    def say(self, sentence: str, button: str = "") -> None:
        """Show the bar with `sentence`; `button` says what its button does."""
        self.text.say(sentence, Hue.WAITING)
        self._button.setText(button or tr("Refresh"))
        self.show()


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.HLine)
    line.setForegroundRole(line.palette().ColorRole.Mid)
    line.setFrameShadow(QFrame.Shadow.Plain)
    return line


def _scrolled(parts: Iterable[_Part]) -> QScrollArea:
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(10)
    for part in parts:
        if isinstance(part, QBoxLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addStretch()
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    FollowFocus(area)
    return area
