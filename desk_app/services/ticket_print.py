"""A ticket in words, whole, to be printed: its fields, its questionnaire, who agreed, what was done (J-3.5, J-3.6).

Everything is told in the language spoken now. Passwords are never told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desk_app.domain.approvals import chain, missing
from desk_app.domain.intake import MOMENTS, REQUESTER, TEXTS
from desk_app.domain.office import CHOICE_SECTIONS, Office, Person
from desk_app.domain.questions import question_of, questions_of
from desk_app.domain.tickets import Approval, Ticket
from desk_app.i18n import format_date, format_moment, tr
from desk_app.services.ports import TicketCard
from desk_app.services.story import Chapter, Teller, answer_text, size_text

SECRET: Final = frozenset({"password"})
"""Questions whose answers are not printed, should an office ask them."""
_SORTED: Final = ("kind", "type", "service", "mode", "channel", "priority", "system", "line")
_COURSE: Final = (
    "solved_at", "closed_at", "due_at", "first_due_at", "due_return_at", "appointment_at", "remind_at",
    "complexity", "fix_by", "cause", "solution", "outcome", "confirmed_by", "confirmed_how",
    "rating", "rating_comment", "reworks", "note",
)  # fmt: skip
_TOLD_TEXTS: Final = ("cause", "solution", "note")
"""Texts that stand under the course of the ticket, not above it."""

Pair = tuple[str, str]
"""A label, and what stands behind it."""


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """One step of the approval chain: who, with which letter; `when` is "" while it is awaited."""

    who: str
    when: str
    letter: str
    scan: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """Everything about one ticket in words. `history` stands oldest first."""

    office: Office
    number: str
    status: str
    subject: str
    fields: tuple[Pair, ...]
    answers: tuple[Pair, ...]
    course: tuple[Pair, ...]
    agreed: tuple[AgreedRow, ...]
    files: tuple[Pair, ...]
    links: tuple[Pair, ...]
    history: tuple[Chapter, ...]


def ticket_paper(office: Office, people: Iterable[Person], card: TicketCard) -> TicketPaper:
    """Return everything about the ticket of `card` in words; `people` are the staff."""
    ticket, known = card.ticket, {person.id: person for person in people}
    teller = Teller(office, known)
    words = _Words(office, teller)
    form = words.form(ticket)
    listed = {label for label, _ in form}
    course = ((tr("Assignee"), card.assignee.name or tr("Nobody yet")), *words.course(ticket))
    return TicketPaper(
        office=office,
        number=ticket.number or "",
        status=office.choices("status").label(ticket.status) or tr("Not registered"),
        subject=ticket.description,
        fields=form,
        answers=tuple(answers(office, ticket)),
        course=tuple(pair for pair in course if pair[0] not in listed),
        agreed=tuple(_agreed(office, known, ticket)),
        files=tuple((file.name, size_text(file.content.size)) for file in card.attachments),
        links=tuple((link.number or tr("Not registered"), link.subject) for link in card.links),
        history=tuple(teller.tell(entry) for entry in sorted(card.history, key=lambda entry: entry.seq)),
    )


def answers(office: Office, ticket: Ticket) -> Iterator[Pair]:
    """Give every question that `ticket` was asked or has an answer to, with the answer in words (J-3.6)."""
    asked = {question.code: question for question in questions_of(office, ticket)}
    others = {item.code: question_of(item) for item in office.choices("question") if item.code in ticket.answers}
    questions = {**asked, **others}
    for code, question in questions.items():
        if code not in SECRET:
            yield question.label, answer_text(question.type, ticket.answers.get(code))
    for code, value in ticket.answers.items():
        if code not in questions and code not in SECRET:
            yield code, str(value)


class _Words:
    """Says the fields of a ticket."""

    def __init__(self, office: Office, teller: Teller) -> None:
        self._office = office
        self._teller = teller

    def form(self, ticket: Ticket) -> tuple[Pair, ...]:
        """Return the fields of the office's own form, filled or not, then those that hold something besides."""
        codes = ["name" if field.code == "requester" else field.code for field in self._office.fields]
        known = {*_SORTED, *REQUESTER, *TEXTS, *MOMENTS}
        own = [code for code in dict.fromkeys(codes) if code in known and code not in _TOLD_TEXTS]
        more = [code for code in (*_SORTED, *REQUESTER, *TEXTS, *MOMENTS) if code not in (*own, *_TOLD_TEXTS)]
        pairs = [(self.name(code), self.value(ticket, code)) for code in own]
        return (*pairs, *((self.name(code), text) for code in more if (text := self.value(ticket, code))))

    def course(self, ticket: Ticket) -> tuple[Pair, ...]:
        """Return what was done with the ticket, as far as there is something to say."""
        said = ((self.name(code), self.value(ticket, code)) for code in _COURSE)
        return tuple(pair for pair in said if pair[1])

    def name(self, code: str) -> str:
        """Return what the field is called."""
        return self._teller.name(code)

    def value(self, ticket: Ticket, code: str) -> str:
        """Return what `ticket` holds under `code`, in words."""
        value = getattr(ticket.requester if code in REQUESTER else ticket, code)
        if code in CHOICE_SECTIONS:
            return self._office.choices(code).label(str(value))
        if isinstance(value, datetime):
            return self._moment(value) + self._met(ticket, code)
        if isinstance(value, date):
            return format_date(value)
        return self._teller.value(code, value) if value else ""

    def _met(self, ticket: Ticket, code: str) -> str:
        if code != "appointment_at" or ticket.appointment is None:
            return ""
        return "".join(f" · {part}" for part in (ticket.appointment.how, ticket.appointment.place) if part)

    def _moment(self, moment: datetime) -> str:
        return format_moment(moment.astimezone(self._office.zone))


def _agreed(office: Office, people: Mapping[int, Person], ticket: Ticket) -> Iterator[AgreedRow]:
    """Give the steps given, in order, then those that are still awaited."""
    steps = {step.code: step.label for step in (*office.choices("approval"), *chain(office, ticket))}
    for one in ticket.agreed:
        who = steps.get(one.step, one.step) if one.step else ", ".join(step.label for step in chain(office, ticket))
        recorded = people[one.by].name if one.by in people else ""
        when = format_moment(one.at.astimezone(office.zone))
        if one.override:
            yield AgreedRow(who, when, tr("let through without: {reason}", reason=one.override), "", recorded)
        else:
            yield AgreedRow(who, when, letter_text(one.letter_no, one.letter_date), one.scan, recorded)
    if ticket.approval is Approval.PENDING:
        for step in missing(office, ticket):
            yield AgreedRow(step.label, "", tr("awaited"), "", "")


def letter_text(number: str, day: str) -> str:
    """Return the letter by its number and its ISO day; "" for none."""
    dated = format_date(date.fromisoformat(day)) if day else ""
    if number and dated:
        return tr("No. {number} of {date}", number=number, date=dated)
    return tr("No. {number}", number=number) if number else dated
