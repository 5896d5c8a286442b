"""The .ics file of appointments, read back by the library and by eye (K-4.7)."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from desk_app.reports.ics import calendar_file
from desk_app.services.appointments import Meeting

MADE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NINE = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def meeting(**given):
    fields = {
        "ticket_id": 7, "version": 3, "number": "2026-000007", "subject": "Нет доступа; журнал, 5 «Б»",
        "starts": NINE, "ends": NINE + timedelta(minutes=45), "how": "на месте", "place": "каб. 12",
        "who": "Петрова Анна", "organisation": "Школа № 5", "phone": "2-44-90", "room": "91",
    }  # fmt: skip
    return Meeting(**{**fields, **given})


def events(content):
    return Calendar.from_ical(content).walk("VEVENT")


def test_it_says_when_where_and_with_whom():
    [event] = events(calendar_file([meeting()], "0123456789abcdef", MADE, "Школы"))
    assert event.decoded("dtstart") == NINE
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    assert str(event["summary"]) == "Нет доступа; журнал, 5 «Б» · 2026-000007"
    assert str(event["location"]) == "каб. 12"
    for told in ("Петрова Анна, Школа № 5", "2-44-90", "91", "на месте"):
        assert told in str(event["description"])
    [alarm] = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-15)


def test_the_same_appointment_keeps_its_uid_and_a_moved_one_has_a_higher_sequence():
    [before] = events(calendar_file([meeting()], "0123456789abcdef", MADE))
    [after] = events(calendar_file([meeting(starts=NINE + timedelta(days=1), version=5)], "0123456789abcdef", MADE))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (3, 5)
    [elsewhere] = events(calendar_file([meeting()], "fedcba9876543210", MADE))
    assert elsewhere["uid"] != before["uid"]


def test_lines_are_folded_ended_and_escaped_as_the_format_asks():
    content = calendar_file([meeting(subject="Слово; и, ещё \\ одно " * 20)], "0123456789abcdef", MADE)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert "Слово\\; и\\, ещё \\\\ одно".encode() in content.replace(b"\r\n ", b"")
    assert b"DTSTART:20261123T040000Z" in content


@pytest.mark.parametrize("said", ["a\x00b\x1b", "line\nEND:VEVENT\nBEGIN:VEVENT", "\u202eevil", ""])
def test_what_a_ticket_says_cannot_break_out_of_its_line(said):
    content = calendar_file([meeting(subject=said, place=said, who=said)], "0123456789abcdef", MADE)
    [event] = events(content)
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert "\u202e" not in str(event["summary"])


def test_no_appointment_makes_an_empty_calendar():
    assert events(calendar_file([], "0123456789abcdef", MADE)) == []
