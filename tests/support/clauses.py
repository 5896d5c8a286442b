"""The clauses of the offices' regulations that a test may show, read from docs/clauses.md."""

import re
from functools import cache
from pathlib import Path

_ROW = re.compile(r"^\| (?P<id>[A-Z]-[\w.]+) \| (?P<paper>[^|]*) \| (?P<program>[^|]*) \|$", re.MULTILINE)


@cache
def clauses() -> dict[str, str]:
    """Return what the paper says, by clause id, in the order of the table."""
    table = Path(__file__).parents[2] / "docs" / "clauses.md"
    return {row["id"]: row["paper"].strip() for row in _ROW.finditer(table.read_text("utf-8"))}
