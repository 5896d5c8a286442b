"""Where the window writes down what went wrong: one small file in the folder of this person's logs."""

import logging
from pathlib import Path
from typing import Final

from platformdirs import user_log_path

FILE_NAME: Final = "desk-app.log"
LARGEST: Final = 1_000_000
"""Bytes after which a new file is begun; one older is kept."""


class LogFile(logging.Handler):
    """The log; file and library are looked for when there is something to write."""

    def __init__(self, folder: Path | None) -> None:
        super().__init__(logging.WARNING)
        self._folder = folder
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._opened().handle(record)
        except OSError:
            self.handleError(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()

    def _opened(self) -> logging.Handler:
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            place = self._folder or user_log_path("desk_app", appauthor=False, ensure_exists=True)
            self._file = RotatingFileHandler(place / FILE_NAME, maxBytes=LARGEST, backupCount=1, encoding="utf-8")
            self._file.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        return self._file


def keep_log(folder: Path | None = None) -> None:
    """Write warnings and errors to the log from now on. Never raises."""
    logger = logging.getLogger("desk_app")
    if not any(isinstance(handler, LogFile) for handler in logger.handlers):
        logger.addHandler(LogFile(folder))
