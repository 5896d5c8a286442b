"""How the program starts itself once more, from its sources and when packaged."""

import os
import sys
from typing import Final

FROZEN: Final = bool(getattr(sys, "frozen", False))
"""Whether this is the packaged program."""


def own_command(module: str = "desk_app") -> list[str]:
    """Return the words that start the program; from its sources, `module` of it."""
    return [sys.executable] if FROZEN else [sys.executable, "-m", module]


def own_environment() -> dict[str, str]:
    """Return an environment in which the started program finds the same modules."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
