"""What the board says, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from desk_app.app.theme import Hue
from desk_app.domain.board import STATES, Availability, Incident, State
from desk_app.domain.office import Office, Person
from desk_app.i18n import format_date, tr

HUES: Final = {State.WORKS: Hue.GOOD, State.SLOW: Hue.WAITING, State.DOWN: Hue.BAD}
SYMBOLS: Final = {State.WORKS: "circle-check", State.SLOW: "hourglass", State.DOWN: "circle-x"}


def state_words(office: Office, one: Availability, now: datetime) -> str:
    """Return how a system stands, by its name: “Mail: does not work, since 9:40 · The disk is changed”."""
    label = office.choices("system").label(one.system)
    said = tr("{system}: {state}", system=label, state=tr(STATES[one.state]))
    since = tr("since {time}", time=moment(office, one.since, now)) if one.since else ""
    return " · ".join(part for part in (said, one.words, since) if part)


def incident_words(office: Office, one: Incident, now: datetime) -> str:
    """Return what an incident is: its system, its words, since when."""
    label = office.choices("system").label(one.system) if one.system else ""
    text = f"{label}: {one.text}" if label else one.text
    return f"{text} · {tr('since {time}', time=moment(office, one.since, now))}"


def who(people: Mapping[int, Person], person: int) -> str:
    """Return who said it."""
    found = people.get(person)
    return (found.name or found.login) if found else ""


def moment(office: Office, at: datetime, now: datetime) -> str:
    """Return `at` on the office's clock; the day only where it is another one."""
    local, today = at.astimezone(office.zone), now.astimezone(office.zone).date()
    return f"{local:%H:%M}" if local.date() == today else f"{format_date(local)} {local:%H:%M}"
