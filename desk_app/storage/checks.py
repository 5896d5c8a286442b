"""What must hold in every office file, whatever happened to the share."""

from collections.abc import Iterable
from typing import Final

from desk_app.domain.errors import N_
from desk_app.services.ports import Finding
from desk_app.storage.door import Door

_RULES: Final = (
    (
        N_("its version is {version}, but its history has {entries} entries"),
        """SELECT number, id, version, told FROM (
               SELECT t.number, t.id, t.version, (SELECT COUNT(*) FROM event e WHERE e.ticket_id = t.id) AS told
               FROM ticket t) AS counted
           WHERE version != told LIMIT 100""",
    ),
    (
        N_("its text is missing"),
        "SELECT number, id FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM ticket_text x WHERE x.id = t.id) LIMIT 100",
    ),
    (
        N_("it has a number but no moment of registration, or the other way round"),
        "SELECT number, id FROM ticket WHERE (number IS NULL) != (registered_at IS NULL) LIMIT 100",
    ),
    (
        N_("it was registered before it was received"),
        "SELECT number, id FROM ticket WHERE registered_at < received_at LIMIT 100",
    ),
)
_GAPS: Final = """SELECT (SELECT COALESCE(SUM(value), 0) FROM counter), (SELECT COUNT(number) FROM ticket)"""
_OFFICE: Final = "SELECT COUNT(*) FROM office"


def problems(connection: Door) -> list[Finding]:
    """Return what is wrong with the file: the database's own check first, then the office's invariants."""
    found = connection.integrity()
    for template, query in _RULES:
        found += [
            Finding(row[0] or str(row[1]), template, _named(row[2:], "version", "entries"))
            for row in connection.sql(query)
        ]
    given, used = (int(count) for count in connection.sql(_GAPS)[0])
    if given != used:
        found.append(
            Finding(
                "counter", N_("{given} numbers were given, but {used} tickets have one"), {"given": given, "used": used}
            )
        )
    if connection.sql(_OFFICE)[0][0] != 1:
        found.append(Finding("office", N_("the row of the office is missing"), {}))
    return found


def _named(values: Iterable[object], *names: str) -> dict[str, object]:
    return dict(zip(names, values, strict=False))
