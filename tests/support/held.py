"""A file that another program has open, as Windows keeps it then."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def held_open(name: str) -> Iterator[None]:
    """Let nobody read, rename or remove the files called `name` meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for verb in ("read_text", "replace", "unlink"):
            patch.setattr(Path, verb, _refusing(name, getattr(Path, verb)))
        yield


def _refusing(name: str, real: Any) -> Any:
    def verb(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == name:
            raise PermissionError(13, "Another program has it open", str(path))
        return real(path, *args, **kwargs)

    return verb
