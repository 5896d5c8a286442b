"""A file appears whole under its name, or not at all."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from desk_app.domain.errors import Unavailable


def write_whole(path: Path, fill: Callable[[BinaryIO], object], private: bool = False) -> None:
    """Let `fill` write a file beside `path`, flush it to the disk, and only then give it its name.

    A `private` file is for nobody else to read.
    Raises Unavailable, with the old file untouched, when the disk does not take it.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}.", suffix=".part", dir=path.parent)
    except OSError as trouble:
        raise _explain(trouble, path) from trouble
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if not private:
            part.chmod(_usual_mode(path))
        part.replace(path)
    except OSError as trouble:
        raise _explain(trouble, path) from trouble
    finally:
        part.unlink(missing_ok=True)


def _usual_mode(path: Path) -> int:
    """The access rights that the old file has or a new file would have got (temporary files are private)."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def _explain(trouble: OSError, path: Path) -> Unavailable:
    name, folder = path.name, path.parent
    if isinstance(trouble, FileNotFoundError | NotADirectoryError):
        return Unavailable("The folder {folder} does not exist. Choose another folder.", folder=folder)
    if isinstance(trouble, IsADirectoryError):
        return Unavailable("{path} is a folder. Choose another file name.", path=path)
    if isinstance(trouble, PermissionError):
        return Unavailable(
            "{name} cannot be written in {folder}. If it is open in another program, close it there; "
            "otherwise choose a folder where you may write.",
            name=name,
            folder=folder,
        )
    return Unavailable(
        "{name} was not written: {reason}. Check that the disk has room and can be reached, then try again.",
        name=name,
        reason=trouble.strerror or str(trouble),
    )
