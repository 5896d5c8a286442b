"""desk-app import: a journal kept in Excel."""

import json

import pytest

from tests.support.sheets import row, write


@pytest.fixture
def sheet(tmp_path):
    return write(tmp_path / "journal.xlsx", [row(1), row(2), row(3)])


@pytest.fixture
def bad(tmp_path):
    return write(tmp_path / "bad.xlsx", [row(1), row(2, "32.10.2026"), row(3)])
