"""A ticket as it prints, whole: its fields, the questionnaire, who agreed, what was done (J-3.5, J-3.6)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from desk_app.i18n import tr, trn
from desk_app.reports.around import direction, footer
from desk_app.reports.form import Band, Form, FormBox, heading, labelled
from desk_app.services.story import Chapter, Line
from desk_app.services.ticket_print import AgreedRow, Pair, TicketPaper

_LABEL: Final = 46.0
_VALUE: Final = 140.0
_NOTHING: Final = "—"


def ticket_report(paper: TicketPaper, printed_on: date, as_of: datetime | None = None) -> Form:
    """Describe the ticket as it prints; `as_of` as for a journal."""
    number = paper.number or tr("not registered")
    return Form(
        title=tr("Ticket No. {number}", number=number) if paper.number else tr("A ticket that is not registered yet"),
        heading=paper.office.name,
        subtitles=(paper.status,),
        bands=tuple(_bands(paper)),
        footer=footer(printed_on, tr("Ticket No. {number}", number=number), as_of=as_of),
        direction=direction(),
        printed_on=printed_on,
    )


def _bands(paper: TicketPaper) -> Iterator[Band]:
    yield from _pairs("", paper.fields)
    yield from _pairs(tr("Questionnaire"), paper.answers)
    yield from _pairs(tr("Course"), paper.course)
    if paper.agreed:
        yield heading(tr("Agreements"))
        names = (tr("Who agreed"), tr("When"), tr("Letter"), tr("File"), tr("Recorded by"))
        yield Band(tuple(FormBox(name, width, label=True) for name, width in zip(names, _AGREED, strict=True)), True)
        for row in paper.agreed:
            yield _agreed(row)
    yield from _pairs(tr("Files"), paper.files)
    yield from _pairs(tr("Linked tickets"), paper.links)
    yield heading(tr("What was done") + " · " + trn("{n} entry", "{n} entries", len(paper.history)))
    for chapter in paper.history:
        yield _entry(chapter)


_AGREED: Final = (56.0, 28.0, 44.0, 30.0, 28.0)
"""Widths of the table of agreements, in mm."""


def _pairs(title: str, pairs: Sequence[Pair]) -> Iterator[Band]:
    """Give a heading and a band a pair; nothing where there is no pair."""
    if pairs and title:
        yield heading(title)
    for label, value in pairs:
        yield labelled((label, value or _NOTHING, _LABEL, _VALUE))


def _agreed(row: AgreedRow) -> Band:
    texts = (row.who, row.when, row.letter, row.scan, row.recorded_by)
    return Band(tuple(FormBox(text or _NOTHING, width) for text, width in zip(texts, _AGREED, strict=True)))


def _entry(chapter: Chapter) -> Band:
    """Return an entry of the history: when and who, then what, said as on the card."""
    when = chapter.when
    if chapter.entered:
        when += "\n" + tr("entered {moment}", moment=chapter.entered)
    told = [chapter.title]
    if chapter.speech:
        told.append(tr("“{text}”", text=chapter.speech))
    told += [_line(line) for line in chapter.lines]
    if chapter.ticket:
        told.append(tr("Ticket No. {number}", number=chapter.ticket))
    return Band((FormBox("\n".join(filter(None, (when, chapter.who))), _LABEL), FormBox("\n".join(told), _VALUE)))


def _line(line: Line) -> str:
    if line.old is None:
        return f"{line.label}: {line.new}"
    return tr("{field}: was “{old}”, now “{new}”", field=line.label, old=line.old, new=line.new)
