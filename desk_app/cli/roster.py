"""desk-app roster: a month's duty without a window: begin, fill, check, show, approve, publish, compare."""

import argparse
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from desk_app.cli.desk import Desk, seated
from desk_app.cli.give import give, give_json, table
from desk_app.cli.parser import Commands, Parser, command, group, takes_file
from desk_app.domain.duty import short_of
from desk_app.domain.roster import Breach, Change, Counters, Frame, Plan, breaches, explain_gaps
from desk_app.i18n import explained, format_date, tr, trn
from desk_app.services.duty import schedules
from desk_app.services.duty.schedules import DRAFT, Schedule
from desk_app.services.ports import Changes, Session

SECONDS: Final = 60


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    from desk_app.cli.roster_export import add as export
    from desk_app.cli.roster_solve import add as solve

    members = group(commands, "roster", tr("the month's duty"), common)
    new = _monthly(members, common, "new", tr("begin the schedule of a month"), begin)
    new.add_argument("--copy", metavar="2026-11", help=tr("as this month was, aligned by weekday"))
    fill = _monthly(members, common, "fill", tr("fill the empty cells of the draft"), fill_draft)
    fill.add_argument("--seconds", type=float, metavar="N", help=tr("stop after so many seconds"))
    fill.add_argument("--seed", type=int, metavar="S", help=tr("the same seed gives the same plan"))
    _monthly(members, common, "check", tr("tell which rules a schedule breaks"), check)
    _versioned(_monthly(members, common, "show", tr("show a schedule"), show))
    approve = _monthly(members, common, "approve", tr("approve the draft as the next version"), approve_draft)
    approve.add_argument("--note", metavar="TEXT", help=tr("why it changed"))
    approve.add_argument("--publish", action="store_true", help=tr("publish it at once"))
    publish = _monthly(members, common, "publish", tr("publish an approved version"), publish_version)
    publish.add_argument("version", type=int, metavar="V")
    diff = _monthly(members, common, "diff", tr("tell in what two versions differ"), compare)
    diff.add_argument("old", type=int, metavar="V1")
    diff.add_argument("new", type=int, metavar="V2")
    export(members, common)
    solve(members, common)


def begin(asked: argparse.Namespace) -> int:
    """Begin a month's schedule."""
    with seated(asked) as desk:
        copy_of = getattr(asked, "copy", None) or ""
        desk.uow.write(lambda db: schedules.begin(db, asked.month, copy_of))
        found = schedules.schedule(desk.reader.duty, asked.month)
        return _told(asked, desk, found, tr("The schedule of {month} is begun.", month=asked.month))


def fill_draft(asked: argparse.Namespace) -> int:
    """Fill the empty cells of the draft, and keep the best plan found."""
    from desk_app.planner.client import Filling

    with seated(asked) as desk:
        draft = schedules.schedule(desk.reader.duty, asked.month, DRAFT)
        assert draft.paper is not None
        frame, best, gap_free = _frame(desk, asked.month), draft.plan, None
        seconds, seed = getattr(asked, "seconds", None) or SECONDS, getattr(asked, "seed", None) or 1
        for found in Filling(frame, draft.plan, seconds=seconds, seed=seed):
            best = found.plan
            if gap_free is None and not found.gaps:
                gap_free = found.seconds
        version = draft.paper.version
        desk.uow.write(lambda db: schedules.save(db, asked.month, best, version))
        return _judged(asked, frame, best, {"gap_free_after": gap_free})


def check(asked: argparse.Namespace) -> int:
    """Print which rules the draft, or else the newest version, breaks. The answer is the same whatever it is."""
    with seated(asked) as desk:
        found = schedules.schedule(desk.reader.duty, asked.month)
        return _judged(asked, _frame(desk, asked.month), found.plan, {"version": found.number})


def show(asked: argparse.Namespace) -> int:
    """Print a schedule as a grid."""
    with seated(asked) as desk:
        found = schedules.schedule(desk.reader.duty, asked.month, getattr(asked, "version", None))
        return _told(asked, desk, found, "")


def approve_draft(asked: argparse.Namespace) -> int:
    """Approve the draft."""
    with seated(asked) as desk:
        note = getattr(asked, "note", None) or ""
        desk.uow.write(partial(_approve, month=asked.month, note=note, publish=getattr(asked, "publish", False)))
        number = max(one.number for one in schedules.versions(desk.reader.duty, asked.month))
    if getattr(asked, "json", False):
        give_json({"month": asked.month, "version": number})
    else:
        give(tr("Version {n} of {month} is approved.", n=number, month=asked.month))
    return 0


