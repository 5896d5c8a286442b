"""What the window of the duty planner is made of."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desk_app.app.desk import Desk
from desk_app.app.theme import GRID
from desk_app.i18n import tr
from desk_app.ui.duty.brushes import Brushes
from desk_app.ui.duty.filling import FillBar
from desk_app.ui.duty.grid_model import GridModel
from desk_app.ui.duty.grid_view import GridView
from desk_app.ui.duty.remarks import Remarks
from desk_app.ui.editor.plain import Remark, caption, plain_label, quiet_button, scaled, small


class Parts:
    """The widgets of the planner's window, laid out in `window`."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self.title = scaled(plain_label("", window), 1.35)
        self.earlier = quiet_button("chevron-left", "", window)
        self.later = quiet_button("chevron-right", "", window)
        for button, name in ((self.earlier, tr("The month before")), (self.later, tr("The month after"))):
            button.setAccessibleName(name)
            button.setToolTip(name)
        self.version = QComboBox(window)
        self.version.setAccessibleName(tr("Version of the schedule"))
        self.norm = small(plain_label("", window))
        self.begin = _button(tr("Begin"), tr("Begin the schedule of this month, empty"), window)
        self.copy = _button(tr("As the month before"), tr("Begin with the month before, aligned by weekday"), window)
        self.fill = _button(tr("Fill"), tr("Fill the empty cells; pinned ones stay"), window)
        self.approve = _button(tr("Approve…"), tr("Make the draft a version that nothing changes any more"), window)
        self.publish = _button(tr("Publish"), tr("Show it to everybody: duty is done by it"), window)
        self.differ = _button(tr("What differs…"), tr("In what two versions differ"), window)
        self.print = _button(tr("Print…"), tr("The schedule for the board, the timesheet, files for others"), window)
        self.requests = _button(tr("Requests…"), tr("Swaps, other shifts, absences: asked, agreed, decided"), window)
        self.people = _button(tr("People…"), tr("Lines, employment, training, leave"), window)
        self.here = _button(tr("Who is here…"), tr("Who is on duty now, and how they stand"), window)
        self.undo = quiet_button("arrow-back-up", tr("Undo"), window)
        self.redo = quiet_button("arrow-forward-up", tr("Redo"), window)
        self.pattern = _button(tr("Pattern…"), tr("5/2, 2/2 or a week of your own, for the selected cells"), window)
        self.notice = Remark(window)
        self.saved = small(plain_label("", window))
        self.model = GridModel(window)
        self.grid = GridView(self.model, window)
        self.grid.setAccessibleName(tr("Month of duty"))
        self.brushes = Brushes(window)
        self.filling = FillBar(desk, window)
        self.remarks = Remarks(window)
        self.about = Remark(window)
        self.empty = plain_label(tr("There is no schedule of this month yet."), window)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._arrange(window)
        hidden: tuple[QWidget, ...] = (
            self.begin,
            self.copy,
            self.fill,
            self.approve,
            self.publish,
            self.differ,
            self.print,
            self.pattern,
        )
        hidden += (self.undo, self.redo, self.version, self.brushes, self.split, self.empty)
        for part in hidden:  # until it is known what is there
            part.hide()

    def order_tabs(self) -> None:
        """Let Tab go as the eye does, the brushes included, which come with each month."""
        chain: list[QWidget] = [
            self.differ,
            self.print,
            *self.brushes.buttons,
            self.pattern,
            self.undo,
            self.redo,
            self.requests,
            self.people,
            self.here,
            self.filling.take,
        ]
        chain += [self.filling.stop, self.grid, self.remarks]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _arrange(self, window: QWidget) -> None:
        head, tools = QHBoxLayout(), QHBoxLayout()
        for part in (self.earlier, self.title, self.later, self.version, self.norm):
            head.addWidget(part)
        head.addStretch()
        for button in (self.begin, self.copy, self.fill, self.approve, self.publish, self.differ, self.print):
            head.addWidget(button)
        tools.addWidget(self.brushes, 1)
        tools.addStretch()  # while there are no brushes: the buttons stay as wide as their words
        for tool in (self.saved, self.pattern, self.undo, self.redo, self.requests, self.people, self.here):
            tools.addWidget(tool)
        self.split = QSplitter(Qt.Orientation.Vertical, window)
        below = QWidget(window)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, GRID, 0, 0)
        column.addWidget(self.about)
        column.addWidget(self.remarks, 1)
        self.split.addWidget(self.grid)
        self.split.addWidget(below)
        self.split.setStretchFactor(0, 4)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        column = QVBoxLayout(window)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addLayout(tools)
        column.addWidget(self.filling)
        column.addWidget(self.empty, 1)
        column.addWidget(self.split, 1)


def add_key(window: QWidget, keys: QKeySequence.StandardKey, button: QWidget) -> None:
    """Let `keys` do what a click on `button` does."""
    shortcut = QShortcut(QKeySequence(keys), window)
    shortcut.activated.connect(button.click)  # type: ignore[attr-defined]


def _button(text: str, about: str, parent: QWidget) -> QPushButton:
    button = QPushButton(caption(text), parent)
    button.setToolTip(about)
    button.setAccessibleDescription(about)
    button.setAutoDefault(False)
    return button
