"""JSON from standard input or a file: hostile until parsed."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from desk_app.domain.errors import N_, BadInput, Unavailable, UserError


class BadLine(UserError):
    """A line of the input cannot be taken."""


def json_lines(source: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, object) for each line of `source` that is not empty. Raises BadLine."""
    for number, line in enumerate(_lines(source), 1):
        if line.strip():
            try:
                yield number, json_object(line)
            except UserError as error:
                raise at_line(number, error) from None


def json_document(source: str) -> dict[str, Any]:
    """Return the one object that `source` holds; an empty one when it holds nothing."""
    text = b"".join(_lines(source))
    return json_object(text) if text.strip() else {}


def at_line(number: int, error: UserError) -> BadLine:
    """Return `error` with the line it happened in."""
    told = BadLine(N_("Line {line}: {reason}"), line=number, reason=error)
    told.exit_code = error.exit_code
    return told


def json_object(line: bytes) -> dict[str, Any]:
    """Return the JSON object of `line`. Raises BadInput saying what is wrong with it."""
    try:
        found = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise BadInput("This is not UTF-8 text. Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadInput(
            "This is not JSON: {reason} at character {place}.", reason=error.msg, place=error.pos + 1
        ) from None
    except (ValueError, RecursionError) as error:
        raise BadInput("This is not JSON: {reason}.", reason=str(error)) from None
    if not isinstance(found, dict):
        raise BadInput("This is JSON, but no object: it does not stand in braces.")
    return found


def _lines(source: str) -> Iterator[bytes]:
    if source == "-":
        if sys.stdin is not None:
            yield from _binary(sys.stdin)
        return
    try:
        with Path(source).open("rb") as file:
            yield from file
    except OSError as error:
        raise Unavailable("{path} cannot be read: {reason}.", path=source, reason=error.strerror) from None


def _binary(stream: Any) -> BinaryIO:
    found: BinaryIO = getattr(stream, "buffer", stream)
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for place, (key, _) in enumerate(pairs) if key in dict(pairs[:place]))
        raise BadInput("“{field}” is given twice.", field=twice)
    return found
