"""The command line: the same verbs without a window (IT, schedulers, scripts)."""

from desk_app.cli.run import main

__all__ = ["main"]
