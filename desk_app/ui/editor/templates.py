"""Templates of frequent calls in the window of a new call: picked by a key, kept from what stands there."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from desk_app.app.desk import Desk
from desk_app.domain.call_template import CallTemplate, is_kept
from desk_app.i18n import tr
from desk_app.services import call_templates
from desk_app.services.ports import Changes, Session
from desk_app.ui.editor.inputs import FlagInput, LineInput
from desk_app.ui.editor.plain import caption
from desk_app.ui.editor.rows import Row, Rows
from desk_app.ui.editor.verb_form import VerbForm

if TYPE_CHECKING:
    from desk_app.ui.editor.registration import RegistrationWindow

_LONGEST: Final = 28


class Templates(QObject):
    """Fills the form of `window` from a template, keeps one of what stands there, and opens the list of all."""

    def __init__(self, desk: Desk, window: "RegistrationWindow") -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._answered = False
        self.found: list[CallTemplate] | None = None
        desk.changed.connect(self._changed)
        self._load()

    def pick(self) -> None:
        """Offer the templates; those who know them type a digit."""
        if self.found is None:
            self._load(then=True)
            return
        from desk_app.ui.editor.template_picker import TemplatePicker

        others = ((tr("Save as template…"), "plus", self.keep), (tr("Manage templates…"), "settings", self.manage))
        TemplatePicker.offer(self.found, self.begin_with, others, self._window)

    def begin_with(self, template: CallTemplate) -> None:
        """Fill in what is empty; a template with a solution answers the call at once."""
        window = self._window
        answered = window.ui.answered.isChecked()
        if bool(template.solution) != answered and (template.solution or self._answered):
            window.ui.answered.setChecked(bool(template.solution))
            self._answered = bool(template.solution)
        window.form.begin_with(template)
        window.keeping.touch()
        self.show_name()
        window.activateWindow()
        window.form.settle()

    def show_name(self) -> None:
        """Say on the button which template the call was begun with."""
        name = self._window.form.template
        self._answered = self._answered and bool(name)
        short = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
        text = tr("Template: {name}", name=short) if name else tr("Template…")
        self._window.ui.template.setText(f"{caption(text)}  Ctrl+T")

    def keep(self) -> None:
        """Ask for a name, and keep what stands in the form under it."""
        title = tr("Save as template")
        fields = self._window.form.common(self._window.ui.answered.isChecked())
        rows = name_rows(self._desk, self._window.form.template, shared=False)
        VerbForm.ask(self._desk, rows, partial(_save, fields), title, self._window)

    def manage(self) -> None:
        """Show all templates, to be renamed, shared and deleted."""
        from desk_app.ui.editor.templates_dialog import TemplatesDialog

        TemplatesDialog.open(self._desk, self._window)

    def _changed(self, changes: Changes) -> None:
        if changes.office:
            self._load()

    def _load(self, then: bool = False) -> None:
        me = self._desk.me

        def loaded(found: list[CallTemplate]) -> None:
            self.found = found
            if then:
                self.pick()

        self._desk.query(self, lambda reader: reader.templates.of(me), loaded, failed=lambda _error: None)


def name_rows(desk: Desk, name: str, shared: bool) -> Rows:
    """Return the fields that ask for the name of a template, and for whom it is."""
    rows = Rows()
    line = LineInput()
    line.set_value(name)
    line.selectAll()
    rows.add(Row("name", tr("Name of the template"), line, required=True))
    if desk.office.may(desk.me, "share-view"):
        share = FlagInput(tr("Everybody in the office sees it"))
        share.setChecked(shared)
        row = Row("shared", "", share, required=False)
        share.setAccessibleName(tr("Everybody in the office sees it"))
        rows.add(row)
    return rows


def _save(fields: Mapping[str, str], db: Session, raw: Mapping[str, object]) -> Changes:
    kept = {code: value for code, value in fields.items() if is_kept(code)}
    return call_templates.save_template(db, str(raw.get("name", "")), kept, bool(raw.get("shared")))
