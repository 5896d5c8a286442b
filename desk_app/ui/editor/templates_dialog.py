"""All templates of calls: renamed, shared, deleted and put back."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.app.desk import Desk
from desk_app.app.icons import put_icon
from desk_app.app.theme import GRID, ROW_HEIGHT, Hue, calm_selection
from desk_app.domain.call_template import CallTemplate
from desk_app.domain.errors import UserError
from desk_app.domain.text import subject_of
from desk_app.i18n import explain, tr
from desk_app.services import call_templates
from desk_app.services.ports import Changes, Session
from desk_app.ui.editor.plain import plain_label, scaled
from desk_app.ui.editor.templates import name_rows
from desk_app.ui.editor.verb_form import Raw, VerbForm
from desk_app.ui.reports.notice import Notice
from desk_app.ui.widgets.buttons import PrimaryButton
from desk_app.ui.widgets.list_view import be_list


class TemplatesDialog(QDialog):
    """One's own templates and the shared ones, by name."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.found: list[CallTemplate] = []
        self.setWindowTitle(tr("Templates"))
        self.notice = Notice(self)
        self.table = QTableWidget(self)
        self.empty = plain_label(
            tr("No templates yet. Fill in a new call as it mostly is, press Ctrl+T and choose “Save as template…”."),
            self,
        )
        self.rename_button = QPushButton(tr("Rename or share…"), self)
        self.delete_button = QPushButton(tr("Delete"), self)
        self.close_button = PrimaryButton(tr("Close"), "", self)
        self._lay_out()
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(self._rename_at)
        self.table.itemSelectionChanged.connect(self._gate)
        self.rename_button.clicked.connect(self.rename)
        self.delete_button.clicked.connect(self.forget)
        self.close_button.clicked.connect(self.accept)
        desk.changed.connect(self._changed)
        self.resize(90 * GRID, 50 * GRID)
        self._load()

    @classmethod
    def open(cls, desk: Desk, parent: QWidget) -> "TemplatesDialog":  # type: ignore[override]
        """Open the list over `parent`."""
        dialog = cls(desk, parent)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)
        return dialog

    def _lay_out(self) -> None:
        be_list(self.table)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setAccessibleName(tr("Templates"))
        self.table.setColumnCount(4)
        self.table.setHorizontalHeaderLabels([tr("Template"), tr("For whom"), tr("Answered"), tr("Text")])
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        calm_selection(self.table)
        self.empty.setWordWrap(True)
        buttons = QHBoxLayout()
        for button, symbol in ((self.rename_button, "pencil"), (self.delete_button, "trash")):
            put_icon(button, symbol)
            button.setAutoDefault(False)
            button.setMinimumHeight(4 * GRID)
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        self.close_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(int(1.5 * GRID))
        column.addWidget(scaled(plain_label(tr("Templates of frequent calls"), self), 1.35))
        column.addWidget(self.notice)
        column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    # -- what there is --

    def _changed(self, changes: Changes) -> None:
        if changes.office:
            self._load()

    def _load(self) -> None:
        me = self._desk.me
        self._desk.query(self, lambda reader: reader.templates.of(me), self._show)

    def _show(self, found: list[CallTemplate]) -> None:
        current = self.current()
        self.found = found
        self.empty.setVisible(not found)
        self.table.setVisible(bool(found))
        self.table.setRowCount(len(found))
        for row, template in enumerate(found):
            whose = tr("everybody") if template.owner == 0 else tr("only me")
            answered = tr("at once") if template.solution else ""
            cells = (template.name, whose, answered, subject_of(template.fields.get("description", "")))
            for column, text in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(text))
        for column in range(3):
            self.table.resizeColumnToContents(column)
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + 2 * GRID, 36 * GRID))
        ids = [template.id for template in found]
        self.table.selectRow(ids.index(current.id) if current and current.id in ids else 0)
        self._gate()

    def current(self) -> CallTemplate | None:
        """Return the template that is chosen."""
        place = self.table.currentRow()
        return self.found[place] if 0 <= place < len(self.found) else None

    def _gate(self) -> None:
        chosen = self.current()
        may = chosen is not None and (chosen.owner != 0 or self._desk.office.may(self._desk.me, "share-view"))
        why = "" if may or chosen is None else tr("Only a supervisor changes what everybody sees.")
        for button in (self.rename_button, self.delete_button):
            button.setEnabled(may)
            button.setToolTip(why)

    # -- what is done --

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Delete and self.delete_button.isEnabled():
                self.forget()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.rename_button.isEnabled():
                self.rename()
                return True
        return super().eventFilter(watched, event)

    def _rename_at(self, _index: QModelIndex) -> None:
        if self.rename_button.isEnabled():
            self.rename()

    def rename(self) -> None:
        """Ask for another name, and for whom the template is."""
        chosen = self.current()
        if chosen is not None:
            rows = name_rows(self._desk, chosen.name, shared=chosen.owner == 0)
            VerbForm.ask(self._desk, rows, partial(_change, chosen), tr("Rename or share the template"), self)

    def forget(self) -> None:
        """Delete the chosen template, and offer to put it back."""
        chosen = self.current()
        if chosen is not None:
            work = partial(call_templates.forget_template, template_id=chosen.id)
            self._desk.command(self, work, lambda _changes: self._forgotten(chosen), self._failed)

    def _forgotten(self, template: CallTemplate) -> None:
        undo = (tr("Undo"), "arrow-back-up", lambda: self._bring_back(template))
        self.notice.say(tr("The template “{name}” is deleted.", name=template.name), [undo], Hue.CALM)
        self._load()

    def _bring_back(self, template: CallTemplate) -> None:
        self.notice.hide()
        work = partial(call_templates.bring_back, template=template)
        self._desk.command(self, work, lambda _changes: self._load(), self._failed)

    def _failed(self, error: UserError) -> None:
        self.notice.say(explain(error), hue=Hue.BAD)


def _change(template: CallTemplate, db: Session, raw: Raw) -> Changes:
    may_share = db.office.may(db.actor, "share-view")
    shared = bool(raw.get("shared")) if may_share else template.owner == 0
    return call_templates.change_template(db, template.id, str(raw.get("name", "")), shared)
