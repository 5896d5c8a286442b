"""The board “what is going on”: who may speak, nothing lost of two who speak at once, what a form is told."""

from datetime import UTC, datetime

import pytest

from desk_app.domain.board import SETTING, State, affected, board_of
from desk_app.domain.errors import BadInput, Conflict, NotAllowed
from desk_app.services import board
from desk_app.services.ports import Changes


def systems(desk):
    return [item.code for item in desk.office.choices("system")]


def say(desk, state, words="", at=0, **more):
    system = systems(desk)[at]
    return desk.write(desk.administrator, lambda db: board.set_state(db, system, state, words, **more))


def report(desk, text="Почта не ходит", **more):
    desk.write(desk.administrator, lambda db: board.report(db, text, **more))
    return board_of(desk.office).incidents[0]


def test_a_system_stands_as_somebody_said_since_then_and_by_whom(desk):
    assert board_of(desk.office).quiet
    assert say(desk, "down", "Меняют диск").office
    [one] = board_of(desk.office).troubled
    assert (one.state, one.words, one.since, one.by) == (
        State.DOWN, "Меняют диск", desk.clock.now, desk.administrator.id
    )  # fmt: skip
    desk.clock.go_on(minutes=20)
    say(desk, "works")
    found = board_of(desk.office)
    assert found.quiet
    assert found.state(systems(desk)[0]).since == desk.clock.now
    assert say(desk, "works") == Changes()


def test_the_history_says_who_said_what(desk):
    say(desk, "slow", "Много народу")
    incident = report(desk)
    desk.write(desk.administrator, lambda db: board.end(db, incident.id))
    entries = [entry for part in desk.file.reader.chain() for entry in part][-3:]
    assert {entry.header.verb for entry in entries} == {"board"}
    assert {entry.header.by_id for entry in entries} == {desk.administrator.id}
    assert "Много народу" in (entries[0].payload or "")
    assert "Почта не ходит" in (entries[2].payload or "")


def test_only_who_may_speaks(desk):
    first = systems(desk)[0]
    for verb in (
        lambda db: board.set_state(db, first, "down"),
        lambda db: board.report(db, "Что-то случилось"),
        lambda db: board.change(db, 1, "Другое"),
        lambda db: board.end(db, 1),
    ):
        assert not desk.office.may(_outsider(desk), "board")
        with pytest.raises(NotAllowed):
            desk.write(_outsider(desk), verb)
    assert board_of(desk.office).quiet


def _outsider(desk):
    """Return somebody whose role has no right to the board."""
    from desk_app.services import people

    without = [
        item.code for item in desk.office.choices("role") if not {"board", "*"} & set(item.data.get("rights", ()))
    ]
    raw = {"login": "guest", "name": "Гость", "role": without[0]}
    if not desk.file.reader.account("guest"):
        desk.write(desk.administrator, lambda db: people.add_staff(db, raw))
    return next(one for one in desk.file.reader.staff() if one.login == "guest")


def test_two_who_speak_at_once_lose_nothing_of_one_another(desk):
    """Both workstations have looked before either wrote; each has an open file of its own."""
    first, second = systems(desk)[:2]
    with desk.reopened() as other:
        here, there = desk.office, other.reader.office()
        assert board_of(here) == board_of(there)
        desk.file.unit_of_work(desk.administrator).write(lambda db: board.report(db, "Нет почты"))
        other.unit_of_work(desk.administrator).write(lambda db: board.report(db, "Нет телефона"))
        desk.file.unit_of_work(desk.administrator).write(lambda db: board.set_state(db, first, "down"))
        other.unit_of_work(desk.administrator).write(lambda db: board.set_state(db, second, "slow"))
    found = board_of(desk.office)
    assert {one.text for one in found.incidents} == {"Нет почты", "Нет телефона"}
    assert len({one.id for one in found.incidents}) == 2
    assert {one.state for one in found.troubled} == {State.DOWN, State.SLOW}


def test_who_looked_before_a_colleague_spoke_is_told(desk):
    seen = board_of(desk.office).state(systems(desk)[0]).since
    say(desk, "down", "Меняют диск", seen=seen)
    with pytest.raises(Conflict):
        say(desk, "works", seen=seen)
    incident = report(desk)
    desk.write(desk.administrator, lambda db: board.end(db, incident.id))
    with pytest.raises(Conflict):
        desk.write(desk.administrator, lambda db: board.change(db, incident.id, "Ещё не всё"))


def test_an_incident_names_its_tickets_and_is_told_in_other_words(desk):
    ticket = desk.register()
    incident = report(desk, tickets=[str(ticket.id), ticket.number])
    assert incident.tickets == (ticket.number,)
    first = systems(desk)[0]
    desk.write(desk.administrator, lambda db: board.change(db, incident.id, "Почта ходит медленно", first))
    [after] = board_of(desk.office).incidents
    assert (after.text, after.since, after.id) == ("Почта ходит медленно", incident.since, incident.id)
    with pytest.raises(BadInput):
        report(desk, tickets=["2026-999999"])
    with pytest.raises(BadInput):
        report(desk, text="  ")


def test_a_number_is_never_given_twice(desk):
    first = report(desk)
    desk.write(desk.administrator, lambda db: board.end(db, first.id))
    assert report(desk).id == first.id + 1


def test_a_form_is_told_of_the_system_what_it_is_part_of_and_its_parts(desk):
    office = desk.office
    part = next(item for item in office.choices("system") if item.parent)
    other = next(item.code for item in office.choices("system") if not item.parent and item.code != part.parent)
    desk.write(desk.administrator, lambda db: board.set_state(db, part.parent, "slow"))
    desk.write(desk.administrator, lambda db: board.report(db, "Входа нет", part.code))
    state, incidents = affected(desk.office, part.code)
    assert state is not None
    assert state.system == part.parent
    assert [one.text for one in incidents] == ["Входа нет"]
    assert [one.text for one in affected(desk.office, part.parent)[1]] == ["Входа нет"]
    assert affected(desk.office, other) == (None, ())
    assert affected(desk.office, "") == (None, ())


@pytest.mark.parametrize(
    "kept",
    [None, [], "?", {"systems": [], "incidents": {}}, {"systems": {"mail": 5, "?": {"state": "down"}}},
     {"incidents": [{"text": "x"}, {"text": "y", "since": "?"}, 7, {"id": "1", "since": "2026-01-01T00:00:00+00:00"}]}],
)  # fmt: skip
def test_a_board_that_is_not_understood_is_an_empty_one(desk, kept):
    desk.write(
        desk.administrator,
        lambda db: db.put_settings({**db.office.settings, SETTING: kept}) or Changes(office=True),
    )
    assert board_of(desk.office).quiet
    report(desk)
    assert len(board_of(desk.office).incidents) == 1


def test_the_board_as_json(desk):
    say(desk, "down", "Меняют диск")
    report(desk)
    names = {person.id: person.name for person in desk.file.reader.staff()}
    told = board.board_json(desk.office, names)
    assert told["systems"][0]["state"] == "down"
    assert told["systems"][0]["by"] == desk.administrator.name
    assert {one["state"] for one in told["systems"][1:]} == {"works"}
    assert datetime.fromisoformat(told["incidents"][0]["since"]).astimezone(UTC) == desk.clock.now
