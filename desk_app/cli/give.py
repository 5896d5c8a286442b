"""What commands print: JSON for programs, lines and tables for people."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from desk_app.domain.errors import Unavailable


def give(text: str) -> None:
    """Print a line for people."""
    with _writing():
        print(text)


def give_json(data: Any) -> None:
    """Print one JSON document on one line, at once: what was done is known even when the next line fails."""
    with _writing():
        print(json.dumps(data, ensure_ascii=False), flush=True)


def give_done(data: Any) -> None:
    """Print what was done as JSON; when nobody listens any more, the rest is done all the same."""
    try:
        give_json(data)
    except BrokenPipeError:
        forget_stdout()


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return lines of columns as wide as their widest cell; the last column is not padded."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def to_stdout(text: str) -> None:
    """Print `text` as it is."""
    with _writing():
        sys.stdout.write(text)


def finish() -> None:
    """Hand over what was printed."""
    with _writing():
        sys.stdout.flush()


def forget_stdout() -> None:
    """Let the interpreter's last flush go nowhere: nobody takes our output any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:  # the disk that the output was sent to is full
        forget_stdout()
        raise Unavailable("The answer cannot be written: {reason}.", reason=error.strerror) from None
