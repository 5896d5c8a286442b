"""Tallies of tickets by statements of plain SQL, which the office file, its copies and a server all understand.

What SQL counts well it counts: sums, and how often each duration occurred. Working time comes from a table of the
working stretches of each day that goes with the statement; only tickets that waited are counted one by one.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeVar

from desk_app.domain.journal import Month
from desk_app.domain.moments import to_seconds
from desk_app.domain.office import Office
from desk_app.domain.statistics import (
    Asked,
    By,
    Key,
    Tallies,
    Tally,
    consulting_kinds,
    mail_channels,
    month_key,
)
from desk_app.domain.worked import DAY, Stretch, WorkedDay, WorkedTime
from desk_app.storage.door import Door
from desk_app.storage.office_rows import OfficeCache

T = TypeVar("T")
_EPOCH: Final = date(1970, 1, 1)
LOOKS_BACK: Final = 120
"""Days before a piece of a period that the table of working days goes back; what is older is counted one by one."""
_BEGINS: Final = '{"pauses": [{"since": "'
_ENDS: Final = '+00:00", "until": null}]'
"""Between the two stands when the clock of a ticket stopped that stopped once, as of one that never waited."""
_DAY_AT: Final = len(_BEGINS) + 1
_HAS_PAUSES: Final = '%"pauses"%'
_BROKEN: Final = "%resolve%"
_APART: Final = f"""CASE WHEN begun.number IS NULL THEN 1 WHEN ticket_text.clock = '' THEN 0
        WHEN substr(ticket_text.clock, 1, {len(_BEGINS)}) = '{_BEGINS}'
            AND substr(ticket_text.clock, {_DAY_AT + 19}, {len(_ENDS)}) = '{_ENDS}' THEN
            CASE WHEN substr(ticket_text.clock, {_DAY_AT}, 10) < ended.day THEN 1
                WHEN substr(ticket_text.clock, {_DAY_AT}, 10) > ended.day THEN 0
                WHEN CAST(substr(ticket_text.clock, {_DAY_AT + 11}, 2) AS INTEGER) * 3600
                    + CAST(substr(ticket_text.clock, {_DAY_AT + 14}, 2) AS INTEGER) * 60
                    + CAST(substr(ticket_text.clock, {_DAY_AT + 17}, 2) AS INTEGER) < ticket.solved_at % 86400 THEN 1
                ELSE 0 END
        WHEN ticket_text.clock LIKE ? THEN 1 ELSE 0 END"""
"""1 for a ticket that is to be counted by itself: it waited before it was solved, or began long before."""
_SOLVED: Final = """{days}
SELECT {key}, {text}, CASE WHEN {consulting} THEN 1 ELSE 0 END,
    CASE WHEN {consulting} THEN 0 ELSE ticket.id * {apart} END,
    CASE WHEN {consulting} THEN ticket.solved_at - ticket.registered_at
        ELSE (({ended_at}) - ({begun_at})) / 60 END,
    CASE WHEN ticket.due_at IS NULL THEN 0 WHEN ticket.breached = '' THEN 1
        WHEN ticket.breached LIKE ? THEN 2 ELSE 1 END,
    ticket.reworks, ticket.rating
FROM ticket CROSS JOIN ticket_text
    LEFT JOIN day AS begun ON begun.number = ticket.registered_at / 86400
    LEFT JOIN day AS ended ON ended.number = ticket.solved_at / 86400
