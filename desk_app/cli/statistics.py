"""desk-app statistics: what was done in a period, by type, system, person and more (S-2.1c, E-4.2d)."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from desk_app import i18n
from desk_app.cli.desk import Desk, seated
from desk_app.cli.give import give, give_json, table
from desk_app.cli.parser import Commands, Parser, command, takes_file
from desk_app.domain.errors import NotFound
from desk_app.domain.indicators import INDICATORS, Unit
from desk_app.domain.journal import parse_day
from desk_app.domain.statistics import Asked, By, month_of
from desk_app.i18n import explain, tr, trn
from desk_app.services.rights import require_of
from desk_app.services.statistics import RIGHT, Figures, Row, statistics
from desk_app.storage import open_copy, open_station

DIGITS = 4
"""Of what is no count, in JSON."""


def add(commands: Commands, common: Parser) -> None:
    """Add the command of this module."""
    made = command(commands, "statistics", tr("count what was done in a period"), common)
    takes_file(made)
    made.add_argument("--from", dest="first", required=True, metavar="2026-01-01", help=tr("the first day"))
    made.add_argument("--until", dest="last", required=True, metavar="2026-12-31", help=tr("the last day"))
    made.add_argument("--by", choices=[by.value for by in By], help=tr("what to count by; usually by type"))
    made.add_argument("--system", metavar="NAME", help=tr("only this system, with its subsystems"))
    made.add_argument("--line", metavar="NAME", help=tr("only this line"))
    made.add_argument("--specialist", metavar="LOGIN", help=tr("only this specialist's tickets"))
    made.add_argument("--out", type=Path, metavar="PATH", help=tr("a .pdf, .xlsx or .csv file"))
    made.set_defaults(run=write_statistics)


def write_statistics(asked: argparse.Namespace) -> int:
    """Print the statistics that were asked for, or write them to a file."""
    with seated(asked) as desk:
        require_of(desk.office, desk.person, RIGHT)
        question = _question(asked, desk)
    with open_station(asked.file) as station:
        station.pull()  # the copy on this computer is counted, as in the window: the shared drive is spared
        with open_copy(asked.file) as copy:
            figures = statistics(copy.reader, question, datetime.now(UTC))
    out = getattr(asked, "out", None)
    if out is not None:
        _write(figures, out)
    if getattr(asked, "json", False):
        give_json({**_document(figures), **({"path": str(out)} if out else {})})
    elif out is not None:
        give(trn("{n} row written to {path}.", "{n} rows written to {path}.", len(figures.rows), path=out))
    else:
        _tell(figures)
    return 0


def _question(asked: argparse.Namespace, desk: Desk) -> Asked:
    office, login = desk.office, getattr(asked, "specialist", None)
    chosen = {
        section: office.choices(section).find(getattr(asked, section)) if getattr(asked, section, None) else ""
        for section in ("system", "line")
    }
    account = desk.reader.account(login) if login else None
    if login and account is None:
        raise NotFound(
            "There is no account “{login}” in this office. Known are: {known}.",
            login=login,
            known=[person.login for person in desk.reader.staff()],
        )
    return Asked(
        parse_day(asked.first),
        parse_day(asked.last),
        By(getattr(asked, "by", By.TYPE.value)),
        chosen["system"],
        chosen["line"],
        account.person.id if account else 0,
    )


def _write(figures: Figures, out: Path) -> None:
    from desk_app.reports import write
    from desk_app.reports.statistics import statistics_report

    with i18n.speaking(figures.office.language):
        write(statistics_report(figures, "", _today(figures)), out)


def _today(figures: Figures) -> date:
    return datetime.now(figures.office.zone).date()


def _tell(figures: Figures) -> None:
    from desk_app.reports.statistics import asked_words, label_of, measures, period_words, plan_words

    columns = measures(figures)
    rows = [
        ["  " * row.depth + label_of(figures, row), *(one.text(row) for one in columns)]
        for row in (*figures.rows, figures.total)
    ]
    give(" · ".join((period_words(figures.asked.first, figures.asked.last), *asked_words(figures))))
    give(table(["", *(one.label for one in columns)], rows))
    if figures.targets:
        header = [tr("Indicator"), tr("Planned"), tr("Actual"), tr("Outcome")]
        give(table(header, [[target.label, *plan_words(target)] for target in figures.targets]))
    if figures.trouble is not None:
        give(explain(figures.trouble))


def _document(figures: Figures) -> dict[str, Any]:
    asked = figures.asked
    return {
        "from": str(asked.first),
        "until": str(asked.last),
        "by": asked.by.value,
        "rows": [_row(figures, row) for row in figures.rows],
        "total": _numbers(figures.total),
        "channels": [{"channel": name or None, "registered": count} for name, count in figures.channels],
        "targets": [
            {
                "indicator": target.indicator,
                "label": target.label,
                "at_least": target.at_least,
                "at_most": target.at_most,
                "actual": _short(target.actual),
                "met": target.met,
            }
            for target in figures.targets
        ],
    }


def _row(figures: Figures, row: Row) -> dict[str, Any]:
    name = str(month_of(int(row.key))) if figures.asked.by is By.MONTH else row.label or None
    least, most = row.estimate or (None, None)
    estimate = {"estimate_min": least, "estimate_max": most} if row.estimate else {}
    return {"name": name, "depth": row.depth, "share": _short(row.share), **_numbers(row), **estimate}


def _numbers(row: Row) -> dict[str, float | None]:
    """Return every indicator of `row`: shares of one, durations in minutes."""
    found = {code.replace("-", "_"): _short(value) for code, value in row.values.items()}
    counts = {code.replace("-", "_") for code, one in INDICATORS.items() if one.unit is Unit.COUNT}
    return {code: int(value) if code in counts and value is not None else value for code, value in found.items()}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
