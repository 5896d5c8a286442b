"""Without a display the program says so, instead of ending in Qt's own words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there always is a display")
def test_no_display_is_a_sentence(tmp_path: Path) -> None:
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in named}
    command = [sys.executable, "-m", "desk_app", "--lang", "en"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 3
    assert "There is no display here" in done.stderr
    assert "Traceback" not in done.stderr
