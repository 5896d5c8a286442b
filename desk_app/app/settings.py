"""What this person set up on this computer: one JSON file in their configuration folder."""

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from desk_app.domain.errors import UserError


def settings_path() -> Path:
    """Return where the settings of the computer's user are kept."""
    return user_config_path("desk_app", appauthor=False) / "settings.json"


class Settings:
    """Values by key: plain JSON, read once, written whole and at once.

    `trouble` says that the file could not be understood and was put aside.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings_path()
        self.trouble: UserError | None = None
        self._values: dict[str, Any] = self._read()

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of `key`; `default` too when what is kept is of another type than `default`."""
        value = self._values.get(key, default)
        if default is not None and not isinstance(value, type(default)):
            return default
        return value

    def set(self, key: str, value: Any) -> None:
        """Keep `value` (plain JSON) under `key`; None forgets it."""
        self.update({key: value})

    def update(self, values: Mapping[str, Any]) -> None:
        """Keep several values with one write."""
        merged = {**self._values, **values}
        kept = {key: value for key, value in merged.items() if value is not None}
        if kept != self._values:
            self._values = kept
            self._write()

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            values = None
        if isinstance(values, dict):
            return values
        aside = self._path.with_suffix(".unreadable.json")
        with contextlib.suppress(OSError):
            self._path.replace(aside)
        self.trouble = UserError(
            "Your settings could not be read. They are put aside as {path}; fresh ones are used.",
            path=aside,
        )
        return {}

    def _write(self) -> None:
        """Replace the file in one step. A folder that takes no settings is no trouble."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".settings-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(self._values, file, ensure_ascii=False, indent=1)
            Path(name).replace(self._path)
