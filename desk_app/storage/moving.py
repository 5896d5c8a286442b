"""Moves a whole office from a file to a server, or from a server to a new file.

Everything is copied, read again at its new place and compared, table by table and file by file. Only then the old
place is marked: whoever opens it is told where the office is now. Until then it is as it was.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from peewee import Model

from desk_app.domain.errors import Unavailable
from desk_app.services import checks
from desk_app.services.attachments import CHUNK
from desk_app.services.files import Attached, Files
from desk_app.services.places import Place, is_address
from desk_app.services.ports import Finding
from desk_app.services.station import Progress
from desk_app.storage.connection import Connection
from desk_app.storage.door import Door
from desk_app.storage.models import OfficeRow
from desk_app.storage.moving_file import FileTarget, following_in_file
from desk_app.storage.moving_tables import KEPT, Sum, count, name_of, slices
from desk_app.storage.office_file import OfficeFile
from desk_app.storage.office_rows import MOVED_TO, OfficeCache
from desk_app.storage.opening import open_office
from desk_app.storage.reader import OfficeReader

_STAND: Final = "SELECT COALESCE((SELECT MAX(seq) FROM change), 0), COALESCE((SELECT MAX(seq) FROM event), 0)"


class Target(Protocol):
    """The new place of an office."""

    @property
    def place(self) -> str:
        """What people open it by."""

    @property
    def door(self) -> Door: ...
    @property
    def files(self) -> Files: ...
    @property
    def in_one(self) -> bool:
        """Whether all is put in one transaction, so that it has to be read within it, too."""

    def is_waiting(self) -> bool:
        """Tell whether everything was put here, and only the last step is missing."""

    def filling(self) -> AbstractContextManager[None]:
        """Return a block in which tables are put. Raises Unavailable where something is already."""

    def put(self, table: type[Model], rows: Sequence[tuple[Any, ...]]) -> None: ...
    def complete(self, following: Mapping[str, int]) -> None:
        """Put what keeps order among the tables, and which id comes next, by table."""

    def settle(self) -> None:
        """Make it an office that can be opened."""

    def undo(self) -> None:
        """Leave nothing behind."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows by table and the contents of attached files.

    `findings` is what was wrong with the office before, and still is.
    """

    rows: Mapping[str, int]
    contents: int
    findings: tuple[Finding, ...] = ()


def move(source: Place, target: Place, progress: Progress) -> Moved:
    """Move the office at `source` to `target`, where nothing may be yet.

    `progress` is told how much of how much is done. Raises Unavailable (with the source untouched and the target
    empty), and what `progress` raises.
    """
    if is_address(source) == is_address(target):
        raise Unavailable(
            "An office moves from a file to a server, or from a server to a file. To move a file, copy it."
        )
    place = _target(target)
    try:
        if _finish(source, place):
            reader = OfficeReader(place.door, OfficeCache())
            return Moved(reader.sizes(), sum(1 for _ in place.files.contents()))
        with open_office(source) as office:
            return _move(office, place, progress)
    finally:
        place.close()


def _move(office: OfficeFile, target: Target, progress: Progress) -> Moved:
    """Copy, compare, mark: in this order."""
    door = office.door
    stand = door.read(lambda: door.sql(_STAND), guard=True)
    total = door.read(lambda: count(door))
    done = _Count(progress, 2 * total)
    try:
        with target.filling():
            sums = {name_of(table): _copied(door, target, table, done) for table in KEPT}
            target.complete(door.read(lambda: _following(door)))
            for table in KEPT:
                _refuse_difference(table, sums[name_of(table)], target, done)
        contents = _copy_contents(office.reader.attachments.all(), office.reader.attachments.files, target)
        findings = _proved(office, target)
        door.write(lambda: _mark(door, stand, target.place))
    except BaseException:
        target.undo()
        raise
    target.settle()
    return Moved({name: told.rows for name, told in sums.items()}, contents, findings)


def _finish(source: Place, target: Target) -> bool:
    """Take the last step of a move that was broken off just before it; tell whether that was so."""
    try:
        with open_office(source):
            return False
    except Unavailable as refusal:
        if refusal.params.get("moved_to") != target.place or not target.is_waiting():
            raise
    target.settle()
    return True


def _copied(door: Door, target: Target, table: type[Model], done: "_Count") -> Sum:
    told = Sum()
    for rows in slices(door, table):
        told.add(rows)
        target.put(table, rows)
        done.more(len(rows))
    return told


def _refuse_difference(table: type[Model], told: Sum, target: Target, done: "_Count") -> None:
    found = Sum()
    for rows in slices(target.door, table, own=target.in_one):
        found.add(rows)
        done.more(len(rows))
    if found.told != told.told:
        raise Unavailable(
            "The table “{table}” did not arrive as it was: {before} rows went, {after} came, or their content differs. "
            "Nothing was moved. Check the office first: desk-app check.",
            table=name_of(table),
            before=told.rows,
            after=found.rows,
        )


def _copy_contents(attached: Iterable[list[Attached]], files: Files, target: Target) -> int:
    """Copy the content of every attached file once; its hash is what it is known by."""
    copied: set[str] = set()
    for some in attached:
        for one in some:
            if one.content.sha256 not in copied:
                _copy_content(one, files, target.files)
                copied.add(one.content.sha256)
    return len(copied)


def _copy_content(one: Attached, files: Files, target: Files) -> None:
    try:
        with files.open(one.content.sha256) as stream:
            kept = target.keep(iter(lambda: stream.read(CHUNK), b""))
    except OSError as error:
        raise Unavailable(
            "The content of “{name}” of ticket {number} cannot be read or written: {reason}. Nothing was moved.",
            name=one.name,
            number=one.where,
            reason=error.strerror or error,
        ) from error
    if kept != one.content:
        raise Unavailable(
            "The content of “{name}” of ticket {number} is damaged: it is not what was attached. Nothing was moved. "
            "Bring it back from a backup first.",
            name=one.name,
            number=one.where,
        )


def _proved(office: OfficeFile, target: Target) -> tuple[Finding, ...]:
    """Check the office at its new place, its history and its files; what was wrong before may stay so."""
    found = checks.check(OfficeReader(target.door, OfficeCache()), full=True)
    if found and found != checks.check(office.reader, full=True):
        raise Unavailable(
            "The office is not whole at its new place: {place}. Nothing was moved. Check it where it is: "
            "desk-app check.",
            place=target.place,
        )
    return tuple(found)


def _mark(door: Door, stand: object, place: str) -> None:
    """Say where the office is now, unless somebody has saved since `stand`."""
    if door.sql(_STAND) != stand:
        raise Unavailable(
            "Somebody saved into the office while it was copied. Nothing was moved. Close every window on it, then "
            "move it again."
        )
    settings = json.loads(door.value(OfficeRow.select(OfficeRow.settings)))
    text = json.dumps({**settings, MOVED_TO: place}, ensure_ascii=False)
    door.run(OfficeRow.update(settings=text, revision=OfficeRow.revision + 1))


def _target(place: Place) -> Target:
    if not is_address(place):
        return FileTarget(Path(place))
    from desk_app.storage.postgres.target import ServerTarget

    return ServerTarget(str(place))


def _following(door: Door) -> dict[str, int]:
    if isinstance(door, Connection):
        return following_in_file(door)
    from desk_app.storage.postgres.target import following_on_server

    return following_on_server(door)


class _Count:
    """Adds up what is done, and tells it."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def more(self, count: int) -> None:
        """Tell that so much more is done."""
        self._done += count
        self._progress(self._done, self._total)
