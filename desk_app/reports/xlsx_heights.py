"""How high a sheet's rows must be: programs that open a workbook do not all work it out themselves."""

from collections.abc import Iterator, Sequence
from typing import Final

from desk_app.reports.description import Column, Value

_LINE: Final = 12.0  # points
_MOST: Final = 409.0  # points: a sheet knows no higher row
_CHAR: Final = 1.55  # mm, the mean of Cyrillic in the body font
_PADDING: Final = 3.0  # mm, both sides
_SHORT: Final = 80  # characters: longer texts are judged by their length alone
_CACHED: Final = 50_000


class Heights:
    """Judges rows of `columns`. Short texts, which break worst, are filled word by word, once.

    `full` turns true when a row would have to be higher than a sheet allows.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._rooms = [max(int((column.width - _PADDING) / _CHAR), 3) for column in columns]
        self.full = False
        self._seen: list[dict[str, int]] = [{} for _ in columns]

    def of(self, row: Sequence[Value]) -> float:
        """Points that the highest cell of `row` asks for."""
        most = 1
        for value, room, seen in zip(row, self._rooms, self._seen, strict=True):
            if isinstance(value, str) and len(value) > room:
                lines = seen.get(value) or self._lines(value, room, seen)
            else:
                lines = value.count("\n") + 1 if isinstance(value, str) else 1
            most = max(most, lines)
        height = most * _LINE + 3
        self.full = self.full or height > _MOST
        return min(height, _MOST)

    def across(self, text: str, columns: int | None = None) -> float:
        """Points that `text` asks for in a row as wide as the first `columns`, or as all of them."""
        room = sum(self._rooms[:columns])
        height = sum(filled_lines(part, room) for part in text.split("\n")) * _LINE + 5
        self.full = self.full or height > _MOST
        return min(height, _MOST)

    def _lines(self, text: str, room: int, seen: dict[str, int]) -> int:
        if len(text) > _SHORT:
            return int(len(text) / room * 1.05 + 1) + text.count("\n")
        if len(seen) >= _CACHED:
            seen.clear()
        lines = seen[text] = sum(filled_lines(part, room) for part in text.split("\n"))
        return lines


def pieces(text: str, room: int, most: int) -> Iterator[str]:
    """Give `text` in pieces of at most about `most` lines of `room` characters, parted between words or lines."""
    piece: list[str] = []
    lines = 0
    for line in text.split("\n"):
        for part in _parts(line, room * most):
            needed = filled_lines(part, room)
            if piece and lines + needed > most:
                yield "\n".join(piece)
                piece, lines = [], 0
            piece.append(part)
            lines += needed
    yield "\n".join(piece)


def _parts(line: str, most: int) -> Iterator[str]:
    """Give `line` in parts of at most `most` characters, parted after a space where there is one."""
    while len(line) > most:
        cut = line.rfind(" ", most // 2, most) + 1 or most
        yield line[:cut].rstrip()
        line = line[cut:]
    yield line


def filled_lines(text: str, room: int) -> int:
    """Return how many lines of `room` characters `text`, which has no line ends, fills."""
    lines, used = 1, -1
    for word in text.split(" "):
        used += 1 + len(word)
        if used > room:
            lines += max(1, -(-len(word) // room))
            used = len(word) % room
    return lines
