"""What is asked of an office file and its journal beside SQLite, without dropping a lock."""

import os
from pathlib import Path
from typing import Final

HOT: Final = bytes.fromhex("d9d505f920a163d7")
"""First bytes of a journal that has to be rolled back."""


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells the file of this name from every other, None where there is none. Raises OSError.

    Looking at a name drops no lock.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def is_hot(journal: Path, create: bool) -> bool:
    """Tell whether `journal` says that a writer died; with `create` it is made where it is missing. Raises OSError.

    Opening the journal is safe; the database never is.
    """
    flags = (os.O_RDWR | os.O_CREAT if create else os.O_RDONLY) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(journal, flags, 0o666)
    except FileNotFoundError:
        return False
    try:
        return os.read(handle, len(HOT)) == HOT
    finally:
        os.close(handle)
