"""Offices on a server as older programs left them, and what a database consists of."""

import re
from pathlib import Path
from typing import Any

import psycopg

from tests.support.places import new_place

FORMS = Path(__file__).parents[1] / "postgres" / "forms"
_COLUMNS = """SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
        attgenerated, attcollation::regcollation::text, pg_get_expr(adbin, adrelid)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    ORDER BY 1, attname = 'words', attnum"""
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
_CONSTRAINTS = """SELECT conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"""
_TRIGGERS = """SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger
    WHERE NOT tgisinternal ORDER BY 1, 2"""
_FUNCTIONS = """SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ORDER BY 1"""
_SEQUENCES = """SELECT sequencename, data_type::text, min_value, max_value, increment_by, cycle FROM pg_sequences
    WHERE schemaname = 'public' ORDER BY 1"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
Rows = dict[str, list[dict[str, Any]]]


def older_office(form: int, folder: Path) -> str:
    """Return the address of an office of an older form, which is in a database of its own."""
    address = str(new_place(folder))
    with psycopg.connect(address) as server:
        server.execute((FORMS / f"{form}.sql").read_text(encoding="utf-8").encode())
    return address


def shape(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything a database consists of but its rows.

    The order of the columns counts, but for the words of texts, which nobody asks for by their place.
    """
    parts = {
        "columns": _COLUMNS,
        "indexes": _INDEXES,
        "constraints": _CONSTRAINTS,
        "triggers": _TRIGGERS,
        "functions": _FUNCTIONS,
        "sequences": _SEQUENCES,
    }
    with psycopg.connect(address) as server:
        found = {name: _asked(server, query) for name, query in parts.items()}
    found["functions"] = [(name, re.sub(r"\s+", " ", text)) for name, text in found["functions"]]
    return found


def rows(address: str) -> Rows:
    """Return what every table of a database holds."""
    with psycopg.connect(address) as server:
        return {name: _rows(server, name) for (name,) in _asked(server, _TABLES)}


def form_of(address: str) -> int:
    """Return which form an office is stamped with."""
    with psycopg.connect(address) as server:
        return int(_asked(server, "SELECT version FROM form")[0][0])


def _rows(server: psycopg.Connection[Any], table: str) -> list[dict[str, Any]]:
    return [row for (row,) in _asked(server, f'SELECT to_json(t) FROM {table} AS t ORDER BY t::text COLLATE "C"')]


def _asked(server: psycopg.Connection[Any], query: str) -> list[tuple[Any, ...]]:
    return server.execute(query.encode()).fetchall()
