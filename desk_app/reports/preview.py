"""The pages of a PDF as pictures: what is shown before printing is the file itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, Final

import pypdfium2

from desk_app.domain.errors import N_, BadInput

# PDFium may be used by one thread at a time in the whole program.
_PDFIUM: Final = RLock()
_NOT_PDF: Final = N_("This file cannot be shown: it is not a whole PDF. Make it again.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels, top row first, four bytes (red, green, blue, alpha) each, without padding."""

    width: int
    height: int
    rgba: bytes


class Preview:
    """An open PDF. Pages are drawn one at a time, when asked for. Close it, or use `preview()`."""

    def __init__(self, source: Path | bytes) -> None:
        with _PDFIUM:
            try:
                self._document: Any = pypdfium2.PdfDocument(source)
            except (pypdfium2.PdfiumError, OSError) as trouble:
                raise BadInput("This file cannot be shown: it is not a whole PDF. Make it again.") from trouble

    def __len__(self) -> int:
        """The number of pages."""
        with _PDFIUM:
            return len(self._document)

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of page `index` (from 0) in points."""
        with _PDFIUM:
            width, height = self._document.get_page_size(index)
            return float(width), float(height)

    def page(self, index: int, scale: float = 1.0) -> Picture:
        """Draw page `index` (from 0), `scale` pixels to a point. Slow: not for the GUI thread."""
        with _PDFIUM:
            page = self._document[index]
            try:
                bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=4)
                try:
                    return _picture(bitmap)
                finally:
                    bitmap.close()
            finally:
                page.close()

    def close(self) -> None:
        """Let go of the file. May be called twice."""
        with _PDFIUM:
            self._document.close()


@contextmanager
def preview(source: Path | bytes) -> Iterator[Preview]:
    """Open `source` for the length of a `with` block. Raises BadInput when it is not a PDF."""
    opened = Preview(source)
    try:
        yield opened
    finally:
        opened.close()


def _picture(bitmap: Any) -> Picture:
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    data = bytes(bitmap.buffer)
    if stride != width * 4:
        data = b"".join(data[row * stride : row * stride + width * 4] for row in range(height))
    return Picture(width, height, data)
