"""Words to widths and PDF strings, each measured once; text to lines that fit a column."""

import unicodedata
from typing import Final, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont

from desk_app.reports.clean import REPLACEMENT, clean
from desk_app.reports.fonts import Face

_CACHED_WORDS: Final = 200_000
_SPACE: Final = "20"  # fonts keep ASCII where it is, so a space is one byte in every subset


class Run(NamedTuple):
    """A word or a line, set: its width in points and the inside of a PDF hex string.

    The string ends in the font that it began with, so that runs can be joined.
    """

    width: float
    code: str


class _Glyph(NamedTuple):
    width: float
    code: str
    font_code: str


class Typesetter:
    """Sets text in one face and size for one document. `measured` counts the characters it had to measure."""

    def __init__(self, face: Face, size: float, document: PDFDocument) -> None:
        self.size = size
        self.measured = 0
        self._face = face
        self._document = document
        self._words: dict[str, Run] = {}
        self._glyphs: dict[str, _Glyph] = {}
        face.font.splitString(" ", document)
        self.font_code = self._font_code(face.font, 0)
        self._space = self._word(" ").width

    def wrap(self, text: str, width: float) -> list[Run]:
        """Return the lines of `text`, none wider than `width` points; at least one line."""
        if not text.isprintable():
            text = clean(text)
            return [line for part in text.split("\n") for line in self._fill(part, width)]
        return self._fill(text, width)

    def line(self, text: str) -> Run:
        """Return `text` as one line, however long."""
        return self._fill(clean(text).replace("\n", " "), float("inf"))[0]

    def _fill(self, text: str, limit: float) -> list[Run]:
        lines: list[Run] = []
        words, space = self._words, self._space
        codes: list[str] = []
        used = -space
        for text_word in text.split(" "):
            word = words.get(text_word) or self._word(text_word)
            used += space + word.width
            if used <= limit:
                codes.append(word.code)
                continue
            if codes:
                lines.append(Run(used - space - word.width, _SPACE.join(codes)))
            *full, word = self._pieces(text_word, limit) if word.width > limit else (word,)
            lines += full
            codes, used = [word.code], word.width
        lines.append(Run(max(used, 0.0), _SPACE.join(codes)))
        return lines

    def _pieces(self, word: str, limit: float) -> list[Run]:
        """Break a word that no line can hold."""
        pieces: list[Run] = []
        start, used = 0, 0.0
        for index, char in enumerate(word):
            width = (self._glyphs.get(char) or self._glyph(char)).width
            if used + width > limit and index > start:
                pieces.append(self._measure(word[start:index]))
                start, used = index, 0.0
            used += width
        return [*pieces, self._measure(word[start:])]

    def _word(self, text: str) -> Run:
        if len(self._words) >= _CACHED_WORDS:
            self._words.clear()
        word = self._words[text] = self._measure(text)
        return word

    def _measure(self, text: str) -> Run:
        """Measure and encode `text`, changing font within the string where a character needs another."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        self.measured += len(text)
        width, codes, current = 0.0, [], self.font_code
        for char in text:
            glyph = self._glyphs.get(char) or self._glyph(char)
            width += glyph.width
            if glyph.font_code != current:
                current = glyph.font_code
                codes.append(f"> Tj {current} <")
            codes.append(glyph.code)
        if current != self.font_code:
            codes.append(f"> Tj {self.font_code} <")
        return Run(width, "".join(codes))

    def _glyph(self, char: str) -> _Glyph:
        """Find the font that has `char`, or put in what is drawn for a character that no font has."""
        fonts = (self._face.font, *self._face.fallbacks)
        font = next((font for font in fonts if ord(char) in font.face.charToGlyph), None)
        if font is None:
            glyph = self._missing(char)
        else:
            [(subset, code)] = font.splitString(char, self._document)
            width = font.face.charWidths.get(ord(char), font.face.defaultWidth) * self.size / 1000
            glyph = _Glyph(width, code.hex(), self._font_code(font, subset))
        self._glyphs[char] = glyph
        return glyph

    def _missing(self, char: str) -> _Glyph:
        if unicodedata.category(char).startswith("M"):
            return _Glyph(0.0, "", self.font_code)
        return self._glyph(REPLACEMENT)

    def _font_code(self, font: TTFont, subset: int) -> str:
        return f"{font.getSubsetInternalName(subset, self._document)} {self.size:g} Tf"
