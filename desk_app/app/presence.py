"""Who else has the office open, and which tickets are being edited: here, to be told, and by colleagues."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desk_app.services.station import Peer


class Presence(QObject):
    """`met` tells that colleagues came, went, or edit something else; it carries the tickets whose editors changed.

    `edits` tells that another ticket is edited here than before.
    """

    met = Signal(object)
    edits = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.peers: tuple[Peer, ...] = ()
        self._editors: dict[int, tuple[str, ...]] = {}
        self._here: dict[QObject, int] = {}

    @property
    def editing(self) -> tuple[int, ...]:
        """The tickets that are edited in this program."""
        self._here = {editor: ticket for editor, ticket in self._here.items() if isValid(editor)}
        return tuple(sorted(set(self._here.values())))

    def begin(self, editor: QObject, ticket: int) -> None:
        """Note that `editor` edits `ticket` until it is gone, or `end` is called."""
        before = self.editing
        self._here[editor] = ticket
        self._tell(before)

    def end(self, editor: QObject) -> None:
        """Note that `editor` is done."""
        before = self.editing
        self._here.pop(editor, None)
        self._tell(before)

    def editors(self, ticket: int) -> tuple[str, ...]:
        """Return the names of the colleagues who edit `ticket` now."""
        return self._editors.get(ticket, ())

    def meet(self, peers: Sequence[Peer]) -> None:
        """Take what the last look found."""
        if tuple(peers) == self.peers:
            return
        before, self.peers = self._editors, tuple(peers)
        found: dict[int, list[str]] = {}
        for peer in peers:
            for ticket in peer.editing:
                found.setdefault(ticket, []).append(peer.name)
        self._editors = {ticket: tuple(dict.fromkeys(names)) for ticket, names in found.items()}
        touched = {ticket for ticket in before.keys() | found if before.get(ticket) != self._editors.get(ticket)}
        self.met.emit(frozenset(touched))

    def _tell(self, before: tuple[int, ...]) -> None:
        if self.editing != before:
            self.edits.emit()
