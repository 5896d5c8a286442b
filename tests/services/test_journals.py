"""A printed journal and its fingerprint belong together."""

from collections.abc import Iterator
from itertools import count

import pytest

from desk_app.domain.errors import Unavailable
from desk_app.domain.journal import Month
from desk_app.services.journals import Scope, month_journal
from tests.support.office import Desk


def test_a_journal_that_never_held_still_is_not_printed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    heads: Iterator[int] = count(1)
    monkeypatch.setattr(desk.file.reader, "head", lambda: (next(heads), bytes(32)))
    with pytest.raises(Unavailable, match="without a pause"):
        month_journal(desk.file.reader, Scope(Month(2026, 11)))


def test_a_journal_is_read_again_when_a_colleague_saved_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.register()
    heads = iter([(1, b"a"), (2, b"b"), (2, b"b"), (2, b"b")])
    monkeypatch.setattr(desk.file.reader, "head", lambda: next(heads))
    journal = month_journal(desk.file.reader, Scope(Month(2026, 11)))
    assert (journal.head, len(journal.rows)) == ((2, b"b"), 1)
