"""What the specialist proposes in an act: against each error that repeats, and at its end."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from desk_app.i18n import format_month, tr
from desk_app.services.acts import Act
from desk_app.ui.editor.inputs import TextInput
from desk_app.ui.editor.plain import plain_label, scaled, small
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.widgets.buttons import PrimaryButton

Keep = Callable[[Act, Mapping[str, str]], object]


class ProposalsDialog(QDialog):
    """Asks for a text an error, and for one that concludes the act; what is typed is kept on this computer."""

    def __init__(self, act: Act, known: Mapping[str, str], keep: Keep, parent: QWidget) -> None:
        super().__init__(parent)
        self._act, self._known, self._keep = act, known, keep
        self.setWindowTitle(tr("Proposals"))
        self.rows = Rows(self)
        systems = act.office.choices("system")
        for number, one in enumerate(act.repeated, 1):
            where = systems.label(one.system) or tr("Not given")
            label = tr("{number}. {system}: {error}", number=number, system=where, error=one.name)
            self.rows.add(Row(one.key, f"{label} ({one.count})", TextInput(2), required=False))
        self.rows.add(Row("", tr("Conclusions and proposals"), TextInput(4), required=False))
        for code, row in self.rows.rows.items():
            row.input.set_value(known.get(code, ""))
        self._lay_out()
        self.rows.begin()

    @classmethod
    def open_for(cls, act: Act, known: Mapping[str, str], keep: Keep, parent: QWidget) -> "ProposalsDialog":
        """Open the dialog over `parent`; `known` is what was typed before, by the key of the error."""
        dialog = cls(act, known, keep, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def save(self) -> None:
        """Keep what is typed; what was proposed against errors that are not listed now stays."""
        self._keep(self._act, {**self._known, **self.rows.values()})
        self.accept()

    def _lay_out(self) -> None:
        month = format_month(self._act.month.year, self._act.month.month)
        heading = scaled(plain_label(tr("Proposals for {month}", month=month), self), 1.2)
        hint = small(plain_label(tr("They are kept on this computer and printed in the act."), self))
        for label in (heading, hint):
            label.setWordWrap(True)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(self.rows)
        box = QDialogButtonBox(self)
        ok = PrimaryButton(tr("Save"), "", self)
        ok.setDefault(True)
        box.addButton(ok, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.save)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        for widget in (heading, hint, area, box):
            column.addWidget(widget, 1 if widget is area else 0)
        self.resize(640, 560)
