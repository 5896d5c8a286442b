"""The picture the one-file program shows while it unpacks; elsewhere there is none."""

import contextlib
import importlib


def close_splash() -> None:
    """Take the picture away, where there is one."""
    with contextlib.suppress(ImportError, RuntimeError, OSError):
        importlib.import_module("pyi_splash").close()
