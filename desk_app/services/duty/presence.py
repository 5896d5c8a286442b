"""Who is on duty, and how they stand: marks of arriving and leaving, breaks, the presence board (E-8.1, E-7c)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from desk_app.domain import duty as duty_data
from desk_app.domain.calendars import DAY
from desk_app.domain.duty_day import Mark, Said, Span, Standing, needs_reason, span_of, standing
from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.office import Office, Person
from desk_app.domain.roster import Plan
from desk_app.domain.tickets import Event
from desk_app.services.duty import schedules
from desk_app.services.duty_ports import DutyReads, Paper, Sort
from desk_app.services.ports import Changes, Session


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody on the board: the code and the line of today's shift, the shifts of the day in time, how they stand."""

    person: Person
    code: str
    line: str
    spans: tuple[Span, ...]
    now: Standing


def mark(db: Session, what: Mark, reason: str = "", person: int = 0) -> Changes:
    """Keep what somebody says of themselves now; the head may for `person`.

    Raises BadInput when a break outside the schedule has no reason (E-7c), NotAllowed for a colleague's mark.
    """
    whom = person or db.actor.id
    if whom != db.actor.id and not db.office.may(db.actor, "roster"):
        raise NotAllowed("People mark for themselves when they come and go, or the head does.")
    plans = _Plans(db.duty, db.office)
    today = db.office.calendar.local_day(db.now)
    said = marks(db.duty, today - timedelta(days=1), today)
    day = plans.day_of(whom, db.now, said, what)
    spans = plans.spans(whom, day)
    if needs_reason(what, spans, db.now) and not reason.strip():
        raise BadInput("This is outside the schedule: say why, so that the head knows.", field="reason")
    body = {"mark": what.value, "at": db.now.isoformat(), "reason": reason.strip()}
    db.duty.add(Paper(Sort.MARK, day.isoformat(), whom, body))
    db.note(Event("duty-mark", db.now, {"staff": whom, **body}))
    return Changes(duty=True)


def marks(duty: DutyReads, first: date, last: date) -> dict[tuple[int, date], list[Said]]:
    """Return the marks of everybody on the days from `first` to `last`, by person and day, oldest first."""
    found: dict[tuple[int, date], list[Said]] = {}
    for paper in duty.papers(Sort.MARK, first.isoformat(), last.isoformat()):
        said = Said(Mark(paper.body["mark"]), datetime.fromisoformat(paper.body["at"]), paper.body.get("reason", ""))
        found.setdefault((paper.staff, date.fromisoformat(paper.key)), []).append(said)
    return found


def board(duty: DutyReads, office: Office, people: Iterable[Person], now: datetime) -> list[OnDuty]:
    """Return how everybody stands at `now` who has duty today or has marked something, by line and name."""
    today = office.calendar.local_day(now)
    said = marks(duty, today - timedelta(days=1), today)
    plans = _Plans(duty, office)
    found = []
    for person in people:
        day = plans.day_of(person.id, now, said)
        code = plans.of(day).code(person.id, day)
        spans = plans.spans(person.id, day)
        mine = said.get((person.id, day), [])
        if not person.id or not (spans or mine):
            continue
        line = plans.kinds[code].line if code in plans.kinds else person.line
        found.append(OnDuty(person, code, line, spans, standing(spans, mine, now)))
    return sorted(found, key=lambda one: (one.line, one.person.name.casefold()))


def on_duty(duty: DutyReads, office: Office, people: Iterable[Person], now: datetime) -> dict[str, list[Person]]:
    """Return who is on duty at `now` by the schedule, by line: new calls are offered to them."""
    found: dict[str, list[Person]] = {}
    for one in board(duty, office, people, now):
        if any(span.start <= now < span.end for span in one.spans):
            found.setdefault(one.line, []).append(one.person)
    return found


def following(
    duty: DutyReads, office: Office, people: Iterable[Person], now: datetime
) -> dict[str, tuple[Person, datetime]]:
    """Return who begins next on each line, and when (UTC), within two days."""
    plans = _Plans(duty, office)
    staff = {person.id: person for person in people}
    found: dict[str, tuple[Person, datetime]] = {}
    today = office.calendar.local_day(now)
    for ahead in range(3):
        day = today + timedelta(days=ahead)
        for (person, on), code in sorted(plans.of(day).cells.items()):
            kind = plans.kinds.get(code)
            if on != day or kind is None or person not in staff:
                continue
            start = span_of(office.calendar, kind.on(day)).start
            before = found.get(kind.line)
            if start > now and (before is None or start < before[1]):
                found[kind.line] = (staff[person], start.astimezone(UTC))
    return found


class _Plans:
    """The schedules in force, each month read once."""

    def __init__(self, duty: DutyReads, office: Office) -> None:
        self._duty, self._office = duty, office
        self._found: dict[str, Plan] = {}
        self.kinds = {kind.code: kind for kind in duty_data.kinds_of(office)}

    def of(self, day: date) -> Plan:
        month = day.isoformat()[:7]
        if month not in self._found:
            found = schedules.in_force(self._duty, month)
            self._found[month] = found.plan if found else Plan()
        return self._found[month]

    def day_of(
        self, person: int, now: datetime, said: Mapping[tuple[int, date], Sequence[Said]], what: Mark | None = None
    ) -> date:
        """Return the day whose duty somebody does at `now`: the day before while a shift of its night is not over.

        It is over at its end; for who has not left by then, when they come again or their next shift begins. `what`
        is what they mark now.
        """
        today = self._office.calendar.local_day(now)
        before = today - timedelta(days=1)
        kind = self.kinds.get(self.of(before).code(person, before))
        if kind is None or kind.end < DAY:
            return today
        if now < span_of(self._office.calendar, kind.on(before)).end:
            return before
        earlier = said.get((person, before), ())
        stays = bool(earlier) and earlier[-1].mark is not Mark.LEFT and not said.get((person, today))
        next_one = what is Mark.ARRIVED or any(span.start <= now for span in self.spans(person, today))
        return before if stays and (what is Mark.LEFT or not next_one) else today

    def spans(self, person: int, day: date) -> tuple[Span, ...]:
        """Return the shifts of somebody that begin on `day`."""
        kind = self.kinds.get(self.of(day).code(person, day))
        return (span_of(self._office.calendar, kind.on(day)),) if kind else ()
