"""The search as a process of its own: an order in, better and better plans out, a line of JSON each.

A second line, or the end of the input, stops it: with the program that started it, it ends, too.
"""

import json
import os
import sys
from collections.abc import Iterator
from threading import Thread
from typing import TextIO

from desk_app.planner.order import Found, found_json, order_from_json


def serve(questions: int, answers: TextIO) -> None:
    """Search as the first line of the file descriptor `questions` asks, and write what is found to `answers`."""
    from desk_app.planner.search import Search

    lines = _lines(questions)
    search = Search(order_from_json(json.loads(next(lines))), lambda found: _tell(answers, found))

    def wait() -> None:
        next(lines, None)
        search.stop()

    Thread(target=wait, daemon=True).start()
    _tell(answers, search.run())


def _tell(answers: TextIO, found: Found) -> None:
    print(json.dumps(found_json(found), separators=(",", ":")), file=answers, flush=True)


def _lines(source: int) -> Iterator[str]:
    """Yield the lines of a file descriptor; a buffered stream would hold up the end of the program."""
    left = b""
    while piece := os.read(source, 1 << 16):
        *lines, left = (left + piece).split(b"\n")
        yield from (line.decode() for line in lines)


if __name__ == "__main__":
    serve(0, sys.stdout)
