"""Requests about duty: asked, agreed, decided, applied once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk_app.domain.errors import BadInput, NotAllowed
from desk_app.domain.office import Person
from desk_app.services.duty import requests, schedules
from desk_app.services.duty.requests import Request, State, Wanted
from desk_app.services.ports import Changes
from tests.support.rota import MONTH, Rota

TUESDAY = "2026-12-01"
THAT_DAY = date(2026, 12, 1)


def swap(rota: Rota) -> Request:
    return Request(Wanted.SWAP, MONTH, rota.staff[0].id, (THAT_DAY,), other=rota.staff[1].id, reason="Врач")


def only(rota: Rota) -> Request:
    return requests.requests(rota.file.reader.duty, MONTH)[0]


def number(rota: Rota) -> int:
    paper = only(rota).paper
    assert paper
    return paper.id


def step(rota: Rota, person: Person, verb: Callable[..., Changes], *said: object, **more: object) -> None:
    """Take a step with the first request of the month."""
    paper = number(rota)
    rota.write(person, lambda db: verb(db, paper, *said, **more))


@pytest.mark.clause("E-7b")
def test_a_swap_goes_from_asking_to_the_next_version(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    rota.write(rota.staff[0], lambda db: requests.ask(db, swap(rota)))
    assert only(rota).state is State.ASKED
    with pytest.raises(BadInput, match="nothing can be done"):
        step(rota, rota.head, requests.decide, True)
    step(rota, rota.staff[1], requests.agree)
    step(rota, rota.head, requests.decide, True)
    assert (only(rota).state, only(rota).decided_by) == (State.APPLIED, rota.head.id)
    assert rota.plan() == {(0, TUESDAY): "late", (1, TUESDAY): "early"}
    found = schedules.differences(rota.file.reader.duty, MONTH, 1, 2)
    assert [(one.before, one.after) for one in found] == [("early", "late"), ("late", "early")]
    assert schedules.schedule(rota.file.reader.duty, MONTH, 0).plan.cells  # the draft goes on from it
    assert rota.plan(2) == {(0, TUESDAY): "late", (1, TUESDAY): "early"}
    in_force = schedules.in_force(rota.file.reader.duty, MONTH)
    assert in_force
    assert in_force.number == 2  # as the one before it was published, too


def test_a_swap_approved_twice_is_applied_once(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    rota.write(rota.staff[0], lambda db: requests.ask(db, swap(rota)))
    step(rota, rota.staff[1], requests.agree)
    for _ in range(2):
        step(rota, rota.head, requests.decide, True)
    assert [one.number for one in schedules.versions(rota.file.reader.duty, MONTH)] == [0, 1, 2]
    assert rota.plan() == {(0, TUESDAY): "late", (1, TUESDAY): "early"}


@pytest.mark.clause("E-7b")
def test_nobody_asks_agrees_or_decides_for_others_but_the_head(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    with pytest.raises(NotAllowed, match="colleague's duty"):
        rota.write(rota.staff[2], lambda db: requests.ask(db, swap(rota)))
    rota.write(rota.head, lambda db: requests.ask(db, swap(rota)))  # on behalf
    with pytest.raises(NotAllowed, match="colleague's duty"):
        step(rota, rota.staff[0], requests.agree)
    step(rota, rota.head, requests.agree)
    with pytest.raises(NotAllowed, match="no right"):
        step(rota, rota.staff[1], requests.decide, True)
    step(rota, rota.staff[0], requests.withdraw)
    assert only(rota).state is State.WITHDRAWN
    assert rota.plan() == {(0, TUESDAY): "early", (1, TUESDAY): "late"}


def test_a_colleague_may_say_no(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    rota.write(rota.staff[0], lambda db: requests.ask(db, swap(rota)))
    step(rota, rota.staff[1], requests.agree, yes=False, comment="Не могу")
    assert (only(rota).state, only(rota).comment) == (State.DECLINED, "Не могу")


def test_a_schedule_that_changed_meanwhile_is_not_overwritten(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    rota.write(rota.staff[0], lambda db: requests.ask(db, swap(rota)))
    step(rota, rota.staff[1], requests.agree)
    change = Request(Wanted.CHANGE, MONTH, rota.staff[0].id, (THAT_DAY,), code="")
    rota.write(rota.head, lambda db: requests.ask(db, change))
    second = requests.requests(rota.file.reader.duty, MONTH)[1].paper
    assert second
    rota.write(rota.head, lambda db: requests.decide(db, second.id, True))
    with pytest.raises(BadInput, match="has changed on these days"):
        step(rota, rota.head, requests.decide, True)


def test_a_change_that_breaks_a_hard_rule_says_which_and_may_be_put_up_with(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "night", (1, TUESDAY): "early"})
    change = Request(Wanted.CHANGE, MONTH, rota.staff[0].id, (date(2026, 12, 2),), code="early")
    rota.write(rota.staff[0], lambda db: requests.ask(db, change))
    with pytest.raises(BadInput) as told:
        step(rota, rota.head, requests.decide, True)
    assert told.value.params["person"] == rota.staff[0].name
    step(rota, rota.head, requests.decide, True, despite="Больше некому")
    assert rota.plan()[0, "2026-12-02"] == "early"


@pytest.mark.clause("E-8.1b")
@pytest.mark.parametrize(("ahead", "late"), [(timedelta(hours=12), False), (timedelta(hours=11, minutes=59), True)])
def test_an_absence_is_late_below_twelve_hours_and_its_shift_is_offered(
    rota: Rota, ahead: timedelta, late: bool
) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    begins = datetime(2026, 12, 1, 3, tzinfo=UTC)  # 8:00 in Yekaterinburg
    rota.clock.now = begins - ahead
    ill = Request(Wanted.ABSENCE, MONTH, rota.staff[0].id, (THAT_DAY,), reason="Температура", kind="illness")
    rota.write(rota.staff[0], lambda db: requests.ask(db, ill))
    assert only(rota).late is late
    step(rota, rota.head, requests.decide, True)
    assert rota.plan() == {(1, TUESDAY): "late"}
    offered = requests.requests(rota.file.reader.duty, MONTH)[-1]
    assert (offered.wanted, offered.state, offered.code) == (Wanted.COVER, State.OPEN, "early")
    paper = offered.paper
    assert paper
    with pytest.raises(BadInput, match="your own shift"):
        rota.write(rota.staff[0], lambda db: requests.agree(db, paper.id))
    rota.write(rota.staff[2], lambda db: requests.agree(db, paper.id))
    rota.write(rota.head, lambda db: requests.decide(db, paper.id, True))
    assert rota.plan() == {(1, TUESDAY): "late", (2, TUESDAY): "early"}


@pytest.mark.parametrize("wanted", [Wanted.ABSENCE, Wanted.BREAK])
def test_an_absence_or_a_break_says_why(rota: Rota, wanted: Wanted) -> None:
    rota.published({(0, TUESDAY): "early"})
    with pytest.raises(BadInput, match="is empty"):
        rota.write(rota.staff[0], lambda db: requests.ask(db, Request(wanted, MONTH, rota.staff[0].id, (THAT_DAY,))))


def test_who_has_duty_on_that_day_does_not_take_another_shift(rota: Rota) -> None:
    rota.published({(0, TUESDAY): "early", (1, TUESDAY): "late"})
    cover = Request(Wanted.COVER, MONTH, rota.staff[0].id, (THAT_DAY,))
    with pytest.raises(BadInput, match="duty of their own"):
        rota.write(rota.staff[0], lambda db: requests.ask(db, replace(cover, other=rota.staff[1].id)))
    rota.write(rota.staff[0], lambda db: requests.ask(db, cover))
    with pytest.raises(BadInput, match="duty of their own"):
        step(rota, rota.staff[1], requests.agree)
    with pytest.raises(BadInput, match="people of the duty schedule"):
        step(rota, rota.head, requests.agree)  # who is in no line
    step(rota, rota.staff[2], requests.agree)
    step(rota, rota.head, requests.decide, True)
    assert rota.plan() == {(2, TUESDAY): "early", (1, TUESDAY): "late"}
