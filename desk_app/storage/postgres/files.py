"""Attached files of an office on a server: their content in pieces in a table, under its SHA-256."""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import psycopg

from desk_app.services.files import Kept
from desk_app.services.places import shown
from desk_app.storage.postgres.database import connect
from desk_app.storage.postgres.trouble import sentence, trouble_of
from desk_app.storage.trouble import Trouble

PIECE: Final = 1024 * 1024
"""How much of a content a row holds, in bytes."""


class ServerFiles:
    """See `services.files.Files`. Each question has a connection of its own, so any thread may ask.

    Raises Unavailable where the server does not answer.
    """

    def __init__(self, address: str) -> None:
        self._address = address

    @property
    def folder(self) -> Path:
        """What is said instead of a folder."""
        return Path(shown(self._address).partition("//")[2])

    @property
    def reachable(self) -> bool:
        return True  # who asks has just been answered

    def keep(self, chunks: Iterable[bytes]) -> Kept:
        digest, size = hashlib.sha256(), 0
        with self._asked() as server, server.transaction():
            number = server.execute("INSERT INTO content DEFAULT VALUES RETURNING id").fetchall()[0][0]
            for place, piece in enumerate(_pieces(chunks)):
                digest.update(piece)
                size += len(piece)
                insert = "INSERT INTO piece (content_id, place, data) VALUES (%s, %s, %s)"
                psycopg.Cursor(server).execute(insert, (number, place, piece))
            self._take_name(server, number, Kept(digest.hexdigest(), size))
        return Kept(digest.hexdigest(), size)

    def has(self, content: Kept) -> bool:
        with self._asked() as server:
            asked = "SELECT 1 FROM content WHERE sha256 = %s AND size = %s"
            return bool(server.execute(asked, (content.sha256, content.size)).fetchall())

    def open(self, sha256: str) -> BinaryIO:
        with self._asked() as server:
            found = server.execute("SELECT id FROM content WHERE sha256 = %s", (sha256,)).fetchall()
        if not found:
            raise FileNotFoundError(sha256)
        return cast(BinaryIO, io.BufferedReader(_Pieces(self._piece, found[0][0]), PIECE))

    def contents(self) -> Iterator[Kept]:
        with self._asked() as server:
            rows = server.execute(
                "SELECT sha256, (SELECT COALESCE(SUM(OCTET_LENGTH(data)), 0) FROM piece WHERE content_id = id) "
                "FROM content ORDER BY sha256"
            ).fetchall()
        for sha256, size in rows:
            yield Kept(sha256, int(size))

    def _piece(self, number: int, place: int) -> bytes:
        with self._asked() as server:
            asked = "SELECT data FROM piece WHERE content_id = %s AND place = %s"
            found = psycopg.Cursor(server).execute(asked, (number, place), binary=True).fetchall()
        return bytes(found[0][0]) if found else b""

    def _take_name(self, server: psycopg.Connection[Any], number: int, content: Kept) -> None:
        """Put the pieces under their hash, in place of equal ones: that heals them, and makes them young again."""
        server.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (content.sha256,))
        server.execute("DELETE FROM content WHERE sha256 = %s", (content.sha256,))
        update = "UPDATE content SET sha256 = %s, size = %s WHERE id = %s"
        server.execute(update, (content.sha256, content.size, number))

    @contextmanager
    def _asked(self) -> Iterator[psycopg.Connection[Any]]:
        try:
            with closing(connect(self._address)) as server:
                yield server
        except psycopg.Error as error:
            raise sentence(trouble_of(error) or Trouble.PASSING, shown(self._address), error) from error


class _Pieces(io.RawIOBase):
    """A content as a stream, read from the server piece by piece."""

    def __init__(self, ask: Callable[[int, int], bytes], number: int) -> None:
        self._ask = ask
        self._number = number
        self._place = 0
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = memoryview(self._ask(self._number, self._place))
            self._place += 1
        part = self._left[: len(buffer)]
        buffer[: len(part)] = part
        self._left = self._left[len(part) :]
        return len(part)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Give what `chunks` give in pieces of one size."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)
