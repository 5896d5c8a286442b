"""The office file: one SQLite database on the shared drive, read and written with care."""

import desk_app.storage.quick  # noqa: F401 - before anything that imports Peewee
from desk_app.storage.office_file import OfficeFile, create_office, open_office

__all__ = ["OfficeFile", "create_office", "open_office"]
