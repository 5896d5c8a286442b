"""The rows of one sheet, streamed from its XML: values, merges, and formulas that were never calculated."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from xml.etree.ElementTree import Element

from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.worksheet import _reader
from openpyxl.xml.functions import iterparse

from desk_app.domain.grid import UNCALCULATED, Fault, Value

_NAMESPACE: Final = _reader.ROW_TAG.removesuffix("row")
_MERGE: Final = f"{_NAMESPACE}mergeCell"
_FORMULA: Final = f"{_NAMESPACE}f"
_INLINE: Final = f"{_NAMESPACE}is"
_RUN: Final = f"{_NAMESPACE}r"
_TEXT: Final = f"{_NAMESPACE}t"
COLUMNS: Final = 200
"""Columns that are looked at; what stands further right is no journal."""

Merge = tuple[int, int, int, int]
"""First column, first row, last column, last row."""


class SheetParser(_reader.WorkSheetParser):
    """Reads rows and merges only: what else a sheet holds cannot get in the way."""

    def __init__(self, source: Any, book: Any) -> None:
        super().__init__(
            source,
            book.shared_strings,
            data_only=True,
            epoch=book.wb.epoch,
            date_formats=book.wb._date_formats,
            timedelta_formats=book.wb._timedelta_formats,
        )
        self.merges: list[Merge] = []

    def rows(self) -> Iterator[tuple[int, dict[int, Value]]]:
        """Give (number, values by column) of every row that holds any; `merges` are known after the last."""
        for _, element in iterparse(self.source):
            if element.tag == _reader.ROW_TAG:
                number, cells = self.parse_row(element)
                element.clear()
                found = {cell["column"]: cell["value"] for cell in cells if cell["value"] not in (None, "")}
                if found:
                    yield number, found
            elif element.tag == _MERGE:
                self.merges.append(_bounds(element))

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        number, cells = super().parse_row(row)
        self.row_dimensions.clear()
        return number, [cell for cell in cells if cell["column"] <= COLUMNS]

    def parse_cell(self, element: Any) -> dict[str, Any]:
        inline = element.find(_INLINE)
        if inline is not None:  # the library builds a rich text for every cell, which takes half of the time
            element.remove(inline)
        cell: dict[str, Any] = super().parse_cell(element)
        if inline is not None:
            cell["value"] = _plain("".join(part.text or "" for part in _texts(inline)))
        elif cell["data_type"] == "e" and cell["value"] is not None:
            cell["value"] = Fault(str(cell["value"]))
        elif cell["value"] is None and element.find(_FORMULA) is not None and element.get("t") != "str":
            cell["value"] = UNCALCULATED
        else:
            cell["value"] = _plain(cell["value"])
        return cell


def _texts(inline: Element) -> Iterator[Element]:
    """Give the parts of a text; how it is read aloud (phonetic runs) is not among them."""
    for part in inline:
        if part.tag == _TEXT:
            yield part
        elif part.tag == _RUN:
            yield from part.findall(_TEXT)


def _plain(value: Any) -> Value:
    if isinstance(value, str):
        text = unescape(value) if "_x" in value else value
        return text if text.strip() else None
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    found: Value = value
    return found


def _bounds(element: Element) -> Merge:
    first_column, first_row, last_column, last_row = (
        int(edge or 0) for edge in range_boundaries(element.get("ref", ""))
    )
    return first_column, first_row, min(last_column, COLUMNS), last_row
