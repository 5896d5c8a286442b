"""Searches by words where there is an index of words: the first pages at once, also of a word that everybody uses.

A list is ordered by an index of its own, and the index of words knows no order but that of ids. So what is found
seldom is taken from the index of words and sorted; what is found often is met soon on a walk along the order, where
each ticket's text is looked at. A look at the first few tickets tells which is which.
"""

from array import array
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from peewee import JOIN, SQL, ColumnBase, Expression, IntegerField, Model, NodeList, TextField, Value, fn

from desk_app.domain.search import Term, terms
from desk_app.domain.view import View
from desk_app.storage.dialect import Has
from desk_app.storage.door import Door
from desk_app.storage.models import TicketTable, TicketTextTable

FEW: Final = 4_000
"""So many finds are sorted sooner than met on a walk."""
FIRST_STEP: Final = 128
LONGEST_STEP: Final = 8_192
SHORT_WALK: Final = 10_000
LONG_WALK: Final = 40_000
"""How many tickets are looked at before the index of words is asked, and before everything found is sorted."""
KEPT: Final = 4
"""The list on the screen, and a few saved views that are counted beside it."""


class Words(Model):
    """The index of words; its hidden column is what MATCH asks."""

    rowid = IntegerField(primary_key=True)
    ticket_words = TextField()

    class Meta:
        table_name = "ticket_words"


class Holding(ColumnBase):
    """The condition that a ticket has what is `asked`: by the index of words where there is one, else by its text."""

    def __init__(self, asked: Sequence[Term]) -> None:
        self._asked = asked

    def __sql__(self, ctx: Any) -> Any:
        if not ctx.state.words:
            return ctx.sql(NodeList([Has(term) for term in self._asked], " AND ", parens=True))
        wanted, unwanted = matches(self._asked)
        word = "IN" if wanted else "NOT IN"
        inner = SQL("(SELECT rowid FROM ticket_words WHERE ticket_words MATCH ?)", [wanted or unwanted])
        return ctx.sql(NodeList((TicketTable.id, SQL(word), inner), parens=True))


def matches(asked: Sequence[Term]) -> tuple[str, str]:
    """Return `asked` in the language of the index; where nothing but exclusions is asked, "" and what is excluded.

    Words hold no sign that means anything there.
    """
    wanted = [_phrase(term) for term in asked if not term.excluded]
    unwanted = [_phrase(term) for term in asked if term.excluded]
    if not wanted:
        return "", " OR ".join(unwanted)
    return " NOT ".join(("(" + " AND ".join(wanted) + ")", *unwanted)), ""


def _phrase(term: Term) -> str:
    return '"' + " ".join(term.words) + '"' + (" *" if term.prefix else "")


@dataclass(slots=True)
class _Found:
    """The first ids of a list in their order. `walked` tickets of the unsearched list were looked at for them."""

    ids: "array[int]" = field(default_factory=lambda: array("q"))
    walked: int = 0
    whole: bool = False
    asked: bool = False
    """Whether the index of words was asked, and found more than FEW."""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Orders:
    """What a search needs to know of lists: `walk` gives the tickets of a view in order, without its words.

    `sort` orders any query of tickets; `narrow` adds the conditions of a view but its words; `before` is the condition
    that a ticket stands before the one with an id.
    """

    walk: Callable[[View, bool], Any]
    sort: Callable[[Any, View], Any]
    narrow: Callable[[Any, View], Any]
    before: Callable[[View, int], Expression]


