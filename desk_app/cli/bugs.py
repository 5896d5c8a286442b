"""A bug of the program: written down with its trace, told as one sentence."""

import logging
from pathlib import Path

from platformdirs import user_log_path

from desk_app.i18n import tr


def told(bug: BaseException) -> str:
    """Write `bug` to the log and return the sentence that says so."""
    path = _log(bug)
    if path is None:
        return tr("The program has made a mistake ({kind}). Please tell IT.", kind=type(bug).__name__)
    return tr(
        "The program has made a mistake ({kind}). It is written down in {path}; please give that file to IT.",
        kind=type(bug).__name__,
        path=path,
    )


def _log(bug: BaseException) -> Path | None:
    try:
        path = user_log_path("desk_app", appauthor=False, ensure_exists=True) / "desk-app.log"
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    record = logging.LogRecord("desk_app", logging.ERROR, "", 0, "bug", None, (type(bug), bug, bug.__traceback__))
    handler.emit(record)
    handler.close()
    return path
