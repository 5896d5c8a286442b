"""The month of duty of a sample office, as its frame."""

from datetime import date
from zoneinfo import ZoneInfo

from desk_app import calendars
from desk_app.demo.duty import LIMITS, duty_absences, duty_cards, duty_items, duty_wishes
from desk_app.domain.duty import demands_of, kinds_of, limits_of
from desk_app.domain.office import Choices, Office
from desk_app.domain.roster import Frame, frame_of, month_of


def sample_month(people: int, year: int, month: int) -> Frame:
    """Return the frame of a month of an office with so many people in two lines."""
    items = list(duty_items("front", "back", people))
    office = Office(
        name="",
        profile="",
        language="ru",
        zone=ZoneInfo("Europe/Moscow"),
        country="RU",
        number_template="",
        week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-18:00",)),
        journal={},
        sections={
            name: Choices(name, (item for section, item in items if section == name)) for name in ("shift", "demand")
        },
        settings={"duty": LIMITS},
        years=calendars.load_all("RU"),
    )
    first, last = month_of(year, month)
    staff = [(number, f"P{number}") for number in range(1, people + 1)]
    ids = [number for number, _name in staff]
    return frame_of(
        office.calendar,
        first,
        last,
        kinds=kinds_of(office),
        members=duty_cards(staff, "front", "back", date(year, month, 1)),
        demands=demands_of(office),
        limits=limits_of(office),
        absences=duty_absences(ids, first),
        wishes=duty_wishes(ids, first),
        lines={"front": "1", "back": "2"},
    )
