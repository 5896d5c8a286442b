"""The pages of a list that are held: the ones looked at last."""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from desk_app.ui.models.refresh import PAGE, TableRow
from desk_app.ui.models.row_texts import ShownRow

PAGES_KEPT: Final = 32


class Pages(OrderedDict[int, list[TableRow]]):
    """Pages by their number; the longest unseen is let go."""

    def keep(self, page: int, rows: list[TableRow]) -> None:
        """Hold `rows` as the newest page."""
        self[page] = rows
        self.move_to_end(page)
        while len(self) > PAGES_KEPT:
            self.popitem(last=False)

    def row(self, row: int) -> TableRow | None:
        """Return what stands at `row`, if it is held."""
        page = self.get(row // PAGE, ())
        return page[row % PAGE] if row % PAGE < len(page) else None

    def tickets(self) -> Iterator[ShownRow]:
        """Give the tickets that are held."""
        return (shown for page in self.values() for shown in page if isinstance(shown, ShownRow))

    def places(self, tickets: Collection[int]) -> list[int]:
        """Return the rows of those of `tickets` that are held."""
        return [
            page * PAGE + at
            for page, rows in self.items()
            for at, shown in enumerate(rows)
            if isinstance(shown, ShownRow) and shown.row.id in tickets
        ]

    def differ(self, touched: Mapping[int, ShownRow], keys: Collection[str]) -> bool:
        """Tell whether one of `touched` has another value under one of `keys` than it is held with."""
        return any(
            getattr(shown.row, key) != getattr(touched[shown.row.id].row, key)
            for shown in self.tickets()
            if shown.row.id in touched
            for key in keys
        )

    def renewed(self, page: int, touched: Mapping[int, ShownRow]) -> list[TableRow]:
        """Return the rows of `page` with those of `touched` in the place of the old ones."""
        return [touched.get(old.row.id, old) if isinstance(old, ShownRow) else old for old in self[page]]
