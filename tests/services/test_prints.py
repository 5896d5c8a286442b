"""What the prints of a ticket say, from the services alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

from desk_app import i18n
from desk_app.domain.office import Item, Office, Person
from desk_app.domain.tickets import Agreement, Approval, Requester, Ticket
from desk_app.profiles import load
from desk_app.services.error_form import error_form
from desk_app.services.ports import HistoryEntry, TicketCard
from desk_app.services.ticket_print import ticket_paper

KIM = Person(2, "kim", "Kim Olga", "line-2")
AT = datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
TICKET = Ticket(
    "Orders cannot be saved", AT, "request", "error", "phone", "high",
    assignee=2, requester=Requester("Ivanova Anna", "Agency"), registered_at=AT, number="2026-000001", id=1,
)  # fmt: skip


def office(*items, profile="two-line"):
    """Return an office in English with more items."""
    seed = load(profile, "en")
    return Office.of(replace(seed, items=(*seed.items, *items)))


def card(*entries, **changes):
    """Return the card of the ticket with a history of (verb, what was said)."""
    told = tuple(HistoryEntry(seq, verb, KIM, AT, AT, said) for seq, (verb, said) in enumerate(entries, 1))
    return TicketCard(replace(TICKET, **changes), KIM, told)


def test_the_one_it_was_handed_over_to_last_fixes_it():
    form = error_form(office(), card(("hand-over", {"to": "developers"}), ("hand-over", {"to": "Horns Ltd"})))
    assert form.fixer == "Horns Ltd"
    form = error_form(
        office(),
        card(
            ("hand-over", {"to": "developers"}),
            ("solve", {"solution": "x"}),
        ),
    )
    assert form.fixer == "Developers of the system"


def test_who_solved_it_fixed_it_where_it_was_never_handed_over():
    entries = (("solve", {"solution": "x"}), ("reopen", {"reason": "y"}))
    assert error_form(office(), card(*entries, solved_at=AT)).fixer == "Kim Olga"
    assert error_form(office(), card(*entries)).fixer == ""


def test_the_day_it_was_found_is_the_day_told_or_else_that_of_the_call():
    assert error_form(office(), card(answers={"found_on": "2026-10-01"})).found_on == date(2026, 10, 1)
    assert error_form(office(), card(answers={"found_on": "soon"})).found_on == date(2026, 10, 5)


def test_an_erased_entry_of_the_history_is_no_trouble():
    assert error_form(office(), card(("hand-over", None))).fixer == ""
    assert ticket_paper(office(), [KIM], card(("comment", None))).history


def test_a_password_is_not_printed_even_where_an_office_asks_for_it():
    asked = Item("password", "Password", data={"type": "line"})
    paper = ticket_paper(office(("question", asked)), [KIM], card(answers={"password": "secret-1", "login": "anna"}))
    assert ("The user's login", "anna") in paper.answers
    assert "secret-1" not in repr(paper)


def test_agreements_are_told_with_their_letters_and_who_is_still_awaited():
    steps = [Item("head", "Head of unit"), Item("security", "Security")]
    kind = Item("access-2", "Access", data={"chain": ["head", "security"]})
    place = office(*(("approval", step) for step in steps), ("type", kind))
    given = Agreement("head", AT, 2, "12-K", "2026-10-04", "letter.pdf")
    paper = ticket_paper(place, [KIM], card(type="access-2", agreed=(given,), approval=Approval.PENDING))
    first, second = paper.agreed
    assert (first.who, first.letter, first.scan, first.recorded_by) == (
        "Head of unit", "No. 12-K of 4 Oct 2026", "letter.pdf", "Kim Olga",
    )  # fmt: skip
    assert (second.who, second.when, second.letter) == ("Security", "", "awaited")


def test_the_history_tells_answers_by_their_questions():
    changed = {"changes": {"answers": [{"login": "a"}, {"login": "b", "data_change": True}]}}
    (chapter,) = ticket_paper(office(), [KIM], card(("edit", changed))).history
    said = [(line.label, line.old, line.new) for line in chapter.lines]
    assert said == [("The user's login", "a", "b"), ("Change in the database", "—", "yes")]


def test_it_is_told_in_the_language_spoken_now():
    with i18n.speaking("ru"):
        paper = ticket_paper(office(), [KIM], card(rating=5))
    assert all(label != "Assignee" for label, _ in paper.course)
