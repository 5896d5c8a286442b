"""What a server may say, and what it means for the person who waits."""

from collections.abc import Iterator
from typing import Final

import psycopg

from desk_app.domain.errors import Unavailable
from desk_app.storage.trouble import StorageError, Trouble
from desk_app.storage.trouble import sentence as of_any_office

_BY_STATE: Final = {
    "40001": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "53300": Trouble.BUSY,
    "57P01": Trouble.PASSING,
    "57P02": Trouble.PASSING,
    "57P03": Trouble.PASSING,
    "57P05": Trouble.PASSING,
    "25P03": Trouble.PASSING,
    "25006": Trouble.READ_ONLY,
    "42501": Trouble.READ_ONLY,
    "53100": Trouble.FULL,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
}
"""SQLSTATE: a lock or a serialisation, too many at once, a server that goes or comes, no right, disk, damage."""


def trouble_of(error: BaseException) -> Trouble | None:
    """Return what `error` means, or None for a bug of ours."""
    if isinstance(error, StorageError):
        return error.trouble
    cause = driver_error(error)
    if cause is None:
        return None
    if cause.sqlstate is None:  # the connection broke, or never came
        return Trouble.PASSING if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError) else None
    return Trouble.PASSING if cause.sqlstate.startswith("08") else _BY_STATE.get(cause.sqlstate)


def driver_error(error: BaseException) -> psycopg.Error | None:
    """Return the driver's own error behind `error`; Peewee wraps it."""
    return next((part for part in _behind(error) if isinstance(part, psycopg.Error)), None)


def _behind(error: BaseException) -> Iterator[object]:
    yield error
    yield error.__cause__
    yield error.__context__
    yield from error.args


def sentence(trouble: Trouble, place: str, error: BaseException | None = None) -> Unavailable:
    """Return what to tell the person when trying again is over."""
    match trouble:
        case Trouble.FULL:
            return Unavailable(
                "The disk of the office's server is full: {place}. Nothing was saved, and what you typed is still "
                "here. Ask IT to free some space, then save again.",
                place=place,
            )
        case Trouble.READ_ONLY:
            return Unavailable(
                "The office's server does not let you write: {place}. Nothing was saved. "
                "Ask IT for the right to change this database.",
                place=place,
            )
        case Trouble.NOT_OURS:
            return Unavailable(
                "There is no office in this database: {place}. Choose another, or make one there: desk-app init.",
                place=place,
            )
        case Trouble.DAMAGED:
            return Unavailable(
                "The office's server says that its database is damaged: {place}. Do not save into it. "
                "Ask IT to bring back the last backup.",
                place=place,
            )
        case Trouble.DOUBT:
            return Unavailable(
                "The connection to the office's server broke at the moment of saving: {place}. It is not known whether "
                "it was saved. What you typed is still here: look at the ticket first, and save again if it is "
                "missing.",
                place=place,
            )
        case Trouble.MAINTAINED:
            return of_any_office(trouble, place)
        case Trouble.BUSY | Trouble.SLOW:
            return Unavailable(
                "The office's server is busy: {place}. Nothing was saved, and what you typed is still here. "
                "Try again in a moment.",
                place=place,
            )
    return Unavailable(
        "The office's server cannot be reached now: {place}: {reason}. Nothing was saved, and what you typed is "
        "still here. Check the address, the password and the network, then try again.",
        place=place,
        reason=reason_of(error),
    )


def newer(place: str) -> Unavailable:
    """Return what to tell the person whose program is older than the office."""
    return Unavailable(
        "The office in this database was made by a newer version of the program: {place}. Ask IT for the update.",
        place=place,
    )


def reason_of(error: BaseException | None) -> str:
    """Return the server's own words in one line; they name no password."""
    cause = driver_error(error) if error else None
    told = cause.diag.message_primary if cause else None
    lines = (told or str(cause or error or "")).strip().splitlines()
    return lines[-1].strip().rstrip(".?") if lines else "—"