class WordSearch:
    """The searches of one door that has an index of words; what was found is kept until anybody writes."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._kept: dict[Hashable, _Found] = {}
        self._mark: Hashable = None

    def count(self, view: View, orders: Orders, key: Hashable) -> int:
        """Return how many tickets `view` shows. `key` says who looks."""
        found = self._found(view, key, False)
        if found.whole:
            return len(found.ids)
        if found.total is None:
            found.total = self._count(view, orders)
        return found.total

    def ids(self, view: View, orders: Orders, key: Hashable, span: tuple[int, int], total: int | None) -> list[int]:
        """Return the ids at the places `span` (half-open), from the nearer end when `total` is known."""
        first, until = span
        if total is not None and first > total // 2 and not self._found(view, key, False).whole:
            until = min(until, total)
            back = self._reach(view, orders, key, total - first, backwards=True)
            return list(back.ids[total - until : total - first])[::-1]
        return list(self._reach(view, orders, key, until).ids[first:until])

    def position(self, view: View, orders: Orders, key: Hashable, ticket_id: int) -> int | None:
        """Return where a ticket stands in `view`, or None when it is not there."""
        inside = orders.narrow(TicketTable.select(TicketTable.id).where(TicketTable.id == ticket_id), view)
        if self._door.row(inside) is None or not self._hold([ticket_id], view):
            return None
        found = self._found(view, key, False)
        while ticket_id not in found.ids and not found.whole:
            if view.then or found.walked > SHORT_WALK:
                return self._before(view, orders, found, ticket_id)
            self._reach(view, orders, key, len(found.ids) + 1)
        return found.ids.index(ticket_id)

    def _before(self, view: View, orders: Orders, found: _Found, ticket_id: int) -> int:
        if view.then:
            self._sort_all(view, orders, found)
            return found.ids.index(ticket_id)
        return self._count(view, orders, orders.before(view, ticket_id))

    def _found(self, view: View, key: Hashable, backwards: bool) -> _Found:
        mark = self._door.mark()
        if mark != self._mark:
            self._kept, self._mark = {}, mark
        mine = (view, key, backwards)
        found = self._kept.pop(mine, None) or _Found()
        self._kept[mine] = found
        while len(self._kept) > 2 * KEPT:
            del self._kept[next(iter(self._kept))]
        return found

    def _reach(self, view: View, orders: Orders, key: Hashable, need: int, backwards: bool = False) -> _Found:
        """Return what is found, `need` tickets of it at least unless there are fewer."""
        found = self._found(view, key, backwards)
        while len(found.ids) < need and not found.whole:
            if not view.then and self._is_near(found, need):
                self._walk(view, orders, found, backwards)
            elif not found.asked:
                self._ask(view, orders, found, backwards)
            else:
                self._sort_all(view, orders, found, backwards)
        return found

    def _is_near(self, found: _Found, need: int) -> bool:
        """Tell whether a walk will soon have met `need` tickets, as far as one can see."""
        longest = LONG_WALK if found.asked else SHORT_WALK
        if found.walked and not found.asked and not found.ids:
            return False
        expected = need * found.walked / len(found.ids) if found.ids else 0
        return max(expected, found.walked + 1) <= longest + 4 * need

    def _walk(self, view: View, orders: Orders, found: _Found, backwards: bool) -> None:
        step = min(max(FIRST_STEP, 3 * found.walked), LONGEST_STEP)
        ids = [row[0] for row in self._door.rows(orders.walk(view, backwards).limit(step).offset(found.walked))]
        held = self._hold(ids, view)
        found.ids.extend(ticket_id for ticket_id in ids if ticket_id in held)
        found.walked += len(ids)
        found.whole = len(ids) < step

    def _hold(self, ids: Sequence[int], view: View) -> set[int]:
        """Return those of `ids` whose texts have what is asked."""
        query = TicketTextTable.select(TicketTextTable.id).where(TicketTextTable.id.in_(ids))
        for term in terms(view.filter.words):
            query = query.where(Has(term))
        return {row[0] for row in self._door.rows(query)}

    def _ask(self, view: View, orders: Orders, found: _Found, backwards: bool) -> None:
        """Ask the index of words; what it finds seldom is sorted."""
        found.asked = True
        wanted, _ = matches(terms(view.filter.words))
        if not wanted:
            return
        statement = f"SELECT rowid FROM ticket_words WHERE ticket_words MATCH ? LIMIT {FEW + 1}"  # noqa: S608
        ids = [row[0] for row in self._door.sql(statement, (wanted,))]
        if len(ids) <= FEW:
            query = orders.narrow(TicketTable.select(TicketTable.id).where(TicketTable.id.in_(ids)), view)
            self._keep(self._door.rows(orders.sort(query, view)), found, backwards)

    def _sort_all(self, view: View, orders: Orders, found: _Found, backwards: bool = False) -> None:
        wanted, _ = matches(terms(view.filter.words))
        if wanted:
            query = self._joined(TicketTable.id, wanted)
        else:
            query = TicketTable.select(TicketTable.id).where(Holding(terms(view.filter.words)))
        self._keep(self._door.rows(orders.sort(orders.narrow(query, view), view)), found, backwards)

    def _joined(self, what: Any, wanted: str) -> Any:
        """Return the query of `what` of the tickets that the index finds, driven by the index."""
        query = Words.select(what).join(TicketTable, JOIN.CROSS)
        return query.where(
            (TicketTable.id == Words.rowid) & NodeList((Words.ticket_words, SQL("MATCH"), Value(wanted)))
        )

    def _keep(self, rows: Sequence[tuple[Any, ...]], found: _Found, backwards: bool) -> None:
        found.ids = array("q", (row[0] for row in (reversed(rows) if backwards else rows)))
        found.whole = True

    def _count(self, view: View, orders: Orders, *also: Expression) -> int:
        """Count by whichever has less to look at: the tickets of the view, or what the index finds."""
        asked = terms(view.filter.words)
        wanted, unwanted = matches(asked)
        all_of = orders.narrow(TicketTable.select(fn.COUNT(SQL("*"))), view).where(*also)
        within = int(self._door.value(all_of))
        matching = int(
            self._door.sql("SELECT COUNT(*) FROM ticket_words WHERE ticket_words MATCH ?", (wanted or unwanted,))[0][0]
        )
        if not also and within == int(self._door.sql("SELECT COUNT(*) FROM ticket")[0][0]):
            return matching if wanted else within - matching
        if wanted and matching < within:
            joined = orders.narrow(self._joined(fn.COUNT(SQL("*")), wanted), view)
            return int(self._door.value(joined.where(*also)))
        texts = all_of.join(TicketTextTable, on=(TicketTextTable.id == TicketTable.id))
        return int(self._door.value(texts.where(*(Has(term) for term in asked))))
