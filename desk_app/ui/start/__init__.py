"""The first run: which office to open, or a new one in five steps."""

from desk_app.ui.start.dialog import StartDialog
from desk_app.ui.start.starter import Chosen, Kind, NewOffice, Starter, Tick

__all__ = ["Chosen", "Kind", "NewOffice", "StartDialog", "Starter", "Tick"]
