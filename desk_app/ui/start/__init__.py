"""The first run: which office to open, or a new one in five steps."""

from typing import TYPE_CHECKING, Any

from desk_app.ui.start.starter import Chosen, Kind, NewOffice, Starter, Tick

if TYPE_CHECKING:
    from desk_app.ui.start.dialog import StartDialog

__all__ = ["Chosen", "Kind", "NewOffice", "StartDialog", "Starter", "Tick"]


def __getattr__(name: str) -> Any:
    """Load the dialog when it is asked for: an office that can be opened at once needs none."""
    if name == "StartDialog":
        from desk_app.ui.start.dialog import StartDialog

        return StartDialog
    raise AttributeError(name)
