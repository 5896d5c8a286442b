"""An office with shifts for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.rota import Rota, make_rota


@pytest.fixture
def rota(tmp_path: Path) -> Iterator[Rota]:
    """Return an office with shifts."""
    made = make_rota(tmp_path)
    yield made
    made.file.close()
