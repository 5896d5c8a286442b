"""Templates of calls, between rows and objects."""

from desk_app.domain.call_template import CallTemplate
from desk_app.domain.office import Person
from desk_app.domain.text import normalise
from desk_app.services.call_templates import template_of
from desk_app.storage.door import Door
from desk_app.storage.models import CallTemplateTable

_COLUMNS = (CallTemplateTable.id, CallTemplateTable.owner_id, CallTemplateTable.name, CallTemplateTable.body)


class TemplateReader:
    """See `services.template_ports.TemplateReads`; every question is a read transaction of its own."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def of(self, me: Person) -> list[CallTemplate]:
        return self._connection.read(lambda: _load(self._connection, me))


class TemplateWriter:
    """See `services.template_ports.TemplateWrites`. Lives as long as one transaction."""

    def __init__(self, connection: Door) -> None:
        self._connection = connection

    def of(self, me: Person) -> list[CallTemplate]:
        return _load(self._connection, me)

    def put(self, owner: int, name: str, body: str) -> None:
        insert = CallTemplateTable.insert(owner_id=owner, name=name, name_key=normalise(name), body=body)
        target = [CallTemplateTable.owner_id, CallTemplateTable.name_key]
        update = {CallTemplateTable.name: name, CallTemplateTable.body: body}
        self._connection.run(insert.on_conflict(conflict_target=target, update=update))

    def change(self, template_id: int, owner: int, name: str) -> None:
        update = CallTemplateTable.update(owner_id=owner, name=name, name_key=normalise(name))
        self._connection.run(update.where(CallTemplateTable.id == template_id))

    def drop(self, template_id: int) -> None:
        self._connection.run(CallTemplateTable.delete().where(CallTemplateTable.id == template_id))


def _load(connection: Door, me: Person) -> list[CallTemplate]:
    query = CallTemplateTable.select(*_COLUMNS).where(CallTemplateTable.owner_id.in_((0, me.id)))
    rows = connection.rows(query.order_by(CallTemplateTable.name_key, CallTemplateTable.id))
    return [template_of(*row) for row in rows]
