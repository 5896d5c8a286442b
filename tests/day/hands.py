"""Hands at a keyboard and eyes on a virtual screen: real key presses by xdotool, never the mouse."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from virtual_screen import HEIGHT, WIDTH, Screen

PATIENCE = 30.0
"""How long anything may take on a busy computer, in seconds."""
PAUSE = 0.05
PACE = "12"
"""Milliseconds between the letters of a text."""
TOOLS = ("Xvfb", "xdotool", "setxkbmap")
Seen = TypeVar("Seen")


def missing_tools() -> list[str]:
    """Return the programs that this computer lacks for a played day."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def until(look: Callable[[], Seen], wanted: str, patience: float = PATIENCE) -> Seen:
    """Return what `look` sees as soon as it sees anything."""
    end = time.monotonic() + patience
    while not (seen := look()):
        if time.monotonic() > end:
            raise AssertionError(f"in {patience:.0f} s not seen: {wanted}")
        time.sleep(PAUSE)
    return seen


@dataclass
class Hands:
    """Presses keys on `screen` and counts them; no window manager runs there, so the hands give the focus too.

    `pictures` is where pictures are kept, or None. The first of the keyboard's `layouts` is on.
    """

    screen: Screen
    pictures: Path | None = None
    layouts: str = "us,ru"
    tale: str = "day"
    keys: int = 0
    _taken: int = field(default=0, init=False)

    # -- keys --

    def press(self, *keys: str) -> None:
        """Press `keys` one after another, as "F2" or "ctrl+Return"; each is one key action."""
        self.keys += len(keys)
        self._xdotool("key", "--clearmodifiers", *keys)

    def spell(self, letters: str) -> None:
        """Type letters that find something; each is a key action."""
        self.keys += len(letters)
        self._type(letters)

    def write(self, text: str) -> None:
        """Type the text of a call: it has to be typed however good the program is, and is not counted."""
        self._type(text)

    @contextmanager
    def counted(self, most: int) -> Iterator[None]:
        """Fail when what is done inside takes more than `most` key actions."""
        before = self.keys
        yield
        assert self.keys - before <= most, f"{self.keys - before} key actions, {most} are enough"

    def sit_down(self) -> None:
        """Have the keyboard's layouts, and the mouse out of the way."""
        self._run(["setxkbmap", "-layout", self.layouts])
        self._xdotool("mousemove", str(WIDTH), str(HEIGHT))

    # -- eyes --

    def window(self, title: str) -> None:
        """Wait for the window whose title has the regular expression `title`, and give it the focus."""

        def focused() -> bool:
            found = self.windows(title)
            return bool(found) and self._xdotool_works("windowfocus", "--sync", found[-1])

        until(focused, f"the window “{title}”; there are: {', '.join(self.titles())}")

    def press_until_there(self, keys: str, title: str, patience: float = 3.0) -> None:
        """Press `keys`, once more every few seconds, until the window of this `title` is there."""
        pressed = 0.0

        def there() -> bool:
            nonlocal pressed
            if not self.windows(title) and time.monotonic() > pressed + patience:
                self.press(keys)
                pressed = time.monotonic()
            return bool(self.windows(title))

        until(there, f"the window “{title}” by {keys}; there are: {', '.join(self.titles())}")
        self.window(title)

    def gone(self, title: str) -> None:
        """Wait until no window has this `title` any more."""
        until(lambda: not self.windows(title), f"the end of the window “{title}”")

    def windows(self, title: str) -> list[str]:
        """Return the numbers of the visible windows of this `title`."""
        return self._xdotool("search", "--onlyvisible", "--name", title).split()

    def titles(self) -> list[str]:
        """Return the titles of all windows in sight."""
        return [self._xdotool("getwindowname", window).strip() for window in self.windows(".")]

    @contextmanager
    def change_in(self, left: int, top: int, right: int, bottom: int) -> Iterator[None]:
        """Wait until what is done inside has changed this part of the screen, and it has come to rest."""
        self.screen.settled(2, 0.2)
        before = self._part(left, top, right, bottom)
        yield
        until(lambda: self._part(left, top, right, bottom) != before, "a change of the screen")
        self.screen.settled(2, 0.15)

    def picture(self, name: str) -> None:
        """Keep what is on the screen as the next picture of this `tale`."""
        if self.pictures is None:
            return
        self._taken += 1
        self.screen.settled(3, 0.4)
        self.screen.save(self.pictures / f"{self.tale}-{self._taken:02}-{name}.png")

    # -- how --

    def _part(self, left: int, top: int, right: int, bottom: int) -> bytes:
        pixels = self.screen.picture()
        rows = range(max(top, 0), min(bottom, HEIGHT))
        return b"".join(pixels[4 * (row * WIDTH + left) : 4 * (row * WIDTH + right)] for row in rows)

    def _type(self, text: str) -> None:
        """Type letters that are on the keyboard; for others xdotool changes the keyboard, which takes its time."""
        self._xdotool("type", "--clearmodifiers", "--delay", PACE, text)

    def _xdotool(self, *words: str) -> str:
        return self._run(["xdotool", *words], fine=(0, 1) if words[0] in ("search", "getwindowname") else (0,))

    def _xdotool_works(self, *words: str) -> bool:
        done = subprocess.run(
            ["xdotool", *words], check=False, env=self._environment(), capture_output=True, timeout=PATIENCE
        )
        return done.returncode == 0

    def _run(self, command: list[str], fine: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            command,
            check=False,
            env=self._environment(),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
        )
        assert done.returncode in fine, f"{command}: {done.stderr or done.stdout}"
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.screen.name, "LC_ALL": "C.UTF-8"}
