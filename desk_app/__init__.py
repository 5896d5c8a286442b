"""A help desk for a small office: one SQLite file on the shared drive, no server."""

__version__ = "0.1.0"
