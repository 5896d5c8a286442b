"""Rows of a workstation's copy, put into a restored office: what is the same keeps its id, the rest finds a place."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import peewee

from desk_app.storage.door import Door
from desk_app.storage.models import TABLES

Row = dict[str, Any]

_COLUMNS: Final = {t._meta.table_name: tuple(f.column_name for f in t._meta.sorted_fields) for t in TABLES}
_NUMBERS: Final = {table._meta.table_name: number for number, table in enumerate(TABLES, 1)}
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "item": ("section", "code"),
    "staff": ("login_key",),
    "organisation": ("name_key",),
    "requester": ("name_key", "organisation_id"),
    "saved_view": ("owner_id", "name_key"),
    "call_template": ("owner_id", "name_key"),
    "duty": ("uid",),
}
"""By what a row is known whatever its id."""
_POINTS: Final[Mapping[str, Mapping[str, str]]] = {
    "requester": {"organisation_id": "organisation"},
    "saved_view": {"owner_id": "staff"},
    "call_template": {"owner_id": "staff"},
    "duty": {"staff_id": "staff"},
    "attachment": {"by_id": "staff"},
    "ticket": {
        **dict.fromkeys(
            (
                *("kind_id", "status_id", "type_id", "channel_id", "priority_id", "system_id", "line_id"),
                *("service_id", "mode_id"),
            ),
            "item",
        ),
        "assignee_id": "staff",
        "requester_id": "requester",
    },
}
"""Which columns point to rows of which table."""
FOLLOWED: Final = ("office", "item", "staff", "organisation", "requester", "saved_view", "call_template", "duty")
"""Tables whose rows are brought to the state of the copy, in an order in which they can point to each other."""
_GOES: Final = frozenset({"item", "organisation", "requester", "saved_view", "call_template", "duty"})
"""Tables whose rows people take away."""
_OWN: Final[Mapping[str, tuple[str, ...]]] = {"office": ("epoch", "revision")}
"""Columns that a restored office has for itself."""
_SLICE: Final = 500


class Rows:
    """What both sides have. `id_of` is for use inside a write transaction, and forgets with each (see `begin`)."""

    def __init__(self, copy: Door, office: Door) -> None:
        self._copy = copy
        self._office = office
        self._ids: dict[tuple[str, int], int] = {}

    def begin(self) -> None:
        """Forget which rows were found or added: the transaction may be another, or the same once more."""
        self._ids.clear()

    def row(self, table: str, row_id: int, of_office: bool = False) -> Row | None:
        """Return a row of the copy, or of the office."""
        columns = ", ".join(_COLUMNS[table])
        door = self._office if of_office else self._copy
        found = door.sql(f"SELECT {columns} FROM {table} WHERE id = ?", (row_id,))  # noqa: S608 - names of ours
        return dict(zip(_COLUMNS[table], found[0], strict=True)) if found else None

    def some(self, table: str, column: str, value: int) -> list[Row]:
        """Return the rows of the copy with `value` in `column`."""
        columns = ", ".join(_COLUMNS[table])
        found = self._copy.sql(f"SELECT {columns} FROM {table} WHERE {column} = ?", (value,))  # noqa: S608
        return [dict(zip(_COLUMNS[table], row, strict=True)) for row in found]

    def links(self, copy_id: int) -> list[tuple[int, int, str]]:
        """Return (ticket, other ticket, relation) of a ticket of the copy."""
        query = "SELECT ticket_id, other_id, relation FROM link WHERE ticket_id = ?"
        return [(row[0], row[1], row[2]) for row in self._copy.sql(query, (copy_id,))]

    def id_of(self, table: str, copy_id: int) -> int:
        """Return the office's row for a row of the copy, which is added where it is missing; 0 where there is none."""
        if (table, copy_id) not in self._ids:
            row = self.row(table, copy_id)
            self._ids[table, copy_id] = 0 if row is None else self._placed(table, row)
        return self._ids[table, copy_id]

    def pointing(self, table: str, row: Row) -> Row:
        """Return `row` of the copy pointing to the office's rows."""
        points = _POINTS.get(table, {})
        return row | {column: self.id_of(to, row[column]) for column, to in points.items()}

    def add(self, table: str, row: Row) -> int:
        """Insert a row under its own id, or under another one where that is taken; return its id."""
        taken = self._office.sql(f"SELECT 1 FROM {table} WHERE id = ?", (row["id"],))  # noqa: S608 - names of ours
        values = {name: value for name, value in row.items() if name != "id" or not taken}
        places = ", ".join("?" * len(values))
        statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})"  # noqa: S608
        return int(self._office.db.execute_sql(statement, tuple(values.values())).lastrowid)

    def put(self, table: str, row_id: int, values: Row) -> None:
        """Change a row of the office."""
        sets = ", ".join(f"{name} = ?" for name in values)
        self._office.sql(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), row_id))  # noqa: S608

    def _placed(self, table: str, row: Row) -> int:
        values = self.pointing(table, row)
        key = _KEYS[table]
        where = " AND ".join(f"{name} = ?" for name in key)
        named = tuple(values[name] for name in key)
        found = self._office.sql(f"SELECT id FROM {table} WHERE {where}", named)  # noqa: S608 - names of ours
        if found:
            return int(found[0][0])
        if table == "item":
            last = self._office.sql("SELECT MAX(position) FROM item WHERE section = ?", (values["section"],))
            values["position"] = (last[0][0] or 0) + 1
        return self.add(table, values)

    # -- bringing whole tables up to the copy ----

    def differing(self, table: str) -> list[int]:
        """Return the ids of the rows that only one side has, or that the sides have differently."""
        copy = dict(self._all(self._copy, table))
        office = dict(self._all(self._office, table))
        return sorted(row_id for row_id in copy.keys() | office.keys() if copy.get(row_id) != office.get(row_id))

    def follow(self, table: str, row_id: int, touched: frozenset[tuple[int, int]]) -> None:
        """Let a row be what it is in the copy, unless somebody `touched` it since the office was restored."""
        theirs, ours = self.row(table, row_id), self.row(table, row_id, of_office=True)
        free = (_NUMBERS[table], row_id) not in touched
        if theirs is None:
            if table in _GOES and free and row_id:
                self._drop(table, row_id)
        elif ours is None or not free:
            if table == "item" and free:
                self._move(self.id_of(table, row_id), theirs)
            elif table != "office":
                self.id_of(table, row_id)
        else:
            if table == "item":
                self._make_room(row_id, theirs)
            values = self.pointing(table, theirs)
            self._change(table, row_id, {n: v for n, v in values.items() if n not in ("id", *_OWN.get(table, ()))})

    def _move(self, row_id: int, item: Row) -> None:
        """Give an item that came back its place in the order."""
        self._make_room(row_id, item)
        self._change("item", row_id, {"position": item["position"]})

    def _make_room(self, row_id: int, item: Row) -> None:
        """Let whoever stands where `item` belongs go to the end; in its own turn it comes to its own place."""
        section = item["section"]
        there = (section, item["position"], row_id)
        found = self._office.sql("SELECT id FROM item WHERE section = ? AND position = ? AND id <> ?", there)
        if found:
            last = self._office.sql("SELECT MAX(position) FROM item WHERE section = ?", (section,))[0][0]
            self.put("item", found[0][0], {"position": last + 1})

    def _drop(self, table: str, row_id: int) -> None:
        self._office.overwrite()
        self._safely(lambda: self._office.sql(f"DELETE FROM {table} WHERE id = ?", (row_id,)))  # noqa: S608

    def _change(self, table: str, row_id: int, values: Row) -> None:
        self._safely(lambda: self.put(table, row_id, values))

    def _safely(self, work: Any) -> None:
        """Do `work`, or not where the rule of one name for one row is against it: then what is there stays."""
        try:
            with self._office.db.savepoint():
                work()
        except peewee.IntegrityError:
            pass

    def _all(self, door: Door, table: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
        own = _OWN.get(table, ())
        columns = ", ".join(name for name in _COLUMNS[table] if name not in own)
        query = f"SELECT id, {columns} FROM {table} WHERE id > ? ORDER BY id LIMIT {_SLICE}"  # noqa: S608 - our names
        last = -1
        while rows := door.read(partial(door.sql, query, (last,)), guard=True):
            yield from ((row[0], row[1:]) for row in rows)
            last = rows[-1][0]
