"""A window that is still open when a newer program changes the form of the office file."""

import sqlite3
from contextlib import closing
from functools import partial

import pytest

from desk_app.app.outbox import new_entry
from desk_app.domain.errors import Unavailable
from desk_app.services import tickets
from desk_app.services.outbox import Kind
from desk_app.ui.outbox.banner import AwayBanner
from tests.support.desk import call, follow, sit_down
from tests.support.share import Share

COMMENT = {"text": "Too late", "public": False}


@pytest.fixture
def share(tmp_path):
    return Share(tmp_path)


def form(office, version):
    """Give the office file the form `version`; return the one it had."""
    with closing(sqlite3.connect(office)) as file:
        before = file.execute("PRAGMA user_version").fetchone()[0]
        file.execute(f"PRAGMA user_version = {version}")
    return before


def test_it_writes_nothing_says_why_and_keeps_calls_for_the_new_program(qtbot, share):
    desk = sit_down(share.office)
    banner = AwayBanner(desk, print)
    qtbot.addWidget(banner)
    before = form(share.office, 999)
    refused, kept = [], []
    desk.command(desk, partial(tickets.do, ticket_id=1, verb="comment", raw=COMMENT), failed=refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert isinstance(refused[0], Unavailable)
    assert "made by a newer version" in str(refused[0])
    follow(qtbot, desk)
    assert "made by a newer version" in banner.toolTip()
    desk.outbox.send(desk, new_entry(Kind.REGISTER, {"raw": call(9)}), kept.append, kept.append, kept.append)
    qtbot.waitUntil(lambda: bool(kept))
    assert desk.outbox.entries == (kept[0],)
    desk.close()
    assert form(share.office, before) == 999
    updated = sit_down(share.office)
    with qtbot.waitSignal(updated.outbox.sent, timeout=20_000):
        updated.look()
    updated.close()
