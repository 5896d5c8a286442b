"""What commands print: JSON for programs, lines and tables for people."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def give(text: str) -> None:
    """Print a line for people."""
    print(text)


def give_json(data: Any) -> None:
    """Print one JSON document on one line, at once: what was done is known even when the next line fails."""
    print(json.dumps(data, ensure_ascii=False), flush=True)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return lines of columns as wide as their widest cell; the last column is not padded."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def to_stdout(text: str) -> None:
    """Print `text` as it is."""
    sys.stdout.write(text)
