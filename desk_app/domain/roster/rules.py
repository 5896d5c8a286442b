"""The rules for one person: what a month of shifts may ask of them, and what of it is broken."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from desk_app.domain.errors import N_
from desk_app.domain.roster.breaches import Breach, Rule
from desk_app.domain.roster.limits import IN_ROW
from desk_app.domain.roster.rows import Duty, Row

HOUR: Final = 20
"""What a begun hour beyond the allowed distance from the norm costs a plan."""

NEAR: Final = 1
"""What every begun hour off the norm costs a plan even where it is allowed: of two plans the fairer one is better."""


def judged(row: Row) -> tuple[Breach, ...]:
    """Return everything that is wrong with one person's month; what concerns others, too, is not looked at here."""
    return tuple(breach for rule in PERSONAL for breach in rule(row))


def _breach(row: Row, rule: Rule, places: tuple[int, ...], template: str, cost: int = 0, **params: object) -> Breach:
    dates = row.days(places)
    params["person"] = row.facts.member.name
    if dates:
        params["date"] = dates[0]
        params["last"] = dates[-1]
    return Breach(rule, (row.person,), dates, template, params, cost)


def _unknown(row: Row) -> Iterator[Breach]:
    for place, code in row.unknown:
        sentence = N_("{person}, {date}: there is no kind of shift “{code}”. Choose another one.")
        yield _breach(row, Rule.UNKNOWN, (place,), sentence, code=code)


def _away(row: Row) -> Iterator[Breach]:
    facts = row.facts
    if facts.absent or facts.unemployed:
        for place in (duty.place for duty in row.inside):
            if place in facts.unemployed:
                sentence = N_("{person} is not employed on {date}.")
                yield _breach(row, Rule.NOT_EMPLOYED, (place,), sentence)
            elif place in facts.absent:
                yield _breach(row, Rule.ABSENT, (place,), N_("{person} is on leave or absent on {date}."))


def _skill(row: Row) -> Iterator[Breach]:
    lines = row.facts.member.lines
    for duty in row.inside:
        if duty.kind.line not in lines:
            sentence = N_("{person} does not serve {line}: the shift “{code}” on {date} is not theirs.")
            line = row.ground.frame.line(duty.kind.line)
            yield _breach(row, Rule.SKILL, (duty.place,), sentence, line=line, code=duty.kind.label)


def _rest(row: Row) -> Iterator[Breach]:
    limits = row.facts.limits
    for one, other in _neighbours(row):
        rest = other.begin - one.end
        places = (one.place, other.place)
        if limits.in_row_article and rest < IN_ROW:
            sentence = N_("{person} works two shifts in a row on {date} and {last}: {article} forbids it.")
            yield _breach(row, Rule.TWO_IN_ROW, places, sentence, article=limits.in_row_article)
        elif limits.rest is not None and rest < limits.rest:
            sentence = N_("{person} rests only {rest} h between {date} and {last}; at least {least} h are due.")
            yield _breach(row, Rule.REST, places, sentence, rest=clock(max(0, rest)), least=clock(limits.rest))


def _order(row: Row) -> Iterator[Breach]:
    if forbidden := row.facts.limits.not_after:
        for one, other in _neighbours(row):
            if other.place == one.place + 1 and other.kind.code in forbidden.get(one.kind.code, ()):
                sentence = N_("{person}: the shift “{other}” on {last} must not follow “{code}” on {date}.")
                places = (one.place, other.place)
                yield _breach(row, Rule.NOT_AFTER, places, sentence, code=one.kind.label, other=other.kind.label)


def _runs(row: Row) -> Iterator[Breach]:
    limits, known = row.facts.limits, row.ground.known
    for begin, end in row.runs:
        inside = tuple(place for place in range(begin, end + 1) if 0 <= place < row.ground.count)
        days = end - begin + 1
        if not inside:
            continue
        if limits.days_in_row is not None and days > limits.days_in_row:
            sentence = N_("{person} works too many days in a row, {date} to {last}: {days}, at most {most}.")
            yield _breach(row, Rule.DAYS_IN_ROW, inside, sentence, days=days, most=limits.days_in_row)
        if days < limits.least_in_row and begin > known[0] and end < known[-1]:
            sentence = N_("{person} works too few days in a row from {date} on: {days}, at least {least}.")
            yield _breach(row, Rule.LEAST_IN_ROW, inside, sentence, days=days, least=limits.least_in_row)


