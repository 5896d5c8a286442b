"""Files of calls that waited: attached once the office has the call, also after the program was closed in between."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from desk_app.app import attaching
from desk_app.app.desk import Desk
from desk_app.i18n import tr
from desk_app.services.files import Attachment
from desk_app.services.outbox import Entry
from desk_app.services.ports import Changes


class WaitingFiles(QObject):
    """Attaches the files of what was sent; what was attached before a crash is not attached again."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        desk.outbox.sent.connect(self.attach)
        for entry in desk.outbox.leaving:
            self.attach(entry)

    def attach(self, entry: Entry, *_: object) -> None:
        """Attach what is not there yet of the files of `entry`."""
        ticket_id = int(entry.payload.get("sent_to", 0))
        if ticket_id:
            self._desk.query(
                self, lambda reader: reader.attachments.of(ticket_id), partial(self._attach, entry, ticket_id)
            )

    def _attach(self, entry: Entry, ticket_id: int, there: Sequence[Attachment]) -> None:
        known = {(one.name, one.content.size) for one in there}
        left, name = [], entry.provisional
        for path in [Path(str(one)) for one in entry.payload["files"]]:
            if not path.is_file():
                said = tr("“{name}” is not there any more: attach it to {number} again.", name=path.name, number=name)
                self._desk.messages.info(said)
            elif (path.name, path.stat().st_size) not in known:
                left.append(path)
        if not left:
            self._desk.outbox.drop(entry)
        for path in left:
            attaching.attach_file(
                self._desk, self._desk, ticket_id, path, then=partial(self._attached, entry, left, path)
            )

    def _attached(self, entry: Entry, left: list[Path], path: Path, _changes: Changes) -> None:
        self._desk.messages.info(tr("Attached: {name}", name=path.name))
        left.remove(path)
        if not left:
            self._desk.outbox.drop(entry)
