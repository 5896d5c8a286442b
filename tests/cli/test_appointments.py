"""Appointments and the board by command."""

import pytest


@pytest.fixture
def agreed(desk, office):
    number = desk.add(office, {"description": "Нет звука", "requester": {"name": "Ким О.", "phone": "2-10-11"}})[0]
    desk.do(office, number, "appoint", when="2026-11-23T14:00", minutes=20)
    return number


def test_they_are_a_table_for_people(desk, office, agreed):
    out = desk.well("appointments", office, "--from", "2026-11-23", "--until", "2026-11-23").out
    for told in ("23 Nov 2026 14:00", agreed, "Нет звука", "Ким О.", "2-10-11"):
        assert told in out


def test_the_last_day_is_included_and_others_are_not(desk, office, agreed):
    def found(*words):
        return len(desk.well("appointments", office, *words, "--json").json["appointments"])

    assert found("--from", "2026-11-20", "--until", "2026-11-22") == 0
    assert found("--from", "2026-11-20", "--until", "2026-11-23") == 1
    assert found("--from", "2026-11-24") == 0
    assert found("--from", "2026-11-20", "--person", "boss") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "x.txt"), ".ics"),
        (("--from", "tomorrow"), "not a date"),
        (("--person", "nobody"), "no account"),
    ],
)
def test_what_cannot_be_is_said(desk, office, words, said):
    done = desk("appointments", office, *words)
    assert done.code == 1
    assert said in done.err


def test_the_file_says_where_it_is(desk, office, agreed, tmp_path):
    out = tmp_path / "x.ics"
    told = desk.well("appointments", office, "--from", "2026-11-20", "--out", out).out
    assert str(out) in told
    assert out.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert desk.well("appointments", office, "--from", "2026-11-20", "--out", out, "--json").json["path"] == str(out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--state", "down"), "--system"),
        (("--system", "no such", "--state", "down"), "no such"),
        (("--incident", " "), "few words"),
        (("--over", "7"), "taken this off"),
        (("--incident", "x", "--tickets", "9999-000001"), "9999-000001"),
    ],
)
def test_what_cannot_be_said_on_the_board(desk, office, words, said):
    done = desk("board", office, *words)
    assert done.code == 1
    assert said in done.err


def test_queues_are_named_in_a_filter_in_both_languages(desk, office, agreed):
    for text in ("queue:open", "queue:mine", "очередь:мои", "appointment:2026-11-23", "встреча:2026-11"):
        rows = desk.well("ticket", "list", office, "--filter", text, "--json").rows
        assert [row["number"] for row in rows] == [agreed], text
    assert "сегодня" in desk("ticket", "list", office, "--filter", "queue:never").err