WHERE ticket_text.id = ticket.id AND ticket.registered_at IS NOT NULL
    AND ticket.solved_at >= ? AND ticket.solved_at < ?{narrowed}"""
"""A row a ticket: SQL would sort them all to add them up, which takes longer than to fetch them."""
_APART_AT_ONCE: Final = 500
_CLOCKS: Final = """SELECT ticket.id, ticket.registered_at, ticket.solved_at, ticket_text.clock
FROM ticket CROSS JOIN ticket_text WHERE ticket_text.id = ticket.id AND ticket.id IN ({marks})"""


class StatisticsReader:
    """See `services.statistics_ports.StatisticsReads`."""

    def __init__(self, connection: Door, cache: OfficeCache) -> None:
        self._connection = connection
        self._cache = cache
        self._worked: tuple[Office, WorkedTime] | None = None

    def flow(self, asked: Asked, first: date, until: date) -> Tallies:
        return self._read(lambda office: self._flow(_Query(office, asked, first), first, until))

    def never_solved(self, asked: Asked, at: datetime) -> Tallies:
        when = to_seconds(at)
        where = "ticket.solved_at IS NULL AND ticket.registered_at < ?"
        where += " AND (ticket.closed_at IS NULL OR ticket.closed_at >= ?)"
        return self._read(lambda office: self._open(_Query(office, asked, asked.last), where, (when, when)))

    def solved_later(self, asked: Asked, at: datetime, since: datetime, until: datetime) -> Tallies:
        where = "ticket.solved_at >= ? AND ticket.solved_at < ? AND ticket.registered_at < ?"
        given = (to_seconds(since), to_seconds(until), to_seconds(at))
        return self._read(lambda office: self._open(_Query(office, asked, asked.last), where, given))

    def _read(self, ask: Callable[[Office], T]) -> T:
        return self._connection.read(lambda: ask(self._cache.get(self._connection)))

    def _flow(self, query: "_Query", first: date, until: date) -> Tallies:
        found: Tallies = {}
        span = (_seconds(query.office, first), _seconds(query.office, until))
        self._registered(found, query, span)
        self._solved(found, query, span)
        closed = "ticket.closed_at >= ? AND ticket.closed_at < ? AND ticket.solved_at IS NULL"
        for key, count, text in self._counted(query, f"{closed} AND ticket.registered_at IS NOT NULL", span):
            _of(found, key, text).dropped += count
        taken = "ticket.id = event.ticket_id AND event.verb = 'escalate' AND event.at >= ? AND event.at < ?"
        for key, count, text in self._counted(query, taken, span, "event CROSS JOIN ticket"):
            _of(found, key, text).escalations += count
        return found

    def _open(self, query: "_Query", where: str, given: tuple[int, ...]) -> Tallies:
        found: Tallies = {}
        for key, count, text in self._counted(query, where, given):
            _of(found, key, text).open += count
        return found

    def _counted(
        self, query: "_Query", where: str, given: tuple[int, ...], tables: str = "ticket"
    ) -> list[tuple[Any, ...]]:
        return self._connection.sql(
            f"SELECT {query.key}, COUNT(*), {query.any_text} FROM {tables} WHERE {where}{query.narrowed} GROUP BY 1",  # noqa: S608
            (*given, *query.given),
        )

    def _registered(self, found: Tallies, query: "_Query", span: tuple[int, int]) -> None:
        took = "ticket.registered_at - ticket.received_at"
        if mail := _among("ticket.channel_id", mail_channels(query.office)):
            took = f"CASE WHEN {mail} THEN NULL ELSE {took} END"
        rows = self._connection.sql(
            f"SELECT {query.key}, ticket.channel_id, {took}, COUNT(*), {query.any_text} FROM ticket "  # noqa: S608
            f"WHERE ticket.registered_at >= ? AND ticket.registered_at < ?{query.narrowed} GROUP BY 1, 2, 3",
            (*span, *query.given),
        )
        for key, channel, seconds, count, text in rows:
            tally = _of(found, key, text)
            tally.registered += count
            tally.channels[channel] = tally.channels.get(channel, 0) + count
            if seconds is not None:
                tally.registering.add(seconds, count)

    # -- what was solved ---------------------------------------------------------------------------------------------

    def _solved(self, found: Tallies, query: "_Query", span: tuple[int, int]) -> None:
        worked = self._worked_time(query.office)
        back = span[0] // DAY - LOOKS_BACK
        days = [day for day in worked.days if back <= day.number <= span[1] // DAY]
        longest = max((len(day.spans) for day in days), default=0)
        statement = _SOLVED.format(
            days=_table(days, longest),
            apart=_APART,
            key=query.key,
            text=query.text,
            narrowed=query.narrowed,
            consulting=_among("ticket.kind_id", consulting_kinds(query.office)) or "1 = 0",
            begun_at=_worked_until("ticket.registered_at", "begun", longest),
            ended_at=_worked_until("ticket.solved_at", "ended", longest),
        )
        rows = self._connection.sql(statement, (_HAS_PAUSES, _BROKEN, *span, *query.given))
        apart = {}
        for (key, text, consulted, ticket, took, in_time, reworks, rating), count in Counter(rows).items():
            tally = _of(found, key, text)
            tally.solved += count
            tally.limited += count * (in_time > 0)
            tally.late += count * (in_time > 1)
            tally.reworks += count * reworks
            tally.returned += count * (reworks > 0)
            tally.rated += count * (rating > 0)
            tally.rating += count * rating
            if consulted:
                tally.consulting.add(took, count)
            elif ticket:
                apart[ticket] = tally
            elif took is not None:
                tally.solving.add(took, count)
        self._one_by_one(worked, apart)

    def _one_by_one(self, worked: WorkedTime, apart: Mapping[int, Tally]) -> None:
        """Count how long those took that waited meanwhile, or began long before."""
        ids = list(apart)
        for start in range(0, len(ids), _APART_AT_ONCE):
            some = ids[start : start + _APART_AT_ONCE]
            for ticket, begun, ended, clock in self._connection.sql(
                _CLOCKS.format(marks=",".join("?" * len(some))), some
            ):
                took = worked.between(begun, ended, _pauses(clock))
                if took is not None:
                    apart[ticket].solving.add(took // 60)

    def _worked_time(self, office: Office) -> WorkedTime:
        if self._worked is None or self._worked[0] is not office:
            self._worked = (office, WorkedTime(office.calendar))
        return self._worked[1]


class _Query:
    """What every statement of a question has: by what it groups, and what it is narrowed to."""

    def __init__(self, office: Office, asked: Asked, day: date) -> None:
        self.office = office
        self.key = _key(asked.by, day)
        self.text = "ticket.organisation" if asked.by is By.ORGANISATION else "''"
        self.any_text = f"MIN({self.text})"
        self.narrowed, self.given = "", [] if not asked.line else [_row(office, "line", asked.line)]
        if asked.line:
            self.narrowed += " AND ticket.line_id = ?"
        if asked.specialist:
            self.narrowed += " AND ticket.assignee_id = ?"
            self.given.append(asked.specialist)
        if asked.system:
            ids = tuple(_row(office, "system", code) for code in office.with_subsystems(asked.system))
            self.narrowed += f" AND {_among('ticket.system_id', ids)}"


def _key(by: By, day: date) -> str:
    """Return what tells the groups apart, written so that no index on it is walked: that of the moments is meant."""
    if by is By.MONTH:
        return str(month_key(Month.of(day)))
    if by is By.ORGANISATION:
        return "ticket.organisation_key || ''"
    return "ticket.assignee_id + 0" if by is By.SPECIALIST else f"ticket.{by.value}_id + 0"


def _row(office: Office, section: str, code: str) -> int:
    return office.choices(section)[code].id


def _among(column: str, ids: Sequence[int]) -> str:
    """Return the condition that `column` has one of `ids`; "" where there are none."""
    return f"{column} IN ({', '.join(str(int(one)) for one in ids)})" if ids else ""


def _of(found: Tallies, key: Key, text: str) -> Tally:
    tally = found.get(key)
    if tally is None:
        tally = found[key] = Tally(text=text)
    return tally


def _pauses(clock: str) -> list[Stretch]:
    """Return when a ticket's clock stood, in seconds."""
    kept = json.loads(clock).get("pauses", ()) if clock else ()
    return [(_second(one["since"]), _second(one["until"]) if one["until"] else None) for one in kept]


