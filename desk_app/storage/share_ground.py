"""Where a share is tried: a folder of its own that everybody who tries it at the same time meets in."""

import json
import os
import platform
import shutil
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from desk_app.domain.text import LINE_LIMIT, clean_line
from desk_app.storage.byte_locks import REACH, ByteLocks
from desk_app.storage.heartbeats import KEY, LARGEST, put
from desk_app.storage.share_partner import Partner

NAME: Final = "desk-share-test"
ABANDONED: Final = 3600
"""After how many seconds without a word what another computer left is removed."""


class Ground:
    """`folder`/desk-share-test/`key`, gone when it is left. What somebody who was killed left there is removed."""

    def __init__(self, folder: Path) -> None:
        self.key = uuid.uuid4().hex
        self.host = clean_line(platform.node()[:LINE_LIMIT])
        self.top = folder / NAME
        self.mine = self.top / self.key
        self.locks = ByteLocks(self.top / "locks")
        self._partner: Partner | None = None

    def __enter__(self) -> "Ground":
        self.top.mkdir(exist_ok=True)
        try:
            self.locks.renew(place_of(self.key))
            self.mine.mkdir()
            self.say({})
        except BaseException:
            self._leave()
            raise
        with suppress(OSError):
            self._clean()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._partner:
            self._partner.kill()
        self._leave()

    def _leave(self) -> None:
        shutil.rmtree(self.mine, ignore_errors=True)
        self.locks.close()
        with suppress(OSError):
            if not any(self._keys()):
                (self.top / "locks").unlink(missing_ok=True)
                self.top.rmdir()

    @property
    def partner(self) -> Partner:
        """The second program, started when it is first needed."""
        if self._partner is None:
            self._partner = Partner(self.mine)
        return self._partner

    def kill_partner(self) -> None:
        """End the second program as a power cut would; the next time another one is started."""
        self.partner.kill()
        self._partner = None

    # -- what those who try it at the same time tell each other ------------------------------------------------------

    def say(self, word: dict[str, Any]) -> None:
        """Tell the others something. Raises OSError."""
        put(self.mine / "word.json", json.dumps({"host": self.host, **word}).encode())

    def words(self) -> dict[str, dict[str, Any]]:
        """Return what the others say now, by their keys. What is no word is passed over."""
        found = {}
        for key in self._keys():
            with suppress(OSError, ValueError, RecursionError):
                with (self.top / key / "word.json").open("rb") as stream:
                    word = json.loads(stream.read(LARGEST))
                if isinstance(word, dict) and isinstance(word.get("host"), str):
                    found[key] = {**word, "host": clean_line(word["host"][:LINE_LIMIT])}
        return found

    def _keys(self) -> Iterator[str]:
        with os.scandir(self.top) as entries:
            for entry in entries:
                if KEY.fullmatch(entry.name) and entry.name != self.key and entry.is_dir(follow_symlinks=False):
                    yield entry.name

    def _clean(self) -> None:
        now = (self.mine / "word.json").stat().st_mtime
        words = self.words()
        for key in list(self._keys()):
            ours = words.get(key, {}).get("host") == self.host
            old = now - (self.top / key).stat().st_mtime > ABANDONED
            if (ours or old) and self.locks.is_free(place_of(key)):
                shutil.rmtree(self.top / key, ignore_errors=True)


def place_of(key: str) -> int:
    """Return which byte of the file `locks` the program with this key holds while it runs."""
    return int(key, 16) % REACH
