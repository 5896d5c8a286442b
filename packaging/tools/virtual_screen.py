"""A screen without a display: Xvfb, its pixels as they are painted, and real key presses by xdotool."""

import mmap
import os
import struct
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WIDTH: Final = 1280
HEIGHT: Final = 800
HEADER: Final = 25
"""Numbers at the beginning of an XWD file."""
SAMPLES: Final = 997
"""Pixels looked at to tell how much of the screen is painted."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A virtual screen of 32-bit pixels; `name` is what DISPLAY is set to."""

    name: str
    pixels: mmap.mmap
    start: int

    def painted(self) -> float:
        """Return the share of the screen that is not black."""
        count = WIDTH * HEIGHT
        places = range(0, count, count // SAMPLES)
        shown = sum(self.pixels[self.start + 4 * place : self.start + 4 * place + 3] != b"\0\0\0" for place in places)
        return shown / len(places)

    def picture(self) -> bytes:
        """Return the pixels, blue green red and one byte of nothing each."""
        return self.pixels[self.start : self.start + 4 * WIDTH * HEIGHT]

    def colours(self) -> int:
        """Return how many different colours are on the screen."""
        return len(set(memoryview(self.picture()).cast("I")))

    def settled(self, patience: float = 20.0, still: float = 0.7) -> bool:
        """Wait until nothing has changed for `still` seconds; tell whether that came within `patience`."""
        end, since, last = time.monotonic() + patience, time.monotonic(), self.picture()
        while time.monotonic() < end:
            time.sleep(0.1)
            now = self.picture()
            if now != last:
                since, last = time.monotonic(), now
            elif time.monotonic() - since >= still:
                return True
        return False

    def press(self, keys: str, kind: str) -> None:
        """Press `keys`, as "ctrl+q", in the window of class `kind`. No window manager gives it the focus: we do."""
        environment = {**os.environ, "DISPLAY": self.name}
        find = ["xdotool", "search", "--onlyvisible", "--class", kind, "windowfocus"]
        for command in (find, ["xdotool", "key", "--clearmodifiers", keys]):
            subprocess.run(command, env=environment, check=True, timeout=30, stdout=subprocess.DEVNULL)
            time.sleep(0.2)

    def save(self, path: Path) -> None:
        """Write what is on the screen as a PNG."""
        from PySide6.QtGui import QImage

        path.parent.mkdir(parents=True, exist_ok=True)
        QImage(self.picture(), WIDTH, HEIGHT, 4 * WIDTH, QImage.Format.Format_RGB32).save(str(path))


@contextmanager
def virtual_screen() -> Iterator[Screen]:
    """Start a screen of its own and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="screen-") as folder:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder,
                   "-nolisten", "tcp", "-noreset"]  # fmt: skip
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        try:
            with os.fdopen(reading, encoding="ascii") as told:
                number = told.readline().strip()
            if not number:
                raise RuntimeError("Xvfb did not start")
            with (Path(folder) / "Xvfb_screen0").open("rb") as file:
                pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            yield Screen(f":{number}", pixels, _start(pixels))
            pixels.close()
        finally:
            server.terminate()
            server.wait(10)


def _start(pixels: mmap.mmap) -> int:
    """Return where the pixels begin in an XWD file of the size asked for."""
    header = struct.unpack(f">{HEADER}I", pixels[: 4 * HEADER])
    width, height, bits, line, colours = header[4], header[5], header[11], header[12], header[19]
    if (width, height, bits, line) != (WIDTH, HEIGHT, 32, 4 * WIDTH):
        raise RuntimeError(f"a screen of another form: {width}x{height}, {bits} bits, {line} bytes a line")
    return int(header[0] + 12 * colours)
