"""Frames and plans as plain JSON values, for the search in its own process and for what is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from desk_app.domain.roster.demand import DayKind, Need
from desk_app.domain.roster.frame import Frame, FrameDay
from desk_app.domain.roster.limits import Limits
from desk_app.domain.roster.plan import Cell, Plan
from desk_app.domain.roster.shifts import Break, ShiftKind
from desk_app.domain.roster.staff import Absence, Employment, Member, Past, Wish

Json: TypeAlias = dict[str, Any]
_PLAIN: Final = (
    "rest", "days_in_row", "in_row_article", "most", "least", "weekends", "least_in_row", "least_off", "off_norm",
    "spread", "late_end", "day_norm", "breaks_cover",
)  # fmt: skip


def plan_json(plan: Plan) -> Json:
    """Return a plan as JSON values: cells as [person, date, code], pins as [person, date], in order."""
    return {"cells": _cells_json(plan.cells), "pins": [[person, day.isoformat()] for person, day in sorted(plan.pins)]}


def plan_from_json(said: Json) -> Plan:
    """Return the plan that `plan_json` wrote."""
    return Plan(_cells(said["cells"]), {(person, date.fromisoformat(day)) for person, day in said["pins"]})


def kind_json(kind: ShiftKind) -> Json:
    """Return a kind of shift as JSON values."""
    breaks = [[rest.at, rest.length, rest.paid] for rest in kind.breaks]
    return {
        "code": kind.code,
        "label": kind.label,
        "start": kind.start,
        "length": kind.length,
        "line": kind.line,
        "breaks": breaks,
        "colour": kind.colour,
    }


def kind_from_json(said: Json) -> ShiftKind:
    """Return the kind of shift that `kind_json` wrote."""
    return ShiftKind(**{**said, "breaks": tuple(Break(*rest) for rest in said["breaks"])})


def limits_json(limits: Limits) -> Json:
    """Return limits as JSON values."""
    not_after = {code: sorted(others) for code, others in limits.not_after.items()}
    return {name: getattr(limits, name) for name in _PLAIN} | {"kinds": dict(limits.kinds), "not_after": not_after}


def limits_from_json(said: Json) -> Limits:
    """Return the limits that `limits_json` wrote."""
    not_after = {code: frozenset(others) for code, others in said["not_after"].items()}
    return Limits(**{**said, "not_after": not_after})


def member_json(member: Member) -> Json:
    """Return a staff card as JSON values."""
    return {
        "id": member.id,
        "name": member.name,
        "lines": sorted(member.lines),
        "employment": str(member.employment),
        "since": _iso(member.since),
        "until": _iso(member.until),
        "share": member.share,
        "trainee_until": _iso(member.trainee_until),
        "exam": _iso(member.exam),
        "limits": limits_json(member.limits) if member.limits else None,
    }


def member_from_json(said: Json) -> Member:
    """Return the staff card that `member_json` wrote."""
    days = {name: _day(said[name]) for name in ("since", "until", "trainee_until", "exam")}
    return Member(
        **{
            **said,
            **days,
            "lines": frozenset(said["lines"]),
            "employment": Employment(said["employment"]),
            "limits": limits_from_json(said["limits"]) if said["limits"] else None,
        }
    )


def frame_json(frame: Frame) -> Json:
    """Return a frame as JSON values."""
    return {
        "days": [[day.on.isoformat(), str(day.kind), day.norm, day.weekend] for day in frame.days],
        "kinds": [kind_json(kind) for kind in frame.kinds],
        "members": [member_json(member) for member in frame.members],
        "needs": [[n.day.isoformat(), n.line, n.start, n.end, n.people, n.short, n.over] for n in frame.needs],
        "limits": limits_json(frame.limits),
        "absences": [_absence_json(away) for away in frame.absences],
        "wishes": [[w.person, w.day.isoformat(), w.code, w.wanted, w.weight] for w in frame.wishes],
        "around": _cells_json(frame.around),
        "past": [[person, p.weekends, p.weekend_days, p.holidays, p.lates] for person, p in frame.past.items()],
        "lines": dict(frame.lines),
    }


def frame_from_json(said: Json) -> Frame:
    """Return the frame that `frame_json` wrote."""
    as_day = date.fromisoformat
    return Frame(
        days=tuple(FrameDay(as_day(day), DayKind(kind), norm, weekend) for day, kind, norm, weekend in said["days"]),
        kinds=tuple(map(kind_from_json, said["kinds"])),
        members=tuple(map(member_from_json, said["members"])),
        needs=tuple(Need(as_day(day), *rest) for day, *rest in said["needs"]),
        limits=limits_from_json(said["limits"]),
        absences=tuple(_absence(*away) for away in said["absences"]),
        wishes=tuple(Wish(person, as_day(day), *rest) for person, day, *rest in said["wishes"]),
        around=_cells(said["around"]),
        past={person: Past(*counts) for person, *counts in said["past"]},
        lines=said["lines"],
    )


def _cells_json(cells: Mapping[Cell, str]) -> list[list[object]]:
    return [[person, day.isoformat(), code] for (person, day), code in sorted(cells.items())]


def _cells(said: list[list[Any]]) -> dict[Cell, str]:
    return {(person, date.fromisoformat(day)): code for person, day, code in said}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _absence_json(away: Absence) -> list[object]:
    return [away.person, away.first.isoformat(), away.last.isoformat(), away.kind, away.lowers_norm]


def _absence(person: int, first: str, last: str, kind: str, lowers_norm: bool) -> Absence:
    return Absence(person, date.fromisoformat(first), date.fromisoformat(last), kind, lowers_norm)
