"""What every test gets: no screen, a home of its own, English, and no clause that is not in the table."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

from desk_app import i18n
from tests.support.clauses import clauses

hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

HOMES = {
    "HOME": "",
    "USERPROFILE": "",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "WIN_PD_OVERRIDE_APPDATA": "AppData/Roaming",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "AppData/Local",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_RUNTIME_DIR": "run",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        named = [name for mark in item.iter_markers("clause") for name in mark.args]
        unknown = [name for name in named if name not in clauses()]
        if unknown:
            raise pytest.UsageError(f"{item.nodeid}: docs/clauses.md has no clause {', '.join(unknown)}")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home directory: no test reads or writes the settings of whoever runs it."""
    folder = tmp_path_factory.mktemp("home")
    for name, part in HOMES.items():
        (folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)
        monkeypatch.setenv(name, str(folder / part))
    for name in [name for name in os.environ if name.startswith("DESK_") or name in {"LANGUAGE", "LC_MESSAGES"}]:
        monkeypatch.delenv(name)
    return folder


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Start every test in English and leave no other language to the next."""
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture(autouse=True)
def no_dialog_left() -> Iterator[None]:
    """Fail the test that leaves a dialog open; it looks after pytest-qt has closed its widgets."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or not widgets.QApplication.instance():
        return
    left = [
        widget
        for widget in widgets.QApplication.topLevelWidgets()
        if isinstance(widget, widgets.QDialog) and widget.isVisible()
    ]
    for dialog in left:
        dialog.close()
    assert not left, f"dialogs left open: {left}"
