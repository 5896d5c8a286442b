"""Statistics against a slow recount of a random office, ticket by ticket and entry by entry."""

import random
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from desk_app.domain.deadlines import consumed
from desk_app.domain.errors import BadInput, Cancelled
from desk_app.domain.statistics import Asked, By, month_of
from desk_app.services import people, tickets
from desk_app.services.ports import Changes
from desk_app.services.statistics import statistics
from tests.support.office import MUNICIPAL, make_desk
from tests.support.places import behind

TICKETS = 70
FIRST, LAST = date(2026, 2, 10), date(2026, 5, 20)
BETWEEN = (("wait", "resume"), ("wait",), ("escalate", "wait", "resume"), ("assign",), ("escalate",), ())


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Return a town's desk with tickets of half a year, most of them finished, some of them twice."""
    desk = make_desk(tmp_path_factory.mktemp("played"), MUNICIPAL)
    dice = random.Random(7)
    staff = {"login": "other", "name": "Другова Дарья", "role": "technician"}
    desk.write(desk.administrator, lambda db: people.add_staff(db, staff))
    calls = [partial(_story, dice, place) for place in range(TICKETS)]
    for start in range(0, TICKETS, 10):
        desk.write(desk.administrator, partial(_some, calls[start : start + 10]))
    with behind(desk.place) as db:
        for ticket in range(1, TICKETS + 1):
            db.execute("UPDATE ticket SET rating = ?, reworks = ? WHERE id = ?",
                       (dice.choice((0, 0, 3, 4, 5)), dice.choice((0, 0, 1, 2)), ticket))  # fmt: skip
    yield desk
    desk.file.close()


def _some(calls, db):
    return Changes(tuple(ticket for one in calls for ticket in one(db).tickets))


def _story(dice, place, db):
    """Register a ticket and take steps with it, each later than the one before."""
    office = db.office
    moment = datetime(2026, 1, 12, 9) + timedelta(minutes=dice.randrange(60 * 24 * 150))
    call = {
        "description": f"Заявка {place}",
        "kind": dice.choice(["request", "request", "consultation"]),
        "type": dice.choice([item.code for item in office.choices("type")]),
        "channel": dice.choice(["phone", "email", "in-person"]),
        "system": dice.choice(["", *(item.code for item in office.choices("system"))]),
        "requester": {"name": "Петрова", "organisation": dice.choice(["", "Архив", "«Архив»", "Отдел кадров"])},
        "received_at": moment.isoformat(),
    }
    moment += timedelta(seconds=dice.randrange(600))
    made = tickets.register(db, {**call, "registered_at": moment.isoformat()})
    [ticket] = made.tickets
    for verb in (
        *dice.choice(BETWEEN),
        dice.choice(("solve", "solve", "close", "decline", "", "reopen")),
    ):
        moment += timedelta(minutes=dice.choice((3, 20, 90, 1500, 5000, 20000)))
        for one in ("solve", "reopen") if verb == "reopen" else (verb,):
            try:
                tickets.do(db, ticket, one, _answer(dice, one, moment, office))
            except BadInput:
                break
    return made


def _answer(dice, verb, moment, office):
    given = {
        "wait": {"reason": "Нет на месте"},
        "solve": {"solution": "Готово"},
        "decline": {"reason": "Не нужно"},
        "reopen": {"reason": "Снова"},
        "escalate": {"to": "engineers", "reason": "Нужен администратор"},
        "assign": {"to": dice.choice(["tech", "other"])},
    }
    return {**given.get(verb, {}), "at": moment.isoformat()}


def asked(by, **narrowed):
    return Asked(FIRST, LAST, by, **narrowed)


# -- the recount -----------------------------------------------------------------------------------------------------


