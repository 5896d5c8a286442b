"""The specialist's journal for a month (S-F1), as a report."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desk_app.domain.errors import BadInput
from desk_app.domain.journal import JournalRow, Month
from desk_app.i18n import format_date, format_moment, format_month, tr
from desk_app.reports.description import Align, Column, Direction, Kind, Report, Row, SignatureLine

# code: share of the page in mm, kind
_SHAPES: Final[dict[str, tuple[float, Kind]]] = {
    "date": (18.5, Kind.DATE),
    "position": (10, Kind.NUMBER),
    "type": (21, Kind.TEXT),
    "description": (68, Kind.TEXT),
    "organisation": (40, Kind.TEXT),
    "requester": (30, Kind.TEXT),
    "additional_info": (32, Kind.TEXT),
    "status": (24, Kind.TEXT),
    "solved_on": (18.5, Kind.DATE),
    "note": (22, Kind.TEXT),
    "number": (24, Kind.TEXT),
    "kind": (23, Kind.TEXT),
    "specialist": (30, Kind.TEXT),
    "system": (30, Kind.TEXT),
    "channel": (20, Kind.TEXT),
}
_WHOLE: Final = frozenset(_SHAPES) - {"date", "position", "solved_on", "description", "additional_info", "note"}
"""Columns of names and numbers, which are not broken; what is told in free words may hold anything."""
_TRIED: Final = 12
"""So many of the longest words are measured: the longest is not always the widest."""
_FIELDS: Final = {"date": "day"} | {code: code for code in _SHAPES if code not in {"date", "position"}}


def journal_report(
    rows: Sequence[JournalRow],
    *,
    office_name: str,
    columns: Sequence[tuple[str, str]],
    month: Month,
    specialist: str | None,
    system: str | None,
    printed_on: date,
    fingerprint: str | None = None,
    title: str | None = None,
    form_name: str | None = None,
    signature_labels: Sequence[str] | None = None,
    direction: Direction = Direction.LTR,
    as_of: datetime | None = None,
) -> Report:
    """Describe the journal of `month`. `columns` are the profile's codes and labels, in order.

    `specialist` and `system` None mean all of them. `signature_labels` are date, full name, signature.
    The date beside the signature stays blank: it is the day of signing, not of printing. `as_of` is the local moment
    of the copy that the rows are from, where the office itself could not be reached.
    Raises BadInput when the profile names a column that the journal does not have.
    """
    codes = [code for code, _ in columns]
    return Report(
        title=title or tr("Specialist's journal"),
        form_name=form_name or "",
        heading=office_name,
        subtitles=(format_month(month.year, month.month), _scope(specialist, system)),
        columns=tuple(_column(code, label, rows) for code, label in columns),
        rows=_Rows(rows, codes),
        signature=_signature(signature_labels, specialist),
        footer=_footer(printed_on, fingerprint, as_of),
        empty_text=tr("There were no requests in this month."),
        direction=direction,
        printed_on=printed_on,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows in the order of the columns, made anew for every print."""

    rows: Sequence[JournalRow]
    codes: Sequence[str]

    def __iter__(self) -> Iterator[Row]:
        for position, row in enumerate(self.rows, 1):
            yield tuple(position if code == "position" else getattr(row, _FIELDS[code]) for code in self.codes)


def _column(code: str, label: str, rows: Sequence[JournalRow]) -> Column:
    if code not in _SHAPES:
        raise BadInput("The journal has no column “{code}”. Correct the journal columns of the office.", code=code)
    width, kind = _SHAPES[code]
    if code == "position":
        width = max(width, 2.0 * len(str(len(rows))) + 3)
    whole = _longest(getattr(row, code) for row in rows) if code in _WHOLE else ()
    return Column(code, label, width, kind, Align.CENTER if kind is not Kind.TEXT else None, whole)


def _longest(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the longest words in `texts`."""
    words = {word for text in set(texts) for word in text.split()}
    return tuple(sorted(words, key=len)[-_TRIED:])


def _scope(specialist: str | None, system: str | None) -> str:
    who = tr("Specialist: {name}", name=specialist) if specialist else tr("All specialists")
    what = tr("System: {name}", name=system) if system else tr("All systems")
    return f"{who} · {what}"


def _signature(labels: Sequence[str] | None, specialist: str | None) -> tuple[SignatureLine, ...]:
    when, who, sign = labels or (tr("Date"), tr("Full name of the specialist"), tr("Signature"))
    return (
        SignatureLine(when, width=38),
        SignatureLine(who, specialist or "", width=100),
        SignatureLine(sign, width=55),
    )


def _footer(printed_on: date, fingerprint: str | None, as_of: datetime | None) -> tuple[str, ...]:
    printed = tr("Printed on {date}", date=format_date(printed_on))
    if as_of is not None:
        printed += " · " + tr("from a copy as of {moment}", moment=format_moment(as_of))
    if not fingerprint:
        return (printed,)
    return printed, tr("Fingerprint: {fingerprint}", fingerprint=fingerprint)
