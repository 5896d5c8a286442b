"""The window on an office as a process of its own."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.day.hands import PATIENCE, Hands
from tests.day.office import Office, program

MAIN = "Ситуационный центр"


@contextmanager
def window(office: Office, hands: Hands, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Open the window and wait until it takes keys; whatever it says or logs fails the test."""
    environment = {
        **os.environ,
        "DISPLAY": hands.screen.name,
        "QT_QPA_PLATFORM": "xcb",
        "LC_ALL": "C.UTF-8",
    }
    said = folder / "said.txt"
    with said.open("wb") as stream:
        process = subprocess.Popen(
            program("--lang", "ru", "open", str(office.path)),
            stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, env=environment, cwd=folder,
        )  # fmt: skip
    try:
        hands.sit_down()
        hands.window(MAIN)
        yield process
        assert process.poll() in (None, -signal.SIGKILL), f"the window ended by itself: {process.returncode}"
    except AssertionError as error:
        hands.screen.save(folder / "trouble.png")
        raise AssertionError(f"{error}; the screen: {folder / 'trouble.png'}; said: {told(said)!r}") from None
    finally:
        process.kill()
        process.wait(PATIENCE)
    assert not told(said), told(said)


def told(said: Path) -> str:
    """Return what the window said, and what it wrote to its log."""
    logs = Path(os.environ["HOME"]).rglob("*.log")
    return said.read_text("utf-8") + "".join(log.read_text("utf-8") for log in logs)