def _second(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def _seconds(office: Office, day: date) -> int:
    return to_seconds(datetime.combine(day, time(), office.zone).astimezone(UTC))


def _table(days: Sequence[WorkedDay], longest: int) -> str:
    """Return the working stretches of `days` as the table `day`, padded to the `longest`."""
    names = ["number", "day", "before", *(f"{name}{place}" for place in range(longest) for name in ("since", "until"))]
    rows = []
    for day in days:
        spans = [*day.spans, *[(0, 0)] * (longest - len(day.spans))]
        minutes = "".join(f", {begin}, {end}" for begin, end in spans)
        rows.append(f"({day.number}, '{_EPOCH + timedelta(day.number)}', {day.before}{minutes})")
    values = f"VALUES {', '.join(rows)}" if rows else "SELECT 0, '', 0 WHERE 1 = 0"
    return f"WITH day ({', '.join(names)}) AS ({values})"


def _worked_until(moment: str, day: str, longest: int) -> str:
    """Return the working seconds until `moment`, from the row `day`."""
    parts = [f"{day}.before"]
    for place in range(longest):
        since, until = f"{day}.since{place}", f"{day}.until{place}"
        parts.append(
            f"CASE WHEN {moment} <= {since} THEN 0 WHEN {moment} >= {until} THEN {until} - {since} "
            f"ELSE {moment} - {since} END"
        )
    return " + ".join(parts)
