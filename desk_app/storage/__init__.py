"""The office: one SQLite file on the shared drive, read and written with care, or a database on a server."""

import desk_app.storage.quick  # noqa: F401 - before anything that imports Peewee
from desk_app.storage.office_copy import OfficeCopy
from desk_app.storage.office_file import OfficeFile
from desk_app.storage.opening import create_office, open_copy, open_office, open_station
from desk_app.storage.station import OfficeStation

__all__ = ["OfficeCopy", "OfficeFile", "OfficeStation", "create_office", "open_copy", "open_office", "open_station"]