def recount(desk, question):
    """Return {label: what was counted}, from whole tickets and their histories."""
    office = desk.office
    people_by_id = {person.id: person.name for person in desk.file.reader.staff()}
    begin, end = (datetime.combine(day, time(), office.zone) for day in (question.first, question.last + timedelta(1)))
    found = defaultdict(lambda: defaultdict(list))
    for number in range(1, TICKETS + 1):
        card = desk.card(number)
        ticket = card.ticket
        if not _meant(office, question, ticket):
            continue
        label = partial(_label, office, people_by_id, question, ticket)
        if begin <= ticket.registered_at < end:
            found[label(ticket.registered_at)]["registered"].append(ticket)
        if ticket.solved_at and begin <= ticket.solved_at < end:
            found[label(ticket.solved_at)]["solved"].append(ticket)
        if not ticket.solved_at and ticket.closed_at and begin <= ticket.closed_at < end:
            found[label(ticket.closed_at)]["dropped"].append(ticket)
        done = ticket.solved_at or ticket.closed_at
        for at in _ends(question, office):
            if ticket.registered_at < at and not (done and done < at):
                found[label(at - timedelta(seconds=1))]["open"].append(ticket)
        for entry in card.history:
            if entry.verb == "escalate" and begin <= entry.at < end:
                found[label(entry.at)]["escalations"].append(ticket)
    return found


def _ends(question, office):
    last = question.last + timedelta(1)
    days = [last]
    if question.by is By.MONTH:
        days += [date(2026, month, 1) for month in range(1, 13) if question.first < date(2026, month, 1) < last]
    return [datetime.combine(day, time(), office.zone) for day in days]


def _meant(office, question, ticket):
    return (
        (not question.system or ticket.system in office.with_subsystems(question.system))
        and (not question.line or ticket.line == question.line)
        and (not question.specialist or ticket.assignee == question.specialist)
    )


def _label(office, names, question, ticket, at):
    match question.by:
        case By.MONTH:
            return f"{at.astimezone(office.zone):%Y-%m}"
        case By.ORGANISATION:
            return ticket.requester.organisation.strip("«»")
        case By.SPECIALIST:
            return names.get(ticket.assignee, "")
    return office.choices(question.by.value).label(getattr(ticket, question.by.value))


def percentile(values, share):
    """Return the smallest of `values` that at least `share` of them do not exceed."""
    ranked = sorted(values)
    return next((one for place, one in enumerate(ranked, 1) if place >= len(ranked) * share - 1e-9), None)


def seconds(since, until):
    return round((until - since).total_seconds())


def expected(office, group):
    """Return what a tally of `group` has to hold."""
    solved = group["solved"]
    limited = [one for one in solved if one.due_at]
    calls = [seconds(one.received_at, one.registered_at) for one in group["registered"] if one.channel != "email"]
    advice = [seconds(one.registered_at, one.solved_at) for one in solved if one.kind == "consultation"]
    worked = [
        seconds_of(consumed(office.calendar, one.registered_at, one.solved_at, one.pauses)) // 60
        for one in solved
        if one.kind == "request"
    ]
    return {
        **{name: len(group[name]) for name in ("registered", "solved", "dropped", "open", "escalations")},
        "limited": len(limited),
        "late": sum("resolve" in one.breached.split() for one in limited),
        "reworks": sum(one.reworks for one in solved),
        "returned": sum(one.reworks > 0 for one in solved),
        "rating": sum(one.rating for one in solved),
        "rated": sum(one.rating > 0 for one in solved),
        **{
            f"{name}-{share}": percentile(values, share)
            for name, values in (("registering", calls), ("consulting", advice), ("solving", worked))
            for share in (0.5, 0.95)
        },
    }


def seconds_of(length):
    return round(length.total_seconds())


def counted(tally):
    names = ("registered", "solved", "dropped", "open", "escalations", "limited", "late", "reworks", "returned",
             "rating", "rated")  # fmt: skip
    times = {
        f"{name}-{share}": getattr(tally, name).at(share)
        for name in ("registering", "consulting", "solving")
        for share in (0.5, 0.95)
    }
    return {**{name: getattr(tally, name) for name in names}, **times}


