"""Loads Peewee without the drivers of servers: nobody who works on a file shall wait for them.

Peewee imports every driver that is installed, and that of PostgreSQL takes several times as long as Peewee itself.
`storage.postgres` loads it where an office is on a server.
"""

import sys

if "peewee" not in sys.modules and "psycopg" not in sys.modules:
    sys.modules["psycopg"] = None  # type: ignore[assignment]  # so importing it fails, as if it were not installed
    try:
        import peewee  # noqa: F401 - loaded here so that it is never loaded otherwise
    finally:
        del sys.modules["psycopg"]
