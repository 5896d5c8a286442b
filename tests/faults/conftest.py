"""An office to break, made once."""

from pathlib import Path

import pytest

from tests.faults.story import make_office


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an office file at rest, to be copied."""
    return make_office(tmp_path_factory.mktemp("whole") / "office.desk")
