"""The office file: one SQLite database on the shared drive, read and written with care."""

import desk_app.storage.quick  # noqa: F401 - before anything that imports Peewee
from desk_app.storage.office_file import OfficeFile, create_office, open_office
from desk_app.storage.station import OfficeCopy, OfficeStation, open_copy, open_station

__all__ = ["OfficeCopy", "OfficeFile", "OfficeStation", "create_office", "open_copy", "open_office", "open_station"]
