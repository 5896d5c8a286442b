"""The list of templates over a new call: a digit, or a few letters."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk_app.domain.call_template import CallTemplate
from desk_app.i18n import tr
from desk_app.ui.palette import Command, Palette

DIGITS: Final = 9
"""So many templates have a key of their own."""
_LOOKED_AT: Final = 200
"""How much of the text of a template it is found by, in characters."""


class TemplatePicker(Palette):
    """The palette of templates: a digit takes one of the first nine at once."""

    def __init__(self, commands: Sequence[Command], parent: QWidget | None = None) -> None:
        super().__init__(commands, parent)
        self.setWindowTitle(tr("Begin with a template"))
        self.search.setPlaceholderText(tr("A few letters of the template, or its digit"))
        self.search.setAccessibleName(tr("Begin with a template"))
        self.list.setAccessibleName(tr("Templates"))
        self.empty.setText(tr("No template has these letters. Try fewer of them."))
        self.search.installEventFilter(self)

    @classmethod
    def offer(
        cls,
        templates: Sequence[CallTemplate],
        begin: Callable[[CallTemplate], object],
        others: Iterable[tuple[str, str, Callable[[], object]]],
        parent: QWidget,
    ) -> Palette:
        """Open the list over `parent`, with (words, icon, what is done) of the `others` at its end."""
        commands = [
            Command(
                template.name,
                partial(begin, template),
                "bolt" if template.solution else "file-text",
                _beside(place, template),
                words=" ".join(template.fields.values())[:_LOOKED_AT],
            )
            for place, template in enumerate(templates)
        ]
        return cls.open([*commands, *(Command(words, act, symbol) for words, symbol, act in others)], parent)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            digit, plain = event.key() - Qt.Key.Key_0, not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            place = digit - 1
            if plain and not self.search.text() and 1 <= digit <= DIGITS and self._is_template(place):
                self.list.setCurrentRow(place)
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _is_template(self, place: int) -> bool:
        return place < len(self.shown) and self.shown[place].beside.startswith(str(place + 1))


def _beside(place: int, template: CallTemplate) -> str:
    digit = str(place + 1) if place < DIGITS else ""
    said = (digit, tr("shared") if not template.owner else "", tr("answered at once") if template.solution else "")
    return " · ".join(filter(None, said))
