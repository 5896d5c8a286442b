"""What is typed into one editor, kept while it is typed and given back where it was typed."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from desk_app.app.desk import Desk
from desk_app.app.draft_keeper import DraftKeeper
from desk_app.app.drafts import Draft, DraftKey
from desk_app.app.theme import Hue
from desk_app.i18n import explain, format_moment, tr
from desk_app.ui.editor.plain import Remark, quiet_button

_TOGETHER: Final = 9
"""So many editors of one kind can be open on one ticket, each with a draft of its own."""


class Keeping(QObject):
    """The draft of `editor`; `read` returns what stands in it, or nothing when there is nothing to lose."""

    def __init__(self, desk: Desk, editor: QWidget, read: Callable[[], Mapping[str, Any]]) -> None:
        super().__init__(editor)
        self._desk, self._read = desk, read
        self.key: DraftKey | None = None
        self._given_back = False
        self._filling = False
        self._keeper = DraftKeeper(desk.drafts, editor, read)
        self._keeper.failed.connect(lambda error: desk.messages.info(explain(error)))

    def begin(self, kind: str, ticket: int = 0, version: int = 0) -> Draft | None:
        """Keep what is typed from now on; return what was left unsaved there, to be put into the editor."""
        self.leave()
        keys = _free(self._desk, kind, ticket)
        key, draft = next(((key, left) for key in keys if (left := _left(self._desk, key))), (keys[0], None))
        self.key = key
        self._desk.drafts.claims[key] = self
        self._keeper.watch(key, version)
        self._given_back = draft is not None
        return draft

    def touch(self, *_: object) -> None:
        """Note that something was typed; connect it to the inputs."""
        if self.key is None or self._filling:
            return
        if self._given_back and not self._read():
            self.forget()  # what was given back has been emptied by hand
        else:
            self._keeper.touch()

    def fill(self, work: Callable[[], object]) -> None:
        """Put into the editor what was left there; that is no typing."""
        self._filling = True
        try:
            work()
        finally:
            self._filling = False

    def typed_upon(self, version: int) -> None:
        """Note the version of the ticket that the typing goes on from."""
        self._keeper.version = version

    def forget(self) -> None:
        """Remove the draft: it is saved, or not wanted."""
        self._keeper.forget()
        self._given_back = False

    def leave(self) -> None:
        """Keep what stands there for the next time, and let others have it."""
        self._keeper.leave()
        if self.key is not None:
            self._desk.drafts.claims.pop(self.key, None)
        self.key = None


class DraftBar(QWidget):
    """Says that what stands below was typed before and never saved."""

    discarded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = Remark(self)
        self.button = quiet_button("trash", tr("Throw away"), self)
        self.button.setToolTip(tr("Throw away what was typed and not saved"))
        self.button.clicked.connect(self.discarded)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def show_draft(self, desk: Desk, draft: Draft | None) -> None:
        """Say when `draft` was typed; None hides the bar."""
        if draft is not None:
            when = format_moment(draft.saved_at.astimezone(desk.office.zone))
            self.text.say(tr("Typed on {when} and not saved.", when=when), Hue.WAITING)
        self.setVisible(draft is not None)


def is_left(desk: Desk, kind: str, ticket: int) -> bool:
    """Tell whether something of this `kind` was typed into `ticket` and not saved, and nobody has it open."""
    return any(_left(desk, key) for key in _free(desk, kind, ticket))


def base_kind(kind: str) -> str:
    """Return `kind` without the number that tells editors of one kind apart ("edit.2" is "edit")."""
    return kind.partition(".")[0]


def _left(desk: Desk, key: DraftKey) -> Draft | None:
    return desk.drafts.unwritten.get(key) or desk.drafts.load(key)


def _free(desk: Desk, kind: str, ticket: int) -> list[DraftKey]:
    kinds = [kind, *(f"{kind}.{number}" for number in range(2, _TOGETHER + 1))]
    keys = [DraftKey(desk.epoch, desk.me.id, name, ticket) for name in kinds]
    claims = desk.drafts.claims
    return [key for key in keys if key not in claims or not isValid(claims[key])] or keys[-1:]
