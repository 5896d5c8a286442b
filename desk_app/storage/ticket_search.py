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
VERY_FEW: Final = 2_000
"""So few finds are looked for before a walk begins, where whole words are asked for."""
FIRST_STEP: Final = 64
LONGEST_STEP: Final = 8_192
SHORT_WALK: Final = 10_000
LONG_WALK: Final = 40_000
"""How many tickets are looked at before the index of words is asked, and before everything found is sorted."""
MANY: Final = 50_000
"""Where more are found, all of them, it is quicker to walk the order than to sort them."""
PART: Final = 5_000
_SO_MANY: Final = "SELECT COUNT(*) FROM (SELECT rowid FROM ticket_words WHERE ticket_words MATCH ? LIMIT ?)"
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
    tried: bool = False
    """Whether it was looked at first of all whether there are VERY_FEW."""
    few: bool = False
    """Whether the index of words finds so few that they are sorted; the first of them are here."""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Orders:
    """What a search needs to know of lists.

    `walk` gives all tickets in the order of a view, or backwards; `sort` orders any query of tickets so. `conditions`
    are those of a view but its words; `before` is the one that a ticket stands before that with an id.
    """

    walk: Callable[[View, bool], Any]
    sort: Callable[[Any, View], Any]
    conditions: Callable[[View], list[Expression]]
    before: Callable[[View, int], Expression]

    def narrow(self, query: Any, view: View, *also: Expression) -> Any:
        """Return `query` of tickets with every condition of `view` but its words."""
        for condition in (*self.conditions(view), *also):
            query = query.where(condition)
        return query


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
        if not self._hold([ticket_id], view, orders):
            return None
        found = self._found(view, key, False)
        while ticket_id not in found.ids and not found.whole:
            if view.then or found.walked > SHORT_WALK:
                return self._before(view, orders, found, ticket_id)
            self._reach(view, orders, key, len(found.ids) + 1)
        return found.ids.index(ticket_id)

    def _before(self, view: View, orders: Orders, found: _Found, ticket_id: int) -> int:
        if view.then:
            self._find_all(view, orders, found)
            return found.ids.index(ticket_id)
        return self._count(view, orders, orders.before(view, ticket_id))

    def _found(self, view: View, key: Hashable, backwards: bool) -> _Found:
        mark = self._door.mark()
        if mark != self._mark:
            self._kept, self._mark = {}, mark
        mine = (view, key, backwards)
        found = self._kept[mine] = self._kept.pop(mine, _Found())
        while len(self._kept) > 2 * KEPT:
            del self._kept[next(iter(self._kept))]
        return found

    def _reach(self, view: View, orders: Orders, key: Hashable, need: int, backwards: bool = False) -> _Found:
        """Return what is found, `need` tickets of it at least unless there are fewer."""
        found = self._found(view, key, backwards)
        while len(found.ids) < need and not found.whole:
            if not found.tried and _is_exact(view):
                found.tried = True
                self._ask(view, orders, found, VERY_FEW, None if backwards else need)
            elif found.few:
                self._find_all(view, orders, found, backwards)
            elif not view.then and self._is_near(found, need):
                self._walk(view, orders, found, backwards)
            elif not found.asked:
                found.asked = True
                self._ask(view, orders, found, FEW, None if backwards else need)
            else:
                self._find_all(view, orders, found, backwards)
        return found

    def _is_near(self, found: _Found, need: int) -> bool:
        """Tell whether a walk will soon have met `need` tickets, as far as one can see."""
        longest = LONG_WALK if found.asked else SHORT_WALK
        if found.walked and not found.asked and not found.ids:
            return False
        expected = need * found.walked / len(found.ids) if found.ids else 0
        return max(expected, found.walked + 1) <= longest + min(4 * need, LONG_WALK)

    def _walk(self, view: View, orders: Orders, found: _Found, backwards: bool) -> None:
        step = min(max(FIRST_STEP, 3 * found.walked), LONGEST_STEP)
        ids = [row[0] for row in self._door.rows(orders.walk(view, backwards).limit(step).offset(found.walked))]
        held = self._hold(ids, view, orders)
        found.ids.extend(ticket_id for ticket_id in ids if ticket_id in held)
        found.walked += len(ids)
        found.whole = len(ids) < step

    def _hold(self, ids: Sequence[int], view: View, orders: Orders) -> set[int]:
        """Return those of `ids` that are in `view`. Their texts are looked at, which for a few is the quickest."""
        if orders.conditions(view):
            query = self._with_texts(TicketTable.select(TicketTable.id).where(_among(TicketTable.id, ids)), view)
            query = orders.narrow(query, view)
        else:
            query = TicketTextTable.select(TicketTextTable.id).where(_among(TicketTextTable.id, ids), *_texts(view))
        return {row[0] for row in self._door.rows(query)}

    def _with_texts(self, query: Any, view: View) -> Any:
        return query.join(TicketTextTable, on=(TicketTextTable.id == TicketTable.id)).where(*_texts(view))

    def _ask(self, view: View, orders: Orders, found: _Found, most: int, need: int | None) -> None:
        """Ask the index of words; of what it finds not oftener than `most`, the first `need` are sorted out."""
        wanted, _ = matches(terms(view.filter.words))
        if not wanted:
            return
        ((many,),) = self._door.sql(_SO_MANY, (wanted, most + 1))
        found.few = many <= most
        if found.few and need is not None:
            found.ids = self._sorted(view, orders, wanted, need)
            found.whole = len(found.ids) < need

    def _find_all(self, view: View, orders: Orders, found: _Found, backwards: bool = False) -> None:
        wanted, unwanted = matches(terms(view.filter.words))
        whole_list = not view.then and not orders.conditions(view)
        if found.few:
            ids = self._sorted(view, orders, wanted)
        elif found.asked and whole_list and self._matching(wanted or unwanted) > MANY:
            ids = self._walk_all(view, orders, wanted, unwanted)
        elif wanted and (not found.asked or self._matching(wanted) < self._within(view, orders)):
            ids = self._sorted(view, orders, wanted)
        else:
            query = self._with_texts(orders.narrow(TicketTable.select(TicketTable.id), view), view)
            ids = self._column(orders.sort(query, view))
        found.ids, found.whole = (ids[::-1] if backwards else ids), True

    def _walk_all(self, view: View, orders: Orders, wanted: str, unwanted: str) -> "array[int]":
        """Return everything by walking the order: where a great many are found, that is quicker than to sort them."""
        held = bytearray(1 + (self._door.value(TicketTable.select(fn.MAX(TicketTable.id))) or 0))
        for ticket_id in self._column(_matched(Words.rowid, wanted or unwanted)):
            held[ticket_id] = 1
        here = 1 if wanted else 0
        return array("q", (one for one in self._column(orders.walk(view, False)) if held[one] == here))

    def _sorted(self, view: View, orders: Orders, wanted: str, most: int | None = None) -> "array[int]":
        """Return what is in `view` of that which the index finds, in its order, the first `most` of it."""
        query = orders.sort(orders.narrow(self._joined(TicketTable.id, wanted), view), view)
        return self._column(query if most is None else query.limit(most))

    def _joined(self, what: Any, wanted: str) -> Any:
        """Return the query of `what` of the tickets that the index finds, driven by the index."""
        return _matched(what, wanted).join(TicketTable, JOIN.CROSS).where(TicketTable.id == Words.rowid)

    def _column(self, query: Any) -> "array[int]":
        """Return the only column of `query`, read to its end in parts that fit the memory."""
        found, cursor = array("q"), self._door.db.execute(query)
        while part := cursor.fetchmany(PART):
            found.extend(row[0] for row in part)
        return found

    def _matching(self, wanted: str) -> int:
        return int(self._door.value(_matched(fn.COUNT(SQL("*")), wanted)))

    def _within(self, view: View, orders: Orders, *also: Expression) -> int:
        """Return how many tickets there are without the words."""
        return int(self._door.value(orders.narrow(TicketTable.select(fn.COUNT(SQL("*"))), view, *also)))

    def _count(self, view: View, orders: Orders, *also: Expression) -> int:
        """Count by whichever has less to look at: the tickets of the view, or what the index finds."""
        wanted, unwanted = matches(terms(view.filter.words))
        within, matching = self._within(view, orders, *also), self._matching(wanted or unwanted)
        if not also and not orders.conditions(view):
            return matching if wanted else within - matching
        if wanted and matching < within:
            query = self._joined(fn.COUNT(SQL("*")), wanted)
        else:
            query = self._with_texts(TicketTable.select(fn.COUNT(SQL("*"))), view)
        return int(self._door.value(orders.narrow(query, view, *also)))


def _is_exact(view: View) -> bool:
    """Tell whether whole words are asked for: the index finds them at once, and beginnings only all together."""
    return not any(term.prefix for term in terms(view.filter.words) if not term.excluded)


def _texts(view: View) -> list[Has]:
    """Return the conditions that a text has what the words of `view` ask for."""
    return [Has(term) for term in terms(view.filter.words)]


def _among(column: Any, ids: Sequence[int]) -> Expression:
    """Return the condition that `column` is one of `ids`; hundreds of parameters would take longer than the search."""
    return column.in_(SQL(f"({','.join(map(str, ids))})"))


def _matched(what: Any, wanted: str) -> Any:
    """Return the query of `what` for each ticket that the index finds."""
    return Words.select(what).where(NodeList((Words.ticket_words, SQL("MATCH"), Value(wanted))))
