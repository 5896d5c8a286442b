"""Free pages kept in the office file: on a share, a file whose length changes is misread by other computers' caches."""

from typing import Final

from desk_app.storage.door import Door

PAGE_SIZE: Final = 8192
RESERVE: Final = 8 * 1024 * 1024
"""How many bytes of free pages a growth leaves in the file, so that its size seldom changes."""
RESERVE_LOW: Final = RESERVE // 4


class NoRoom(Exception):
    """The reserve of free pages runs low: the file is grown before anything is written."""


def need_room(door: Door) -> None:
    """Raise NoRoom where the reserve runs low. In a transaction, which has read the number of free pages already."""
    ((free,),) = door.sql("PRAGMA freelist_count")
    if int(free) * PAGE_SIZE < RESERVE_LOW:
        raise NoRoom


def grow(door: Door) -> None:
    """Grow the file by a lump of free pages, in a transaction of its own."""
    door.db.execute_sql("CREATE TABLE reserve (lump BLOB)")
    door.db.execute_sql("INSERT INTO reserve VALUES (zeroblob(?))", (RESERVE,))
    door.db.execute_sql("DROP TABLE reserve")
