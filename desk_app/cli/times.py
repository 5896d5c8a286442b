"""desk-app calendar, deadline: working days, and when something would be due."""

import argparse
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk_app import calendars, profiles
from desk_app.cli.give import give, give_json, table
from desk_app.cli.parser import Commands, Parser, command
from desk_app.domain.calendars import CalendarYear, DayOff, totals
from desk_app.domain.deadlines import Due, Reason, due
from desk_app.domain.errors import BadInput
from desk_app.domain.limits import STEPS, About, limit_for
from desk_app.domain.moments import local_iso, parse_moment
from desk_app.domain.office import Office
from desk_app.i18n import explained, format_date, format_moment, named, tr, trn

LANGUAGE = "ru"


def add(commands: Commands, common: Parser) -> None:
    """Add the commands of this module."""
    made = command(commands, "calendar", tr("show the working days of a country's year"), common)
    made.add_argument("country", metavar="COUNTRY", type=str.upper, help=tr("as in RU, KZ, IR"))
    made.add_argument("year", metavar="YEAR", type=int)
    made.set_defaults(run=show_year)
    made = command(commands, "deadline", tr("tell when something would be due, and why"), common)
    made.add_argument("--profile", required=True, help=tr("a shipped profile, or the path of a .toml file"))
    made.add_argument("--step", required=True, choices=STEPS, help=tr("what has to be done in time"))
    made.add_argument("--from", dest="since", required=True, metavar="MOMENT", help=tr("like 2026-04-29T16:00"))
    for name in ("kind", "type", "priority", "line", "service"):
        made.add_argument(f"--{name}", metavar=name.upper(), help=tr("for tickets of this choice"))
    made.set_defaults(run=show_deadline)


def show_year(asked: argparse.Namespace) -> int:
    """Print one year of a country's official calendar."""
    year = calendars.load(asked.country, asked.year)
    days, hours = totals(year)
    if getattr(asked, "json", False):
        give_json(
            {
                "working_days": days,
                "hours_40h": hours,
                "days_off": [{"date": str(day), "why": _why_off(off)} for day, off in sorted(year.off.items())],
                "shortened": [str(day) for day in sorted(year.shortened)],
                "working_weekends": [
                    {"date": str(day), "instead_of": str(other) if other else None}
                    for day, other in sorted(year.working.items(), key=lambda pair: pair[0])
                ],
                "source": year.source,
            }
        )
    else:
        give(
            trn("{country} {year}: {n} working day, {hours} hours at 40 a week",
                "{country} {year}: {n} working days, {hours} hours at 40 a week",
                days, country=year.country, year=year.year, hours=hours)
        )  # fmt: skip
        give(table([tr("Day"), tr("Why")], sorted(_lines(year))))
    return 0


def show_deadline(asked: argparse.Namespace) -> int:
    """Print when a step that begins at a moment is due in an office of a profile."""
    spoken = getattr(asked, "lang", LANGUAGE)
    seed = profiles.load(asked.profile, spoken)
    office = Office.of(seed, calendars.years_of(seed.country, seed.settings))
    limit = limit_for(office, asked.step, _about(office, asked))
    if limit is None:
        raise BadInput("The profile “{profile}” sets no time for this step.", profile=asked.profile)
    since = parse_moment(asked.since, office.zone, "from")
    found = due(office.calendar, limit, since)
    if getattr(asked, "json", False):
        reasons = [
            {"date": str(reason.day), "why": explained(reason.template, reason.params)} for reason in found.reasons
        ]
        give_json({"due": local_iso(found.at, office.zone), "reasons": reasons})
    else:
        give(_told(found, office.zone))
    return 0


def _about(office: Office, asked: argparse.Namespace) -> About:
    given = {}
    for section in ("kind", "type", "priority", "line", "service"):
        choices, asked_for = office.choices(section), getattr(asked, section, None)
        given[section] = choices.find(asked_for) if asked_for else choices.usual if section == "kind" else ""
    return About(**given)


def _told(found: Due, zone: ZoneInfo) -> str:
    assert found.at is not None
    lines = [tr("Due {moment}", moment=format_moment(found.at.astimezone(zone)))]
    return "\n".join(
        [
            *lines,
            *(f"  {format_date(reason.day)}  {_why(reason)}" for reason in found.reasons),
        ]
    )


def _why(reason: Reason) -> str:
    return explained(reason.template, reason.params)


def _lines(year: CalendarYear) -> list[tuple[str, str]]:
    lines = [(str(day), _why_off(off)) for day, off in year.off.items()]
    lines += [(str(day), tr("a shortened day")) for day in year.shortened]
    for day, other in year.working.items():
        lines.append((str(day), tr("a working day off, instead of {day}", day=_day(other)) if other else tr("works")))
    return lines


def _why_off(off: DayOff) -> str:
    if off.moved_from:
        return tr("a day off, moved from {other}", other=_day(off.moved_from))
    return named(off.names)


def _day(day: date | datetime) -> str:
    return format_date(day)
