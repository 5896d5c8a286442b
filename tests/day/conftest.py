"""A screen of its own for every played day."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app import i18n
from tests.test_project import ROOT

sys.path.append(str(ROOT / "packaging" / "tools"))

from tests.day.hands import Hands, missing_tools
from tests.day.office import Office

PICTURES = os.environ.get("DESK_DAY_PICTURES")
TICKETS = 60


@pytest.fixture(autouse=True)
def russian(english: None) -> None:
    """Speak Russian, so that a window is found by what the program calls it."""
    i18n.use("ru")


@pytest.fixture
def hands() -> Iterator[Hands]:
    """Give hands at an empty screen, with a Latin and a Russian keyboard layout."""
    if missing := missing_tools():
        why = f"a played day needs {', '.join(missing)} (packaging/system_libraries.sh x11 installs them by apt)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    from virtual_screen import virtual_screen

    with virtual_screen() as screen:
        yield Hands(screen, Path(PICTURES).absolute() if PICTURES else None)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give a sample office of a few tickets, in Russian."""
    return Office.sample(tmp_path / "office", TICKETS)
