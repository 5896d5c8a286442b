"""A copy that is being made, on a disk that has no room for it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desk_app.storage.copy_door import Draft, local_trouble
from desk_app.storage.trouble import Trouble, trouble_of


def test_a_disk_that_fills_at_the_end_of_a_piece_is_told_as_full(tmp_path: Path) -> None:
    with closing(Draft(tmp_path / "copy.db", tmp_path / "office.desk")) as draft:
        draft.write(lambda: draft.sql("CREATE TABLE word (text)"))
        draft.sql("PRAGMA max_page_count = 4")
        with pytest.raises(sqlite3.OperationalError) as told:
            draft.write(lambda: draft.many("INSERT INTO word VALUES (?)", [("x" * 4000,)] * 50))
        assert trouble_of(told.value) is Trouble.FULL
        assert "has no room" in str(local_trouble(told.value, "office"))


def test_what_ends_the_transaction_itself_is_the_news(tmp_path: Path) -> None:
    def ended() -> None:
        draft.db.rollback()
        raise ValueError("the disk is full")

    with closing(Draft(tmp_path / "copy.db", tmp_path / "office.desk")) as draft, pytest.raises(ValueError):
        draft.write(ended)