def publish_version(asked: argparse.Namespace) -> int:
    """Publish an approved version."""
    with seated(asked) as desk:
        desk.uow.write(lambda db: schedules.publish(db, asked.month, asked.version))
    give(tr("Version {n} of {month} is published.", n=asked.version, month=asked.month))
    return 0


def compare(asked: argparse.Namespace) -> int:
    """Print the cells in which two versions differ."""
    with seated(asked) as desk:
        found = schedules.differences(desk.reader.duty, asked.month, asked.old, asked.new)
        names = {person.id: person.name for person in desk.reader.staff()}
        office = desk.office
    if getattr(asked, "json", False):
        give_json([{**_change(one), "person": names.get(one.person, "")} for one in found])
        return 0
    for one in found:
        before, after = (short_of(office, code) if code else "—" for code in (one.before, one.after))
        give(f"{format_date(one.day)}  {names.get(one.person, '')}: {before} → {after}")
    give(trn("{n} cell differs.", "{n} cells differ.", len(found)))
    return 0


def _approve(db: Session, month: str, note: str, publish: bool) -> Changes:
    changes = schedules.approve(db, month, note=note)
    if publish:
        number = max(one.number for one in schedules.versions(db.duty, month))
        schedules.publish(db, month, number)
    return changes


def _monthly(members: Commands, common: Parser, name: str, summary: str, run: Any) -> Parser:
    made = command(members, name, summary, common)
    takes_file(made)
    made.add_argument("month", metavar="2026-12", help=tr("the month"))
    made.set_defaults(run=run)
    return made


def _versioned(made: Parser) -> None:
    made.add_argument("--version", type=int, metavar="V", help=tr("this version; 0 is the draft"))


def _frame(desk: Desk, month: str) -> Frame:
    return schedules.frame(desk.reader.duty, desk.office, desk.reader.staff(), month)


def _judged(asked: argparse.Namespace, frame: Frame, plan: Plan, more: dict[str, Any]) -> int:
    """Print what is to be said about a plan: its breaches, and who could not fill each gap."""
    found = breaches(frame, plan)
    counters = Counters(frame, plan)
    if getattr(asked, "json", False):
        people = [_person(counters, member.id, member.name) for member in frame.members]
        gaps = [
            {
                "date": gap.day.isoformat(),
                "line": frame.line(gap.line),
                "missing": gap.missing,
                "barred": [{"name": one.name, "why": [_sentence(why) for why in one.reasons]} for one in gap.barred],
            }
            for gap in explain_gaps(frame, plan)
        ]
        hard = sum(one.hard for one in found)
        give_json({**more, "hard": hard, "breaches": [_breach(one) for one in found], "gaps": gaps, "people": people})
    else:
        for one in found:
            give(f"{'!' if one.hard else '·'} {_sentence(one)}")
        give(trn("{n} remark.", "{n} remarks.", len(found)))
    return 0


def _person(counters: Counters, person: int, name: str) -> dict[str, Any]:
    tally = counters.tally(person)
    hours = {"hours": tally.minutes / 60, "norm": tally.norm / 60}
    return {"name": name, **hours, "weekends": tally.weekends, "lates": tally.lates, "shifts": tally.shifts}


def _told(asked: argparse.Namespace, desk: Desk, found: Schedule, said: str) -> int:
    names = {person.id: person.name for person in desk.reader.staff()}
    if getattr(asked, "json", False):
        cells: dict[str, dict[str, str]] = {}
        for (person, day), code in sorted(found.plan.cells.items(), key=lambda one: one[0][1]):
            cells.setdefault(names.get(person, str(person)), {})[day.isoformat()] = code
        state = {"version": found.number, "approved": found.approved, "published": found.published}
        give_json({"month": found.month, **state, "cells": cells})
        return 0
    if said:
        give(said)
    give(table(*_grid(desk, found, names)))
    return 0


def _grid(desk: Desk, found: Schedule, names: dict[int, str]) -> tuple[list[str], Iterable[list[str]]]:
    frame = _frame(desk, found.month)
    days = [day.on for day in frame.days]
    header = [tr("Name"), *(str(day.day) for day in days)]
    rows = [
        [names.get(member.id, ""), *(_short(desk, found.plan.code(member.id, day)) for day in days)]
        for member in frame.members
    ]
    return header, rows


def _short(desk: Desk, code: str) -> str:
    return short_of(desk.office, code) if code else "·"


def _change(one: Change) -> dict[str, str]:
    return {"date": one.day.isoformat(), "before": one.before, "after": one.after}


def _breach(one: Breach) -> dict[str, Any]:
    dates = [day.isoformat() for day in one.dates]
    return {
        "rule": str(one.rule),
        "hard": one.hard,
        "people": list(one.people),
        "dates": dates,
        "sentence": _sentence(one),
    }


def _sentence(one: Breach) -> str:
    return explained(one.template, one.params)
