"""Makes the packaging tools importable, as the spec does."""

import sys

import pytest

from tests.test_project import ROOT


@pytest.fixture(scope="session", autouse=True)
def _tools_on_path():
    sys.path.insert(0, str(ROOT / "packaging" / "tools"))
    yield
    sys.path.remove(str(ROOT / "packaging" / "tools"))
