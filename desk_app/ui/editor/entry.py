"""What is typed while somebody calls: the form by the office's profile."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from desk_app.app.desk import Desk
from desk_app.domain.answers import is_answer
from desk_app.domain.call_template import CallTemplate, is_kept
from desk_app.domain.errors import BadInput
from desk_app.domain.intake import CHOICES, REQUESTER, TEXTS
from desk_app.domain.office import FormField
from desk_app.domain.tickets import Requester
from desk_app.i18n import tr
from desk_app.services.tickets import TEMPLATE
from desk_app.ui.editor import fields, validator
from desk_app.ui.editor.about_call import AboutCall, is_appointment
from desk_app.ui.editor.callers import CallerInput
from desk_app.ui.editor.inputs import TextInput
from desk_app.ui.editor.organisations import make_row
from desk_app.ui.editor.rows import Row, Rows

_SOLUTION: Final = "solution"


class EntryForm(Rows):
    """The fields of a new call. `dirty` tells whether anything was typed since it was empty."""

    caller_chosen = Signal(object)
    about_changed = Signal()
    """The kind, the type, the service or the mode is another: what is asked and said may be, too."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._caller: Requester | None = None
        self.dirty = False
        self._begun = False
        self._last_focus: QWidget | None = None
        self._clean: dict[str, str] = {}
        self._filled: dict[str, str] = {}
        self.template = ""
        """The name of the template that the call was begun with."""
        for place in self._places():
            self.add(self._row(place), wide=fields.is_wide(place.code, desk.office))
        self.about = AboutCall(desk, self)
        self._own_solution = _SOLUTION not in self.rows
        if self._own_solution:
            self._add_solution()
        if "description" in self.rows:
            self.stretch("description")
        self.edited.connect(self._mark)
        self.clear()
        self.about.chosen.connect(self.about_changed)

    @property
    def caller(self) -> Requester | None:
        """Who was chosen from the directory."""
        return self._caller

    def begin(self) -> None:
        """Put the cursor where a call begins."""
        next(iter(self.rows.values())).input.setFocus()

    def go_on(self) -> None:
        """Put the cursor behind what was typed last."""
        texts = [row.input for row in self.rows.values() if isinstance(row.input, TextInput) and row.isVisible()]
        typed = [text for text in texts if text.value()]
        if typed:
            typed[-1].moveCursor(QTextCursor.MoveOperation.End)
            typed[-1].setFocus()
        else:
            self.begin()

    def refocus(self) -> None:
        """Give the focus back to where it was before saving."""
        if self._last_focus is not None:
            self._last_focus.setFocus()

    def clear(self) -> None:
        """Empty the form for the next call; the channel stays, the other choices go back to their defaults."""
        for code, row in self.rows.items():
            if code == "channel" and self._begun:
                continue
            row.input.set_value(self._fresh(code))
            row.say("")
        self.about.clear()
        self._begun = True
        self._caller = None
        self._received = self.rows["received_at"].input.value() if "received_at" in self.rows else ""
        self.template = ""
        self._clean, self._filled = self.values(), {}
        self.dirty = False

    # -- templates --

    def begin_with(self, template: CallTemplate) -> None:
        """Fill from `template` what nobody has typed or chosen; what another template filled gives way to it."""
        was_dirty = self.dirty
        for code, value in self._filled.items():
            if code in self.rows and self.rows[code].input.value() == value:
                self.rows[code].input.set_value(self._clean.get(code, ""))
        self._filled = {}
        usable = template.usable(self._desk.office)
        self._fill_in({code: value for code, value in usable.items() if not is_answer(code)})
        self.about.follow()
        self._fill_in({code: value for code, value in usable.items() if is_answer(code)})
        self.template = template.name
        self.dirty = was_dirty

    def _fill_in(self, values: Mapping[str, str]) -> None:
        """Put `values` where nobody has typed or chosen anything."""
        for code, value in values.items():
            row = self.rows.get(code)
            if row is not None and row.input.value() in ("", self._clean.get(code, "")):
                row.input.set_value(value)
                row.say("")
                self._filled[code] = row.input.value()

    def common(self, answered: bool) -> dict[str, str]:
        """Return what a template of this call would keep; the solution only where the call is answered."""
        values = {code: value for code, value in self.values().items() if is_kept(code) and value.strip()}
        return {
            code: value for code, value in values.items() if code != _SOLUTION or answered or not self._own_solution
        }

    def settle(self) -> None:
        """Put the cursor on the first thing that is still missing, or else where a call begins."""
        shown = [row for row in self.rows.values() if not row.isHidden()]
        missing = (row for row in shown if row.required and not row.input.value().strip())
        next(missing, shown[0]).input.setFocus()

    def show_solution(self, shown: bool) -> None:
        """Show and ask for the solution of a call that is answered already."""
        row = self.rows[_SOLUTION]
        row.setVisible(shown or not self._own_solution)
        (row if shown else next(iter(self.rows.values()))).input.setFocus()

    def solution(self) -> str:
        """Return the solution as typed."""
        return str(self.rows[_SOLUTION].input.value())

    def problems(self) -> list[BadInput]:
        """Return what is wrong with what was typed."""
        self._last_focus = self.focusWidget()
        shown = {code: row for code, row in self.rows.items() if not row.isHidden()}
        needed = [code for code, row in shown.items() if row.required]
        long = [code for code, row in shown.items() if isinstance(row.input, TextInput)]
        return validator.problems({code: row.input.value() for code, row in shown.items()}, needed, long)

    def raw(self, opened: datetime) -> dict[str, Any]:
        """Return the call as the services take it; received when the window was opened unless said otherwise."""
        values = {
            code: value
            for code, value in self.values().items()
            if value and code != _SOLUTION and not is_appointment(code)
        }
        if not self._own_solution and self.solution():
            values[_SOLUTION] = self.solution()
        if values.get("received_at", self._received) == self._received:
            values["received_at"] = opened.isoformat()
        known = self._caller
        if known is not None and known.name == values.get("name", "").strip():
            hidden = {part: text for part, text in fields.requester_texts(known).items() if part not in self.rows}
            values = {**values, **{part: text for part, text in hidden.items() if text}}
        if self.template:
            values[TEMPLATE] = self.template
        return fields.raw_fields(values)

    def draft(self) -> dict[str, Any]:
        """Return what stands here, to be kept until it is saved."""
        caller = asdict(self._caller) if self._caller else {}
        return {"fields": self.values(), "caller": caller, TEMPLATE: self.template}

    def bring_back(self, kept: Mapping[str, Any]) -> None:
        """Put back what `draft` returned."""
        found = {code: str(text) for code, text in kept.get("fields", {}).items()}
        self.fill(found)
        self.about.follow()
        self.fill(found)
        known = kept.get("caller", {})
        self._caller = Requester(**known) if known.keys() == asdict(Requester()).keys() else None
        self.template = str(kept.get(TEMPLATE, ""))
        self.dirty = True

    def names(self) -> dict[str, str]:
        return {**fields.labels(self._desk.office), **super().names()}

    def _places(self) -> list[fields.Place]:
        office, me = self._desk.office, self._desk.me
        found = fields.places(field for field in office.fields if field.on_registration)
        allowed = [place for place in found if place.code != "registered_at" or office.may(me, "backdate")]
        if not any(place.code == "description" for place in allowed):
            allowed.append(fields.Place("description", FormField("description", tr("Description"), True, True, True)))
        return sorted(allowed, key=lambda place: place.code != "name")

    def _row(self, place: fields.Place) -> Row:
        if place.code != "name":
            return make_row(self._desk, place, datetime.now(self._desk.office.zone))
        caller = CallerInput(self._desk)
        caller.chosen.connect(self._fill_caller)
        return Row("name", place.field.label, caller, place.field.required)

    def _add_solution(self) -> None:
        known = fields.labels(self._desk.office)
        row = Row(_SOLUTION, known.get(_SOLUTION) or tr("Solution"), TextInput(3), required=True)
        self.add(row)
        row.hide()

    def _fill_caller(self, requester: Requester) -> None:
        self._caller = requester
        self.fill({part: text for part, text in fields.requester_texts(requester).items() if part != "name"})
        self.caller_chosen.emit(requester)
        if self.template:
            self.settle()
            return
        following = [code for code in self.rows if code not in REQUESTER]
        empty = next((code for code in following if code in TEXTS), following[0] if following else "name")
        target = next((code for code in following if code in ("service", "system", "kind", "type")), empty)
        self.rows[target].input.setFocus()

    def _mark(self) -> None:
        self.dirty = True

    def _fresh(self, code: str) -> str:
        if code in CHOICES:
            return fields.default(self._desk.office, code)
        return self._now() if code == "received_at" else ""

    def _now(self) -> str:
        return datetime.now(self._desk.office.zone).replace(tzinfo=None).isoformat(timespec="minutes")
