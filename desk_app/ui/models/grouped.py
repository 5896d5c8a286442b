"""A list in groups: which rows of the table are headings, which are tickets, and which groups are collapsed."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from desk_app.domain.view import SortColumn
from desk_app.i18n import tr, trn
from desk_app.services.ports import Group
from desk_app.ui.models.columns import COLUMNS

Key = int | str
_BLANK: Final = ("",) * len(COLUMNS)


@dataclass(frozen=True, slots=True)
class Folding:
    """Which groups are collapsed: those in `others`; with `rest` all but those, the ones to come too."""

    rest: bool = False
    others: frozenset[Key] = frozenset()

    def folded(self, key: Key) -> bool:
        """Tell whether the group `key` is collapsed."""
        return (key in self.others) != self.rest

    def turned(self, key: Key) -> "Folding":
        """Return the same with the group `key` the other way."""
        return Folding(self.rest, self.others ^ {key})


@dataclass(frozen=True, slots=True)
class Heading:
    """The row above a group; `title` is the column's, `label` the group's."""

    group: Group
    column: SortColumn
    title: str
    label: str
    folded: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the row; what it says is painted across them."""
        return _BLANK

    @property
    def spoken(self) -> str:
        """What a screen reader says of the row."""
        state = tr("collapsed") if self.folded else tr("expanded")
        tickets = trn("{n} ticket", "{n} tickets", self.group.count)
        return tr("{column}: {value}, {tickets}, {state}", column=self.title, value=self.label, tickets=tickets,
                  state=state)  # fmt: skip


class Outline:
    """Where things stand in the table: `total` tickets, `rows` rows with the headings and without what is collapsed.

    A ticket's offset counts all tickets, also the collapsed ones, as the reader does. Without groups the two agree.
    """

    def __init__(self, total: int) -> None:
        """Describe a list of `total` tickets without groups."""
        self.column = SortColumn.NUMBER
        self.groups: tuple[Group, ...] = ()
        self.folding = Folding()
        self.total = self.rows = total
        self._heads: list[int] = []
        self._firsts: list[int] = []

    @classmethod
    def of(cls, column: SortColumn, groups: Sequence[Group], folding: Folding) -> "Outline":
        """Describe a list in `groups` by `column`, some of them collapsed."""
        made = cls(0)
        made.column, made.groups, made.folding = column, tuple(groups), folding
        for group in groups:
            made._heads.append(made.rows)
            made._firsts.append(made.total)
            made.rows += 1 + (0 if folding.folded(group.key) else group.count)
            made.total += group.count
        return made

    def same(self, other: "Outline") -> bool:
        """Tell whether every row stands where it stands in `other`."""
        mine = (self.rows, self.column, self.groups, self.folding)
        return mine == (other.rows, other.column, other.groups, other.folding)

    def group_at(self, row: int) -> Group | None:
        """Return the group whose heading stands at `row`; None at a ticket."""
        at = bisect_right(self._heads, row) - 1
        return self.groups[at] if at >= 0 and self._heads[at] == row else None

    def group_of(self, row: int) -> Group | None:
        """Return the group that `row` belongs to; None without groups."""
        at = bisect_right(self._heads, row) - 1
        return self.groups[at] if at >= 0 else None

    def head_of(self, key: Key) -> int | None:
        """Return the row of the heading of the group `key`, or None when there is none."""
        return next((head for head, group in zip(self._heads, self.groups, strict=True) if group.key == key), None)

    def row_of(self, offset: int | None) -> int | None:
        """Return the row of the ticket at `offset`; None when its group is collapsed, or for None."""
        if offset is None or not self.groups:
            return offset
        at = bisect_right(self._firsts, offset) - 1
        if self.folding.folded(self.groups[at].key):
            return None
        return self._heads[at] + 1 + offset - self._firsts[at]

    def parts(self, first: int, count: int) -> Iterator[Group | tuple[int, int]]:
        """Give what stands at the rows `first`..`first + count`: headings, and (offset, how many) of tickets."""
        last = min(first + count, self.rows)
        if not self.groups:
            if last > first:
                yield first, last - first
            return
        row, at = first, max(bisect_right(self._heads, first) - 1, 0)
        while row < last:
            head = self._heads[at]
            if row == head:
                yield self.groups[at]
                row += 1
            until = min(self._heads[at + 1] if at + 1 < len(self._heads) else self.rows, last)
            if until > row:
                yield self._firsts[at] + row - head - 1, until - row
            row, at = max(row, until), at + 1

    def spans(self, first: int, count: int) -> list[tuple[int, int]]:
        """Return the tickets at the rows `first`..`first + count` as (offset, how many), neighbours joined."""
        found: list[tuple[int, int]] = []
        for part in self.parts(first, count):
            if isinstance(part, Group):
                continue
            offset, many = part
            if found and sum(found[-1]) == offset:
                found[-1] = (found[-1][0], found[-1][1] + many)
            else:
                found.append(part)
        return found
