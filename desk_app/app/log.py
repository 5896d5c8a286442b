"""Where the window writes down what went wrong: one small file in the folder of this person's logs."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from platformdirs import user_log_path

FILE_NAME: Final = "desk-app.log"
LARGEST: Final = 1_000_000
"""Bytes after which a new file is begun; one older is kept."""


def keep_log(folder: Path | None = None) -> None:
    """Write warnings and errors to the log from now on; made when there is something to write. Never raises."""
    logger = logging.getLogger("desk_app")
    if any(isinstance(handler, RotatingFileHandler) for handler in logger.handlers):
        return
    try:
        place = folder or user_log_path("desk_app", appauthor=False, ensure_exists=True)
    except OSError:
        return
    handler = RotatingFileHandler(place / FILE_NAME, maxBytes=LARGEST, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logger.addHandler(handler)
