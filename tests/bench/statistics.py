"""How long the statistics of a year take on this computer's copy of a big office, against raw SQL of the same sums.

The raw statements are what a person would type: counts and sums by index, and medians by window functions, of plain
time. They know no working time, which the program counts besides.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter, process_time

from desk_app.domain.statistics import Asked, By, consulting_kinds, day_after, mail_channels
from desk_app.services.statistics import parts, statistics
from desk_app.storage.office_copy import OfficeCopy, open_copy
from desk_app.storage.station import open_station
from tests.bench.dataset import office

ROUNDS = 3
GROUPS = (By.TYPE, By.ORGANISATION, By.MONTH)
_LIVE = (
    """UPDATE ticket SET due_at = registered_at + 600000, breached = CASE WHEN id % 9 = 0 THEN 'resolve' ELSE '' END,
        rating = CASE WHEN id % 3 = 0 THEN id % 5 + 1 ELSE 0 END, reworks = CASE WHEN id % 17 = 0 THEN 1 ELSE 0 END,
        solved_at = solved_at + id % 7 * 40000 + id % 997, closed_at = closed_at + id % 7 * 40000 + 90000""",
    """UPDATE ticket_text SET clock = (SELECT '{"pauses": [' || CASE WHEN ticket.id % 5 = 0 THEN
            '{"since": "' || strftime('%Y-%m-%dT%H:%M:%S', registered_at + 600, 'unixepoch') || '+00:00", "until": "'
            || strftime('%Y-%m-%dT%H:%M:%S', registered_at + 1800, 'unixepoch') || '+00:00"}, ' ELSE '' END
        || '{"since": "' || strftime('%Y-%m-%dT%H:%M:%S', solved_at, 'unixepoch') || '+00:00", "until": null}]}'
        FROM ticket WHERE ticket.id = ticket_text.id)
        WHERE id IN (SELECT id FROM ticket WHERE solved_at IS NOT NULL)""",
    "UPDATE event SET verb = 'escalate' WHERE seq % 20 = 0 AND ticket_id IS NOT NULL",
)
"""What makes the plain office one that has lived: every fifth ticket waited, every ninth was late."""
_SUMS = (
    """SELECT {key}, COUNT(*) FROM ticket WHERE registered_at >= :a AND registered_at < :b GROUP BY 1""",
    """SELECT {key}, COUNT(*), SUM(due_at IS NOT NULL), SUM(due_at IS NOT NULL AND breached LIKE '%resolve%'),
        SUM(reworks), SUM(reworks > 0), SUM(rating), SUM(rating > 0)
        FROM ticket WHERE solved_at >= :a AND solved_at < :b GROUP BY 1""",
    """SELECT {key}, COUNT(*) FROM ticket WHERE closed_at >= :a AND closed_at < :b AND solved_at IS NULL GROUP BY 1""",
    """SELECT {key}, COUNT(*) FROM ticket WHERE solved_at IS NULL AND registered_at < :b
        AND (closed_at IS NULL OR closed_at >= :b) GROUP BY 1""",
    """SELECT {key}, COUNT(*) FROM ticket WHERE solved_at >= :b AND registered_at < :b GROUP BY 1""",
    """SELECT {key}, COUNT(*) FROM event CROSS JOIN ticket WHERE ticket.id = event.ticket_id AND verb = 'escalate'
        AND at >= :a AND at < :b GROUP BY 1""",
)
_SPREAD = """SELECT key, MAX(CASE WHEN place = (many + 1) / 2 THEN took END),
    MAX(CASE WHEN place = (many * 95 + 99) / 100 THEN took END)
    FROM (SELECT {key} AS key, {took} AS took, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY {took}) AS place,
        COUNT(*) OVER (PARTITION BY {key}) AS many FROM ticket WHERE {where}) GROUP BY 1"""
_KEYS = {By.TYPE: "+type_id", By.ORGANISATION: "+organisation_key", By.MONTH: "strftime('%m', {moment}, 'unixepoch')"}


def run(quick: bool = False) -> None:
    """Print what was measured; `quick` leaves the million out."""
    count = 100_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory(dir=Path(__file__).parents[2] / "build") as scratch:
        path = Path(shutil.copy(office(count), Path(scratch) / "office.desk"))
        before = os.environ.get("XDG_DATA_HOME")
        os.environ["XDG_DATA_HOME"] = os.environ["WIN_PD_OVERRIDE_LOCAL_APPDATA"] = scratch
        try:
            with open_station(path), open_copy(path) as copy:
                for statement in _LIVE:
                    copy.door.write(lambda statement=statement: copy.door.sql(statement))
                _measure(copy, count)
        finally:
            del os.environ["WIN_PD_OVERRIDE_LOCAL_APPDATA"]
            os.environ.pop("XDG_DATA_HOME")
            if before is not None:
                os.environ["XDG_DATA_HOME"] = before


def _measure(copy: OfficeCopy, count: int) -> None:
    now = datetime.now(UTC)
    print(f"{count:>9,} tickets, the statistics of a year; milliseconds of computing, the best of {ROUNDS}:")
    head = ("tickets", "ours", "raw sums", "ratio", "+ medians", "ratio", "longest", "its wall")
    print(f"{'by':14}{head[0]:>9}" + "".join(f"{one:>11}" for one in head[1:]))
    for by in GROUPS:
        asked = Asked(*_year(count), by)
        figures = statistics(copy.reader, asked, now)
        ours, sums, spreads = [], [], []
        for _ in range(ROUNDS):
            sums.append(_took(lambda by=by: _raw_sums(copy, by, count))[0])
            spreads.append(_took(lambda by=by: _raw_spreads(copy, by, count))[0])
            ours.append(_took(lambda asked=asked: statistics(copy.reader, asked, now))[0])
        pieces = [_took(lambda part=part: part(copy.reader)) for part in parts(copy.reader.office(), asked, now)]
        mine, plain, whole = min(ours), min(sums), min(sums) + min(spreads)
        longest = max(pieces)
        print(
            f"{by.value:14}{figures.whole.registered:>9,}{mine:>11.0f}{plain:>11.0f}{mine / plain:>11.2f}"
            f"{whole:>11.0f}{mine / whole:>11.2f}{longest[0]:>11.0f}{longest[1]:>11.0f}",
            flush=True,
        )


def _raw_sums(copy: OfficeCopy, by: By, count: int) -> None:
    moments = ("registered_at", "solved_at", "closed_at", ":b", ":b", "at")
    for statement, moment in zip(_SUMS, moments, strict=True):
        _ask(copy, statement.format(key=_KEYS[by].format(moment=moment)), count)


def _raw_spreads(copy: OfficeCopy, by: By, count: int) -> None:
    found = copy.reader.office()
    mail = ", ".join(map(str, mail_channels(found))) or "-1"
    advice = ", ".join(map(str, consulting_kinds(found))) or "-1"
    for took, moment, kinds in (
        ("registered_at - received_at", "registered_at", f"channel_id NOT IN ({mail})"),
        ("solved_at - registered_at", "solved_at", f"kind_id IN ({advice})"),
        ("solved_at - registered_at", "solved_at", f"kind_id NOT IN ({advice})"),
    ):
        where = f"{moment} >= :a AND {moment} < :b AND {kinds}"
        _ask(copy, _SPREAD.format(key=_KEYS[by].format(moment=moment), took=took, where=where), count)


def _ask(copy: OfficeCopy, statement: str, count: int) -> None:
    zone, (first, last) = copy.reader.office().zone, _year(count)
    begin, end = (int(datetime.combine(day, time.min, zone).timestamp()) for day in (first, day_after(last)))
    copy.door.read(lambda: copy.door.sql(statement, {"a": begin, "b": end}))


def _year(count: int) -> tuple[date, date]:
    """Return the first and the last day of a year with tickets: of a small office, its first months."""
    return (date(2025, 1, 1), date(2025, 12, 31)) if count > 600_000 else (date(2023, 12, 1), date(2024, 11, 30))


def _took(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long `work` computed, and how long it took, in milliseconds."""
    computed, began = process_time(), perf_counter()
    work()
    return (process_time() - computed) * 1000, (perf_counter() - began) * 1000
