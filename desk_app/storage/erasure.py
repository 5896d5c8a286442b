"""Putting other words in the place of a person's in the history, so that the old ones are gone from the file."""

import json
import os
from collections.abc import Callable
from typing import Any

from desk_app.domain import history
from desk_app.services.call_templates import body_of, template_of
from desk_app.services.directory_ports import Erased
from desk_app.storage.door import Door
from desk_app.storage.models import AttachmentTable, CallTemplateTable, EventTable, SavedViewTable


class HistoryRewriter:
    """Replaces payloads; the digests that are chained stay as they are (see `services.checks`)."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def rewrite(self, ticket_id: int | None, change: Callable[[Any], Any]) -> list[Erased]:
        self._connection.overwrite()
        columns = (EventTable.seq, EventTable.digest, EventTable.payload, EventTable.verb)
        mine = EventTable.ticket_id.is_null() if ticket_id is None else EventTable.ticket_id == ticket_id
        rows = self._connection.rows(EventTable.select(*columns).where(mine).order_by(EventTable.seq))
        erased = []
        for seq, before, payload, verb in rows:
            if not payload or verb == "erase":
                continue
            told = json.loads(payload)
            changed = change(told)
            if changed != told:
                erased.append(self._replaced(seq, bytes(before), history.payload_text(changed)))
        return erased

    def rename_files(self, ticket_id: int, change: Callable[[str], str]) -> None:
        query = AttachmentTable.select(AttachmentTable.id, AttachmentTable.name)
        for row_id, name in self._connection.rows(query.where(AttachmentTable.ticket_id == ticket_id)):
            if change(name) != name:
                update = AttachmentTable.update(name=change(name))
                self._connection.run(update.where(AttachmentTable.id == row_id))

    def drop_views(self, change: Callable[[str], str]) -> None:
        columns = (SavedViewTable.id, SavedViewTable.name, SavedViewTable.body)
        for row_id, *texts in self._connection.rows(SavedViewTable.select(*columns)):
            if any(change(text) != text for text in texts):
                self._connection.run(SavedViewTable.delete().where(SavedViewTable.id == row_id))

    def change_templates(self, change: Callable[[str], str]) -> None:
        columns = (CallTemplateTable.id, CallTemplateTable.name, CallTemplateTable.body)
        for row_id, name, body in self._connection.rows(CallTemplateTable.select(*columns)):
            mine = CallTemplateTable.id == row_id
            if change(name) != name:
                self._connection.run(CallTemplateTable.delete().where(mine))
                continue
            fields = template_of(row_id, 0, name, body).fields
            changed = {code: change(text) for code, text in fields.items()}
            if changed != fields:
                self._connection.run(CallTemplateTable.update(body=body_of(changed)).where(mine))

    def _replaced(self, seq: int, before: bytes, payload: str) -> Erased:
        salt = os.urandom(16)
        self._connection.run(EventTable.update(salt=salt, payload=payload).where(EventTable.seq == seq))
        return Erased(seq, before, history.digest(salt, payload))
