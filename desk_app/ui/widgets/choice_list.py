"""The list of a combo box, searched by typing the beginning of any word of an item."""

from time import monotonic

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QListView


class ChoiceList(QListView):
    """Qt searches whole items from their first letter, which is a space where items are indented under others."""

    def __init__(self, combo: QComboBox) -> None:
        super().__init__(combo)
        self._typed = ""
        self._last = 0.0
        combo.setView(self)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        now = monotonic()
        going_on = now - self._last <= QApplication.keyboardInputInterval() / 1000
        self._last = now
        self._typed = self._typed + search.casefold() if going_on and search else search.casefold()
        found = self._found(self._typed, self.currentIndex().row())
        if found is not None:
            self.setCurrentIndex(found)

    def _found(self, typed: str, row: int) -> QModelIndex | None:
        """Return the next item with a word that begins as `typed`; one letter moves on from `row`, more may stay."""
        count = self.model().rowCount()
        first = row + (len(typed) == 1)
        places = [self.model().index((first + step) % count, 0) for step in range(count)] if typed else []
        texts = [str(place.data(Qt.ItemDataRole.DisplayRole)).casefold().strip() for place in places]
        begin = (place for place, text in zip(places, texts, strict=True) if text.startswith(typed))
        inside = (place for place, text in zip(places, texts, strict=True) if f" {typed}" in text)
        return next(begin, None) or next(inside, None)
