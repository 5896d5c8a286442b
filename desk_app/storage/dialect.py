"""Where the words of SQLite and of PostgreSQL differ: parts of queries that write themselves for the one asked.

A query names no database. `ctx.state.server` is set by the database that it is written for (`storage.postgres`).
"""

from typing import Any, Final

from peewee import SQL, BlobField, Column, ColumnBase, Expression, Field, NodeList, Ordering, Value, fn

from desk_app.domain.search import Term, needle
from desk_app.storage.models import TicketTextTable

LONGEST_WORD: Final = 500
"""How much of a word a server's index keeps, in characters; longer ones are compared in the text itself."""
LONGEST_INDEXED: Final = 800_000
"""Texts longer than this have no words in a server's index, in bytes; they are read whole."""
WORDS: Final = "words"
"""The column of `ticket_text` on a server that has the words of `search`; nothing where that is too long."""


class Directed(Ordering):
    """An order in which nothing comes before something, as SQLite has it; a server has to be told."""

    def __init__(self, key: Any, descending: bool) -> None:
        super().__init__(key, "DESC" if descending else "ASC")

    def __sql__(self, ctx: Any) -> Any:
        ctx.sql(self.node).literal(f" {self.direction}")
        certain = isinstance(self.node, Field) and not self.node.null
        if ctx.state.server and not certain:  # said of what is always there, it would keep an index from being walked
            ctx.literal(" NULLS LAST" if self.direction == "DESC" else " NULLS FIRST")
        return ctx


class AsBytes(ColumnBase):
    """The bytes of a column, whatever somebody made of it."""

    def __init__(self, column: Field) -> None:
        self._column = column

    def __sql__(self, ctx: Any) -> Any:
        if not ctx.state.server:
            return ctx.sql(self._column.cast("BLOB"))
        is_text = not isinstance(self._column, BlobField)
        return ctx.sql(fn.CONVERT_TO(self._column, "UTF8") if is_text else self._column)


class Has(ColumnBase):
    """The condition that the search text of a ticket has a term, or has it not (`domain.search.found_in`)."""

    def __init__(self, term: Term) -> None:
        self._term = term

    def __sql__(self, ctx: Any) -> Any:
        found = _by_words(self._term) if ctx.state.server else _place(fn.INSTR, self._term) > 0
        return ctx.sql(~found if self._term.excluded else found)


def _place(function: Any, term: Term) -> Any:
    return function(Value(" ").concat(TicketTextTable.search).concat(" "), needle(term))


def _by_words(term: Term) -> Expression:
    """Return the condition for a server: an index knows which words a ticket has, its text how they stand.

    It is never unknown, so that it can be turned round.
    """
    words = Column(TicketTextTable._meta.table, WORDS)
    known = NodeList((words, SQL("@@"), Value(_asked(term)), SQL("::tsquery")), parens=True)
    in_text = _place(fn.STRPOS, term) > 0
    certain = len(term.words) == 1 and len(term.words[0]) < LONGEST_WORD
    return (words.is_null(False) & known & (SQL("TRUE") if certain else in_text)) | (words.is_null() & in_text)


def _asked(term: Term) -> str:
    """Return the words of `term` in the language of a server's index. They hold no sign that means anything there."""
    lexemes = [f"'{word[:LONGEST_WORD]}'" for word in term.words]
    if term.prefix or len(term.words[-1]) > LONGEST_WORD:
        lexemes[-1] += ":*"
    return " & ".join(lexemes)
