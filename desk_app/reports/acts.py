"""The acts of a month as reports: changes in the database, errors that come again (E-4.2b, E-4.2c)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desk_app.domain.acts import Repeated, percent
from desk_app.domain.errors import N_
from desk_app.i18n import format_date, format_month, tr, trn
from desk_app.reports.around import direction, footer
from desk_app.reports.description import Column, Kind, Report, Row, SignatureLine
from desk_app.services.acts import CHANGED, Act, ActKind, Agreed, DataChange

_NUMBERS: Final = 4
"""So many numbers of tickets are named for each error."""
_NOT_ASKED: Final = N_(
    "This office does not ask whether a request changes data, so nothing can be listed. "
    "An administrator adds the question with the code “{code}” to the questionnaire."
)


def act_report(act: Act, printed_on: date) -> Report:
    """Describe `act` with the texts of its office, and sensible ones where it has none."""
    of_changes = act.kind is ActKind.DATA_CHANGES
    as_of = act.as_of.astimezone(act.office.zone) if act.as_of else None
    conclusion = act.proposals.get("", "").strip() or act.texts.conclusion
    return Report(
        title=act.texts.title or title_of(act.kind),
        form_name=act.texts.form,
        heading=act.office.name,
        subtitles=(tr("No. ____________ of “____” ______________ 20____"), _month(act)),
        intro=tuple(_intro(act)),
        columns=_change_columns() if of_changes else _error_columns(),
        rows=_ChangeRows(act.changes) if of_changes else _ErrorRows(act),
        remarks=(tr("Conclusions and proposals: {text}", text=conclusion),) if conclusion else (),
        signature=tuple(_signature(act.texts.signers)),
        footer=footer(printed_on, tr("Fingerprint: {fingerprint}", fingerprint=act.fingerprint), as_of=as_of),
        empty_text=_empty(act),
        direction=direction(),
        printed_on=printed_on,
    )


def title_of(kind: ActKind) -> str:
    """Return what an act of `kind` is called where the office has no name for it."""
    if kind is ActKind.DATA_CHANGES:
        return tr("Act on changes made in the database")
    return tr("Act on frequently repeated errors")


def _month(act: Act) -> str:
    return format_month(act.month.year, act.month.month)


def _intro(act: Act) -> Iterator[str]:
    if act.texts.basis:
        yield act.texts.basis
    if act.kind is ActKind.DATA_CHANGES:
        if act.changes:
            yield tr("In {month} the following changes were made in the database on requests of users:",
                     month=_month(act))  # fmt: skip
        return
    before = act.month.previous
    grown = _growth(act.errors - act.errors_before, act.errors_before)
    yield tr(
        "Errors in {month}: {count}, in {before}: {earlier} (growth {growth}). Of them repeated: {repeated}.",
        month=_month(act),
        count=act.errors,
        before=format_month(before.year, before.month),
        earlier=act.errors_before,
        growth=grown,
        repeated=sum(one.count for one in act.repeated),
    )


def _empty(act: Act) -> str:
    if act.kind is ActKind.REPEATED:
        return tr("No error came more than once in this month.")
    if not act.asked:
        return tr(_NOT_ASKED, code=CHANGED)
    return tr("No changes were made in the database in this month.")


def _change_columns() -> tuple[Column, ...]:
    return (
        Column("position", tr("No."), 10, Kind.NUMBER),
        Column("number", tr("Request"), 26),
        Column("day", tr("Date of the request"), 20, Kind.DATE),
        Column("made_on", tr("Date of the change"), 20, Kind.DATE),
        Column("system", tr("System"), 32),
        Column("what", tr("What was changed"), 66),
        Column("why", tr("Reason"), 48),
        Column("by", tr("By whom"), 32),
        Column("agreed", tr("Agreed by"), 36),
    )


@dataclass(frozen=True, slots=True)
class _ChangeRows:
    """The rows of the changes, made anew for every print."""

    changes: Sequence[DataChange]

    def __iter__(self) -> Iterator[Row]:
        for position, one in enumerate(self.changes, 1):
            made = one.made_on or tr("not made yet")
            agreed = "\n".join(_agreed(who) for who in one.agreed)
            yield position, one.number, one.day, made, one.system, one.what, one.why, one.by, agreed


def _agreed(one: Agreed) -> str:
    dated = format_date(one.letter_date) if one.letter_date else ""
    letter = " ".join(filter(None, (tr("No. {number}", number=one.letter_no) if one.letter_no else "", dated)))
    return f"{one.who} ({letter})" if letter else one.who


def _error_columns() -> tuple[Column, ...]:
    return (
        Column("position", tr("No."), 10, Kind.NUMBER),
        Column("system", tr("System"), 38),
        Column("error", tr("Error (its cause, or else what was reported)"), 68),
        Column("count", tr("This month"), 16, Kind.NUMBER),
        Column("before", tr("Month before"), 25, Kind.NUMBER),
        Column("growth", tr("Growth"), 16, Kind.NUMBER),
        Column("percent", tr("Growth, %"), 17, Kind.NUMBER),
        Column("share", tr("Share, %"), 16, Kind.NUMBER),
        Column("numbers", tr("Requests"), 48),
        Column("proposed", tr("Proposed action"), 56),
    )


@dataclass(frozen=True, slots=True)
class _ErrorRows:
    """The rows of the errors, made anew for every print."""

    act: Act

    def __iter__(self) -> Iterator[Row]:
        labels = self.act.office.choices("system")
        for position, one in enumerate(self.act.repeated, 1):
            grown = tr("new") if one.percent is None else _signed(one.percent)
            yield (
                *(position, labels.label(one.system) or tr("Not given"), one.name, one.count, one.before),
                *(_signed(one.growth), grown, percent(one.count, self.act.errors) or 0),
                *(_numbers(one), self.act.proposals.get(one.key, "")),
            )


def _numbers(one: Repeated) -> str:
    named = ", ".join(one.numbers[:_NUMBERS])
    rest = len(one.numbers) - _NUMBERS
    return f"{named} " + trn("and {n} more", "and {n} more", rest) if rest > 0 else named


def _growth(more: int, before: int) -> str:
    grown = percent(more, before)
    return _signed(more) if grown is None else f"{_signed(more)}, {_signed(grown)} %"


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"\N{MINUS SIGN}{-number}" if number < 0 else "0"


def _signature(signers: Sequence[str]) -> Iterator[SignatureLine]:
    names = signers or (
        tr("Drawn up by (position, full name)"),
        tr("Agreed for the customer (position, full name)"),
    )
    for name in names:
        yield SignatureLine(name, width=130)
        yield SignatureLine(tr("Signature"), width=55)
        yield SignatureLine(tr("Date"), width=40)
