"""Excel sheets as offices keep them, read into plain rows (`domain.grid`)."""

from desk_app.sheets.book import read_book

__all__ = ["read_book"]