def label_of(question, row):
    if question.by is By.MONTH:
        return str(month_of(row.key))
    return row.label.strip("«»")


# -- the comparison --------------------------------------------------------------------------------------------------


@pytest.mark.clause("S-2.1c", "K-2.1", "E-6.1b", "E-6.2a")
@pytest.mark.parametrize("by", [by for by in By if by not in (By.SYSTEM, By.SERVICE)])
def test_every_number_is_that_of_a_slow_recount(played, by):
    question = asked(by)
    figures = statistics(played.file.reader, question, played.clock())
    slow = recount(played, question)
    fast = {label_of(question, row): counted(row.tally) for row in figures.rows}
    assert fast == {label: expected(played.office, group) for label, group in slow.items()}
    assert sum(row.tally.registered for row in figures.rows) == figures.whole.registered > 30


def test_the_office_is_worth_counting(played):
    found = [played.ticket(number) for number in range(1, TICKETS + 1)]
    assert sum(bool(one.solved_at and one.pauses[0].since < one.solved_at) for one in found) > 5
    assert sum("resolve" in one.breached for one in found) > 5
    assert {one.outcome.value for one in found} >= {"", "solved", "declined"}


@pytest.mark.clause("S-sub")
def test_a_system_is_counted_with_its_subsystems(played):
    office = played.office
    figures = statistics(played.file.reader, asked(By.SYSTEM), played.clock())
    slow = recount(played, asked(By.SYSTEM))
    for row in figures.rows:
        item = office.choices("system").by_id(row.key)
        labels = [office.choices("system").label(one) for one in office.with_subsystems(item.code)] if item else [""]
        group = defaultdict(list)
        for label in labels:
            for name, found in slow.get(label, {}).items():
                group[name] += found
        assert counted(row.tally) == expected(office, group), row.label
        assert row.depth == (1 if item and item.parent else 0)
    assert sum(row.tally.registered for row in figures.rows if not row.depth) == figures.whole.registered


@pytest.mark.parametrize("narrowed", [{"system": "network"}, {"line": "engineers"}, {"specialist": 3}])
def test_what_it_is_narrowed_to_is_all_that_counts(played, narrowed):
    question = asked(By.TYPE, **narrowed)
    figures = statistics(played.file.reader, question, played.clock())
    slow = recount(played, question)
    assert {row.label: counted(row.tally) for row in figures.rows} == {
        label: expected(played.office, group) for label, group in slow.items()
    }
    assert figures.rows


def test_a_day_and_a_year_without_a_ticket_have_no_rows(played):
    figures = statistics(played.file.reader, Asked(date(2026, 1, 1), date(2026, 1, 1), By.TYPE), played.clock())
    assert figures.rows == ()
    assert figures.trouble is None
    far = statistics(played.file.reader, Asked(date(2031, 1, 1), date(2031, 1, 1), By.STATUS), played.clock())
    assert far.trouble is not None
    assert {row.tally.open for row in far.rows} != {0}


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadInput):
        Asked(LAST, FIRST, By.TYPE)


def test_it_is_stopped_between_two_pieces(played):
    told = []

    def stop(done, of):
        told.append((done, of))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        statistics(played.file.reader, asked(By.TYPE), played.clock(), stop)
    assert [done for done, _ in told] == [0, 1, 2]


def test_the_office_s_own_day_decides(town):
    call = {"received_at": "2026-04-30T23:50", "registered_at": "2026-05-01T00:10"}
    town.register(town.administrator, **call)
    by_month = statistics(town.file.reader, Asked(date(2026, 4, 1), date(2026, 5, 31), By.MONTH), town.clock())
    assert [(str(month_of(row.key)), row.tally.registered) for row in by_month.rows] == [("2026-05", 1)]
