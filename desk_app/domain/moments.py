"""Moments: aware UTC inside, the office's local time outside."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, overload
from zoneinfo import ZoneInfo

from desk_app.domain.errors import BadInput
from desk_app.domain.text import quoted

YEARS: Final = range(1900, 9999)
"""Years a moment may lie in: what is outside is a slip of the keyboard, and has no local time everywhere."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def parse_moment(text: object, zone: ZoneInfo, field: str = "") -> datetime:
    """Return the UTC moment that ISO 8601 `text` names; without an offset it is local to `zone`.

    A moment is kept to the second. Raises BadInput for what is no moment, 31 February included,
    and for one outside YEARS.
    """
    try:
        moment = datetime.fromisoformat(_written(text))
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        if moment.year not in YEARS:
            raise ValueError
        return aware.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise BadInput(
            "“{field}”: there is no such date and time as “{value}”. Write it like 2026-04-29T15:40.",
            field=field,
            value=quoted(text),
        ) from None


def parse_day(text: object, field: str = "") -> date:
    """Return the day that ISO 8601 `text` names. Raises BadInput for what is no day."""
    try:
        return date.fromisoformat(_written(text))
    except ValueError:
        raise BadInput(
            "“{field}”: there is no such date as “{value}”. Write it like 2026-04-29.",
            field=field,
            value=quoted(text),
        ) from None


def local_iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    """Return `moment` as the office's local time without offset; seconds only where there are any."""
    if moment is None:
        return None
    local = moment.astimezone(zone).replace(tzinfo=None)
    return local.isoformat(timespec="seconds" if local.second else "minutes")


@overload
def from_seconds(seconds: int) -> datetime: ...
@overload
def from_seconds(seconds: int | None) -> datetime | None: ...
def from_seconds(seconds: int | None) -> datetime | None:
    """Return the UTC moment of `seconds` since 1970, as stored."""
    return None if seconds is None else _EPOCH + timedelta(seconds=seconds)


@overload
def to_seconds(moment: datetime) -> int: ...
@overload
def to_seconds(moment: datetime | None) -> int | None: ...
def to_seconds(moment: datetime | None) -> int | None:
    """Return `moment` as whole seconds since 1970, as stored."""
    return None if moment is None else int(moment.timestamp())


def _written(value: object) -> str:
    if not isinstance(value, str | date):
        raise ValueError
    return str(value).strip()