def _days_off(row: Row) -> Iterator[Breach]:
    if (least := row.facts.limits.least_off) > 1:
        for (_, begin), (end, _) in pairwise(row.runs):
            off = tuple(place for place in range(begin + 1, end) if 0 <= place < row.ground.count)
            if end - begin - 1 < least and off:
                sentence = N_("{person} has too few days off together from {date} on: {days}, at least {least}.")
                yield _breach(row, Rule.LEAST_OFF, off, sentence, days=end - begin - 1, least=least)


def _hours(row: Row) -> Iterator[Breach]:
    limits, minutes = row.facts.limits, row.minutes
    hours = clock(minutes)
    if limits.most is not None and minutes > limits.most:
        sentence = N_("{person} works {hours} h; at most {most} h are allowed.")
        yield _breach(row, Rule.MOST, (), sentence, most=clock(limits.most), hours=hours)
    if limits.least is not None and minutes < limits.least:
        sentence = N_("{person} works {hours} h; at least {least} h are due.")
        yield _breach(row, Rule.LEAST, (), sentence, least=clock(limits.least), hours=hours)
    if limits.off_norm is not None and (beyond := abs(minutes - row.facts.norm) - limits.off_norm) > 0:
        sentence = N_("{person} works {hours} h, the norm of the month is {norm} h.")
        cost, norm = HOUR * -(-beyond // 60), clock(row.facts.norm)
        yield _breach(row, Rule.NORM, (), sentence, cost, norm=norm, hours=hours)


def _weekends(row: Row) -> Iterator[Breach]:
    most = row.facts.limits.weekends
    if most is not None and (count := weekends(row)) > most:
        sentence = N_("{person} works on too many weekends: {count}, at most {most}.")
        places = tuple(duty.place for duty in row.inside if duty.place in row.ground.weekends)
        yield _breach(row, Rule.WEEKENDS, places, sentence, count=count, most=most)


def _kinds(row: Row) -> Iterator[Breach]:
    if most := row.facts.limits.kinds:
        counts = Counter(duty.kind.code for duty in row.inside)
        for code, count in counts.items():
            if count > most.get(code, count):
                sentence = N_("{person} has too many shifts “{code}”: {count}, at most {most}.")
                places = tuple(duty.place for duty in row.inside if duty.kind.code == code)
                yield _breach(
                    row, Rule.KINDS, places, sentence, code=row.ground.label(code), count=count, most=most[code]
                )


def _wishes(row: Row) -> Iterator[Breach]:
    if not row.facts.wishes:
        return
    codes = {duty.place: duty.kind.code for duty in row.inside}
    for place, wish in row.facts.wishes:
        code = codes.get(place, "")
        given = code == wish.code if wish.code else bool(code)
        if given == wish.wanted:
            continue
        if not wish.code:
            sentence = N_("{person} wants to work on {date}.") if wish.wanted else N_("{person} wants {date} off.")
        elif wish.wanted:
            sentence = N_("{person} wants the shift “{code}” on {date}.")
        else:
            sentence = N_("{person} does not want the shift “{code}” on {date}.")
        yield _breach(row, Rule.WISH, (place,), sentence, wish.weight, code=row.ground.label(wish.code))


PERSONAL: Final[tuple[Callable[[Row], Iterator[Breach]], ...]] = (
    _unknown,
    _away,
    _skill,
    _rest,
    _order,
    _runs,
    _days_off,
    _hours,
    _weekends,
    _kinds,
    _wishes,
)


def weekends(row: Row) -> int:
    """Return on how many weekends somebody works."""
    weeks = row.ground.weeks
    return len({weeks[duty.place] for duty in row.inside} - {None})


def unease(row: Row) -> int:
    """Return what the distance from the norm costs a plan even within the limits; nothing where no norm counts."""
    return NEAR * -(-abs(row.minutes - row.facts.norm) // 60) if row.facts.limits.off_norm is not None else 0


def clock(minutes: int) -> str:
    """Return minutes as hours and minutes, 7:30."""
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def _neighbours(row: Row) -> Iterator[tuple[Duty, Duty]]:
    """Yield shifts that follow each other, at least one of them in the month."""
    count = row.ground.count
    for one, other in pairwise(row.duties):
        if other.place >= 0 and one.place < count:
            yield one, other
